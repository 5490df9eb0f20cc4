//! Every name the finder knows, with what it means and how it must be written, and the automaton
//! that finds all of them in one pass.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, PatternID};

use super::MentionForm;
use super::decoys::DECOYS;
use crate::reference::country::{CountryCode, countries};
use crate::reference::fold::fold;
use crate::reference::organisation::{Organisation, all_names, organisations};

/// What a word of the vocabulary stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Country(CountryCode, MentionForm),
    Organisation(&'static Organisation),
    /// A name with the name of a country in it that is no country.
    Neither,
}

/// One way to write one name, folded.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) meaning: Meaning,
    /// A short form in capitals, which counts only in capitals. Other names count in any case as
    /// long as one of their words begins with a capital.
    pub(super) exact: bool,
}

/// The words, and an automaton whose patterns they are, in the same order.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: Words,
    pub(super) automaton: AhoCorasick,
}

impl Vocabulary {
    /// The word that a match of the automaton found.
    pub(super) fn word(&self, pattern: PatternID) -> Option<&Word> {
        self.words.list.get(pattern.as_usize())
    }

    /// Whether a text is a short form that counts only in capitals.
    pub(super) fn is_short_form(&self, text: &str) -> bool {
        let place = self.words.places.get(&text.to_lowercase());
        place.is_some_and(|at| self.words.list[*at].exact)
    }
}

#[allow(
    clippy::expect_used,
    reason = "the names are constants of the code, which any test that finds one tries"
)]
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words = words();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(words.list.iter().map(|word| &word.text))
        .expect("a few thousand short names fit an automaton");
    Vocabulary { words, automaton }
});

/// All words, each spelling once. Where two meanings claim a spelling the earlier one has it: names
/// before demonyms before organisations ("DRC" is the country, "Lao" has no plural "Laos").
fn words() -> Words {
    let mut words = Words::default();
    for country in countries() {
        for name in std::iter::once(&country.name).chain(&country.aliases) {
            words.add_all(&fold(name), COUNTRY_SPELLINGS, Meaning::Country(country.code, MentionForm::Name));
        }
    }
    for country in countries() {
        for demonym in &country.demonyms {
            let meaning = Meaning::Country(country.code, MentionForm::Demonym);
            let demonym = fold(demonym);
            if takes_plural(&demonym) {
                words.add_all(&format!("{demonym}s"), COUNTRY_SPELLINGS, meaning);
            }
            words.add_all(&demonym, COUNTRY_SPELLINGS, meaning);
        }
    }
    for organisation in organisations() {
        for name in all_names(organisation) {
            words.add_all(&fold(name), ORGANISATION_SPELLINGS, Meaning::Organisation(organisation));
        }
    }
    for decoy in DECOYS {
        words.add(fold(decoy), Meaning::Neither);
    }
    words
}

fn takes_plural(demonym: &str) -> bool {
    !["s", "sh", "ch", "ese", "x", "z"].iter().any(|ending| demonym.ends_with(ending))
        && !["Batswana", "Basotho", "Ni-Vanuatu", "I-Kiribati"].contains(&demonym)
}

/// Other ways to write a part of a name; every combination is taken.
type Spellings = &'static [(&'static str, &'static str)];

const COUNTRY_SPELLINGS: Spellings =
    &[(" and ", " & "), ("Saint ", "St. "), ("Saint ", "St "), ("Saint ", "Saint-"), ("-", " ")];

const ORGANISATION_SPELLINGS: Spellings = &[
    ("United Nations", "UN"),
    (" and ", " & "),
    ("Organization", "Organisation"),
    ("Organisation", "Organization"),
    ("Labour", "Labor"),
    ("Programme", "Program"),
    ("Centre", "Center"),
    ("Cooperation", "Co-operation"),
];

#[derive(Debug, Default)]
struct Words {
    list: Vec<Word>,
    places: HashMap<String, usize>,
}

impl Words {
    fn add_all(&mut self, name: &str, spellings: Spellings, meaning: Meaning) {
        let mut forms = vec![name.to_owned()];
        for (usual, other) in spellings {
            for at in 0..forms.len() {
                if forms[at].contains(usual) {
                    let form = forms[at].replace(usual, other);
                    forms.push(form);
                }
            }
        }
        for form in forms {
            self.add(form, meaning);
        }
    }

    fn add(&mut self, text: String, meaning: Meaning) {
        let exact = !text.contains(|c: char| c.is_lowercase());
        match self.places.entry(text.to_lowercase()) {
            Entry::Vacant(place) => {
                place.insert(self.list.len());
                self.list.push(Word { text, meaning, exact });
            }
            Entry::Occupied(place) => {
                let word = &mut self.list[*place.get()];
                word.exact &= exact || word.meaning != meaning;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_has_one_meaning_and_short_forms_are_exact() {
        let of = |text: &str| {
            VOCABULARY
                .words
                .list
                .iter()
                .filter(|word| word.text.eq_ignore_ascii_case(text))
                .collect::<Vec<_>>()
        };
        assert_eq!(of("laos").len(), 1);
        assert!(matches!(of("laos")[0].meaning, Meaning::Country(_, MentionForm::Name)));
        assert!(matches!(of("drc")[0].meaning, Meaning::Country(_, MentionForm::Name)));
        assert!(of("who")[0].exact && of("us")[0].exact);
        assert!(!of("interpol")[0].exact && !of("afdb")[0].exact);
        assert_eq!(of("st. kitts & nevis").len(), 1);
        assert_eq!(of("un high commissioner for refugees").len(), 1);
    }

    /// Two countries may not claim one spelling: it would silently be the first one's.
    #[test]
    fn no_spelling_is_of_two_countries() {
        let mut owners: HashMap<String, CountryCode> = HashMap::new();
        for country in countries() {
            let names = std::iter::once(&country.name).chain(&country.aliases).chain(&country.demonyms);
            for name in names {
                let owner = *owners.entry(fold(name).to_lowercase()).or_insert(country.code);
                assert_eq!(owner, country.code, "{name}");
            }
        }
    }
}
