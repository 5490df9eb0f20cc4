//! Names in a list after a colon: "Relevant projects: Bread for All, Mali; Tea Time (Nepal, Peru)."

use std::sync::LazyLock;

use regex::Regex;

use super::Named;
use super::kinds::kind;
use crate::reference;
use crate::sources::names::{Ranges, Scanned, list, words};
use crate::sources::pledge_page::marks::pattern;

/// The names that such a list gives, without the places after them.
pub(super) fn names(scanned: &Scanned<'_>, taken: &Ranges) -> Vec<Named> {
    let text = scanned.text;
    let mut names = Vec::new();
    let mut read_to = 0;
    for found in LEAD.captures_iter(text) {
        let Some((cue, lead)) =
            found.name("kind").zip(found.get(0)).filter(|(_, lead)| lead.start() >= read_to)
        else {
            continue;
        };
        let Some(kind) = words(cue.as_str()).first().and_then(kind) else { continue };
        let rest = beginning(text.get(lead.end()..).unwrap_or_default());
        let rest =
            rest.get(..SENTENCE_END.find(rest).map_or(rest.len(), |end| end.start())).unwrap_or_default();
        read_to = lead.end() + rest.len();
        for (element, range) in list(rest) {
            let name = without_places(element);
            let range = lead.end() + range.start..lead.end() + range.start + name.len();
            let is_name =
                name.starts_with(char::is_uppercase) && name.contains(' ') && !taken.overlaps(&range);
            if is_name && reference::find_country(name).is_none() {
                names.push((kind, name.to_owned(), range));
            }
        }
    }
    names
}

/// No list is longer than this.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(2000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// A name without the countries that follow it after a comma or in brackets.
fn without_places(element: &str) -> &str {
    let element = element.trim().trim_end_matches('.');
    if let Some((name, bracket)) = element.rsplit_once(" (")
        && !reference::countries_in(bracket).is_empty()
    {
        return name.trim();
    }
    match element.split_once(", ") {
        Some((name, place)) if reference::find_country(place.trim()).is_some() => name,
        _ => element,
    }
}

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?P<kind>projects|programmes|programs|initiatives|publications|reports|studies|proyectos)\s?(?:include|are)?:\s",
    )
});
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?](?:\s+\p{Lu}|\s*$)"));
