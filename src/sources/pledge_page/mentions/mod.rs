//! What an item names: programmes, projects, publications and activities.
//!
//! Names stand in quotation marks, after a colon as a list, or as capitalised words around a word such as
//! "programme" or "report". That word also says what kind of thing it is.

mod kinds;
mod listed;
mod quoted;
mod quotes;
mod title;
mod written;

use std::ops::Range;

use crate::record::{Mention, MentionKind};
use crate::sources::names::{Ranges, Scanned};

/// What a paragraph names, and what is wrong with how it is printed.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// In the order of the text, none overlapping.
    pub(super) found: Vec<(Mention, Range<usize>)>,
    pub(super) slips: Vec<Slip>,
}

/// A slip of print around a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slip {
    /// A quotation mark without its partner.
    UnbalancedQuote(Range<usize>),
    /// A name joined to the word before it: "projectBread".
    JoinedWords(Range<usize>),
}

/// The names in a paragraph; none that a person bears.
pub(super) fn mentions_in(scanned: &Scanned<'_>) -> Mentions {
    let text = scanned.text;
    let mut mentions = Mentions::default();
    let quotes = quotes::quotes_in(text, &mut mentions.slips);
    let mut found = quoted::names(text, &quotes);
    let closed = Ranges::new(quotes.iter().map(|quote| quote.outer.clone()));
    let rules: [fn(&Scanned<'_>, &Ranges) -> Vec<Named>; 2] = [listed::names, written::names];
    for rule in rules {
        let taken =
            Ranges::new(closed.iter().cloned().chain(found.iter().map(|(_, _, range)| range.clone())));
        found.extend(rule(scanned, &taken).into_iter().filter(|(_, _, range)| !taken.overlaps(range)));
    }
    found.retain(|(_, _, range)| !scanned.people().overlaps(range));
    found.sort_by_key(|(_, _, range)| (range.start, range.end));
    let mut end = 0;
    for (kind, name, range) in found {
        if range.start >= end {
            end = range.end;
            mentions.found.push((Mention { kind, name }, range));
        }
    }
    mentions
}

/// A name with its kind and place.
type Named = (MentionKind, String, Range<usize>);

#[cfg(test)]
mod tests;
