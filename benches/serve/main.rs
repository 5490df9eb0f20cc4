//! How fast the hub answers over HTTP, in ratios of what is possible on this machine: `cargo bench --bench serve`
//! (about four minutes), `-- --quick` for a first look, `-- lookup` for the cases whose names have a word.
//!
//! Each server is a process of its own on one core, the load is on another: 32 connections that are kept, each asking
//! again as soon as it is answered. Every case is asked of every server in turn, in rounds, in an order that chance
//! (seeded) gives each round, so that what else the machine does hits all of them alike; what is printed are medians of
//! the rounds, as ratios of an axum handler which gives the same bytes with the same headers out of memory. Before
//! anything is measured, all of them have given the same data.
//!
//! The processor time that the server takes for a request is the figure to look at: it is steadier than requests per
//! second, which also tell how busy the machine was.
//!
//! `GCM_HUB_DOCUMENTS` gives the hub, and the others, the real documents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot run stops and says why")]

mod cases;
mod http;
mod limit;
mod load;
mod mercurius;
mod plain;
mod process;
mod report;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cases::{Case, Servers};
use load::Measured;
use process::Server;
use report::Report;
use world::World;

/// That of the hub, so that none of the servers is ahead by its allocator alone.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The core that servers run on, one at a time.
const SERVER_CORE: usize = 0;

/// The core that asks.
const LOAD_CORE: usize = 1;

/// Gives the order of each round.
const SEED: u64 = 20_181_219;

/// How long it is measured.
struct Plan {
    rounds: usize,
    /// Of one case at one server, in one round.
    phase: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [process::SUBJECT, "limit", folder] => return limit::run(Path::new(folder)),
        [process::SUBJECT, "plain", folder] => return plain::run(Path::new(folder)),
        _ => {}
    }
    let plan = if arguments.iter().any(|argument| argument == "--quick") {
        Plan { rounds: 5, phase: Duration::from_millis(120) }
    } else {
        Plan { rounds: 15, phase: Duration::from_millis(350) }
    };
    let words: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("serve");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let wanted = |case: &Case| words.is_empty() || words.iter().any(|word| case.name.contains(word.as_str()));
    run(&folder, cases::all().into_iter().filter(wanted).collect(), &plan);
    let _ = std::fs::remove_dir_all(&folder);
}

fn run(folder: &Path, mut cases: Vec<Case>, plan: &Plan) {
    let pinned = process::pin_myself(LOAD_CORE);
    let data = world::data_folder(folder);
    let plain = Server::again("plain", &data);
    let hub = Server::hub(&data, folder);
    let world = World::of(&hub);
    let mercurius = mercurius::start(folder, &world);
    let mut servers = vec![&hub, &plain];
    servers.extend(mercurius.as_ref());
    cases.retain(|case| case.is_offered(&hub, &world));
    for case in cases.iter().filter(|case| case.servers == Servers::All) {
        case.assert_same_data(&servers, &world);
    }
    let recorded = folder.join("recorded");
    limit::record(&recorded, &cases, &hub, &world);
    let limit = Server::again("limit", &recorded);
    servers.insert(0, &limit);

    let mut pairs: Vec<(usize, &Server)> = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let asked = |server: &&&Server| case.servers == Servers::All || !server.is_compared();
        pairs.extend(servers.iter().filter(asked).map(|server| (number, *server)));
    }
    let mut report = Report::new(&cases);
    let mut counters: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    let mut random = Random(SEED);
    // The first round warms caches and compilers up, and is not counted.
    for round in 0..=plan.rounds {
        random.shuffle(&mut pairs);
        for (number, server) in &pairs {
            // No request of a case that varies is ever sent again.
            let counter = counters.entry((*number, server.name)).or_default();
            let measured: Measured = load::run(server, &cases[*number], *number, &world, counter, plan.phase);
            if round > 0 {
                report.add(round, *number, server.name, measured);
            }
        }
        eprint!("\rround {round} of {}", plan.rounds);
    }
    eprintln!();
    report.print(&servers, plan.rounds, pinned);
}

/// A small generator (xorshift64*): the order is the same in every run.
struct Random(u64);

impl Random {
    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
            all.swap(last, drawn as usize % (last + 1));
        }
    }
}
