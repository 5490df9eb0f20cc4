//! A sheet's title: the short names in it, and the sheet's key.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::joined::{Joined, trimmed};
use crate::reference;
use crate::sources::reading::pattern;

/// The title's bytes: without the mark of a footnote.
pub(super) fn title(joined: &Joined) -> Option<Range<usize>> {
    let range = trimmed(&joined.text, joined.whole(), &['*']);
    joined.get(&range).contains(char::is_alphanumeric).then_some(range)
}

/// Short names that the title gives the programme: capitals in brackets at its end, or before a colon at its
/// beginning.
pub(super) fn aliases(joined: &Joined, title: &Range<usize>) -> Vec<(String, Range<usize>)> {
    let text = joined.get(title);
    let found = [AT_END.captures(text), AT_BEGINNING.captures(text)].into_iter().flatten();
    let names = found.filter_map(|found| found.get(1));
    let own = names.filter(|name| !is_common(name.as_str()));
    own.map(|name| (name.as_str().to_owned(), title.start + name.start()..title.start + name.end())).collect()
}

fn is_common(name: &str) -> bool {
    COMMON.contains(&name)
        || reference::organisation(name).is_some()
        || reference::find_country(name).is_some()
}

/// Abbreviations of the field that stand in brackets after what they shorten.
const COMMON: [&str; 16] = [
    "GCM", "GCR", "SDG", "SDGS", "UN", "COVID", "COVID-19", "UASC", "TVET", "GBV", "SGBV", "LGBTIQ", "DRR",
    "MOU", "BLMA", "AVRR",
];

/// How a region's label is written where the sheet writes it in running text; `IGAD` stays, `PACIFIC` does not.
pub(super) fn as_read(label: &str, texts: &[&str]) -> String {
    let pattern = format!(r"(?i)\b{}\b", regex::escape(label));
    if label.len() <= MOST_LABEL
        && let Ok(pattern) = Regex::new(&pattern)
    {
        let mut found: Vec<&str> =
            texts.iter().flat_map(|text| pattern.find_iter(text)).map(|found| found.as_str()).collect();
        found.retain(|form| form.starts_with(char::is_uppercase));
        found.sort_unstable();
        let most = found.chunk_by(|one, other| one == other).max_by_key(|same| same.len());
        if let Some(form) = most.and_then(|same| same.first()) {
            return (*form).to_owned();
        }
    }
    label.split(' ').enumerate().map(|(at, word)| in_title_case(word, at == 0)).collect::<Vec<_>>().join(" ")
}

const MOST_LABEL: usize = 100;

fn in_title_case(word: &str, first: bool) -> String {
    let lower = word.to_lowercase();
    if reference::organisation(word).is_some() {
        return word.to_owned();
    }
    if !first && ["and", "of", "the", "in", "for"].contains(&lower.as_str()) {
        return lower;
    }
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
}

static AT_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[(“‘\x22]([A-Z][A-Z0-9-]{2,14})[)”’\x22]\.?$"));
static AT_BEGINNING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([A-Z][A-Z0-9-]{2,14})\s*[:–]\s"));
