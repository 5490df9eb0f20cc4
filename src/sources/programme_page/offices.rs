//! The site's filter: a line an office, most of them countries.

use std::collections::HashMap;

use crate::document::text::{Shape, Text};
use crate::record::{Body, Flag, OfficeKind, OfficeRecord, Reading, Record};
use crate::reference::{CountryCode, MentionForm, countries_in, find_country_name};
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::reading::{cite, reject, slug, stated};

use super::ORGANISATION;

/// Where the filter stands.
pub(super) struct Filter {
    /// Its first entry's line.
    pub first: u32,
    /// Its last entry's line.
    pub last: u32,
}

impl Filter {
    /// Whether a line is within it.
    pub(super) fn holds(&self, line: u32) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

/// Fewer countries in a row are an address or a sentence of the page.
const FEWEST_COUNTRIES: usize = 10;
/// No office has a longer name.
const LONGEST_NAME: usize = 80;

/// The run of short lines with the most offices: each that is one counts for it, each that is none against it.
pub(super) fn filter(text: &Text, furniture: &Furniture) -> Option<Filter> {
    let mut best: Option<(i64, Filter, usize)> = None;
    let (mut score, mut countries, mut first) = (0_i64, 0_usize, None);
    for entry in entries(text, furniture, 1, text.len()) {
        score += if entry.kind.is_some() { 1 } else { -1 };
        if score < 0 || entry.name.len() > LONGEST_NAME {
            (score, countries, first) = (0, 0, None);
            continue;
        }
        countries += usize::from(entry.kind.is_some_and(|(kind, _)| kind == OfficeKind::Country));
        if entry.kind.is_some() {
            let first = *first.get_or_insert(entry.lines.0);
            if best.as_ref().is_none_or(|(best, _, _)| *best <= score) {
                best = Some((score, Filter { first, last: entry.lines.1 }, countries));
            }
        }
    }
    best.filter(|(_, _, countries)| *countries >= FEWEST_COUNTRIES).map(|(_, filter, _)| filter)
}

/// Reads the entries into a reading; what cannot be told is a reject, what stands twice is a flag.
pub(super) fn read(text: &Text, furniture: &Furniture, filter: &Filter, reading: &mut Reading) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for Entry { name, lines: (first, last), kind } in entries(text, furniture, filter.first, filter.last) {
        let Some((kind, country)) = kind else {
            let words: String = name.chars().take(60).collect();
            let reason = format!(
                "`{words}` stands among the offices and is no country, region or office that can be told"
            );
            reading.rejects.push(reject(text, first, last, reason));
            continue;
        };
        let key = format!("office/{}", slug(&name));
        if let Some(before) = seen.get(&key).and_then(|at| reading.records.get_mut(*at)) {
            if let Body::Office(office) = &mut before.body {
                office.name.at.push(cite(text, first, last));
            }
            continue;
        }
        seen.insert(key.clone(), reading.records.len());
        let name = stated(text, name, first, last);
        let office = OfficeRecord { organisation: ORGANISATION.into(), name, kind, country };
        reading.records.push(Record { key, body: Body::Office(Box::new(office)) });
    }
    let repeated: Vec<Flag> = reading.records.iter().filter_map(repeated).collect();
    reading.flags.extend(repeated);
}

fn repeated(record: &Record) -> Option<Flag> {
    let Body::Office(office) = &record.body else { return None };
    let (name, at) = (&office.name.value, &office.name.at);
    let message = format!("the list of offices has `{name}` {} times; the hub reads one office", at.len());
    let flag =
        || Flag { code: "repeated-entry".into(), message, record: Some(record.key.clone()), at: at.clone() };
    (at.len() > 1).then(flag)
}

/// One entry of the filter, or a line that may be one.
struct Entry {
    name: String,
    lines: (u32, u32),
    kind: Option<Kind>,
}

type Kind = (OfficeKind, Option<CountryCode>);

fn entries(text: &Text, furniture: &Furniture, first: u32, last: u32) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let lines = text.lines().skip(first.saturating_sub(1) as usize).take_while(|(number, _)| *number <= last);
    for (number, line) in lines.filter(|(_, line)| line.shape != Shape::Blank) {
        let kind = kind(&line.text);
        if kind.is_none() && furniture.holds(number) {
            continue;
        }
        match entries.last_mut().and_then(|before| wrapped(before, number, &line.text)) {
            Some((before, whole)) => *before = whole,
            None => entries.push(Entry { name: line.text.clone(), lines: (number, number), kind }),
        }
    }
    entries
}

/// The name that was too long for one line and goes on in the next, with the entry that it replaces.
fn wrapped<'e>(before: &'e mut Entry, number: u32, rest: &str) -> Option<(&'e mut Entry, Entry)> {
    let cut = is_cut(&before.name);
    if !cut && before.kind.is_some() {
        return None;
    }
    let name = format!("{} {rest}", before.name);
    let kind = kind(&name).filter(|(kind, _)| cut || *kind == OfficeKind::Country)?;
    let lines = (before.lines.0, number);
    Some((before, Entry { name, lines, kind: Some(kind) }))
}

/// Whether a name is not at its end: a bracket is open, or a small word waits for the next.
fn is_cut(name: &str) -> bool {
    let waits = [" and", " of", " the", " in", " at", "-"].iter().any(|end| name.ends_with(end));
    name.len() <= LONGEST_NAME && (waits || name.matches('(').count() > name.matches(')').count())
}

/// What an entry serves. The whole entry decides on a country: "Panama Administrative Centre" is not Panama.
fn kind(entry: &str) -> Option<Kind> {
    if entry.len() > LONGEST_NAME {
        return None;
    }
    if let Some(country) = find_country_name(entry) {
        return Some((OfficeKind::Country, Some(country.code)));
    }
    let words: Vec<String> = entry.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let has_one_of = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if words.len() > 1 && has_one_of(&FUNCTIONS) && !LABELS.contains(&entry.to_lowercase().as_str()) {
        return Some((OfficeKind::Functional, None));
    }
    let names_country = || countries_in(entry).iter().any(|mention| mention.form == MentionForm::Name);
    let is_sentence = entry.ends_with('.') || words.len() > 8;
    (has_one_of(&PARTS_OF_THE_WORLD) && !is_sentence && !names_country())
        .then_some((OfficeKind::Region, None))
}

/// Words for what serves no one country.
const FUNCTIONS: [&str; 7] = ["office", "centre", "center", "mission", "headquarters", "hub", "liaison"];
/// The filter's own labels.
const LABELS: [&str; 4] = ["office type", "office types", "type of office", "select office"];
/// Words that make a region's name.
const PARTS_OF_THE_WORLD: [&str; 16] = [
    "africa",
    "america",
    "americas",
    "asia",
    "balkans",
    "caribbean",
    "caucasus",
    "east",
    "eurasia",
    "europe",
    "gulf",
    "mediterranean",
    "oceania",
    "pacific",
    "sahel",
    "maghreb",
];
