//! Numbers as the sources print them, with their qualifier and the noun that follows.
//!
//! A figure is a count of something. What only looks like one (a year, a date, an ordinal, an age, a length of
//! time, the number of a phase or an objective, "one of", "one in four") is none; see `reading.rs` for the rules
//! and `words.rs` for the tables they use. What a figure *means* (done, planned, context) is the parsers' business.

mod lexer;
mod reading;
mod unit;
mod words;

use std::ops::Range;

use crate::record::Figure;
use lexer::{Kind, tokens};
use reading::Scanned;
use unit::Unit;

/// A figure and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was read; `year` and `scope` are for the caller, who knows what stands around the text.
    pub figure: Figure,
    /// The bytes of the number with its qualifier: "almost 1,900", "2.2k", "USD 45,000".
    pub range: Range<usize>,
}

/// Every count in running text, in its order. Linear in the text.
///
/// The unit is the noun phrase that follows, cut before the verb ("women farmers"); a share's begins with "%"
/// ("% of GBV survivors"), a sum's is its currency. Where the verb follows the number at once ("and 300 received
/// loans") the unit is that of the figure before it in the sentence. A number that counts nothing is left out.
#[must_use]
pub fn figures_in(text: &str) -> Vec<Found> {
    let tokens = tokens(text);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    let mut labelled = None;
    while at < tokens.len() {
        let scanned = match reading::scan(&tokens, at, labelled) {
            Scanned::Nothing { next, label } => {
                labelled = label.then_some(next).or(labelled);
                at = next.max(at + 1);
                continue;
            }
            Scanned::Number(scanned) => scanned,
        };
        at = scanned.next.max(at + 1);
        let unit = match (scanned.currency, unit::unit(text, &tokens, &scanned)) {
            (Some(currency), _) => Some(currency.to_owned()),
            (None, Unit::Phrase(phrase)) => Some(phrase),
            (None, Unit::Verb) if scanned.in_digits => inherited(text, &found, scanned.range.start),
            (None, Unit::Verb | Unit::None) => None,
        };
        let Some(unit) = unit else { continue };
        let (value, value_max, qualifier) = (scanned.value, scanned.value_max, scanned.qualifier);
        let figure = Figure { value, value_max, qualifier, unit, year: None, scope: None };
        found.push(Found { figure, range: scanned.range });
    }
    found
}

/// What the figure before counts, when it stands in the same sentence and is no share.
fn inherited(text: &str, found: &[Found], start: usize) -> Option<String> {
    let before = found.last().filter(|before| !before.figure.unit.starts_with('%'))?;
    let between = text.get(before.range.end..start)?;
    // From the end, where a sentence between the two is found first: the work stays linear.
    let ends = between.split_whitespace().rev().any(|word| word.ends_with(['.', '?', '!']));
    (!ends).then(|| before.figure.unit.clone())
}

/// The number that is all there is of a text: "1,700,000", "31", "USD 2,000,000". `None` for anything more.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let mut number = None;
    for token in tokens(text.trim()) {
        match token.kind {
            Kind::Number(read) if number.is_none() && read.is_plain() => number = Some(read.value),
            _ if words::CURRENCIES.iter().any(|(printed, _)| *printed == token.text) => {}
            _ => return None,
        }
    }
    number
}

/// The one year that a text speaks of ("In 2022, …"); `None` when it names none, or several.
#[must_use]
pub fn year_in(text: &str) -> Option<u16> {
    let mut years = tokens(text).into_iter().filter_map(|token| match token.kind {
        Kind::Number(read) if read.looks_like_a_year() => Some(read.value as u16),
        _ => None,
    });
    let year = years.next()?;
    years.all(|other| other == year).then_some(year)
}

#[cfg(test)]
mod tests;
