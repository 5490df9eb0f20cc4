//! Institutions by their form: capitalised names around a word such as "Ministry" or "Agency".
//!
//! For what the code list of organisations does not hold: national partners, embassies, universities.

use std::ops::Range;

use super::proper::{OPENING, begins_sentence};
use super::scanned::Scanned;
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
        let is_head = word.is_capitalised() && word.is_one_of(&HEADS);
        if at < from || !is_head || organisations.overlaps(&word.range()) {
            continue;
        }
        let first = beginning(text, words, from, at, organisations);
        let last = end(text, words, at, organisations);
        from = last + 1;
        let Some(name) = words.get(first..=last) else { continue };
        let unit = name.iter().any(|word| word.is_one_of(&UNITS));
        let subject = words.get(last + 1).is_some_and(|next| {
            text.get(word.end..next.start) == Some(" ") && next.is_capitalised() && next.is_one_of(&DOCUMENTS)
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
        let opens = begins_sentence(text, word.start) && word.is_one_of(&OPENING);
        if !touches || !word.is_capitalised() || opens || word.is_possessive() || known.overlaps(&word.range()) {
            break;
        }
        first -= 1;
    }
    first
}

/// The index of the name's last word: on over capitalised words and over "of", "for", "and" before one; an "and"
/// ends the name where another institution or organisation follows it.
fn end(text: &str, words: &[Word<'_>], head: usize, known: &Ranges) -> usize {
    let mut last = head;
    loop {
        let Some(here) = words.get(last) else { return last };
        let step = match words.get(last + 1) {
            Some(next) if text.get(here.end..next.start) != Some(" ") => return last,
            Some(next) if next.is_capitalised() && !known.overlaps(&next.range()) => 1,
            // Only "Ministry of …" has a tail; in "State Chancellery and …" another name begins.
            Some(next) if next.is_one_of(&["of", "for", "de", "del"]) => {
                1 + usize::from(words.get(last + 2).is_some_and(|word| word.is_one_of(&["the", "la"])))
            }
            Some(next) if next.is("and") && last > head => 1,
            _ => return last,
        };
        let target = last + step + usize::from(!words.get(last + step).is_some_and(Word::is_capitalised));
        let Some(word) = words.get(target).filter(|word| word.is_capitalised()) else { return last };
        let joined = words.get(last..=target).unwrap_or_default();
        let gapless = joined.windows(2).all(|pair| {
            pair.first().zip(pair.get(1)).is_some_and(|(one, two)| text.get(one.end..two.start) == Some(" "))
        });
        let mut run = words.get(target..).unwrap_or_default().iter().take_while(|word| word.is_capitalised());
        let another = target > last + 1 && run.any(|word| word.is_one_of(&HEADS));
        if !gapless || known.overlaps(&word.range()) || (another && words.get(last + 1).is_some_and(|w| w.is("and"))) {
            return last;
        }
        last = target;
    }
}

/// Words around which institutions are named.
const HEADS: [&str; 54] = [
    "academy", "agency", "agencia", "association", "asociación", "authority", "ayuntamiento", "bank", "bureau",
    "chamber", "chancellery", "college", "commission", "comisión", "company", "confederation", "consulate",
    "cooperative", "council", "court", "department", "directorate", "embassy", "federation", "foundation", "fund",
    "fundación", "gmbh", "inspectorate", "institut", "institute", "instituto", "ltd", "ministerio", "ministry",
    "ministère", "municipality", "museum", "ngo", "observatory", "ombudsman", "parliament", "prefecture",
    "secretariat", "secretaría", "senate", "society", "syndicate", "tribunal", "union", "universidad",
    "université", "university", "fonds",
];
/// Words that make a name that of a unit inside an organisation.
const UNITS: [&str; 5] = ["regional", "resilience", "hub", "country", "team"];
/// Words after a name that make it part of a document's or a programme's name.
const DOCUMENTS: [&str; 6] = ["act", "law", "programme", "project", "strategy", "report"];
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
        check("With the Ministry of Bread and Flour Affairs (MOBFA), ovens", &["Ministry of Bread and Flour Affairs"]);
        check("With the State Chancellery, the Flour Relations Bureau, and the National Bread Agency to bake", &[
            "State Chancellery",
            "Flour Relations Bureau",
            "National Bread Agency",
        ]);
        check("Organised by UNDP, the British Embassy and others", &["British Embassy"]);
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
