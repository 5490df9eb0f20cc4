//! What the leaflet repeats by mistake, told by comparing its entries.

use std::collections::HashMap;

use super::feature::Entry;
use super::line::letters;
use super::output::Output;

/// So many words at the end of two items are no accident.
const TAIL: usize = 5;

/// Flags what is repeated.
pub(super) fn flag(entries: &[Entry], output: &mut Output<'_>) {
    phrases(entries, output);
    figures(entries, output);
}

/// Items of two programmes that end with the same words.
fn phrases(entries: &[Entry], output: &mut Output<'_>) {
    let mut tails: HashMap<Vec<String>, &Entry> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.is_item) {
        let Some(tail) = tail(&entry.text) else { continue };
        let first = *tails.entry(tail).or_insert(entry);
        if first.programme == entry.programme {
            continue;
        }
        let message = format!(
            "the item ends with the same words as the one on line {}, of another programme; the hub reads its figures and leaves the end aside",
            first.lines.0
        );
        let record = entry.results.first().map(|(key, _)| key.clone());
        output.flag("repeated-phrase", message, record, &[first.lines, entry.lines]);
    }
}

fn tail(text: &str) -> Option<Vec<String>> {
    let words: Vec<String> =
        text.split_whitespace().rev().map(letters).filter(|word| !word.is_empty()).take(TAIL + 1).collect();
    // One word more than the tail: an item that is all tail is the same item, not the same end.
    (words.len() > TAIL).then(|| words.into_iter().take(TAIL).collect())
}

/// A unit that was counted before, with the lines of its entry.
struct Counted<'a> {
    unit: &'a str,
    lines: (u32, u32),
}

/// The same figure of the same thing, twice within one programme.
fn figures(entries: &[Entry], output: &mut Output<'_>) {
    let mut seen: HashMap<(&str, u64), Vec<Counted<'_>>> = HashMap::new();
    for entry in entries {
        for (key, done) in &entry.results {
            let value = done.figure.value;
            let others = seen.entry((entry.programme.as_str(), value.to_bits())).or_default();
            let unit = done.figure.unit.as_str();
            let same = others.iter().find(|other| other.lines != entry.lines && is_same(other.unit, unit));
            if let Some(other) = same.filter(|_| value > 1.0) {
                let message = format!(
                    "`{value} {unit}` is on line {} already; the hub keeps both and never adds them",
                    other.lines.0
                );
                output.flag("repeated-figure", message, Some(key.clone()), &[other.lines, entry.lines]);
            }
            if others.len() < MOST_ALIKE {
                others.push(Counted { unit, lines: entry.lines });
            }
        }
    }
}

/// No programme has more results of one value; the bound keeps a mutilated document linear.
const MOST_ALIKE: usize = 20;

/// Whether one unit is the other, or its beginning ("women", "women left behind").
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    begins(&one, &other) || begins(&other, &one)
}
