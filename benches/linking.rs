//! How long links take to find, in what memory, and how many of the planted ones are found, as the corpus grows:
//! `cargo bench --bench linking -- 1000 10000 100000`; with `--ablation 5000`, what each criterion is good for.
//!
//! Each size is measured in a process of its own, so that no size lives in the memory that another has left.

#[path = "corpus/mod.rs"]
mod made;
mod measure;
mod score;

use std::time::Instant;

use gcm_hub::graph::Graph;
use gcm_hub::linking::{End, Linker};
use gcm_hub::record::LinkType;
use measure::Memory;

const SEED: u64 = 20_181_219;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--ablation", size] => ablation(size.parse().expect("`--ablation` is followed by a size")),
        _ => measure::each_size(&[1_000, 10_000, 100_000], &HEADINGS, one_size),
    }
}

/// Seconds are the clock's unless they are the processor's; memory is `VmRSS` and `VmHWM`.
const HEADINGS: [&str; 24] = [
    "seconds per 10,000 items",
    "Linker::new, s",
    "suggest, s",
    "suggest, processor s",
    "of which candidates alone, s",
    "items",
    "candidates assessed",
    "candidates per item",
    "links",
    "of items: SAME_AS",
    "of items: NAMES",
    "of items: SUPPORTS",
    "of results and commitments",
    "memory of the graph, MB",
    "memory of the linker, MB",
    "peak memory, MB",
    "SAME_AS precision",
    "SAME_AS recall",
    "NAMES precision",
    "NAMES recall",
    "SUPPORTS precision",
    "SUPPORTS recall",
    "any type precision",
    "any type recall",
];

const KINDS: [Option<LinkType>; 4] =
    [Some(LinkType::SameAs), Some(LinkType::Names), Some(LinkType::Supports), None];

/// Links so many programmes with as many items.
fn one_size(size: usize) -> Vec<f64> {
    let megabytes = |bytes: u64| bytes as f64 / 1024.0 / 1024.0;
    let corpus = made::generate(SEED, size, size);
    let graph = Graph::build(corpus.input, chrono::DateTime::UNIX_EPOCH);
    let built = Memory::now();

    let start = Instant::now();
    let linker = Linker::new(&graph);
    let reading = start.elapsed().as_secs_f64();
    let read = Memory::now();

    let (start, worked) = (Instant::now(), measure::processor_seconds());
    let links = linker.suggest(&graph);
    let (linking, worked) = (start.elapsed().as_secs_f64(), measure::processor_seconds() - worked);
    let peak = Memory::now().peak;

    let start = Instant::now();
    let candidates = linker.candidates(&graph) as f64;
    let finding = start.elapsed().as_secs_f64();

    let planted = score::planted(&graph, &corpus.planted);
    let suggested = score::suggested(&links);
    let of = |kind: LinkType| suggested.values().filter(|of| **of == kind).count() as f64;
    let others = links.iter().filter(|link| !matches!(link.from, End::Item(_))).count();
    let mut values = vec![
        (reading + linking) * 10_000.0 / size as f64,
        reading,
        linking,
        worked,
        finding,
        graph.items.len() as f64,
        candidates,
        candidates / graph.items.len() as f64,
        links.len() as f64,
        of(LinkType::SameAs),
        of(LinkType::Names),
        of(LinkType::Supports),
        others as f64,
        megabytes(built.resident),
        megabytes(read.resident.saturating_sub(built.resident)),
        megabytes(peak),
    ];
    for kind in KINDS {
        let score = score::score(kind, &suggested, &planted);
        values.extend([score.precision(), score.recall()]);
    }
    values
}

/// For each criterion, what is found without it.
fn ablation(size: usize) {
    let corpus = made::generate(SEED, size, size);
    let graph = Graph::build(corpus.input, chrono::DateTime::UNIX_EPOCH);
    let planted = score::planted(&graph, &corpus.planted);
    println!("precision / recall on {size} programmes and {size} items");
    let headings = ["SAME_AS", "NAMES", "SUPPORTS", "any type"];
    println!("{:<16}{}", "without", headings.map(|heading| format!("{heading:>18}")).concat());
    for without in std::iter::once(None).chain(Linker::criteria().map(Some)) {
        let suggested = score::suggested(&Linker::without(&graph, without).suggest(&graph));
        let figures = KINDS.map(|kind| {
            let score = score::score(kind, &suggested, &planted);
            format!("{:>18}", format!("{:.3} / {:.3}", score.precision(), score.recall()))
        });
        println!("{:<16}{}", without.unwrap_or("nothing"), figures.concat());
    }
}
