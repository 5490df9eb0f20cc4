//! Two names with nothing between them, as where a semicolon was lost: where the second one begins.

use std::ops::Range;

use super::partner_kind::names_a_body;
use super::partners::is_closed;
use crate::reference::{self, CountryCode, MentionForm};

/// Words that a name cannot end with: what follows them belongs to it.
const OPEN_ENDS: [&str; 30] = [
    "of", "for", "the", "and", "to", "in", "on", "at", "with", "from", "by", "or", "a", "an", "its", "their",
    "de", "del", "la", "el", "y", "et", "des", "du", "all", "overseas", "young", "general", "federal", "new",
];
/// No two names together are longer; what is longer is no list of names.
const MOST_BYTES: usize = 600;
/// Words with which the names of national bodies begin.
const OPENINGS: [&str; 3] = ["Ministry", "Ministries", "National"];

/// Where a second name begins in an entry, the last such place. It begins with the adjective of the sheet's country
/// ("Philippine …"), with a word that opens national names, or with the word that opens the entry ("Department …
/// Department …"); before it stands a whole name, and after it too.
pub(super) fn opening_of_second_name(
    text: &str,
    entry: &Range<usize>,
    closed: &[Range<usize>],
    countries: &[CountryCode],
) -> Option<usize> {
    let name = text.get(entry.clone()).filter(|name| name.len() <= MOST_BYTES)?;
    let first = name.split(' ').next()?;
    let adjectives = reference::countries_in(name);
    let is_adjective = |at: usize| {
        adjectives.iter().any(|mention| {
            mention.range.start == at
                && mention.form == MentionForm::Demonym
                && countries.contains(&mention.country)
        })
    };
    let spaces: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).collect();
    // Two words are the least that a name before and after has.
    let places = spaces.iter().skip(1).rev().skip(1).map(|space| space + 1);
    let mut places = places.filter(|at| {
        let word = name.get(*at..).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        let repeats = word == first && names_a_body(word);
        repeats || OPENINGS.contains(&word) || is_adjective(*at)
    });
    let place = places.find(|at| {
        let (Some(one), Some(other)) = (name.get(..*at), name.get(*at..)) else { return false };
        !is_closed(closed, entry.start + at)
            && can_end(one.trim_end())
            && names_a_body(one)
            && names_a_body(other)
    })?;
    Some(entry.start + place)
}

fn can_end(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let open = last.ends_with([',', '-', '–', '/', '&', '(']) || !last.contains(char::is_alphanumeric);
    !open && !OPEN_ENDS.iter().any(|word| word.eq_ignore_ascii_case(last))
}
