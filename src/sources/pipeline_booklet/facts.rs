//! The sum, the months and the lines of partners in a sheet's header block, whether or not the values stand in
//! step with their labels. A value is known by its form, a label only says where to look first.

use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::sheet::Sheet;
use super::token::{Piece, Token};
use crate::sources::reading::pattern;

/// What became of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<T> {
    /// It stands on that line.
    Read(T, u32),
    /// Something stands there that cannot be read: why, and where.
    Unreadable(String, u32),
    /// Nothing stands there.
    Absent,
}

/// The header block's values.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) sum: Value<f64>,
    pub(super) months: Value<u32>,
    /// A number beside the months that was taken for a page's, with its line.
    pub(super) page_number: Option<(u32, u32)>,
    /// The lines behind the label of the participating organisations.
    pub(super) participating: Vec<Token<'a>>,
    pub(super) partners: Vec<Token<'a>>,
}

/// Reads a sheet's header block.
pub(super) fn facts<'a>(sheet: &Sheet<'a>) -> Facts<'a> {
    let mut participating = sheet.slot(Label::Participating);
    let mut partners = sheet.slot(Label::Partners);
    if !sheet.has(Label::Partners) {
        partners.append(&mut participating);
    }
    partners.extend(sheet.slot(Label::Budget));
    let later = sheet.slot(Label::Duration);
    let sum = take_sum(
        &mut partners,
        sheet.has(Label::Partners).then(|| sheet.slot(Label::Budget)).as_deref(),
        &later,
    );
    let (months, page_number) = months(sheet, &partners);
    partners.retain(|token| token.text().is_some());
    Facts { sum, months, page_number, participating, partners }
}

/// The sum, taken out of the lines between which it stands.
fn take_sum(lines: &mut Vec<Token<'_>>, in_budget: Option<&[Token<'_>]>, later: &[Token<'_>]) -> Value<f64> {
    let found: Vec<(f64, u32)> =
        lines.iter().chain(later).filter_map(|token| Some((sum(token.text()?)?, token.first))).collect();
    let value = match found.as_slice() {
        [] => return glued_sum(lines).unwrap_or_else(|| unreadable_sum(lines)),
        [(first, line), rest @ ..] if rest.iter().all(|(other, _)| other == first) => {
            Value::Read(*first, *line)
        }
        [(_, line), ..] => {
            let own: Vec<&(f64, u32)> = found
                .iter()
                .filter(|(_, line)| {
                    in_budget.is_some_and(|slot| slot.iter().any(|token| token.first == *line))
                })
                .collect();
            match own.as_slice() {
                [(only, line)] => Value::Read(*only, *line),
                _ => Value::Unreadable("several sums stand with the budget".to_owned(), *line),
            }
        }
    };
    lines.retain(|token| token.text().is_none_or(|text| sum(text).is_none()));
    value
}

/// A sum at the end of the last line of partners.
fn glued_sum(lines: &mut [Token<'_>]) -> Option<Value<f64>> {
    let last = lines.iter_mut().rev().find(|token| token.text().is_some())?;
    let text = last.text()?;
    let at = GLUED.captures(text)?.get(1)?.start();
    let (names, printed) = (text.get(..at)?, text.get(at..)?);
    if RANGE_GOES_ON.is_match(names) {
        return None;
    }
    let value = Value::Read(sum(printed)?, last.first);
    last.piece = Piece::Text(names.trim_end());
    Some(value)
}

/// A line that stands where the sum should and looks like one, taken out.
fn unreadable_sum(lines: &mut Vec<Token<'_>>) -> Value<f64> {
    let Some(at) = lines.iter().rposition(|token| token.text().is_some()) else { return Value::Absent };
    let Some((text, line)) = lines.get(at).and_then(|token| Some((token.text()?, token.first))) else {
        return Value::Absent;
    };
    if !looks_like_sum(text) {
        return Value::Absent;
    }
    lines.remove(at);
    Value::Unreadable(format!("`{}` is no sum of US dollars", short(text)), line)
}

/// The amount of a line that is only a sum of US dollars.
pub(super) fn sum(text: &str) -> Option<f64> {
    let found = SUM.captures(text)?;
    let digits: String = found.get(1)?.as_str().chars().filter(char::is_ascii_digit).collect();
    let millions = MILLIONS
        .captures(text)
        .and_then(|found| found.get(1)?.as_str().replace(',', ".").parse::<f64>().ok());
    let amount = millions.map_or_else(|| digits.parse().ok(), |millions| Some((millions * 1e6).round()))?;
    (LEAST..MOST).contains(&amount).then_some(amount)
}

/// What is less is a page's number or a year's; what is more is a slip.
const LEAST: f64 = 10_000.0;
const MOST: f64 = 1e11;

fn looks_like_sum(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.len() < 60
        && (CURRENCY.is_match(text)
            || (digits > 0 && digits >= letters)
            || UNDECIDED.is_match(text)
            || ABOUT.is_match(text))
}

/// The months, and the number beside them that is a page's.
fn months(sheet: &Sheet<'_>, with_sum: &[Token<'_>]) -> (Value<u32>, Option<(u32, u32)>) {
    let slot = sheet.slot(Label::Duration);
    let mut found: Vec<(u32, u32)> = slot.iter().filter_map(duration).collect();
    if found.is_empty() && !sheet.has(Label::Duration) {
        found = with_sum.iter().filter_map(duration).collect();
    }
    if found.is_empty() {
        // Out of step with its label; a number up to 17 would be a goal's.
        let goals = sheet.slot(Label::Goals);
        found = goals.iter().filter_map(duration).filter(|(months, _)| *months > GOALS).collect();
    }
    found.dedup_by_key(|(months, _)| *months);
    let half_years: Vec<&(u32, u32)> =
        found.iter().filter(|(months, _)| months % 6 == 0 && *months <= 72).collect();
    match (found.as_slice(), half_years.as_slice()) {
        ([], _) => {
            let text = slot
                .iter()
                .find_map(|token| Some((token.text()?, token.first)))
                .filter(|(text, _)| sum(text).is_none());
            let unreadable =
                |(text, line)| Value::Unreadable(format!("`{}` is no number of months", short(text)), line);
            (text.map_or(Value::Absent, unreadable), None)
        }
        ([(months, line)], _) if (1..=MOST_MONTHS).contains(months) => (Value::Read(*months, *line), None),
        ([(months, line)], _) => {
            (Value::Unreadable(format!("`{months}` is no number of months"), *line), None)
        }
        ([first, second], [(months, line)]) => {
            let page = if first.1 == *line { second } else { first };
            (Value::Read(*months, *line), Some(*page))
        }
        ([(_, line), ..], _) => {
            (Value::Unreadable("several numbers stand with the duration".to_owned(), *line), None)
        }
    }
}

const GOALS: u32 = 17;
const MOST_MONTHS: u32 = 240;

fn duration(token: &Token<'_>) -> Option<(u32, u32)> {
    if let Piece::Number(number) = token.piece {
        return Some((number, token.first));
    }
    let found = DURATION.captures(token.text()?)?;
    let number: u32 = found.get(1)?.as_str().parse().ok()?;
    let years = found.get(2)?.as_str().to_lowercase().starts_with('y');
    Some((if years { number * 12 } else { number }, token.first))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

static SUM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?i)(?:usd|us\s?\$|\$)?\s*",
        r"(\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’ ]\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{5,12}|\d{1,4}(?:[.,]\d{1,3})?\s*(?:million|mln|m)\b)",
        r"(?:\.00?)?\s*(?:usd|us\s?\$|\$|us dollars?|dollars?)?\.?$",
    ))
});
static MILLIONS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:million|mln|m)\b"));
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\pL).;]\s+((?i:usd|us\s?\$|\$)?\s*\d{1,3}(?:,\d{3})+)$"));
static CURRENCY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:(?i:usd|us\s?\$|eur|chf|gbp)\b|[$€£])"));
/// A range, or a sum that is not exact: no sum, but nothing else either.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    let sum = r"(?:usd|us\s?\$|\$)?\s*\d[\d.,’' ]*\s*(?:million|mln|m)?\s*(?:usd|us\s?\$|dollars)?";
    let about =
        r"(?:between|from|up\s+to|at\s+least|about|around|approx(?:\.|imately)?|ca\.?|circa|some|[~<>≈])";
    pattern(&format!(r"^(?i){about}?\s*{sum}(?:\s*(?:[-–—]|to|and|or)\s*{sum})?\.?$"))
});
/// The head of a range whose tail looks like a sum.
static RANGE_GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\d[\d.,]*\s*(?:million|mln|m)?\s*(?:[-–—]|to|and|or)|up\s+to|approximately|about)\s*$")
});
static UNDECIDED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i)(?:tb[cda]|n/?a|to be (?:confirmed|determined|decided)|pending)\.?$"));
static DURATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3})\s*(?i)(months?|years?)\.?$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_in_the_ways_people_print_them() {
        for text in [
            "1,700,000",
            "USD 1,700,000",
            "1 700 000",
            "1.700.000",
            "1700000",
            "$1.7 million",
            "1,700,000 USD",
            "1,700,000.00",
            "US$ 1.7M",
        ] {
            assert_eq!(sum(text), Some(1_700_000.0), "{text}");
        }
        for text in ["13", "2019", "1,70,000", "1,7OO,OOO", "EUR 1,700,000", "36 months", "", "tbc"] {
            assert_eq!(sum(text), None, "{text}");
        }
    }

    #[test]
    fn what_stands_for_a_sum_is_known_from_a_partner() {
        for text in ["1,7OO,O00", "EUR 1,700,000", "TBC", "to be confirmed", "1,70,000"] {
            assert!(looks_like_sum(text), "{text}");
        }
        for text in ["Local communities", "Union of 40 towns", "Institute 2000"] {
            assert!(!looks_like_sum(text), "{text}");
        }
    }
}
