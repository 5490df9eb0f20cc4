//! Hyphens that an extractor lost at a line's end, restored only where the document shows the word with them.

use std::collections::{HashMap, HashSet};

use crate::document::text::Text;

/// The words of a document as far as hyphens go.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// How often each word stands, in lower case.
    times: HashMap<String, usize>,
    /// For a word's letters, the forms with hyphens.
    forms: HashMap<String, HashSet<String>>,
}

/// Second parts that English always hyphenates to a noun.
const SECOND_PARTS: [&str; 6] = ["based", "driven", "centred", "centered", "oriented", "responsive"];
/// A form must stand this much more often than a word that stands more than once without hyphens.
const FAR_MORE: usize = 3;

impl Vocabulary {
    pub(super) fn of(text: &Text) -> Self {
        let mut words = Self::default();
        // A table of contents repeats the titles with their slips: a word between the same two words counts once.
        let mut seen: HashSet<[&str; 3]> = HashSet::new();
        let all = text.lines().flat_map(|(_, line)| line.text.split(' ')).map(bare);
        let all: Vec<&str> = all.filter(|word| !word.is_empty()).collect();
        for (at, word) in all.iter().enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| all.get(at)).copied().unwrap_or_default();
            if seen.insert([beside(at.checked_sub(1)), word, beside(Some(at + 1))]) {
                let word = word.to_lowercase();
                let letters: String = word.chars().filter(|c| *c != '-').collect();
                if letters.len() < word.len() && !word.contains("--") && !word.starts_with('-') {
                    words.forms.entry(letters).or_default().insert(word.clone());
                }
                *words.times.entry(word).or_default() += 1;
            }
        }
        words
    }

    /// The line with lost hyphens restored, and each word so mended, as printed and as read.
    pub(super) fn mend(&self, line: &str) -> (String, Vec<(String, String)>) {
        let mut mended = Vec::new();
        let mut words = Vec::new();
        for printed in line.split(' ') {
            let word = bare(printed);
            match self.with_hyphens(word) {
                Some(read) => {
                    words.push(printed.replacen(word, &read, 1));
                    mended.push((word.to_owned(), read));
                }
                None => words.push(printed.to_owned()),
            }
        }
        (words.join(" "), mended)
    }

    fn with_hyphens(&self, word: &str) -> Option<String> {
        if word.len() < 6 {
            return None;
        }
        let lower = word.to_lowercase();
        let times = self.count(&lower);
        let letters: String = lower.chars().filter(|c| *c != '-').collect();
        let more = |form: &&String| form.len() > lower.len() && self.is_sure(times, self.count(form));
        let form = self.forms.get(&letters).and_then(|forms| {
            forms.iter().filter(more).max_by_key(|form| (self.count(form), (*form).clone()))
        });
        form.cloned().or_else(|| self.compound(&lower, times)).map(|form| like(word, &form))
    }

    /// A word that stands once without its hyphen lost it; one that stands so again and again is spelt so.
    fn is_sure(&self, times: usize, times_with_hyphens: usize) -> bool {
        times <= 1 || times_with_hyphens > FAR_MORE * times
    }

    /// "communitybased": a word of the document and a second part that is always hyphenated.
    fn compound(&self, lower: &str, times: usize) -> Option<String> {
        let part = SECOND_PARTS.iter().find(|part| lower.ends_with(**part))?;
        let noun = lower.strip_suffix(*part)?;
        (times <= 1 && noun.len() > 3 && self.count(noun) > 0).then(|| format!("{noun}-{part}"))
    }

    fn count(&self, word: &str) -> usize {
        self.times.get(word).copied().unwrap_or_default()
    }
}

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The hyphenated form in the letters of the printed word.
fn like(printed: &str, form: &str) -> String {
    let mut letters = printed.chars().filter(|c| *c != '-');
    form.chars().map(|c| if c == '-' { '-' } else { letters.next().unwrap_or(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, MediaType, text};

    fn check(document: &str, printed: &str, read: &str) {
        let document = Document {
            bytes: document.into(),
            media_type: MediaType::Plain,
            origin: "test".into(),
            charset: None,
        };
        let words = Vocabulary::of(&text::read(&document).unwrap());
        assert_eq!(words.mend(printed).0, read);
    }

    #[test]
    fn a_word_that_stands_hyphenated_elsewhere_gets_its_hyphens_back() {
        check("Datadriven plans\na data-driven plan", "Datadriven plans", "Data-driven plans");
        check("a wholeof-society way\n(whole-of-society)", "a wholeof-society way", "a whole-of-society way");
    }

    #[test]
    fn a_word_that_is_often_printed_solid_is_spelt_so() {
        check(
            "socioeconomic, socioeconomic\nsocio-economic",
            "the socioeconomic part",
            "the socioeconomic part",
        );
        check("subnational", "the subnational level", "the subnational level");
    }

    #[test]
    fn a_noun_and_a_part_that_is_always_hyphenated_are_parted() {
        check("the community\nCommunitybased groups", "Communitybased groups", "Community-based groups");
        check("unresponsive", "unresponsive", "unresponsive");
    }
}
