//! Institutions by their form: capitalised names around a word such as "Ministry" or "Agency".
//!
//! For what the code list of organisations does not hold: national partners, embassies, universities.

use std::ops::Range;

use super::proper::begins_sentence;
use super::scanned::Scanned;
use super::vocabulary::OPENING;
use super::words::{Ranges, Word};

/// The institutions that a text names and the code list does not know, with their bytes: "Ministry of Bread and
/// Flour", "National Bread Agency", "British Embassy". Units of an organisation ("Regional Bureau for Africa",
/// "UNDP Country Office") and persons are none.
#[must_use]
pub fn institutions_in(text: &str) -> Vec<(String, Range<usize>)> {
    Scanned::new(text).institutions().to_vec()
}

pub(super) fn find(scanned: &Scanned<'_>) -> Vec<(String, Range<usize>)> {
    let Scanned { text, words, organisation_bytes: organisations, .. } = scanned;
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut from = 0;
    for (at, word) in words.iter().enumerate() {
        let is_head = word.is_capitalised() && word.is_among(HEADS);
        if at < from || !is_head || organisations.overlaps(&word.range()) {
            continue;
        }
        let first = beginning(text, words, from, at, organisations);
        let last = Rest { text, words, known: organisations }.end(at);
        from = last + 1;
        let Some(name) = words.get(first..=last) else { continue };
        let unit = name.iter().any(|word| word.is_among(UNITS));
        let subject = words.get(last + 1).is_some_and(|next| {
            text.get(word.end..next.start) == Some(" ") && next.is_capitalised() && next.is_among(DOCUMENTS)
        });
        let (Some(start), Some(stop)) = (name.first(), name.last()) else { continue };
        let range = start.start..stop.start + stop.bare().len();
        if name.len() > 1 && !unit && !subject {
            found.extend(text.get(range.clone()).map(|name| (name.to_owned(), range)));
        }
    }
    found
}

/// The index of the name's first word: back over capitalised words, and small words between two of them.
fn beginning(text: &str, words: &[Word<'_>], from: usize, head: usize, known: &Ranges) -> usize {
    let mut first = head;
    while first > from {
        let Some((word, next)) = words.get(first - 1).zip(words.get(first)) else { break };
        let touches = text.get(word.end..next.start) == Some(" ");
        let opens = begins_sentence(text, word.start) && word.is_among(OPENING);
        if !touches
            || !word.is_capitalised()
            || opens
            || word.is_possessive()
            || known.overlaps(&word.range())
        {
            break;
        }
        first -= 1;
    }
    first
}

/// What may follow in a name.
struct Rest<'t, 'w> {
    text: &'t str,
    words: &'w [Word<'t>],
    known: &'w Ranges,
}

impl Rest<'_, '_> {
    /// The index of the last word of the name with that head.
    fn end(&self, head: usize) -> usize {
        let mut last = head;
        while let Some(next) = self.next(last, head).filter(|next| *next < head + LONGEST) {
            last = next;
        }
        let lists = self.words.get(head).is_some_and(|word| word.is_among(LISTING)) && last > head;
        lists.then(|| self.list_end(last)).flatten().unwrap_or(last)
    }

    /// The next capitalised word: right there, after "of" and the like, or after an "and" that begins no other
    /// institution's name.
    fn next(&self, last: usize, head: usize) -> Option<usize> {
        let next = self.words.get(last + 1).filter(|_| self.gap(last) == " ")?;
        let small = if next.is_one_of(&["of", "for", "de", "del"]) {
            1 + usize::from(self.words.get(last + 2)?.is_one_of(&["the", "la"]))
        } else if next.is("and") && last > head {
            let mut run = self.words.get(last + 2..)?.iter().take(8).take_while(|word| word.is_capitalised());
            if run.any(|word| word.is_among(HEADS)) {
                return None;
            }
            1
        } else {
            0
        };
        let target = last + 1 + small;
        let gapless = (last..target).all(|at| self.gap(at) == " ");
        (gapless && self.is_part(target)).then_some(target)
    }

    /// The last word of "Ministry of Bread, Flour and Clean Water", the first subject being read.
    fn list_end(&self, first: usize) -> Option<usize> {
        let mut last = first;
        let mut closing = false;
        for at in first..first + 10 {
            match self.gap(at) {
                ", " | " " if !closing && at > first && self.words.get(at + 1)?.is("and") => closing = true,
                " " if self.is_part(at + 1) => last = at + 1,
                ", " if !closing && self.is_part(at + 1) => last = at + 1,
                _ => break,
            }
        }
        (closing && last > first).then_some(last)
    }

    fn is_part(&self, at: usize) -> bool {
        let word = self.words.get(at);
        word.is_some_and(|word| word.is_capitalised() && !self.known.overlaps(&word.range()))
    }

    fn gap(&self, at: usize) -> &str {
        let pair = self.words.get(at).zip(self.words.get(at + 1));
        pair.and_then(|(one, next)| self.text.get(one.end..next.start)).unwrap_or_default()
    }
}

/// No name has more words.
const LONGEST: usize = 30;
/// Institutions that are named by a list of subjects.
const LISTING: &str = "\
    department directorate ministry secretariat";

/// Words around which institutions are named.
const HEADS: &str = "\
    academy agencia agency asociación association authority ayuntamiento bank bureau chamber chancellery \
    college comisión commission company confederation consulate cooperative council court department \
    directorate embassy federation fonds foundation fund fundación gmbh inspectorate institut institute \
    instituto ltd ministerio ministry ministère municipality museum ngo observatory ombudsman parliament \
    prefecture secretariat secretaría senate society syndicate tribunal union universidad university \
    université";
/// Words that make a name that of a unit inside an organisation.
const UNITS: &str = "\
    country hub regional resilience team";
/// Words after a name that make it part of a document's or a programme's name.
const DOCUMENTS: &str = "\
    act law programme project report strategy";
#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = institutions_in(text);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
        for (name, range) in found {
            assert_eq!(text[range], name);
        }
    }

    #[test]
    fn institutions_are_known_by_their_form() {
        check(
            "With the Ministry of Bread and Flour Affairs (MOBFA), ovens",
            &["Ministry of Bread and Flour Affairs"],
        );
        check(
            "With the State Chancellery, the Flour Relations Bureau, and the National Bread Agency to bake",
            &["State Chancellery", "Flour Relations Bureau", "National Bread Agency"],
        );
        check("Organised by UNDP, the British Embassy and others", &["British Embassy"]);
        check(
            "With the Ministry of Bread, Flour, and Clean Water, UNDP",
            &["Ministry of Bread, Flour, and Clean Water"],
        );
        check("The Ministry of Bread, the Mayor and Jane", &["Ministry of Bread"]);
        check("The Ministry of Bread and the Ministry of Flour", &["Ministry of Bread", "Ministry of Flour"]);
        check("Ministry of Bread and National Flour Agency", &["Ministry of Bread", "National Flour Agency"]);
        check("The Eastern Trust Fund for Ovens pays", &["Eastern Trust Fund for Ovens"]);
        check("The University of the North and UNDP", &["University of the North"]);
    }

    #[test]
    fn units_known_organisations_and_lone_words_are_left_out() {
        check("UNDP Regional Bureau for Africa (RBA), the World Bank and the Ministry", &[]);
        check("The African Development Bank and the European Commission", &[]);
        check("", &[]);
    }
}
