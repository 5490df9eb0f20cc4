//! Names of countries and organisations in running text.
//!
//! The finder says *that* a name stands at some bytes of the text, and in which form. It does not
//! say what role the named thing plays, and it leaves out names that are only part of another name
//! or mean something else: a gulf, a river, an embassy, a language, an agency in the title of a
//! convention.
//!
//! How: fold the text (`fold`), collect every known word at once (`vocabulary`, one automaton),
//! keep those that stand as words and are written as names (`scan`), take the leftmost and longest,
//! then look at what stands around them (`context`). Each step is linear in the text.

mod context;
mod decoys;
mod scan;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::country::CountryCode;
use super::fold::Folded;
use super::organisation::Organisation;
use vocabulary::Meaning;

/// A country named in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CountryMention {
    /// Which country.
    pub country: CountryCode,
    /// The bytes of the text that name it, on character boundaries; an article before it and a
    /// possessive after it are not in it.
    pub range: Range<usize>,
    /// As a name, or through its people.
    pub form: MentionForm,
}

/// The form in which a text names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MentionForm {
    /// A name of the country: "Tajikistan", "Kyrgyz Republic".
    Name,
    /// An adjective or a word for its people: "Tajik", "Filipinos".
    Demonym,
}

/// An organisation named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationMention {
    /// Which organisation.
    pub organisation: &'static Organisation,
    /// The bytes of the text that name it, on character boundaries; an article before it and a
    /// possessive after it are not in it.
    pub range: Range<usize>,
}

/// The countries a text names, in the order of the text; no two overlap.
///
/// Names that could be of two countries ("Congolese", "Dominican", "Korea", "Micronesia" alone) are
/// no mention; nor are "American" and the adjectives of regions. The same country is given as often
/// as it is named.
#[must_use]
pub fn countries_in(text: &str) -> Vec<CountryMention> {
    let folded = Folded::new(text);
    let hits = scan::hits(folded.text());
    context::countries(folded.text(), hits)
        .into_iter()
        .filter_map(|hit| match hit.meaning {
            Meaning::Country(country, form) => {
                let range = folded.original(&hit.range);
                (!lacks_its_accent(&text[range.clone()])).then_some(CountryMention { country, range, form })
            }
            _ => None,
        })
        .collect()
}

fn lacks_its_accent(name: &str) -> bool {
    decoys::WORDS_WITHOUT_ACCENT.iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// The organisations a text names, in the order of the text; no two overlap.
///
/// Short forms count only as they are written ("WHO", never "who"); an agency inside the name of a
/// convention, protocol or declaration is no mention.
#[must_use]
pub fn organisations_in(text: &str) -> Vec<OrganisationMention> {
    let folded = Folded::new(text);
    scan::hits(folded.text())
        .into_iter()
        .filter_map(|hit| match hit.meaning {
            Meaning::Organisation(organisation)
                if !context::is_in_treaty_title(folded.text(), &hit.range) =>
            {
                Some(OrganisationMention { organisation, range: folded.original(&hit.range) })
            }
            _ => None,
        })
        .collect()
}
