//! The program as a server: a real process on a free port, which can be killed.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};

use crate::server::Client;

/// The program with a data folder and no settings of the machine's.
pub(crate) fn hub(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
    command.arg("--data-dir").arg(folder);
    for name in [
        "GCM_HUB_CONFIG",
        "GCM_HUB_LISTEN",
        "GCM_HUB_LOG",
        "GCM_HUB_CONTACT",
        "GCM_HUB_OFFLINE",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command
}

/// What a run prints that has to go well.
pub(crate) fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = hub(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A new token of an agency, for a role.
pub(crate) fn token(folder: &Path, agency: &str, role: &str) -> String {
    let arguments = ["token", "create", "--agency", agency, "--role", role, "--name", "Ana"];
    printed(folder, &arguments).trim_end().to_owned()
}

/// The `Authorization` of one.
pub(crate) fn bearer(folder: &Path, agency: &str, role: &str) -> String {
    format!("Bearer {}", token(folder, agency, role))
}

/// A serving process; killed when it is dropped.
pub(crate) struct Serving {
    process: Child,
    stderr: BufReader<ChildStderr>,
    told: String,
    pub(crate) client: Client,
}

impl Serving {
    /// Starts the server and waits until it says where it listens.
    pub(crate) fn start(folder: &Path, options: &[&str]) -> Self {
        let mut command = hub(folder);
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(options);
        let mut process = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(process.stderr.take().unwrap());
        let mut told = String::new();
        let client = loop {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself: {told}");
            told += &line;
            if let Some(address) = line.trim().strip_prefix("GraphQL").and_then(address) {
                break Client(address);
            }
        };
        Self { process, stderr, told, client }
    }

    /// Kills it, as `kill -9` does; everything that it has told on standard error.
    pub(crate) fn kill(mut self) -> String {
        self.process.kill().unwrap();
        let status = self.process.wait().unwrap();
        assert!(status.code().is_none(), "it ended by itself, {status}");
        self.stderr.read_to_string(&mut self.told).unwrap();
        std::mem::take(&mut self.told)
    }

    /// Asks it to stop, as systemd does, and waits until it has; everything that it has told on standard error.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (ExitStatus, String) {
        let asked = Command::new("kill").args(["-s", "TERM", &self.process.id().to_string()]).status();
        assert!(asked.unwrap().success());
        self.stderr.read_to_string(&mut self.told).unwrap();
        (self.process.wait().unwrap(), std::mem::take(&mut self.told))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address in `http://127.0.0.1:4000/graphql`.
fn address(rest: &str) -> Option<std::net::SocketAddr> {
    rest.trim().strip_prefix("http://")?.strip_suffix("/graphql")?.parse().ok()
}
