//! Documents as other extractors leave them: what the pages and the lines add changes no fact.

use gcm_hub::document::MediaType;
use gcm_hub::record::Reading;
use gcm_hub::sources::{SOURCES, Source};
use serde_json::Value;

use crate::parsers::{seeds, text};

/// What a reading says, wherever it stands.
fn facts(reading: &Reading) -> Vec<String> {
    let records = reading.records.iter().map(|record| {
        let mut record = serde_json::to_value(record).unwrap();
        without_places(&mut record);
        record.to_string()
    });
    records.collect()
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("at");
            fields.values_mut().for_each(without_places);
        }
        Value::Array(values) => values.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// A mark on each page: after every so many blank lines, its number written for `#`.
fn paged(document: &str, mark: &str) -> String {
    let mut paged = mark.replace('#', "1") + "\n\n";
    let (mut blanks, mut page) = (0, 1);
    for line in document.lines() {
        blanks += u32::from(line.trim().is_empty());
        if blanks == 12 {
            (blanks, page) = (0, page + 1);
            paged += &format!("\n{}\n", mark.replace('#', &page.to_string()));
        }
        paged += line;
        paged.push('\n');
    }
    paged
}

/// Every so many lines a page ends, in the middle of a paragraph as well as between two; an extractor parts no word.
fn broken(document: &str, mark: &str, lines: usize) -> String {
    let mut broken = String::new();
    for (at, line) in document.lines().enumerate() {
        if at % lines == lines - 1 {
            broken += &format!("\n{}\n\n", mark.replace('#', &(at / lines + 2).to_string()));
        }
        broken += line;
        broken.push('\n');
    }
    broken
}

/// Paragraphs that are sentences, on one line each.
fn on_one_line(document: &str) -> String {
    let mut joined = String::new();
    let lines: Vec<&str> = document.lines().collect();
    for block in lines.split(|line| line.trim().is_empty()) {
        let starts_small = block.iter().skip(1).any(|line| line.trim_start().starts_with(char::is_lowercase));
        let sentence = block.last().is_some_and(|last| last.trim_end().ends_with('.')) && starts_small;
        let plain = block.iter().all(|line| !line.trim_start().starts_with(['•', '-', '#', '*', '–']));
        joined += &block.join(if sentence && plain { " " } else { "\n" });
        joined += "\n\n";
    }
    joined
}

/// Lines of a width at most; a word is never parted, and what begins a line within an item begins no other.
fn wrapped(document: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for line in document.lines() {
        let mut column = 0;
        let indent = line.len() - line.trim_start().len();
        wrapped += &line[..indent];
        for word in line.split_whitespace() {
            let marks = word.starts_with(|c: char| !c.is_lowercase());
            if column > 0 && column + word.chars().count() >= width && line.len() > 2 * width && !marks {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped += word;
            column += word.chars().count();
        }
        wrapped.push('\n');
    }
    wrapped
}

fn differences(source: &Source, how: &str, set: impl Fn(&str) -> String) -> Vec<String> {
    let mut wrong = Vec::new();
    for seed in seeds(source) {
        let Ok(expected) = (source.parse)(&text(&seed, source.media_type).unwrap()) else { continue };
        let start = seed.trim_start().lines().next().unwrap_or_default().to_owned();
        match (source.parse)(&text(&set(&seed), source.media_type).unwrap()) {
            Err(refused) => wrong.push(format!("{how}: `{start}`: {refused}")),
            Ok(found) => {
                let (found_facts, facts) = (facts(&found), facts(&expected));
                if let Some((found, expected)) =
                    found_facts.iter().zip(&facts).find(|(one, other)| one != other)
                {
                    let same =
                        found.bytes().zip(expected.bytes()).take_while(|(one, other)| one == other).count();
                    let from = |facts: &str| {
                        facts
                            .get(same.saturating_sub(80)..)
                            .unwrap_or(facts)
                            .chars()
                            .take(200)
                            .collect::<String>()
                    };
                    wrong.push(format!("{how}: `{start}`:\n{}\ninstead of\n{}", from(found), from(expected)));
                } else if found_facts.len() != facts.len() {
                    wrong.push(format!(
                        "{how}: `{start}`: {} records, not {}",
                        found_facts.len(),
                        facts.len()
                    ));
                }
                if found.rejects.len() != expected.rejects.len() {
                    wrong.push(format!("{how}: `{start}`: {:?}, not {:?}", found.rejects, expected.rejects));
                }
            }
        }
    }
    wrong
}

#[test]
fn what_pages_and_line_ends_add_changes_no_fact() {
    let mut wrong = Vec::new();
    for source in &SOURCES {
        let mut check = |how: &str, set: &dyn Fn(&str) -> String| {
            let how = format!("{}, {how}", source.info.slug);
            wrong.extend(differences(source, &how, set));
        };
        for mark in ["Page #:", "Page # of 12", "Page #", "- # -", "Page | #", "[Page #]", "--- Page # ---"] {
            check(&format!("`{mark}` between paragraphs"), &|document| paged(document, mark));
        }
        for lines in [11, 29] {
            check(&format!("`Page #:` every {lines} lines"), &|document| broken(document, "Page #:", lines));
        }
        check("line ends of DOS", &|document| document.replace('\n', "\r\n"));
        check("line ends of DOS and page marks", &|document| {
            paged(document, "Page #:").replace('\n', "\r\n")
        });
        check("form feeds", &|document| paged(document, "\u{c}Page #:"));
        check("paragraphs on one line", &on_one_line);
        check("paragraphs on one line and page marks", &|document| paged(&on_one_line(document), "Page #:"));
        check("space at line ends", &|document| document.replace('\n', "  \n"));
        for width in [60, 100] {
            check(&format!("lines of {width}"), &|document| wrapped(document, width));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differences", wrong.join("\n\n"), wrong.len());
}

#[test]
fn the_settings_do_change_the_documents() {
    let source = &SOURCES[0];
    assert_eq!(source.media_type, MediaType::Plain);
    for seed in seeds(source) {
        for set in [paged(&seed, "Page #:"), broken(&seed, "Page #:", 11), on_one_line(&seed)] {
            assert_ne!(set, seed);
        }
    }
}
