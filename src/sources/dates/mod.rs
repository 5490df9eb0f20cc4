//! Dates as the sources print them.
//!
//! A date is as precise as it is printed, and only what can be read one way is read: `10/11/2023` is nobody's
//! date, `Nov 23` is a day or a year, `2030 Agenda` is a name.

mod numeric;
mod period;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::record::PartialDate;
use crate::sources::reading;

pub use numeric::{Order, as_certain, order};
pub use period::period;

/// The first date in a text.
#[must_use]
pub fn date(text: &str) -> Option<PartialDate> {
    dates_in(text).into_iter().map(|(date, _)| date).next()
}

/// Every date in a text with its place in bytes, in order.
#[must_use]
pub fn dates_in(text: &str) -> Vec<(PartialDate, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Option<PartialDate>)> = Vec::new();
    for form in FORMS.iter() {
        for captures in form.pattern.captures_iter(text) {
            let Some(range) = captures.get(0).map(|whole| whole.range()) else { continue };
            found.push((range.clone(), form.read(text, &range, &captures)));
        }
    }
    // Stable: of two forms that begin at one place, the one that says more stands first in the table.
    found.sort_by_key(|(range, _)| range.start);
    let mut dates = Vec::new();
    let mut read_to = 0;
    for (range, date) in found {
        if range.start >= read_to {
            // What has the form of a date and is none still hides the year inside it.
            read_to = range.end;
            dates.extend(date.map(|date| (date, range)));
        }
    }
    dates
}

/// One way of printing a date: a pattern, and which of its groups is what.
struct Form {
    pattern: Regex,
    parts: Parts,
}

#[derive(Clone, Copy)]
enum Parts {
    /// The groups of year, month and day; 0 where the form has none.
    Groups(usize, usize, usize),
    /// Day and month in either order, then the year: a date only where one order is possible or both say the same.
    EitherOrder,
    /// A year by itself: a date only where the words around it make it one.
    LoneYear,
}

impl Form {
    fn read(&self, text: &str, range: &Range<usize>, found: &Captures<'_>) -> Option<PartialDate> {
        let part = |index| found.get(index).filter(|_| index > 0).map(|part| part.as_str());
        let small = |index| part(index).and_then(|digits| digits.parse::<u8>().ok());
        let (so_far, rest) = (before(text, range.start), text.get(range.end..)?);
        if NUMBER_BEFORE.is_match(so_far) {
            return None;
        }
        let (printed_year, month, day) = match self.parts {
            Parts::Groups(year, named, day) => {
                let month = part(named).map(month);
                (part(year)?, month.map_or(Some(None), |month| month.map(Some))?, small(day))
            }
            Parts::EitherOrder => {
                let (month, day) = either_order(small(1)?, small(2)?)?;
                (part(3)?, Some(month), Some(day))
            }
            Parts::LoneYear => {
                let stands_free = FREE_BEFORE.is_match(so_far) && FREE_AFTER.is_match(rest);
                if NAMED_BY_YEAR.is_match(rest) || !(stands_free || YEAR_FOLLOWS.is_match(so_far)) {
                    return None;
                }
                (part(1)?, None, None)
            }
        };
        if printed_year.len() < 4 && !FREE_AFTER.is_match(rest) {
            return None; // "on 11 Nov, 23 people"
        }
        PartialDate::new(year(printed_year)?, month, day)
    }
}

/// Month and day of two numbers, where that can be told.
fn either_order(one: u8, other: u8) -> Option<(u8, u8)> {
    match (one > 12, other > 12) {
        (false, true) => Some((one, other)),
        (true, false) => Some((other, one)),
        _ => (one == other).then_some((one, other)),
    }
}

/// A month by its number or by a name that begins as it does.
fn month(printed: &str) -> Option<u8> {
    if let Ok(number) = printed.parse() {
        return Some(number);
    }
    let begins = printed.get(..3)?.to_ascii_lowercase();
    MONTHS.split(' ').zip(1..).find(|(name, _)| *name == begins).map(|(_, number)| number)
}

/// Two digits are of this century up to 79: nothing that the hub reads is older than 1980.
fn year(printed: &str) -> Option<u16> {
    let digits = printed.trim_start_matches(['\'', '’', '‘']);
    let year: u16 = digits.parse().ok()?;
    let century = match (digits.len(), year) {
        (3.., _) => 0,
        (_, ..80) => 2000,
        _ => 1900,
    };
    Some(century + year)
}

/// The last characters before a place: enough for the words that say what stands there.
fn before(text: &str, place: usize) -> &str {
    let before = text.get(..place).unwrap_or_default();
    let start = before.char_indices().rev().nth(31).map_or(0, |(index, _)| index);
    before.get(start..).unwrap_or_default()
}

const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const MONTH: &str = concat!(
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|",
    "aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)",
);
const DAY: &str = r"([0-9]{1,2})(?:st|nd|rd|th)?(?:\s+of\b)?";
const YEAR: &str = r"((?:19|20)[0-9]{2})\b";
const SHORT_YEAR: &str = r"(['’‘]?[0-9]{2})\b";

/// From the form that says most to the one that says least.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |of: &str, parts| Form { pattern: pattern(of), parts };
    vec![
        form(r"\b([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\b", Parts::Groups(1, 2, 3)),
        form(&format!(r"\b([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]{YEAR}"), Parts::EitherOrder),
        form(&format!(r"\b([0-9]{{1,2}})/([0-9]{{1,2}})/{SHORT_YEAR}"), Parts::EitherOrder),
        form(&format!(r"\b{DAY}\s*[-/.]?\s*{MONTH}[\s,./-]*{YEAR}"), Parts::Groups(3, 2, 1)),
        form(&format!(r"\b{DAY}\s*[-/.]?\s*{MONTH}[\s,./-]*{SHORT_YEAR}"), Parts::Groups(3, 2, 1)),
        form(&format!(r"\b{MONTH}[\s,./-]*{DAY}[\s,./-]+{YEAR}"), Parts::Groups(3, 1, 2)),
        form(&format!(r"\b{MONTH}[\s,./]*{DAY}\s*[,./]\s*{SHORT_YEAR}"), Parts::Groups(3, 1, 2)),
        form(&format!(r"\b{MONTH}(?:\s+of\b)?[\s,./-]*{YEAR}"), Parts::Groups(2, 1, 0)),
        form(&format!(r"\b{MONTH}(?:-|\.?\s*['’‘])([0-9]{{2}})\b"), Parts::Groups(2, 1, 0)),
        form(r"\b((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])\b", Parts::Groups(1, 2, 0)),
        form(&format!(r"\b{YEAR}"), Parts::LoneYear),
    ]
});

/// The head of the number whose tail looks like a year: "1,2023".
static NUMBER_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9][.,]$"));
/// Words after which four digits are a year.
static YEAR_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:in|since|from|until|till|to|by|years?|during|through|between|early|late|mid|",
        r"(?:end|start|beginning)\s+of)[\s-]*$",
    ))
});
/// Nothing, a mark, or the first year of a range.
static FREE_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^\w\s])\s*$|[0-9]\s*(?:to|and|until)\s*$"));
/// Nothing, a mark that is no decimal point or currency, or a word that leads to the end of a range.
static FREE_AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:$|[^\w\s.,%$€£]|[.,]+(?:\D|$)|(?:to|until|till|through|and)\b)"));
/// A year that is part of a name.
static NAMED_BY_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:development\s+)?(?:agenda|sdgs?)\b"));

fn pattern(pattern: &str) -> Regex {
    reading::pattern(&format!("(?i){pattern}"))
}

#[cfg(test)]
mod tests;
