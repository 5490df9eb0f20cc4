//! What a programme record is compared by, worked out once for each record and not for each pair.

use rapidfuzz::fuzz;

use super::Rarity;
use crate::record::{ProgrammeRecord, terms};
use crate::reference::CountryCode;

/// A programme record made ready to be compared with many others.
pub struct Compared<'a> {
    pub(super) body: &'a ProgrammeRecord,
    /// Sorted, each once.
    pub(super) countries: Vec<CountryCode>,
    /// In lower case.
    pub(super) region: Option<String>,
    /// Words in one form and order.
    pub(super) title: String,
    /// As the title, one for each place of the record.
    pub(super) places: Vec<String>,
    /// Sorted, each once.
    pub(super) organisations: Vec<&'a str>,
    /// Numbers of the terms, sorted.
    pub(super) terms: Vec<u32>,
    /// Titles that the record's phases say they continue, as printed and in the form of `title`.
    pub(super) continued: Vec<(String, String)>,
}

impl<'a> Compared<'a> {
    /// Makes a record ready. `continued` are the titles of programmes that its phases say they continue.
    #[must_use]
    pub fn new(body: &'a ProgrammeRecord, continued: &[String], rarity: &Rarity) -> Self {
        let mut countries: Vec<_> = body.countries.iter().map(|country| country.value.code).collect();
        countries.sort_unstable();
        countries.dedup();
        let mut organisations: Vec<_> =
            body.participants.iter().map(|part| part.value.organisation.as_str()).collect();
        organisations.sort_unstable();
        organisations.dedup();
        Self {
            body,
            countries,
            region: body.region_label.as_ref().map(|label| label.value.to_lowercase()),
            title: sorted(&body.title.value),
            places: body.places.iter().map(|place| sorted(&place.value)).collect(),
            organisations,
            terms: rarity.numbers(body.terms.iter()),
            continued: continued.iter().map(|title| (title.clone(), sorted(title))).collect(),
        }
    }

    /// Whether the record's phases continue other programmes.
    #[must_use]
    pub fn continues(&self) -> bool {
        !self.continued.is_empty()
    }

    /// Whether two records share a country or a region's name; others are not compared.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        let same_region = self.region.is_some() && self.region == other.region;
        same_region || self.countries.iter().any(|code| other.countries.contains(code))
    }
}

/// A title's words without order, repeats and accents.
fn sorted(title: &str) -> String {
    terms(title).join(" ")
}

/// How alike two texts of [`sorted`] words are, 0 to 1.
pub(super) fn ratio(one: &str, other: &str) -> f64 {
    fuzz::ratio(one.bytes(), other.bytes())
}

/// How alike two titles are, 0 to 1: words sorted, so that order and repeats do not matter, accents folded.
pub(super) fn fuzz_ratio(one: &str, other: &str) -> f64 {
    ratio(&sorted(one), &sorted(other))
}
