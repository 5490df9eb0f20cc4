//! mercurius with jit, from npm: `mercurius/server.mjs` over the hub's data as JSON. Its packages are installed under the
//! target folder, as the lock file pins them, and nothing of theirs is in the repository.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::process::{self, Server};
use crate::world::World;

/// What npm works from.
const MANIFEST: [(&str, &str); 3] = [
    ("package.json", include_str!("mercurius/package.json")),
    ("package-lock.json", include_str!("mercurius/package-lock.json")),
    (".npmrc", include_str!("mercurius/.npmrc")),
];

/// Starts it; `None`, with the reason printed, where there is no npm, no Node.js or no network.
pub fn start(folder: &Path, world: &World) -> Option<Server> {
    // It outlives the run: the next one finds its packages there.
    let packages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mercurius");
    if let Err(reason) = install(&packages) {
        eprintln!("left out: mercurius, as {reason}");
        return None;
    }
    let nodes = |list: &str| &world.data[list]["nodes"];
    let data = json!({
        "programmes": nodes("programmes"),
        "items": nodes("progressItems"),
        "results": nodes("results"),
        "countries": nodes("countries"),
    });
    let file = folder.join("data.json");
    std::fs::write(&file, data.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/serve/mercurius/server.mjs");
    let mut command = process::on_core("node".as_ref());
    command.env("NODE_ENV", "production").arg(script).arg(packages).arg(file).stdout(Stdio::piped());
    Some(Server::start("mercurius", command))
}

fn install(packages: &Path) -> Result<(), String> {
    let lock = packages.join("package-lock.json");
    let is_there = packages.join("node_modules/mercurius/package.json").is_file();
    if is_there && std::fs::read_to_string(&lock).is_ok_and(|kept| kept == MANIFEST[1].1) {
        return Ok(());
    }
    std::fs::create_dir_all(packages).map_err(|error| format!("`{}`: {error}", packages.display()))?;
    for (name, text) in MANIFEST {
        std::fs::write(packages.join(name), text).map_err(|error| format!("`{name}`: {error}"))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefer-offline",
    ]);
    let output = command.current_dir(packages).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("`{npm}` does not run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let _ = std::fs::remove_file(lock);
    Err(format!("`npm ci` failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
