//! The distinctive words of a text, as an index keeps them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

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
    fn terms_are_stems_without_accents_order_or_repeats() {
        assert_eq!(terms("The Farmers’ farmer of Côte — 300 farms!"), ["cote", "farm", "farmer"]);
    }
}
