//! Where a capitalised name begins and ends.

use std::ops::Range;

use crate::sources::names::Word;

/// Words of a paragraph with what may be part of a name.
pub(super) struct Title<'t, 'w> {
    pub(super) text: &'t str,
    pub(super) words: &'w [Word<'t>],
}

impl Title<'_, '_> {
    pub(super) fn word(&self, at: usize) -> Option<&Word<'_>> {
        self.words.get(at)
    }

    /// The bytes of the words from one to another, both included.
    pub(super) fn range(&self, first: usize, last: usize) -> Option<Range<usize>> {
        let (first, last) = (self.words.get(first)?, self.words.get(last)?);
        Some(first.start..last.start + last.bare().len())
    }

    /// Whether a word is written as names are: a capital, an acronym, a number after one.
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_capitalised() || word.is_acronym())
    }

    /// What stands between a word and the next.
    pub(super) fn gap(&self, at: usize) -> &str {
        let pair = self.words.get(at).zip(self.words.get(at + 1));
        pair.and_then(|(one, two)| self.text.get(one.end..two.start)).unwrap_or("\n")
    }

    /// How many words from one to another, both included, are capitalised.
    pub(super) fn capitals(&self, first: usize, last: usize) -> usize {
        (first..=last).filter(|at| self.is_name(*at)).count()
    }

    /// The last word of a name that goes on after a word: over capitalised words, over small words between them, and
    /// over the commas of a list that ends with "and".
    pub(super) fn end(&self, from: usize) -> usize {
        let mut last = from;
        while last < from + LONGEST {
            let Some(next) = self.next_capital(last).or_else(|| self.after_comma(last)) else { break };
            last = next;
        }
        last
    }

    /// The next capitalised word, at most three small words on.
    fn next_capital(&self, last: usize) -> Option<usize> {
        if self.words.get(last)?.is_possessive() && !self.is_name(last + 1) {
            return None;
        }
        for at in last + 1..=last + 4 {
            if !matches!(self.gap(at - 1), " " | " (" | ") ")
                || (self.gap(at - 1) != " " && !self.is_name(at))
            {
                return None;
            }
            if self.is_name(at) {
                return (self.gap(at - 1) == " ").then_some(at);
            }
            if !self.words.get(at).is_some_and(|word| INSIDE.contains(&word.text)) {
                return None;
            }
        }
        None
    }

    /// The element after a comma, in "Bread, Tea and Salt".
    fn after_comma(&self, last: usize) -> Option<usize> {
        if self.gap(last) != ", " || !self.is_name(last + 1) {
            return None;
        }
        let mut at = last + 1;
        for _ in 0..12 {
            match self.gap(at) {
                " " if self.is_name(at + 1) => at += 1,
                ", " if self.is_name(at + 1) => at += 1,
                " " | ", " if self.words.get(at + 1)?.text == "and" => {
                    let article = usize::from(self.words.get(at + 2)?.text == "the");
                    return self.is_name(at + 2 + article).then_some(last + 1);
                }
                _ => return None,
            }
        }
        None
    }
}

/// No name has more words.
pub(super) const LONGEST: usize = 40;
/// Small words inside titles.
const INSIDE: [&str; 20] = [
    "a", "among", "an", "and", "at", "by", "de", "for", "from", "in", "into", "its", "of", "on", "the",
    "their", "through", "to", "towards", "with",
];
