//! Servers as processes of their own, on a core of their own, and the processor time that they take.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::SERVER_CORE;
use crate::http::{self, Answer};

/// The argument by which this program is one of the servers.
pub const SUBJECT: &str = "--subject";

/// A server that runs until it is dropped.
pub struct Server {
    /// What it is called in the report.
    pub name: &'static str,
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it answers GraphQL.
    pub path: &'static str,
    child: Child,
}

impl Server {
    /// This program again, as one of the servers.
    pub fn again(name: &'static str, folder: &Path) -> Self {
        let mut command = on_core(std::env::current_exe().unwrap().as_ref());
        command.args([SUBJECT, name]).arg(folder).stdout(Stdio::piped());
        Self::start(name, command)
    }

    /// The hub: the program that is shipped, asking no publisher.
    pub fn hub(data: &Path, folder: &Path) -> Self {
        let mut command = on_core(env!("CARGO_BIN_EXE_gcm-hub").as_ref());
        let config = folder.join("config.toml");
        std::fs::write(&config, CONFIG).unwrap();
        command.arg("--data-dir").arg(data).arg("--config").arg(config);
        command.args(["--offline", "--log", "warn", "serve", "--listen", "127.0.0.1:0"]);
        command.stderr(Stdio::piped());
        Self::start("hub", command)
    }

    /// Runs a command which says where it listens, and waits until it has.
    pub fn start(name: &'static str, mut command: Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
        let said: Box<dyn Read + Send> = match (child.stdout.take(), child.stderr.take()) {
            (Some(output), _) => Box::new(output),
            (None, Some(errors)) => Box::new(errors),
            (None, None) => panic!("{name} has no way to say where it listens"),
        };
        let mut lines = BufReader::new(said).lines();
        let mut heard = String::new();
        let address = loop {
            let line = lines.next().and_then(Result::ok);
            let line = line.unwrap_or_else(|| panic!("{name} ended before it listened: {heard}"));
            let place = line.rsplit("http://").next().and_then(|rest| rest.split('/').next());
            let place = line.strip_prefix("listening ").or(place);
            if let Some(address) = place.and_then(|place| place.parse().ok()) {
                break address;
            }
            heard += &line;
        };
        // It must be able to go on writing.
        std::thread::spawn(move || lines.for_each(drop));
        Self { name, address, path: "/graphql", child }
    }

    /// The path that answers a case: that of the limit has the case's number.
    pub fn path_of(&self, case: usize) -> String {
        if self.name == "limit" { format!("/{case}") } else { self.path.to_owned() }
    }

    /// Whether it is there to be compared with, and offers GraphQL alone.
    pub fn is_compared(&self) -> bool {
        !["limit", "hub"].contains(&self.name)
    }

    /// Asks once, on a connection of its own.
    pub fn ask(&self, request: &[u8]) -> Answer {
        Self::ask_at(self.address, request)
    }

    /// Asks whoever listens at an address, once.
    pub fn ask_at(address: SocketAddr, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(address).expect("the server takes connections");
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request).unwrap();
        let (mut bytes, mut part) = (Vec::new(), vec![0; 64 * 1024]);
        while http::whole(&bytes).is_none() {
            let read = stream.read(&mut part).unwrap();
            assert!(read > 0, "{address} hung up: {}", String::from_utf8_lossy(&bytes));
            bytes.extend_from_slice(&part[..read]);
        }
        http::answer(&bytes)
    }

    /// The processor time that it has had, in seconds.
    pub fn processor(&self) -> f64 {
        processor(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The hub as it is configured by default.
const CONFIG: &str = "";

/// A command on the core of the servers, where `taskset` is at hand.
pub fn on_core(program: &std::ffi::OsStr) -> Command {
    if !has_taskset() {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(SERVER_CORE.to_string()).arg(program);
    command
}

fn has_taskset() -> bool {
    let found = Command::new("taskset").arg("--version").stdout(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// Puts this process on a core; whether that was possible.
pub fn pin_myself(core: usize) -> bool {
    let mut command = Command::new("taskset");
    command.args(["--all-tasks", "--pid", "--cpu-list"]).arg(core.to_string());
    let done = command.arg(std::process::id().to_string()).stdout(Stdio::null()).status();
    done.is_ok_and(|status| status.success())
}

/// The processor time that a process has had, in seconds: of each thread in nanoseconds where the kernel tells, else in
/// its ticks.
pub fn processor(process: u32) -> f64 {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let times = threads.map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        stat.split(' ').next().and_then(|time| time.parse::<u64>().ok()).unwrap_or_default()
    });
    let nanoseconds: u64 = times.sum();
    if nanoseconds > 0 {
        return nanoseconds as f64 / 1e9;
    }
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name before the bracket may hold spaces; user and system time are fields 14 and 15, in hundredths.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
