//! Takes GraphiQL from npm and the saved operations from `schema/operations/` into the binary.
//!
//! Nothing of third parties is committed: `web/package-lock.json` pins what is fetched, by version and hash. The build
//! never fails for want of npm or a network: the binary then serves its own small explorer, and a warning says what is
//! missing. The outcome is `embedded.rs` in `OUT_DIR`, which `src/http/embedded.rs` includes.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What is taken out of the packages: its name on the hub, its media type, its path in `node_modules`.
const GRAPHIQL: [(&str, &str, &str); 6] = [
    ("graphiql.min.js", "text/javascript; charset=utf-8", "graphiql/graphiql.min.js"),
    ("graphiql.min.css", "text/css; charset=utf-8", "graphiql/graphiql.min.css"),
    ("react.production.min.js", "text/javascript; charset=utf-8", "react/umd/react.production.min.js"),
    (
        "react-dom.production.min.js",
        "text/javascript; charset=utf-8",
        "react-dom/umd/react-dom.production.min.js",
    ),
    ("graphiql-licence.txt", "text/plain; charset=utf-8", "graphiql/LICENSE"),
    ("react-licence.txt", "text/plain; charset=utf-8", "react/LICENSE"),
];

/// What npm works from, in `web/`.
const MANIFEST: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Where the saved operations are, from the manifest's folder.
const OPERATIONS: &str = "schema/operations";

/// Where GraphiQL's files are kept, from the folder that cargo gives the build.
const FETCHED: &str = "graphiql";

/// How long npm may take.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> io::Result<()> {
    for watched in ["build.rs", "web/package.json", "web/package-lock.json", "web/.npmrc", OPERATIONS] {
        println!("cargo:rerun-if-changed={watched}");
    }
    println!("cargo:rerun-if-env-changed=GCM_HUB_WITHOUT_GRAPHIQL");

    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    let is_wanted = std::env::var_os("GCM_HUB_WITHOUT_GRAPHIQL").is_none();
    let fetched = if is_wanted { fetch_graphiql(&root.join("web"), &out) } else { Ok(()) };
    if let Err(reason) = &fetched {
        println!("cargo:warning=GraphiQL is not in this build: {reason}");
        println!(
            "cargo:warning=/graphiql will be the hub's own small explorer; to have GraphiQL, see to npm and the network, then `touch build.rs` and build again"
        );
    }
    let mut code = String::new();
    embed_graphiql(&mut code, is_wanted && fetched.is_ok());
    embed_operations(&mut code, &root.join(OPERATIONS))?;
    fs::write(out.join("embedded.rs"), code)
}

fn variable(name: &str) -> io::Result<String> {
    std::env::var(name).map_err(|error| io::Error::other(format!("`{name}`, which cargo sets: {error}")))
}

/// Fetches GraphiQL's files, unless a build before this one has fetched just these.
fn fetch_graphiql(web: &Path, out: &Path) -> Result<(), String> {
    let kept = out.join(FETCHED);
    let same = MANIFEST.iter().all(|name| match (fs::read(web.join(name)), fs::read(kept.join(name))) {
        (Ok(now), Ok(then)) => now == then,
        _ => false,
    });
    if same && GRAPHIQL.iter().all(|(name, ..)| kept.join(name).is_file()) {
        return Ok(());
    }
    let work = out.join("web");
    let said = |error: io::Error| format!("`{}`: {error}", out.display());
    fs::create_dir_all(&work).map_err(said)?;
    fs::create_dir_all(&kept).map_err(said)?;
    copy(&MANIFEST.map(|name| (web.join(name), work.join(name))))?;
    npm_ci(&work)?;
    copy(&GRAPHIQL.map(|(name, _, path)| (work.join("node_modules").join(path), kept.join(name))))?;
    copy(&MANIFEST.map(|name| (work.join(name), kept.join(name))))?;
    fs::remove_dir_all(work).map_err(said)
}

fn copy(files: &[(PathBuf, PathBuf)]) -> Result<(), String> {
    for (from, to) in files {
        fs::copy(from, to).map_err(|error| format!("cannot copy `{}`: {error}", from.display()))?;
    }
    Ok(())
}

/// Installs what the lock file pins. No package's script is run.
fn npm_ci(folder: &Path) -> Result<(), String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let log = folder.join("npm.log");
    let file = File::create(&log).map_err(|error| format!("`{}`: {error}", log.display()))?;
    let mut command = Command::new(npm);
    command.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefer-offline",
    ]);
    // Without a network it must not keep a newcomer waiting.
    command.args(["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]);
    if std::env::var("CARGO_NET_OFFLINE").is_ok_and(|value| value == "true") {
        command.arg("--offline");
    }
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "npm, which fetches it, is not on PATH (it comes with Node.js)".to_owned(),
        _ => format!("cannot run `{npm}`: {error}"),
    })?;
    let end = Instant::now() + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("`npm ci` failed ({status}): {}", gist(&log))),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("`npm ci` was not done after {} seconds", PATIENCE.as_secs()));
            }
            Err(error) => return Err(format!("cannot wait for `npm ci`: {error}")),
        }
    }
}

/// The first lines of what npm complained of, on one.
fn gist(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines = text.lines().map(|line| line.trim_start_matches("npm error").trim());
    lines.filter(|line| !line.is_empty()).take(4).collect::<Vec<_>>().join("; ")
}

// Files are named by what cargo sets for the compiler: a checkout that was moved, with what was built in it, has its
// own.

fn embed_graphiql(code: &mut String, is_fetched: bool) {
    code.push_str(
        "/// GraphiQL's files: name, media type, content. Empty where the build could not fetch them.\n",
    );
    code.push_str("pub static GRAPHIQL: &[(&str, &str, &[u8])] = &[\n");
    if is_fetched {
        for (name, media_type, _) in GRAPHIQL {
            let path = format!("/{FETCHED}/{name}");
            let path = format!(r#"concat!(env!("OUT_DIR"), {path:?})"#);
            let _ = writeln!(code, "    ({name:?}, {media_type:?}, include_bytes!({path})),");
        }
    }
    code.push_str("];\n");
}

fn embed_operations(code: &mut String, folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "graphql") {
                files.push(path);
            }
        }
    }
    files.sort();
    code.push_str("/// The saved operations of `schema/operations/`: name, document.\n");
    code.push_str("pub static OPERATIONS: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let path = format!("/{OPERATIONS}/{name}.graphql");
        let path = format!(r#"concat!(env!("CARGO_MANIFEST_DIR"), {path:?})"#);
        let _ = writeln!(code, "    ({name:?}, include_str!({path})),");
    }
    code.push_str("];\n");
    Ok(())
}
