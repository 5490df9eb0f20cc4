//! How long a hub takes from its start to its first answer: `cargo bench --bench start`, or `-- 50` for more starts.
//!
//! The program that is shipped is started over and over, by turns without a data folder and with the one that it has
//! made, and asked as soon as it listens. The clock runs from before the process exists until its answer to a query with
//! status 200 is read. Processor time is what the program has had by then.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops and says why")]

#[allow(dead_code, reason = "the load of the other benchmark needs more of it")]
#[path = "serve/http.rs"]
mod http;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const QUERY: &[u8] = br#"{"query":"{ programmes(first: 1) { totalCount nodes { title } } }"}"#;

fn main() {
    let given = std::env::args().skip(1).find(|argument| argument != "--bench");
    let starts = given.map_or(20, |starts| starts.parse().expect("the number of starts is a whole number"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("start-bench");
    let (mut new, mut existing) = (Vec::new(), Vec::new());
    for _ in 0..starts {
        let _ = std::fs::remove_dir_all(&folder);
        new.push(start(&folder));
        existing.push(start(&folder));
    }
    let _ = std::fs::remove_dir_all(&folder);
    println!("From the start of the process to its first answer, milliseconds, {starts} starts of each");
    println!("| data folder | median | fastest | processor time, median |\n|---|---|---|---|");
    for (name, all) in [("none yet", new), ("from the start before", existing)] {
        let column = |of: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<f64> = all.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (clock, processor) = (column(|times| times.0), column(|times| times.1));
        let middle = starts / 2;
        println!("| {name} | {:.0} | {:.0} | {:.0} |", clock[middle], clock[0], processor[middle]);
    }
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("Load of the machine: {}.", load.split(' ').next().unwrap_or_default());
}

/// A program that is stopped whatever happens.
struct Hub(Child);

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Milliseconds by the clock and of processor time.
fn start(folder: &Path) -> (f64, f64) {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
    command.arg("--data-dir").arg(folder).args(["--offline", "--log", "warn"]);
    command.args(["serve", "--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stderr(Stdio::piped());
    let mut hub = Hub(command.spawn().expect("the hub runs"));
    let mut lines = BufReader::new(hub.0.stderr.take().unwrap()).lines();
    let address: SocketAddr = loop {
        let line = lines.next().expect("the hub says where it listens").unwrap();
        let place = line.rsplit("http://").next().and_then(|rest| rest.split('/').next());
        if let Some(address) = place.and_then(|place| place.parse().ok()) {
            break address;
        }
    };
    let mut stream = TcpStream::connect(address).expect("the hub takes connections");
    let headers = [("Content-Type", "application/json"), ("Accept", "application/json")];
    stream.write_all(&http::request("POST", "/graphql", &headers, QUERY)).unwrap();
    let (mut answer, mut part) = (Vec::new(), vec![0; 4096]);
    let status = loop {
        let read = stream.read(&mut part).unwrap();
        assert!(read > 0, "the hub hung up: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&part[..read]);
        if let Some((_, status)) = http::whole(&answer) {
            break status;
        }
    };
    let clock = begun.elapsed().as_secs_f64() * 1e3;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    (clock, processor(hub.0.id()) * 1e3)
}

/// The processor time that a process has had, in seconds, of each thread in nanoseconds; 0 where Linux does not tell.
fn processor(process: u32) -> f64 {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let times = threads.filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<f64>().ok()
    });
    times.sum::<f64>() / 1e9
}
