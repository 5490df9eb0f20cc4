//! Proper names in sentence-case text: what is written with a capital and is no country, organisation or date.

use std::ops::Range;

use super::scanned::Scanned;
use super::vocabulary::{
    BEFORE_OF, GENERIC, JOINING, MONTHS, NAME_BEGINNINGS, OPENING, PLACE_WORDS, TOWN_WORDS,
};
use super::words::{Ranges, Word};

/// Capitalised names inside a sentence-case title or a sentence, with their bytes: "Khatlon", "Parrot's Beak",
/// "San Juan de Lurigancho", "Mexico City".
///
/// Left out: what begins a sentence (unless it is a name by its form: "San Pedro"), countries, demonyms,
/// organisations, acronyms, months, and whatever holds a word for an institution, a document or a subject ("National
/// Strategy"). In a title-case text capitals tell nothing, so there only names with a word for a place remain
/// ("Osh Province").
#[must_use]
pub fn proper_names(text: &str) -> Vec<(String, Range<usize>)> {
    Scanned::new(text).proper_names().to_vec()
}

pub(super) fn find(scanned: &Scanned<'_>) -> Vec<(String, Range<usize>)> {
    let Scanned { text, words, .. } = scanned;
    let known =
        scanned.country_bytes.iter().chain(scanned.organisation_bytes.iter()).chain(scanned.people().iter());
    let taken = Ranges::new(known.chain(scanned.regions().iter().map(|region| &region.range)).cloned());
    let title_case = is_title_case(text, words, &taken);
    let mut names = Vec::new();
    for sequence in sequences(text, words) {
        let opens = sequence.first().is_some_and(|word| word.is_among(OPENING));
        let sequence = if opens { sequence.get(1..).unwrap_or_default() } else { sequence };
        let Some((first, last)) = sequence.first().zip(sequence.last()) else { continue };
        let range = first.start..last.start + last.bare().len();
        let after = words.get(words.partition_point(|word| word.start < last.end));
        let after = after.filter(|word| text.get(last.end..word.start) == Some(" "));
        let is_place = last.is_among(PLACE_WORDS) || after.is_some_and(|word| word.is_among(PLACE_WORDS));
        let named_after_country = sequence.len() > 1 && last.is_among(TOWN_WORDS);
        let is_taken = taken.overlaps(&range) && !named_after_country;
        let begins = begins_sentence(text, first.start) && !first.is_among(NAME_BEGINNINGS);
        let begins = begins && !(first.is_possessive() && sequence.len() > 1);
        let generic = sequence.iter().any(|word| is_generic(word) || word.is_among(MONTHS));
        let only_kind = sequence.iter().all(|word| word.is_among(PLACE_WORDS));
        if is_taken || begins || generic || only_kind || (title_case && !is_place) {
            continue;
        }
        names.extend(text.get(range.clone()).map(|name| (name.to_owned(), range)));
    }
    names
}

/// Runs of capitalised words, small joining words between two of them included.
pub(super) fn sequences<'t, 'w>(text: &str, words: &'w [Word<'t>]) -> Vec<&'w [Word<'t>]> {
    let mut sequences = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !word.is_capitalised() {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(length) = continuation(text, words, end) {
            end += length;
        }
        sequences.extend(words.get(at..end));
        at = end;
    }
    sequences
}

/// How many of the words from `at` continue the name that ends before it.
fn continuation(text: &str, words: &[Word<'_>], at: usize) -> Option<usize> {
    let last = words.get(at.checked_sub(1)?)?;
    let mut end = last.end;
    let mut ahead = words.get(at..)?.iter().take_while(|word| {
        let touches = text.get(end..word.start) == Some(" ");
        end = word.end;
        touches
    });
    let next = ahead.next()?;
    if next.is_capitalised() {
        let own_name = last.is_possessive() && next.is_among(NAME_BEGINNINGS);
        return (!own_name).then_some(1);
    }
    let joins = next.is_small_among(JOINING) || (next.text == "of" && last.is_among(BEFORE_OF));
    if !joins || last.is_possessive() {
        return None;
    }
    let after = ahead.next()?;
    if after.is_capitalised() {
        return Some(2);
    }
    (after.is_small_among(JOINING) && ahead.next()?.is_capitalised()).then_some(3)
}

/// Whether what stands before a byte ends a sentence, or opens one: nothing, a full stop, a colon, a quotation mark.
pub(super) fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '•', '“', '„', '"', '«', '‘'])
}

/// Whether most words are capitalised, so that capitals say nothing.
fn is_title_case(text: &str, words: &[Word<'_>], taken: &Ranges) -> bool {
    let telling = words.iter().filter(|word| {
        let known = word.is_acronym() || taken.overlaps(&word.range());
        word.text.chars().count() > 3 && !known && !begins_sentence(text, word.start)
    });
    let (mut all, mut capitalised) = (0, 0);
    for word in telling {
        all += 1;
        capitalised += usize::from(word.is_capitalised());
    }
    all > 3 && 5 * capitalised > 3 * all
}

/// Whether a word makes a name that of an institution, a document, an event or a subject, in the singular or plural.
pub(super) fn is_generic(word: &Word<'_>) -> bool {
    let lower = word.bare().to_lowercase();
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    GENERIC.split(' ').any(|generic| generic == lower || generic == singular)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names = proper_names(text);
        assert_eq!(names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
        for (name, range) in names {
            assert_eq!(text[range], name);
        }
    }

    #[test]
    fn places_are_found_in_sentence_case() {
        check("Better ovens for bakers in Khatlon", &["Khatlon"]);
        check("Safer roads in the Parrot’s Beak area", &["Parrot’s Beak"]);
        check("Bread for Lima’s San Juan de Lurigancho", &["Lima", "San Juan de Lurigancho"]);
        check("Mills in Santiago (Chile) and Mexico City", &["Santiago", "Mexico City"]);
        check("Ovens in Ceres farms (place of work) and Quthing (place of birth)", &["Ceres", "Quthing"]);
        check("Fish in the Gulf of Guinea", &["Gulf of Guinea"]);
    }

    #[test]
    fn what_is_no_place_is_left_out() {
        check("Strengthening bakers in Mali with UNDP and Malian mills by March", &[]);
        check("Bread for all: Improved Social Cohesion and tea", &[]);
        check("Support to the National Bread Strategy (BREAD) of the Ministry of Flour", &[]);
        check("Making Bread Work for Sustainable Villages and Towns", &[]);
        check("Making Bread Work for Sustainable Villages in Osh Province", &["Osh Province"]);
        check("", &[]);
    }
}
