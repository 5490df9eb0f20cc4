//! Parsers under documents that nobody would publish: they never panic, never loop, and cite only lines that exist.

use std::path::Path;

use gcm_hub::document::text::{Text, read};
use gcm_hub::document::{Document, MediaType};
use gcm_hub::record::Sha256;
use gcm_hub::sources::{SOURCES, Source};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::documents_folder;

pub fn text(words: &str, media_type: MediaType) -> Option<Text> {
    read(&Document { bytes: words.as_bytes().to_vec(), media_type, origin: "test".into(), charset: None })
        .ok()
}

/// Documents in each source's layout: the fixtures of the parsers, and the real documents where they are at hand.
pub fn seeds(source: &Source) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources");
    let folder = match source.slug() {
        "mptf-pipeline" => "pipeline_booklet",
        "mptf-in-action" => "results_leaflet",
        "undp-pledge" => "pledge_page",
        "iom-undp-programme" => "programme_leaflet",
        "iom-mainstreaming" => "programme_page",
        slug => panic!("no fixtures are known for {slug}"),
    };
    let mut seeds: Vec<String> = std::fs::read_dir(src.join(folder).join("testdata"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "md"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    if let Some(documents) = documents_folder() {
        let list = std::fs::read_to_string(documents.join("sources.toml")).unwrap();
        let list: toml::Table = toml::from_str(&list).unwrap();
        let file = list[source.slug()]["file"].as_str().unwrap();
        seeds.push(std::fs::read_to_string(documents.join(file)).unwrap());
    }
    assert!(!seeds.is_empty(), "no fixture for {}", source.slug());
    seeds
}

/// One thing that happens to documents.
#[derive(Debug, Clone)]
enum Mutation {
    DropLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    InsertLine(usize, String),
    JoinLines(usize),
    SplitLine(usize, usize),
    CutAt(usize),
    Upper(usize),
    Spaces(usize),
    WithoutBlankLines,
    Dos,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let line = 0..5000usize;
    prop_oneof![
        line.clone().prop_map(Mutation::DropLine),
        line.clone().prop_map(Mutation::RepeatLine),
        (line.clone(), line.clone()).prop_map(|(a, b)| Mutation::SwapLines(a, b)),
        (line.clone(), interjection()).prop_map(|(at, words)| Mutation::InsertLine(at, words)),
        line.clone().prop_map(Mutation::JoinLines),
        (line.clone(), 0..200usize).prop_map(|(line, at)| Mutation::SplitLine(line, at)),
        line.clone().prop_map(Mutation::CutAt),
        line.clone().prop_map(Mutation::Upper),
        line.prop_map(Mutation::Spaces),
        Just(Mutation::WithoutBlankLines),
        Just(Mutation::Dos),
    ]
}

/// Lines that stand where they should not, and lines of no sense.
fn interjection() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 22] = [
        "17",
        "Page 3:",
        "PIPELINE JOINT PROGRAMME INFORMATION",
        "KEY PARTNERS",
        "BUDGET (USD)",
        "SUMMARY",
        "STATUS",
        "JOINT PROGRAMME",
        "REGIONAL",
        "THEMATIC AREA 9",
        "Participating UN Agencies",
        "SPOTLIGHT ON",
        "5. ",
        "  • ",
        "LAST UPDATED: SMARCH /99/ 0",
        "Countries",
        "Duration",
        "Donor",
        "Office type",
        "\u{c}",
        "“",
        "999,999,999,999",
    ];
    prop_oneof![prop::sample::select(&KNOWN[..]).prop_map(str::to_owned), "\\PC{0,60}"]
}

fn apply(words: &str, mutations: &[Mutation]) -> String {
    let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
    let mut end = "\n";
    for mutation in mutations {
        if lines.is_empty() {
            break;
        }
        let count = lines.len();
        let at = |line: &usize| line % count;
        match mutation {
            Mutation::DropLine(line) => drop(lines.remove(at(line))),
            Mutation::RepeatLine(line) => {
                let again = lines[at(line)].clone();
                lines.insert(at(line), again);
            }
            Mutation::SwapLines(a, b) => lines.swap(at(a), at(b)),
            Mutation::InsertLine(line, words) => lines.insert(at(line), words.clone()),
            Mutation::JoinLines(line) => {
                let first = at(line);
                let joined: String =
                    lines.drain(first..(first + 8).min(lines.len())).collect::<Vec<_>>().join(" ");
                lines.insert(first, joined);
            }
            Mutation::SplitLine(line, column) => {
                let line = at(line);
                let column = lines[line].char_indices().map(|(index, _)| index).nth(*column);
                if let Some(column) = column {
                    let rest = lines[line].split_off(column);
                    lines.insert(line + 1, rest);
                }
            }
            Mutation::CutAt(line) => lines.truncate(at(line) + 1),
            Mutation::Upper(line) => lines[at(line)] = lines[at(line)].to_uppercase(),
            Mutation::Spaces(line) => lines[at(line)] = lines[at(line)].replace(' ', "\u{a0} "),
            Mutation::WithoutBlankLines => lines.retain(|line| !line.trim().is_empty()),
            Mutation::Dos => end = "\r\n",
        }
    }
    lines.join(end)
}

/// What must hold of any reading: it cites lines that exist and that say what it hashed; keys are unique.
fn check(source: &Source, words: &str) {
    let Some(text) = text(words, source.media_type) else { return };
    let Ok(reading) = (source.parse)(&text) else { return };
    let mut keys = std::collections::HashSet::new();
    for record in &reading.records {
        assert!(keys.insert(&record.key), "{} twice", record.key);
        let lines = record.lines();
        assert!(!lines.is_empty(), "{} has no evidence", record.key);
        for lines in lines {
            let quote =
                text.quote(lines.first, lines.last).unwrap_or_else(|| panic!("{}: {lines:?}", record.key));
            assert_eq!(Sha256::of(quote.as_bytes()), lines.sha256);
        }
    }
    for at in
        reading.rejects.iter().map(|reject| &reject.at).chain(reading.flags.iter().flat_map(|flag| &flag.at))
    {
        assert!(text.quote(at.first, at.last).is_some(), "{at:?}");
    }
}

#[test]
fn mutated_documents_never_panic_and_evidence_stays_true() {
    // A fixed seed: the same cases everywhere, and a failure that can be found again.
    let cases = if documents_folder().is_some() { 24 } else { 48 };
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    for source in &SOURCES {
        let seeds = seeds(source);
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let strategy = (prop::sample::select(seeds), prop::collection::vec(mutation(), 1..12));
        TestRunner::new_with_rng(config.clone(), rng)
            .run(&strategy, |(seed, mutations)| {
                check(source, &apply(&seed, &mutations));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn no_text_at_all_is_refused_and_never_panics() {
    for source in &SOURCES {
        for words in [
            "",
            "\n\n",
            "x",
            "1.",
            "•",
            "Lorem ipsum dolor.\n\nSit amet.",
            &"a ".repeat(50_000),
            &"\n•".repeat(5_000),
        ] {
            if let Some(text) = text(words, source.media_type) {
                let error = (source.parse)(&text).expect_err(source.slug());
                assert!(!error.expected.is_empty() && !error.found.is_empty());
            }
        }
    }
}

#[test]
fn fixtures_are_read() {
    for source in &SOURCES {
        let seeds = seeds(source);
        let read = seeds
            .iter()
            .filter(|seed| text(seed, source.media_type).is_some_and(|text| (source.parse)(&text).is_ok()));
        assert!(read.count() > 0, "{}", source.slug());
    }
}
