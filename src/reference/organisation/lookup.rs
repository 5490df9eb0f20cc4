//! From a short form, a name or an alias to the organisation.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Organisation, organisations};
use crate::reference::fold::fold;
use crate::reference::similarity::{nearest, nearness};

/// The organisation that a whole text names by short form, full name or alias. Case, accents,
/// punctuation, "UN" for "United Nations", "&" for "and" and American spelling do not matter; none
/// for any other text.
#[must_use]
pub fn organisation(acronym: &str) -> Option<&'static Organisation> {
    NAMES.get(&key(acronym)).copied()
}

/// The organisations that a text which names none may have meant, best first, at most three.
#[must_use]
pub fn similar_organisations(text: &str) -> Vec<&'static Organisation> {
    let typed = key(text);
    if typed.is_empty() {
        return Vec::new();
    }
    let scored = organisations().iter().flat_map(|organisation| {
        let typed = &typed;
        all_names(organisation).map(move |name| (nearness(&key(name), typed), organisation))
    });
    nearest(scored)
}

/// The short form, the full name and the aliases of an organisation.
pub(in crate::reference) fn all_names(
    organisation: &'static Organisation,
) -> impl Iterator<Item = &'static str> {
    [organisation.acronym, organisation.name].into_iter().chain(organisation.aliases.iter().copied())
}

static NAMES: LazyLock<HashMap<String, &'static Organisation>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for organisation in organisations() {
        for name in all_names(organisation) {
            names.entry(key(name)).or_insert(organisation);
        }
    }
    names
});

/// The words of a name in lower case and in one spelling.
fn key(name: &str) -> String {
    let folded = fold(name).to_lowercase().replace('&', " and ").replace(['\'', '.'], "");
    let mut words: Vec<&str> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match SPELLINGS.iter().find(|(other, _)| *other == word) {
            _ if word == "the" => {}
            _ if word == "nations" && words.last() == Some(&"united") => {
                words.pop();
                words.push("un");
            }
            Some((_, one)) => words.push(one),
            None => words.push(word),
        }
    }
    words.join(" ")
}

const SPELLINGS: [(&str, &str); 6] = [
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("labor", "labour"),
    ("program", "programme"),
    ("center", "centre"),
    ("childrens", "children"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn acronym_of(text: &str) -> Option<&'static str> {
        organisation(text).map(|organisation| organisation.acronym)
    }

    #[test]
    fn no_two_organisations_share_a_name() {
        for organisation in organisations() {
            for name in all_names(organisation) {
                assert_eq!(acronym_of(name), Some(organisation.acronym), "{name}");
            }
        }
    }

    #[test]
    fn spellings_do_not_matter() {
        for (text, acronym) in [
            ("iom", "IOM"),
            (" IOM ", "IOM"),
            ("Un Women", "UN Women"),
            ("UN-WOMEN", "UN Women"),
            ("International Organisation for Migration", "IOM"),
            ("International Labor Organization", "ILO"),
            ("UN Children\u{2019}s Fund", "UNICEF"),
            ("UN High Commissioner for Refugees", "UNHCR"),
            ("UN Development Program", "UNDP"),
            ("Office of the UN High Commissioner for Human Rights", "OHCHR"),
            ("Swiss Agency for Development & Cooperation", "SDC"),
            ("the World Bank", "World Bank"),
            ("ITC-ILO", "ITCILO"),
            ("Food and Agriculture Organization of the UN", "FAO"),
            ("UN Network on Migration", "UNNM"),
            ("Mano River Union", "MRU"),
        ] {
            assert_eq!(acronym_of(text), Some(acronym), "{text}");
        }
    }

    #[test]
    fn other_texts_name_none() {
        for text in ["", "UN", "Ministry of Health", "IO", "IOM and UNDP"] {
            assert_eq!(acronym_of(text), None, "{text}");
        }
    }

    #[test]
    fn near_misses_come_best_first() {
        let first = |text: &str| similar_organisations(text).first().map(|found| found.acronym);
        assert_eq!(first("UNCHR"), Some("UNHCR"));
        assert_eq!(first("UNWomen2"), Some("UN Women"));
        assert_eq!(first("International Organization of Migrations"), Some("IOM"));
        assert_eq!(first("zzzzzz"), None);
        assert_eq!(first(""), None);
    }
}
