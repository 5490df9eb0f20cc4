//! How long a search takes, and its index to build and to keep, as the corpus grows:
//! `cargo bench --bench search -- 1000 10000 100000`.
//!
//! Questions are words of the corpus's own titles and countries: whole, begun, and with a typo, by turns. The corpus
//! holds no documents, so its texts are titles, names and themes.

mod corpus;
mod measure;

use std::time::Instant;

use gcm_hub::graph::Graph;
use gcm_hub::reference::country;
use gcm_hub::search::Index;
use measure::Memory;

const SEED: u64 = 20_181_219;

/// So many questions of each sort are asked.
const QUESTIONS: usize = 500;

/// What is shown of each answer: a page in a search box.
const SHOWN: usize = 10;

fn main() {
    measure::each_size(&[1_000, 10_000], &HEADINGS, one_size);
}

/// Milliseconds are the clock's; memory is what `VmRSS` grew by, and `VmHWM`.
const HEADINGS: [&str; 13] = [
    "index: processor s",
    "index: kB/programme",
    "peak, with graph: kB/prog.",
    "two words: p50 ms",
    "two words: p99 ms",
    "word and country: p50 ms",
    "word and country: p99 ms",
    "as one types: p50 ms",
    "as one types: p99 ms",
    "with a typo: p50 ms",
    "with a typo: p99 ms",
    "one letter: p50 ms",
    "one letter: p99 ms",
];

fn one_size(size: usize) -> Vec<f64> {
    let graph = Graph::build(corpus::generate(SEED, size, size).input, chrono::DateTime::UNIX_EPOCH);
    let (before, worked) = (Memory::now(), measure::processor_seconds());
    let index = Index::of(&graph);
    let worked = measure::processor_seconds() - worked;
    let after = Memory::now();
    let per_programme = |bytes: u64| bytes as f64 / 1024.0 / size as f64;
    let kept = per_programme(after.resident.saturating_sub(before.resident));

    let asked: Vec<[String; 5]> = questions(&graph);
    let mut values = vec![worked, kept, per_programme(after.peak)];
    for sort in 0..5 {
        let mut times: Vec<f64> =
            asked.iter().map(|questions| milliseconds(&graph, &index, &questions[sort])).collect();
        times.sort_by(f64::total_cmp);
        values.extend([times[times.len() / 2], times[times.len() * 99 / 100]]);
    }
    values
}

/// Finds, and cuts the fragments of the first page.
fn milliseconds(graph: &Graph, index: &Index, question: &str) -> f64 {
    let start = Instant::now();
    let found = index.search(question, &[]);
    for hit in found.hits.iter().take(SHOWN) {
        std::hint::black_box(index.highlights(graph, hit.node, &found));
    }
    start.elapsed().as_secs_f64() * 1_000.0
}

/// Of programmes spread over the corpus: two words of the title; one and a country; the second begun; a letter left out;
/// the first letter alone.
fn questions(graph: &Graph) -> Vec<[String; 5]> {
    let step = (graph.programmes.len() / QUESTIONS).max(1);
    let programmes = graph.programmes.iter().step_by(step).map(|(_, programme)| programme);
    let questions = programmes.filter_map(|programme| {
        let mut words = programme.title.split_whitespace().filter(|word| word.len() > 5 && word.is_ascii());
        let (one, other) = (words.next()?, words.next()?);
        let named = programme.countries.first().map_or("Kenya", |code| country(*code).name);
        Some([
            format!("{one} {other} "),
            format!("{one} {named} "),
            format!("{one} {}", &other[..4]),
            format!("{}{} ", &one[..3], &one[4..]),
            one[..1].to_owned(),
        ])
    });
    questions.collect()
}
