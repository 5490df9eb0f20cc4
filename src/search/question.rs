//! What is asked for: the words of a question.

use super::words::words;

/// Words that hold English together. They are left out of a question that has others.
const STOP_WORDS: [&str; 15] =
    ["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"];

/// The words of a question, each once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// Folded.
    pub words: Vec<String>,
    /// Whether the last one may still be being typed: nothing stands after it.
    pub unfinished: bool,
}

impl Question {
    pub fn new(text: &str) -> Self {
        let mut end = 0;
        let mut found: Vec<String> = Vec::new();
        for (at, word) in words(text) {
            end = at.end;
            // The last word is the last, also when it stood before.
            found.retain(|known| *known != word);
            found.push(word);
        }
        let is_stop_word = |word: &String| STOP_WORDS.contains(&word.as_str());
        let mut unfinished = end == text.len();
        if !found.iter().all(is_stop_word) {
            unfinished &= !found.last().is_some_and(is_stop_word);
            found.retain(|word| !is_stop_word(word));
        }
        Self { words: found, unfinished }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], unfinished: bool) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(Question::new(text), Question { words, unfinished }, "{text}");
    }

    #[test]
    fn the_last_word_is_unfinished_until_something_stands_after_it() {
        check("Families in Tajik", &["families", "tajik"], true);
        check("Families in Tajik ", &["families", "tajik"], false);
        check("Families in", &["families"], false);
    }

    #[test]
    fn each_word_counts_once() {
        check("work the Work, work decent work", &["decent", "work"], true);
    }

    #[test]
    fn stop_words_alone_are_words() {
        check("to the", &["to", "the"], true);
        check("", &[], true);
    }
}
