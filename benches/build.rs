//! How long the graph takes to build, and how much memory it keeps, as the corpus grows:
//! `cargo bench --bench build -- 1000 10000 100000`.
//!
//! Each size is measured in a process of its own, so that no size lives in the memory that another has left.

mod corpus;
mod measure;

use std::time::Instant;

use gcm_hub::graph::{Graph, Node};
use gcm_hub::record::{EntityKind, Id, LinkType};
use measure::Memory;

const SEED: u64 = 20_181_219;

fn main() {
    measure::each_size(&[1_000, 10_000, 100_000], &HEADINGS, one_size);
}

/// Time is the processor's and the clock's; memory is `VmRSS` when the graph stands, and `VmHWM`.
const HEADINGS: [&str; 8] = [
    "build cpu s",
    "build clock s",
    "items",
    "kB/programme",
    "peak kB/prog.",
    "links planted",
    "joined %",
    "joined wrongly",
];

/// Builds the graph of so many programmes and as many items.
fn one_size(size: usize) -> Vec<f64> {
    let before = Memory::now();
    let corpus = corpus::generate(SEED, size, size);
    let (start, worked) = (Instant::now(), measure::processor_seconds());
    let graph = Graph::build(corpus.input, chrono::DateTime::UNIX_EPOCH);
    let (seconds, worked) = (start.elapsed().as_secs_f64(), measure::processor_seconds() - worked);
    let after = Memory::now();

    let is = |id, kind| graph.node(id).is_some() && Id::kind(&id) == kind;
    let found = |link: &&corpus::Planted| {
        let item = EntityKind::ProgressItem;
        let to_item = link.kind == LinkType::SameAs && is(link.to, item);
        is(link.from, item) && (to_item || is(link.to, EntityKind::Programme))
    };
    let planted = corpus.planted.iter().filter(found).count();
    let programme = |id| graph.node(id).filter(|node| matches!(node, Node::Programme(_)));
    let joined = corpus.identities.iter().filter(|(one, other)| programme(*one) == programme(*other)).count();
    let more_than_one = graph.programmes.iter().filter(|(_, programme)| programme.records.len() > 1).count();
    let per_programme = |bytes: u64| bytes as f64 / 1024.0 / size as f64;
    vec![
        worked,
        seconds,
        graph.items.len() as f64,
        per_programme(after.resident.saturating_sub(before.resident)),
        per_programme(after.peak),
        planted as f64,
        joined as f64 * 100.0 / corpus.identities.len().max(1) as f64,
        (more_than_one - joined) as f64,
    ]
}
