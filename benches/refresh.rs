//! What keeping sources fresh costs: `cargo bench --bench refresh`, with `GCM_HUB_DOCUMENTS` set on the real documents.
//!
//! A publisher on loopback, a store in a folder, the reader's child process: nothing is left out but the network and the
//! pauses that courtesy demands. What is compared is done in turn, round after round (`-- 30` for more of them).
#![allow(clippy::unwrap_used, clippy::panic, reason = "what is shared with the tests unwraps as tests do")]

mod documents;
#[allow(dead_code, unused_imports, reason = "tests play more than is measured here")]
#[path = "../tests/it/origin/mod.rs"]
mod origin;
mod publisher;
mod rounds;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{TimeDelta, Utc};
use documents::{Sample, edition, samples};
use gcm_hub::document::{Document, MediaType, text};
use gcm_hub::fetch::Ask;
use gcm_hub::graph::Graph;
use gcm_hub::hub::{Outcome, Served};
use gcm_hub::refresh::{CheckStep, input, open_hub};
use gcm_hub::store::{SledStore, Store};
use publisher::{Publisher, World, empty_folder, reader};
use rounds::Rounds;
use tokio::runtime::Runtime;

fn main() {
    let given = std::env::args().skip(1).find(|argument| argument != "--bench");
    let rounds = given.map_or(15, |rounds| rounds.parse().expect("the number of rounds is a whole number"));
    let runtime = Runtime::new().expect("a runtime");
    println!("A process, {rounds} rounds");
    starting(&runtime, rounds);
    measure(&runtime, "fixtures", &samples(None), rounds);
    match documents::folder() {
        Some(folder) => measure(&runtime, "real documents", &samples(Some(&folder)), rounds),
        None => println!("\nGCM_HUB_DOCUMENTS is not set: the real documents are left out"),
    }
    for folder in ["refresh", "start"] {
        let _ = std::fs::remove_dir_all(empty_folder(folder));
    }
}

fn measure(runtime: &Runtime, name: &str, samples: &[Sample], rounds: usize) {
    for sample in samples {
        reading(runtime, name, sample, rounds);
    }
    let of = |slug| samples.iter().find(|sample| sample.source.slug() == slug).expect("there is each source");
    let (pledge, booklet) = (of("undp-pledge"), of("mptf-pipeline"));
    refreshing(runtime, name, samples, pledge, &pledge.html, rounds);
    refreshing(runtime, name, samples, booklet, &booklet.pdf, rounds);
}

/// The least that reading in a child can cost.
fn starting(runtime: &Runtime, rounds: usize) {
    const NOTHING: &str = "a process that does nothing (`true`)";
    let page = Document {
        bytes: b"<p>words</p>".to_vec(),
        media_type: MediaType::Html,
        origin: "https://example.org/".to_owned(),
        charset: None,
    };
    let (mut times, reader) = (Rounds::default(), reader());
    for _ in 0..rounds * 10 {
        times.time(NOTHING, || {
            let run = async { tokio::process::Command::new("true").env_clear().output().await };
            runtime.block_on(run).expect("`true` runs")
        });
        times.time("a child that reads one word", || {
            runtime.block_on(reader.read(&page)).expect("it is a page")
        });
    }
    times.print("Starting a process", NOTHING);
}

/// A document in every form to lines, and lines to records.
fn reading(runtime: &Runtime, name: &str, sample: &Sample, rounds: usize) {
    let Sample { source, text: plain, html, pdf } = sample;
    let (mut times, reader) = (Rounds::default(), reader());
    for _ in 0..rounds {
        let lines = times.time("text", || text::read(plain)).expect("the text is read");
        let records = times.time("text: records", || (source.parse)(&lines)).expect("it is the source");
        let mut tell = |form: &str, document: &Document| {
            let here = times.time(&format!("{form}: here"), || text::read(document)).expect("it is read");
            let there = times.time(&format!("{form}: in a child"), || {
                runtime.block_on(reader.read(document)).expect("it is read in a child")
            });
            assert_eq!(here, there);
            // Not every document has the layout of its source in every form.
            let start = Instant::now();
            let read = (source.parse)(&here);
            let took = start.elapsed();
            if read.is_ok_and(|read| read.records.len() == records.records.len()) {
                times.add(&format!("{form}: records"), took);
            }
        };
        tell("HTML", html);
        tell("PDF", pdf);
    }
    let sizes = [plain, html, pdf].map(|document| document.bytes.len() as f64 / 1000.0);
    let slug = source.slug();
    let title = format!(
        "Reading {slug}, {name}: {:.1} kB as text, {:.1} as HTML, {:.1} as PDF",
        sizes[0], sizes[1], sizes[2]
    );
    times.print(&title, "text");
}

/// One source refreshed at a hub that has all of them.
fn refreshing(
    runtime: &Runtime,
    name: &str,
    samples: &[Sample],
    sample: &Sample,
    document: &Document,
    rounds: usize,
) {
    const BARE: &str = "a bare request, not modified";
    let slug = sample.source.slug();
    let mut times = Rounds::default();
    let publisher = Publisher::start();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    for _ in 0..rounds {
        let got = Utc::now() - TimeDelta::days(30);
        let world = World::open(samples, got, &publisher, slug);
        let refresh = || runtime.block_on(world.refresher.refresh(slug, Ask::Always)).outcome;
        let bare = |known: &str| {
            let request = client.get(publisher.address()).header("If-None-Match", known);
            runtime.block_on(async { request.send().await?.bytes().await }).expect("an answer")
        };
        // The first connections, and robots.txt.
        publisher.gives(edition(document, 0), true);
        is_updated(&refresh());
        let known = publisher.etag();
        bare(&known);
        for _ in 0..10 {
            times.time(BARE, || assert!(bare(&known).is_empty()));
            times.time("a write of 4 kB, fsync", || write(world.folder()));
            assert_eq!(times.time("refresh, not modified", refresh), Outcome::Unchanged);
        }
        publisher.gives(edition(document, 0), false);
        for _ in 0..10 {
            times.time("a bare request, all bytes", || assert!(!bare(&known).is_empty()));
            assert_eq!(times.time("refresh, the same bytes again", refresh), Outcome::Unchanged);
        }
        publisher.gives(edition(document, 1), true);
        is_updated(&times.time("refresh, modified", refresh));
        publisher.gives(edition(document, 2), true);
        in_steps(runtime, &world, slug, &mut times);
        serving(runtime, &world, &mut times);
    }
    let kind = document.media_type;
    let title = format!("Refreshing {slug} as {kind}, {name}, at a hub of {} sources", samples.len());
    times.print(&title, BARE);
}

#[track_caller]
fn is_updated(outcome: &Outcome) {
    assert!(matches!(outcome, Outcome::Updated { .. }), "{outcome:?}");
}

/// The least that remembering something durably costs.
fn write(folder: &Path) {
    let mut file = std::fs::File::create(folder.join("written")).expect("the folder can be written");
    file.write_all(&[7; 4096]).and_then(|()| file.sync_all()).expect("the disk takes it");
}

/// What a refresh of a modified document consists of.
fn in_steps(runtime: &Runtime, world: &World, slug: &str, times: &mut Rounds) {
    let steps = std::sync::Mutex::new(Vec::new());
    let note = |step: CheckStep| steps.lock().expect("no thread has failed").push((step, Instant::now()));
    let report = runtime.block_on(world.checker.check(slug, Ask::Always, &note));
    let end = Instant::now();
    is_updated(&report.outcome);
    let steps = steps.into_inner().expect("no thread has failed");
    let ends = steps.iter().skip(1).map(|(_, at)| *at).chain([end]);
    for ((step, start), end) in steps.iter().zip(ends) {
        let what = match step {
            CheckStep::Asking => "  of which: asking, hashing",
            CheckStep::Reading => "  of which: bytes to lines, in a child",
            CheckStep::Keeping => "  of which: records, comparison, the store",
        };
        times.add(what, end - *start);
    }
    times
        .time("  of which: the graph, its links, the swap", || {
            world.hub.publish(Utc::now(), (**world.hub.served().freshnesses()).clone())
        })
        .expect("a graph");
}

/// What is built of what is kept: at each refresh of a modified document, at a start, and for a time of the past.
fn serving(runtime: &Runtime, world: &World, times: &mut Rounds) {
    let (store, checker) = (&*world.store, &world.checker);
    let editions = times.time("editions from the disk", || input(store, &checker.sources)).expect("a store");
    let graph = times.time("the graph of them", || Graph::build(editions, Utc::now()));
    times.time("its links", || Served::new(graph, Arc::default(), &[]));
    let served = world.hub.served();
    let past = Utc::now() - TimeDelta::days(10);
    for what in ["`asOf`, the first time", "`asOf`, again"] {
        let stood = times.time(what, || runtime.block_on(world.hub.as_of(&served, past))).expect("a graph");
        assert!(!Arc::ptr_eq(&stood, &served), "the past is not the present");
    }
    // Every write is durable, so a copy is whole; the hub that ends here would keep the next one waiting.
    let folder = copied(world.folder(), &empty_folder("start"));
    let store = times.time("start: the store is opened and checked", || SledStore::open(&folder));
    let store: Arc<dyn Store> = Arc::new(store.expect("the copy is whole"));
    let sources = Arc::clone(&checker.sources);
    times.time("start: graph and links", || open_hub(store, sources, Utc::now())).expect("a graph");
}

fn copied(from: &Path, to: &Path) -> PathBuf {
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let copy = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            std::fs::create_dir(&copy).expect("the folder can be written");
            copied(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).expect("the file can be copied");
        }
    }
    to.to_owned()
}
