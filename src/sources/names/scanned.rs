//! A text with every name in it, each kind looked up once.

use std::cell::OnceCell;
use std::ops::Range;

use super::words::{Ranges, Word, words};
use super::{RegionInText, Work, institutions, people, places, proper, regions, work};
use crate::reference::{self, CountryMention, OrganisationMention};

/// A text and the names in it. Whoever asks for several kinds of name asks one of these; the functions of the parent
/// module are short forms for one kind.
#[derive(Debug)]
pub struct Scanned<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words.
    pub words: Vec<Word<'t>>,
    /// The countries it names.
    pub countries: Vec<CountryMention>,
    /// The organisations of the code list that it names.
    pub organisations: Vec<OrganisationMention>,
    pub(super) country_bytes: Ranges,
    pub(super) organisation_bytes: Ranges,
    people: OnceCell<Ranges>,
    regions: OnceCell<Vec<RegionInText>>,
    institutions: OnceCell<Vec<(String, Range<usize>)>>,
    proper: OnceCell<Vec<(String, Range<usize>)>>,
}

impl<'t> Scanned<'t> {
    /// Looks a text through for words, countries and organisations; the rest is found when asked for.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let countries = reference::countries_in(text);
        let organisations = reference::organisations_in(text);
        Self {
            text,
            words: words(text),
            country_bytes: Ranges::new(countries.iter().map(|mention| mention.range.clone())),
            organisation_bytes: Ranges::new(organisations.iter().map(|mention| mention.range.clone())),
            countries,
            organisations,
            people: OnceCell::new(),
            regions: OnceCell::new(),
            institutions: OnceCell::new(),
            proper: OnceCell::new(),
        }
    }

    /// See [`people_in`](super::people_in).
    pub fn people(&self) -> &Ranges {
        self.people.get_or_init(|| people::find(self))
    }

    /// See [`regions_in`](super::regions_in).
    pub fn regions(&self) -> &[RegionInText] {
        self.regions.get_or_init(|| regions::find(self))
    }

    /// See [`institutions_in`](super::institutions_in).
    pub fn institutions(&self) -> &[(String, Range<usize>)] {
        self.institutions.get_or_init(|| institutions::find(self))
    }

    /// See [`proper_names`](super::proper_names).
    pub fn proper_names(&self) -> &[(String, Range<usize>)] {
        self.proper.get_or_init(|| proper::find(self))
    }

    /// See [`places_below`](super::places_below).
    #[must_use]
    pub fn places_below(&self) -> Vec<(String, Range<usize>)> {
        places::find(self)
    }

    /// See [`places_of_work`](super::places_of_work).
    #[must_use]
    pub fn work(&self) -> Work {
        work::find(self)
    }
}
