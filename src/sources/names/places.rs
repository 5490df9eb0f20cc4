//! Places below the country, in running text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::roles::pattern;
use super::scanned::Scanned;
use super::vocabulary::PLACE_WORDS;
use super::words::{Ranges, words};

/// Provinces, towns and valleys that a text names, with their bytes: proper names that a sign marks as places: "in"
/// before them, a word for a place or a country after them, or another place of the same list.
#[must_use]
pub fn places_below(text: &str) -> Vec<(String, Range<usize>)> {
    Scanned::new(text).places_below()
}

pub(super) fn find(scanned: &Scanned<'_>) -> Vec<(String, Range<usize>)> {
    let Scanned { text, countries, .. } = scanned;
    let institutions = Ranges::new(scanned.institutions().iter().map(|(_, range)| range.clone()));
    let mut names = scanned.proper_names().to_vec();
    names.retain(|(_, range)| !institutions.overlaps(range));
    let mut is_place: Vec<bool> = names
        .iter()
        .map(|(name, range)| {
            let before = text.get(..range.start).unwrap_or_default();
            let after = text.get(range.end..).unwrap_or_default();
            let next = words_after(after);
            let kind = words(name).last().is_some_and(|word| word.is_among(PLACE_WORDS));
            let country = countries.get(countries.partition_point(|mention| mention.range.start < range.end));
            let country = country.and_then(|mention| text.get(range.end..mention.range.start));
            let country = country.filter(|_| !TITLE_OF.is_match(before));
            kind || next.is_some_and(|word| PLACE_WORDS.split(' ').any(|place| place == word))
                || ends_with_in(before)
                || country.is_some_and(|between| [", ", " ("].contains(&between))
        })
        .collect();
    spread(text, &names, &mut is_place);
    let mut marks = is_place.into_iter();
    names.retain(|_| marks.next().unwrap_or_default());
    names
}

/// A name listed with a place is a place.
fn spread(text: &str, names: &[(String, Range<usize>)], is_place: &mut [bool]) {
    let listed = |one: usize| {
        let pair = names.get(one).zip(names.get(one + 1));
        let between = pair.and_then(|((_, one), (_, other))| text.get(one.end..other.start));
        between.is_some_and(|between| LISTED.is_match(between))
    };
    let last = is_place.len().saturating_sub(1);
    for one in (0..last).chain((0..last).rev()) {
        if listed(one) && is_place.get(one..=one + 1).is_some_and(|pair| pair.contains(&true)) {
            is_place.iter_mut().skip(one).take(2).for_each(|mark| *mark = true);
        }
    }
}

fn words_after(after: &str) -> Option<String> {
    let word: String = after.strip_prefix(' ')?.chars().take_while(|c| c.is_alphabetic()).take(20).collect();
    Some(word.to_lowercase())
}

fn ends_with_in(before: &str) -> bool {
    ["in ", "near ", "In ", "Near "]
        .iter()
        .any(|sign| before.strip_suffix(sign).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// The name is only the end of a title: "Loaves of Hope, Mali".
static TITLE_OF: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Lu}\w*\sof\s$"));
static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:,\s|,?\s(?:and|&)\s)$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let places = places_below(text);
        assert_eq!(places.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_sign_makes_a_name_a_place() {
        check("Ovens in Osh, Jalal-Abad and Batken provinces", &["Osh", "Jalal-Abad", "Batken"]);
        check("The Chu Valley bakes, and so does Nuevo Leon, Mexico", &["Chu Valley", "Nuevo Leon"]);
        check("The bakers of Khatlon province met in Dushanbe", &["Khatlon", "Dushanbe"]);
    }

    #[test]
    fn other_names_are_no_places() {
        check("A talk of Jane Doe, Director of Bread, on Bread in the Western Balkans", &[]);
        check("Ovens for the Anthropocene in Serbia by Samuel Hall", &[]);
        check("Loaves of Hope, Mali", &[]);
    }
}
