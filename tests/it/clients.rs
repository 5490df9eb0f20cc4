//! Clients of other people against a real server: the audits of GraphQL over HTTP, graphql-ws and graphql-sse; and
//! graphql-js for what else wants it. They are taken from npm, as pinned in `tests/clients/transport`, into `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::process;
use crate::server::Running;
use crate::{TempFolder, bundled_hub};

/// Where the packages are, or why they are not.
static CLIENTS: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
    let pinned = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/transport");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients-transport");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in ["package.json", ".npmrc", "http.mjs", "streams.mjs", "validity.mjs"] {
        fs::copy(pinned.join(name), folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
    }
    let lock = fs::read(pinned.join("package-lock.json")).map_err(|error| error.to_string())?;
    let taken = folder.join("taken.json");
    if fs::read(&taken).is_ok_and(|taken| taken == lock) {
        return Ok(folder);
    }
    fs::write(folder.join("package-lock.json"), &lock).map_err(|error| error.to_string())?;
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--prefer-offline", "--loglevel=error"]).current_dir(&folder);
    let said = npm.output().map_err(|error| format!("npm: {error}"))?;
    if !said.status.success() {
        return Err(format!("npm: {}", String::from_utf8_lossy(&said.stderr)));
    }
    fs::write(taken, lock).map_err(|error| error.to_string())?;
    Ok(folder)
});

/// Runs a script with the clients; what it said and whether it went well, or `None` where there are none. CI must have
/// them.
pub(crate) fn run(script: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let folder = match &*CLIENTS {
        Ok(folder) => folder,
        Err(reason) => {
            assert!(
                std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                "CI has no clients from npm: {reason}"
            );
            println!("skipped: there are no clients from npm ({reason})");
            return None;
        }
    };
    let output =
        Command::new("node").arg(folder.join(script)).args(arguments).current_dir(folder).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn the_audits_of_graphql_over_http_pass_every_one() {
    let server = Running::start();
    let Some((fine, said)) = run("http.mjs", &[&format!("http://{}/graphql", server.client.0)]) else {
        return;
    };
    assert!(fine && said.contains("61 of 61"), "{said}");
    server.stop().unwrap();
}

#[test]
fn a_socket_and_a_stream_of_other_peoples_clients_are_told_of_a_decision() {
    let folder = TempFolder::new("clients");
    let bearer = process::bearer(&folder.0, "UNDP", "curator");
    let server = Running::over(bundled_hub(), &folder.0);
    let Some((fine, said)) = run("streams.mjs", &[&server.client.0.to_string(), &bearer]) else { return };
    assert!(fine, "{said}");
    server.stop().unwrap();
}
