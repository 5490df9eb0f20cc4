//! A feature's header: area, budget, duration, agencies. Labels and values may stand on one line or on several,
//! in any order.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::block::Block;
use super::line::{Kind, pattern};
use crate::document::text::Text;
use crate::record::{Availability, Money, OrganisationRole, Participant, Reject, Stated};
use crate::reference::{organisations_in, thematic_area, thematic_area_by_name};
use crate::sources::figures;
use crate::sources::reading::{reject, stated};

/// What a header states.
#[derive(Default)]
pub(super) struct Header {
    pub area: Option<Stated<u8>>,
    pub budget: Option<Stated<Money>>,
    pub duration_months: Option<Stated<u32>>,
    pub participants: Vec<Stated<Participant>>,
    /// Agencies without a mark between them, two and two, with their lines.
    pub unseparated: Vec<([&'static str; 2], (u32, u32))>,
    pub rejects: Vec<Reject>,
}

/// No joint programme of the fund is longer, and none has a smaller budget: what tells two numbers apart when
/// their labels stand together before them.
const MOST_MONTHS: f64 = 240.0;
const LEAST_BUDGET: f64 = 1000.0;
/// No header is longer; what is, is none.
const MOST_BLOCKS: usize = 12;
const MOST_BYTES: usize = 1000;

/// Reads a header.
pub(super) fn read(text: &Text, blocks: &[Block]) -> Header {
    let mut header = Header::default();
    for block in blocks.iter().filter(|block| block.kind == Kind::Area).take(MOST_BLOCKS) {
        area(text, block, &mut header);
    }
    sums(text, blocks, &mut header);
    for block in blocks.iter().filter(|block| block.kind == Kind::Agencies).take(MOST_BLOCKS) {
        if block.text.len() > MOST_BYTES {
            let reason = "the list of agencies is longer than any, so that it cannot be told where it ends";
            header.rejects.push(reject(text, block.first(), block.last(), reason));
            continue;
        }
        agencies(text, block, &mut header);
    }
    header
}

fn area(text: &Text, block: &Block, header: &mut Header) {
    let Some(found) = AREA.captures(&block.text) else { return };
    let name = found.name("name").map_or("", |name| name.as_str());
    let number = match found.name("number") {
        Some(number) => number.as_str().parse().ok().filter(|number| thematic_area(*number).is_some()),
        None => thematic_area_by_name(name).map(|area| area.number),
    };
    match number {
        Some(number) if header.area.is_none() => {
            header.area = Some(stated(text, number, block.first(), block.last()));
        }
        Some(_) => {}
        None => {
            let reason =
                "the fund has no thematic area of that number or name; the programme is kept without an area";
            header.rejects.push(reject(text, block.first(), block.last(), reason));
        }
    }
}

/// Budget and duration. A value belongs to the label before it; after two labels in a row, to the one it can be of.
fn sums(text: &Text, blocks: &[Block], header: &mut Header) {
    let parts = blocks.iter().filter(|block| matches!(block.kind, Kind::Budget | Kind::Number));
    let mut parts = parts.filter(|block| block.text.len() <= MOST_BYTES).take(MOST_BLOCKS);
    let Some(mut block) = parts.next().cloned() else { return };
    for part in parts {
        block.append(part);
    }
    let labels: Vec<_> = LABEL.captures_iter(&block.text).collect();
    for (index, label) in labels.iter().enumerate() {
        let Some(whole) = label.get(0) else { continue };
        let until =
            labels.get(index + 1).and_then(|next| next.get(0)).map_or(block.text.len(), |next| next.start());
        let is_budget = label.name("budget").is_some();
        let fits = |(value, _): &(f64, Range<usize>)| {
            if is_budget { *value >= LEAST_BUDGET } else { *value <= MOST_MONTHS }
        };
        let line = block.lines_of(&whole.range()).1;
        let mut own = values(&block.text, whole.end()..until);
        own.retain(fits);
        // A number on a later line may be a page number where the label has its value beside it.
        let mut values: Vec<_> =
            own.iter().filter(|(_, range)| block.lines_of(range).0 == line).cloned().collect();
        if values.is_empty() {
            values = own;
        }
        if values.is_empty() {
            values = self::values(&block.text, 0..block.text.len());
            values.retain(fits);
        }
        let [(value, range)] = values.as_slice() else {
            let what = if is_budget { "the budget" } else { "the duration" };
            let reason = format!("{what} is not one number: {} could be it", values.len());
            let (first, last) = block.lines_of(&whole.range());
            header.rejects.push(reject(text, first, last, reason));
            continue;
        };
        let (first, last) = block.lines_of(&(whole.start().min(range.start)..whole.end().max(range.end)));
        if is_budget && header.budget.is_none() {
            let currency = label.name("currency").map_or("USD", |currency| currency.as_str()).to_uppercase();
            header.budget = Some(stated(text, Money { amount: *value, currency }, first, last));
        } else if !is_budget && header.duration_months.is_none() {
            header.duration_months = Some(stated(text, *value as u32, first, last));
        }
    }
}

/// The numbers among some bytes, with where they stand.
fn values(text: &str, within: Range<usize>) -> Vec<(f64, Range<usize>)> {
    let part = text.get(within.clone()).unwrap_or_default();
    let found = VALUE.find_iter(part).filter_map(|value| {
        let range = within.start + value.start()..within.start + value.end();
        Some((figures::number(value.as_str())?, range))
    });
    found.collect()
}

fn agencies(text: &Text, block: &Block, header: &mut Header) {
    let from = AGENCIES.find(&block.text).map_or(0, |label| label.end());
    let list = block.text.get(from..).unwrap_or_default();
    let add = |name: &str, range: Range<usize>, header: &mut Header| {
        let name = name.trim();
        let known = header.participants.iter().any(|other| other.value.organisation == name);
        if name.is_empty() || known {
            return;
        }
        let (role, availability) = (OrganisationRole::Participating, Availability::Stated);
        let participant = Participant { organisation: name.to_owned(), role, availability };
        let (first, last) = block.lines_of(&(from + range.start..from + range.end));
        header.participants.push(stated(text, participant, first, last));
    };
    let mentions = organisations_in(list);
    let mut end = 0;
    for (index, mention) in mentions.iter().enumerate() {
        let between = list.get(end..mention.range.start).unwrap_or_default();
        let before = index.checked_sub(1).and_then(|before| mentions.get(before));
        if let Some(before) = before.filter(|_| between.trim().is_empty()) {
            let lines = block.lines_of(&(from + end..from + mention.range.start + 1));
            header.unseparated.push(([before.organisation.acronym, mention.organisation.acronym], lines));
        }
        for (name, range) in unknown(between, end) {
            add(name, range, header);
        }
        add(mention.organisation.acronym, mention.range.clone(), header);
        end = mention.range.end;
    }
    for (name, range) in unknown(list.get(end..).unwrap_or_default(), end) {
        add(name, range, header);
    }
}

/// Names between two known ones that the code list does not know.
fn unknown(between: &str, offset: usize) -> Vec<(&str, Range<usize>)> {
    let mut names = Vec::new();
    let mut from = 0;
    let marks = SEPARATOR.find_iter(between).map(|mark| mark.range());
    for mark in marks.chain(std::iter::once(between.len()..between.len())) {
        let piece = between.get(from..mark.start).unwrap_or_default();
        if piece.contains(char::is_alphabetic) {
            names.push((piece, offset + from..offset + mark.start));
        }
        from = mark.end;
    }
    names
}

static AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^thematic area\s*(?:no\.?\s*)?(?P<number>[0-9]{1,3})?[\s.:–—-]*(?P<name>.*)$")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?P<budget>budget) ?(?:\((?P<currency>[a-z]{3})\))?:?|duration ?(?:\((?:in )?months?\))?:?")
});
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]+(?:[,  ][0-9]{3})*(?:\.[0-9]+)?"));
static AGENCIES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^participating [a-z ]*?(?:agencies|organi[sz]ations|entities)\s*:?"));
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,;•|&/·()]|\band\b"));
