//! The words of an index, and which of them a word of a question stands for.

use std::collections::HashMap;
use std::sync::LazyLock;

use fst::{IntoStreamer, Map, Streamer};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use rust_stemmers::{Algorithm, Stemmer};

/// A word of the index by its number, from 0, in alphabetic order.
pub(super) type Term = u32;

/// The words of an index.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    terms: Map<Vec<u8>>,
    /// Words by their stem.
    by_stem: HashMap<String, Vec<Term>>,
}

/// A word of the index that a word of a question stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    /// The word.
    pub term: Term,
    /// How near it is: 1 for the word itself.
    pub closeness: f32,
}

/// Another form of the word: "migrants" for "migrant".
const SAME_STEM: f32 = 0.9;
/// A word that begins with a single letter that was typed; it grows with how much of the word was typed.
const BEGUN: f32 = 0.5;
/// A word with one typo; with two it is half of that.
const ONE_TYPO: f32 = 0.6;
/// Words of so many letters may have a typo: fewer are too near to each other.
const LETTERS_FOR_ONE_TYPO: usize = 5;
/// Words of so many letters may have two.
const LETTERS_FOR_TWO_TYPOS: usize = 9;
/// No word is longer; what is longer is no word that anyone mistypes, and costs.
const LETTERS_AT_MOST: usize = 32;

impl Dictionary {
    /// A dictionary of words that are sorted, each once.
    pub fn new(sorted: &[String]) -> Self {
        let numbered = sorted.iter().zip(0_u64..);
        // Words out of order are all that it refuses.
        let terms = Map::from_iter(numbered).unwrap_or_default();
        let mut by_stem: HashMap<String, Vec<Term>> = HashMap::new();
        for (word, term) in sorted.iter().zip(0..) {
            by_stem.entry(STEMMER.stem(word).into_owned()).or_default().push(term);
        }
        Self { terms, by_stem }
    }

    /// The number of a word; `None` for one that is not in the index.
    pub fn term(&self, word: &str) -> Option<Term> {
        self.terms.get(word).map(|term| term as Term)
    }

    /// What a word of a question stands for: itself and its other forms; when it is `unfinished` also what begins with
    /// it; and only when there is none of these, the words that are nearest with a typo or two. Each once, by number.
    pub fn matches(&self, word: &str, unfinished: bool) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        found.extend(self.term(word).map(|term| Match { term, closeness: 1.0 }));
        let forms = self.by_stem.get(STEMMER.stem(word).as_ref()).into_iter().flatten();
        found.extend(forms.map(|term| Match { term: *term, closeness: SAME_STEM }));
        if unfinished {
            self.begun(word, &mut found);
        }
        if found.is_empty() {
            self.mistyped(word, unfinished, &mut found);
        }
        found.sort_by(|a, b| a.term.cmp(&b.term).then(b.closeness.total_cmp(&a.closeness)));
        found.dedup_by_key(|found| found.term);
        found
    }

    fn begun(&self, word: &str, found: &mut Vec<Match>) {
        let mut stream = self.terms.range().ge(word).into_stream();
        while let Some((term, number)) = stream.next() {
            if !term.starts_with(word.as_bytes()) {
                break;
            }
            let typed = word.len() as f32 / term.len() as f32;
            found.push(Match { term: number as Term, closeness: BEGUN + (SAME_STEM - BEGUN) * typed });
        }
    }

    fn mistyped(&self, word: &str, unfinished: bool, found: &mut Vec<Match>) {
        let builder = match word.len() {
            // Another number is not a number with a typo.
            _ if word.bytes().any(|byte| byte.is_ascii_digit()) => return,
            LETTERS_FOR_ONE_TYPO..LETTERS_FOR_TWO_TYPOS => &*ONE,
            LETTERS_FOR_TWO_TYPOS..=LETTERS_AT_MOST => &*TWO,
            _ => return,
        };
        let automaton = if unfinished { builder.build_prefix_dfa(word) } else { builder.build_dfa(word) };
        let mut stream = self.terms.search(&automaton).into_stream();
        let mut least = u8::MAX;
        while let Some((term, number)) = stream.next() {
            let Distance::Exact(typos) = automaton.eval(term) else { continue };
            if typos < least {
                least = typos;
                found.clear();
            }
            if typos == least {
                let closeness = ONE_TYPO / f32::from(typos.max(1));
                found.push(Match { term: number as Term, closeness });
            }
        }
    }
}

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Two letters that changed places are one typo.
static ONE: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 9] =
        ["coast", "cost", "ivory", "migrant", "migrants", "migration", "tajik", "tajikistan", "who"];

    fn check(word: &str, unfinished: bool, expected: &[&str]) {
        let dictionary = Dictionary::new(&WORDS.map(str::to_owned));
        let found = dictionary.matches(word, unfinished);
        let found: Vec<&str> = found.iter().map(|found| WORDS[found.term as usize]).collect();
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn a_word_stands_for_itself_and_its_forms() {
        check("migrants", false, &["migrant", "migrants"]);
        check("who", false, &["who"]);
    }

    #[test]
    fn only_an_unfinished_word_stands_for_what_begins_with_it() {
        check("migra", true, &["migrant", "migrants", "migration"]);
        check("migra", false, &[]);
        check("taj", true, &["tajik", "tajikistan"]);
    }

    #[test]
    fn typos_are_forgiven_when_nothing_is_written_so_and_the_nearest_are_taken() {
        check("tajikstan", false, &["tajikistan"]);
        check("tajikitsan", false, &["tajikistan"]);
        check("tajkist", true, &["tajikistan"]);
        check("tajkist", false, &[]);
        check("tadschikistan", false, &[]);
        check("caost", false, &["coast", "cost"]);
        check("coast", false, &["coast"]);
        check("wno", false, &[]);
    }

    #[test]
    fn another_number_is_no_typo() {
        check("cost1", false, &[]);
    }

    #[test]
    fn a_nearer_word_scores_more() {
        let dictionary = Dictionary::new(&WORDS.map(str::to_owned));
        let found = dictionary.matches("migrant", true);
        let closeness = |word: &str| {
            let term = dictionary.term(word).unwrap();
            found.iter().find(|found| found.term == term).map(|found| found.closeness)
        };
        assert_eq!(closeness("migrant"), Some(1.0));
        assert_eq!(closeness("migrants"), Some(SAME_STEM));
        assert_eq!(closeness("migration"), None);
    }

    #[test]
    fn a_very_long_word_is_not_read_with_typos() {
        check(&"tajikistan".repeat(20), false, &[]);
    }
}
