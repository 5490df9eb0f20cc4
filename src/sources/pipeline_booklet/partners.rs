//! The block of partners: one text, several ways of parting its names.

use std::ops::Range;

use super::joined::{Joined, trimmed};
use super::partner_groups::groups;
use super::partner_kind::{kind, names_a_body};
use super::partner_openings::opening_of_second_name;
use crate::record::PartnerName;
use crate::reference::CountryCode;

/// A partner with the lines that state it.
#[derive(Debug)]
pub(super) struct Partner {
    pub(super) name: PartnerName,
    pub(super) at: Vec<(u32, u32)>,
}

/// Something in the block that is read in a way to be told.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) lines: (u32, u32),
}

/// Reads the partners from a place in the block on. `countries` are the sheet's.
pub(super) fn partners(
    block: &Joined,
    from: usize,
    countries: &[CountryCode],
) -> (Vec<Partner>, Vec<Remark>) {
    let mut reader = Reader { block, countries, partners: Vec::new(), remarks: Vec::new() };
    let closed = closed(&block.text);
    for (group, range) in groups(block, from, &closed) {
        reader.group(group.as_deref(), &range, &closed);
    }
    (reader.partners, reader.remarks)
}

struct Reader<'a> {
    block: &'a Joined,
    countries: &'a [CountryCode],
    partners: Vec<Partner>,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn group(&mut self, group: Option<&str>, range: &Range<usize>, closed: &[Range<usize>]) {
        let text = &self.block.text;
        let mut entries = split(text, range, closed, ';');
        if entries.len() == 1
            && let Some(names) = entries.first().and_then(|entry| listed_with_commas(text, entry, closed))
        {
            self.remark(
                "partners-split-at-commas",
                range,
                "partners are parted by commas where the booklet uses semicolons; the hub parts them there",
            );
            entries = names;
        }
        for entry in entries {
            self.entry(group, entry, closed);
        }
    }

    fn entry(&mut self, group: Option<&str>, entry: Range<usize>, closed: &[Range<usize>]) {
        if let Some((one, head, rest)) = shared_head(&self.block.text, &entry) {
            let names = elements(&self.block.text, &rest, closed);
            if names.len() > 1 {
                let message = format!(
                    "one plural heads {} names; the hub reads each as a `{one}` of its own",
                    names.len()
                );
                self.remark("shared-head-word", &entry, &message);
                for name in names {
                    let at = merged(self.block.lines(&head), self.block.lines(&name));
                    self.push(format!("{one} {}", self.block.get(&name)), group, at);
                }
                return;
            }
        }
        let mut rest = entry;
        let mut names = Vec::new();
        while let Some(at) = opening_of_second_name(&self.block.text, &rest, closed, self.countries) {
            names.push(tidy(&self.block.text, at..rest.end));
            rest = rest.start..at;
        }
        if !names.is_empty() {
            let message = format!(
                "{} names stand together with nothing between them; the hub reads each by itself",
                names.len() + 1
            );
            self.remark(
                "missing-separator",
                &(rest.start..names.first().map_or(rest.end, |name| name.end)),
                &message,
            );
        }
        names.push(tidy(&self.block.text, rest));
        for name in names.into_iter().rev() {
            self.push(self.block.get(&name).to_owned(), group, vec![self.block.lines(&name)]);
        }
    }

    fn push(&mut self, name: String, group: Option<&str>, at: Vec<(u32, u32)>) {
        if name.contains(char::is_alphanumeric) {
            let kind = kind(&name, group);
            self.partners
                .push(Partner { name: PartnerName { name, group: group.map(str::to_owned), kind }, at });
        }
    }

    fn remark(&mut self, code: &'static str, range: &Range<usize>, message: &str) {
        self.remarks.push(Remark { code, message: message.to_owned(), lines: self.block.lines(range) });
    }
}

/// The bytes inside brackets that close, which no separator parts.
fn closed(text: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut closed: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => open.push(at),
            ')' | ']' => {
                if let Some(start) = open.pop() {
                    while closed.last().is_some_and(|inner| inner.start > start) {
                        closed.pop();
                    }
                    closed.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    closed
}

pub(super) fn is_closed(closed: &[Range<usize>], at: usize) -> bool {
    let next = closed.partition_point(|range| range.end <= at);
    closed.get(next).is_some_and(|range| range.contains(&at))
}

/// The pieces between the marks, trimmed; the empty ones left out.
fn split(text: &str, range: &Range<usize>, closed: &[Range<usize>], mark: char) -> Vec<Range<usize>> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let marks =
        piece.match_indices(mark).map(|(at, _)| range.start + at).filter(|at| !is_closed(closed, *at));
    let mut pieces = Vec::new();
    let mut from = range.start;
    for at in marks.chain([range.end]) {
        pieces.push(tidy(text, from..at));
        from = at + mark.len_utf8();
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn tidy(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range, &['.', ';', ',', ':']);
    let name = text.get(range.clone()).unwrap_or_default();
    let joins = ["and ", "& "].iter().find(|word| name.starts_with(**word)).map_or(0, |word| word.len());
    range.start + joins..range.end
}

/// The elements of "A, B, C and D".
fn elements(text: &str, range: &Range<usize>, closed: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut elements = split(text, range, closed, ',');
    let Some(last) = elements.pop() else { return elements };
    let before =
        text.get(elements.last().map_or(range.start, |element| element.end)..last.start).unwrap_or_default();
    let name = text.get(last.clone()).unwrap_or_default();
    match name.find(" and ").filter(|_| !before.contains("and ")) {
        Some(at) => elements.extend([last.start..last.start + at, last.start + at + " and ".len()..last.end]),
        None => elements.push(last),
    }
    elements
}

/// An entry that is itself a list of names. "Ministry of A, B and C" is one name: what follows its commas names no
/// body.
fn listed_with_commas(
    text: &str,
    entry: &Range<usize>,
    closed: &[Range<usize>],
) -> Option<Vec<Range<usize>>> {
    let names = split(text, entry, closed, ',');
    let is_name = |range: &Range<usize>| names_a_body(text.get(range.clone()).unwrap_or_default());
    let (first, later) = names.split_first()?;
    if !is_name(first)
        || later.is_empty()
        || later.iter().filter(|name| is_name(name)).count() * 2 <= later.len()
    {
        return None;
    }
    let mut names = names.clone();
    if let Some(last) = names.pop() {
        let and = text.get(last.clone()).unwrap_or_default().rfind(" and ").map(|at| last.start + at);
        let halves = and.map(|at| (last.start..at, at + " and ".len()..last.end));
        match halves.filter(|(one, other)| is_name(one) && is_name(other)) {
            Some((one, other)) => names.extend([one, other]),
            None => names.push(last),
        }
    }
    Some(names)
}

/// "Ministries of A, B and C": the singular with its "of", the plural's place, and the rest.
fn shared_head(text: &str, entry: &Range<usize>) -> Option<(&'static str, Range<usize>, Range<usize>)> {
    let name = text.get(entry.clone())?;
    let (plural, one) = PLURALS.iter().find(|(plural, _)| name.starts_with(plural))?;
    let at = entry.start + plural.len();
    let rest = trimmed(text, at..entry.end, &[]);
    let rest = if text.get(rest.clone())?.starts_with("the ") { rest.start + 4..rest.end } else { rest };
    Some((one, entry.start..at, rest))
}

const PLURALS: [(&str, &str); 4] = [
    ("Ministries of ", "Ministry of"),
    ("Ministries for ", "Ministry for"),
    ("Departments of ", "Department of"),
    ("Secretariats of ", "Secretariat of"),
];

/// Two ranges of lines as one where they touch.
fn merged(one: (u32, u32), other: (u32, u32)) -> Vec<(u32, u32)> {
    if other.0 <= one.1 { vec![(one.0, one.1.max(other.1))] } else { vec![one, other] }
}
