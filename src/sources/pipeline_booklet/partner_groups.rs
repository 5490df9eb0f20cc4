//! Groups of partners: "Government: …", "Chile: …", which may end with no mark before the next begins.

use std::ops::Range;

use super::joined::{Joined, trimmed};
use super::partners::is_closed;
use crate::reference;

/// Headings that are groups wherever they stand in a line; countries are too.
const HEADINGS: [&str; 16] = [
    "Government",
    "Governments",
    "National Government",
    "Local Authorities",
    "Local Government",
    "Local Governments",
    "Others",
    "Other",
    "Civil Society",
    "Civil Society Organizations",
    "Private Sector",
    "Academia",
    "Universities",
    "International Organizations",
    "NGOs",
    "Social Partners",
];
/// A heading of other words is known by standing at a line's start; it is short.
const MOST_BYTES: usize = 40;
const MOST_WORDS: usize = 4;

/// The groups of a block from a place on, each with the bytes of its partners; before the first heading there is
/// none.
pub(super) fn groups(
    block: &Joined,
    from: usize,
    closed: &[Range<usize>],
) -> Vec<(Option<String>, Range<usize>)> {
    let text = &block.text;
    let mut groups = Vec::new();
    let (mut group, mut begins) = (None, from);
    for (colon, _) in text.match_indices(':').filter(|(at, _)| *at >= from && !is_closed(closed, *at)) {
        let Some(heading) = heading(block, begins, colon) else { continue };
        groups.push((group, begins..heading.start));
        group = Some(block.get(&heading).to_owned());
        begins = colon + 1;
    }
    groups.push((group, begins..text.len()));
    groups.retain(|(_, range)| block.get(range).contains(char::is_alphanumeric));
    groups
}

/// The heading that a colon ends: the longest known one, or else the whole beginning of the line.
fn heading(block: &Joined, from: usize, colon: usize) -> Option<Range<usize>> {
    let before = block.text.get(from..colon)?;
    let starts = before.rmatch_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS);
    let starts = starts.chain((before.len() <= MOST_BYTES).then_some(0));
    let known = starts.filter(|at| before.get(*at..).is_some_and(is_known)).min().map(|at| from + at);
    let line = block.line_start(colon).max(from);
    let line = trimmed(&block.text, line..colon, &[]);
    let known = known.map(|start| start..colon);
    known.or_else(|| reads_as_heading(block.get(&line)).then_some(line))
}

fn is_known(heading: &str) -> bool {
    HEADINGS.iter().any(|known| known.eq_ignore_ascii_case(heading))
        || reference::find_country_name(heading).is_some()
}

fn reads_as_heading(line: &str) -> bool {
    line.len() <= MOST_BYTES
        && line.starts_with(char::is_uppercase)
        && line.split(' ').count() <= MOST_WORDS
        && !line.contains([';', ',', '.', '(', ')'])
}
