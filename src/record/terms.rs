//! The distinctive words of a text, as an index keeps them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// The terms of a text, as it is kept: in one piece, as there are many texts with many of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Terms {
    /// A term has no space in it, so that one stands between each two.
    joined: Box<str>,
}

impl Terms {
    /// The terms, in the order that they were given in.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.joined.split(' ').filter(|term| !term.is_empty())
    }

    /// Whether a term is among them.
    #[must_use]
    pub fn contains(&self, term: &str) -> bool {
        self.iter().any(|known| known == term)
    }
}

impl<T: AsRef<str>> FromIterator<T> for Terms {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Self {
        let mut joined = String::new();
        for term in terms {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(term.as_ref());
        }
        Self { joined: joined.into() }
    }
}

impl From<Vec<String>> for Terms {
    fn from(terms: Vec<String>) -> Self {
        terms.into_iter().collect()
    }
}

impl From<Terms> for Vec<String> {
    fn from(terms: Terms) -> Self {
        terms.iter().map(str::to_owned).collect()
    }
}

/// Stems of the words that carry meaning, sorted, each once: accents folded, stop words, numbers and words of fewer
/// than three letters left out. What two texts share of them says how alike their subjects are.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let folded = deunicode::deunicode(text).to_lowercase().replace('\'', " ");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| word.len() > 2 && word.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let words = words.filter(|word| STOP_WORDS.binary_search(word).is_err());
    words.map(|word| STEMMER.stem(word).into_owned()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Readable words as part of a key or slug: lower case, ASCII, hyphens between words.
#[must_use]
pub fn slug(words: &str) -> String {
    let folded = deunicode::deunicode(words).to_lowercase();
    let parts = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// English function words, sorted; the rarity of a word over the corpus does the rest.
const STOP_WORDS: [&str; 94] = [
    "about",
    "above",
    "after",
    "against",
    "all",
    "also",
    "among",
    "and",
    "any",
    "are",
    "around",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "can",
    "could",
    "did",
    "does",
    "down",
    "during",
    "each",
    "either",
    "few",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "her",
    "here",
    "him",
    "his",
    "how",
    "including",
    "into",
    "its",
    "many",
    "may",
    "more",
    "most",
    "must",
    "not",
    "now",
    "off",
    "one",
    "only",
    "onto",
    "other",
    "others",
    "our",
    "out",
    "over",
    "own",
    "same",
    "she",
    "should",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "thus",
    "too",
    "two",
    "under",
    "until",
    "upon",
    "very",
    "was",
    "well",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_for_the_search() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn terms_are_kept_in_one_piece_and_written_down_as_a_list() {
        let kept: Terms = ["cote", "farm"].into_iter().collect();
        assert_eq!(kept.iter().collect::<Vec<_>>(), ["cote", "farm"]);
        assert!(kept.contains("farm") && !kept.contains("far") && !kept.contains("cote farm"));
        assert_eq!(serde_json::to_string(&kept).unwrap(), r#"["cote","farm"]"#);
        assert_eq!(serde_json::from_str::<Terms>(r#"["cote","farm"]"#).unwrap(), kept);
        assert_eq!(Terms::default().iter().count(), 0);
    }

    #[test]
    fn terms_are_stems_without_accents_order_or_repeats() {
        assert_eq!(terms("The Farmers’ farmer of Côte — 300 farms!"), ["cote", "farm", "farmer"]);
    }
}
