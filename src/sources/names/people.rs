//! Names of persons, found to be left out: the hub keeps no personal data.

use std::sync::LazyLock;

use regex::Regex;

use super::proper::{is_generic, sequences};
use super::roles::pattern;
use super::scanned::Scanned;
use super::words::{Ranges, Word};

/// The bytes that name persons, as far as their form tells: two to four capitalised words with an office beside
/// them ("Jane Doe, Director of …", "Minister Jane Doe") or after words that introduce a speaker ("message from").
#[must_use]
pub fn people_in(text: &str) -> Ranges {
    Scanned::new(text).people().clone()
}

pub(super) fn find(scanned: &Scanned<'_>) -> Ranges {
    let Scanned { text, words, .. } = scanned;
    let known = |range: &std::ops::Range<usize>| {
        scanned.country_bytes.overlaps(range) || scanned.organisation_bytes.overlaps(range)
    };
    let mut people = Vec::new();
    for sequence in sequences(text, words) {
        // "Minister Jane Doe", "Message by Jane Doe": the office or the first word of a sentence is not the name.
        let from = sequence.iter().rposition(|word| word.is_among(OFFICES)).map_or(0, |at| at + 1);
        let Some(name) = sequence.get(from..) else { continue };
        let Some((first, last)) = name.first().zip(name.last()) else { continue };
        let range = first.start..last.start + last.bare().len();
        let form = (2..=5).contains(&name.len()) && !known(&range);
        if form
            && name.iter().all(is_name)
            && (from > 0 || has_office(text, words, last) || speaks(text, first))
        {
            people.push(range);
        }
    }
    Ranges::new(people)
}

fn is_name(word: &Word<'_>) -> bool {
    !is_generic(word) && !word.text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a comma and, within a few words, an office follow.
fn has_office(text: &str, words: &[Word<'_>], last: &Word<'_>) -> bool {
    let after = words.partition_point(|word| word.start < last.end);
    let mut end = last.end;
    for (word, nth) in words.iter().skip(after).zip(0..6) {
        let between = text.get(end..word.start).unwrap_or_default();
        let expected = if nth == 0 { [", ", " ("].contains(&between) } else { [" ", "-"].contains(&between) };
        if !expected {
            return false;
        }
        if word.is_among(OFFICES) {
            return true;
        }
        end = word.end;
    }
    false
}

/// Whether words that introduce a speaker or an author stand right before.
fn speaks(text: &str, first: &Word<'_>) -> bool {
    let mut start = first.start.saturating_sub(40);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..first.start).is_some_and(|before| SPEAKERS.is_match(before))
}

static SPEAKERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:message|intervention|participation|speech|statement|remarks|address|keynote|interview|words) (?:from|of|by|with)|\b(?:written|authored|signed|moderated|said|says|opened) by|\b(?:mrs?|ms|dr|prof|h\.e|amb)\.?) $",
    )
});

/// Words for offices that persons hold.
const OFFICES: &str = "\
    administrator adviser advisor ambassador assistant chair chairman chairperson chairwoman chief \
    commissioner coordinator delegate deputy director director-general envoy expert founder governor head \
    manager mayor minister officer president professor rapporteur representative secretary secretary-general \
    specialist spokesperson";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let people = people_in(text);
        assert_eq!(people.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn persons_are_known_by_their_office_or_by_what_introduces_them() {
        check("Bread, says Jane Doe, UNDP Assistant Director, is good.", &["Jane Doe"]);
        check("Message from Jane Doe on bread", &["Jane Doe"]);
        check("A visit of Minister Jane van Doe", &["Jane"].repeat(0));
        check("A visit of Minister Jane Doe", &["Jane Doe"]);
    }

    #[test]
    fn places_and_institutions_are_no_persons() {
        check("A pilot in Nuevo Leon, Mexico", &[]);
        check("Participation of UNDP in the talk with the National Bread Agency, the Director said", &[]);
    }
}
