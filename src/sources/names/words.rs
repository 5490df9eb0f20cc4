//! Words of a text with their places, and how they are written.

use std::ops::Range;

/// A word: letters and digits, with the apostrophes, hyphens and full stops inside it.
#[derive(Debug, Clone, Copy)]
pub struct Word<'t> {
    /// The word, a possessive ending included.
    pub text: &'t str,
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match start {
            None if c.is_alphanumeric() => start = Some(at),
            Some(from) if !continues(text, at, c) => {
                words.extend(word(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.extend(word(text, from..text.len()));
    }
    words
}

/// Letters and digits continue a word; apostrophe and hyphen do so before one.
fn continues(text: &str, at: usize, c: char) -> bool {
    let before_letter = || text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
    c.is_alphanumeric() || (matches!(c, '\'' | '’' | '-' | '‑') && before_letter())
}

fn word(text: &str, range: Range<usize>) -> Option<Word<'_>> {
    let Range { start, end } = range;
    Some(Word { text: text.get(start..end)?, start, end })
}

impl<'t> Word<'t> {
    /// The word without a possessive ending.
    pub fn bare(&self) -> &'t str {
        ["'s", "’s", "'S", "’S"].iter().find_map(|ending| self.text.strip_suffix(ending)).unwrap_or(self.text)
    }

    /// Whether it ends in a possessive.
    pub fn is_possessive(&self) -> bool {
        self.bare().len() < self.text.len()
    }

    /// Written as a name is: a capital first, a small letter somewhere.
    pub fn is_capitalised(&self) -> bool {
        let bare = self.bare();
        bare.starts_with(char::is_uppercase) && bare.chars().any(char::is_lowercase) && !self.is_acronym()
    }

    /// Written as an acronym is: "UNDP", "M4SD", "COVID-19", "UNCTs": two capitals or more, no small letter but a
    /// plural's.
    pub fn is_acronym(&self) -> bool {
        let bare = self.bare();
        let bare = bare.strip_suffix('s').unwrap_or(bare);
        bare.chars().filter(|c| c.is_uppercase()).count() > 1 && !bare.chars().any(char::is_lowercase)
    }

    /// Whether it is that word, whatever its case.
    pub fn is(&self, other: &str) -> bool {
        self.text.eq_ignore_ascii_case(other)
    }

    /// Whether it is one of those words (lower case), whatever its case.
    pub fn is_one_of(&self, others: &[&str]) -> bool {
        others.iter().any(|other| self.is(other))
    }

    /// Whether it is one of the words of a list, whatever its case; a list is lower-case words between spaces.
    pub fn is_among(&self, list: &str) -> bool {
        list.split(' ').any(|other| self.is(other))
    }

    /// Whether it is written just as a word of a list.
    pub fn is_small_among(&self, list: &str) -> bool {
        list.split(' ').any(|other| self.text == other)
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Ranges of bytes, to ask whether something lies in one of them.
#[derive(Debug, Clone, Default)]
pub struct Ranges(Vec<Range<usize>>);

impl Ranges {
    /// Those ranges; what overlaps becomes one.
    pub fn new(ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether a range shares a byte with one of them.
    #[must_use]
    pub fn overlaps(&self, range: &Range<usize>) -> bool {
        let from = self.0.partition_point(|other| other.end <= range.start);
        self.0.get(from).is_some_and(|other| other.start < range.end)
    }

    /// Whether a byte lies in one of them.
    #[must_use]
    pub fn hold(&self, byte: usize) -> bool {
        self.overlaps(&(byte..byte + 1))
    }

    /// The ranges, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Range<usize>> {
        self.0.iter()
    }
}
