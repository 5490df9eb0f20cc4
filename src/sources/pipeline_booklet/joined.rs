//! Lines joined into running text that still knows its lines.

use std::ops::Range;

use super::hyphens::Vocabulary;
use super::token::{Piece, Token};

/// Running text made of lines.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    /// Where in the text each line begins.
    starts: Vec<(usize, u32)>,
    /// Words that got a lost hyphen back: as printed, as read, line.
    pub(super) mended: Vec<(String, String, u32)>,
}

impl Joined {
    /// The text of the tokens as printed, line ends gone.
    pub(super) fn printed<'a>(tokens: impl IntoIterator<Item = &'a Token<'a>>) -> Self {
        let mut joined = Self::default();
        for token in tokens {
            if let Some(text) = token.text() {
                joined.push(token, text);
            }
        }
        joined
    }

    /// The same with lost hyphens restored where the document itself shows them.
    pub(super) fn read<'a>(tokens: impl IntoIterator<Item = &'a Token<'a>>, words: &Vocabulary) -> Self {
        let mut joined = Self::default();
        for token in tokens {
            let Some(text) = token.text() else { continue };
            let (text, mended) = words.mend(text);
            joined.push(token, &text);
            joined.mended.extend(mended.into_iter().map(|(printed, read)| (printed, read, token.first)));
        }
        joined
    }

    fn push(&mut self, token: &Token<'_>, line: &str) {
        let ends = self.text.chars().next_back();
        if matches!(token.piece, Piece::Item(_)) && ends.is_some_and(|end| end != ';') {
            // A bullet parts what a semicolon would part.
            self.text.push(';');
        }
        let closes_up = self.text.ends_with('-')
            && self.text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && line.starts_with(char::is_alphanumeric);
        if !self.text.is_empty() && !closes_up {
            self.text.push(' ');
        }
        self.starts.push((self.text.len(), token.first));
        self.text.push_str(line);
    }

    /// The words of a range of bytes; nothing where it is no range of the text.
    pub(super) fn get(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The first and last line of a range of bytes.
    pub(super) fn lines(&self, range: &Range<usize>) -> (u32, u32) {
        let line_at = |at: usize| {
            let before = self.starts.partition_point(|(start, _)| *start <= at);
            self.starts.get(before.saturating_sub(1)).map_or(1, |(_, line)| *line)
        };
        (line_at(range.start), line_at(range.end.saturating_sub(1).max(range.start)))
    }

    /// Where the line begins that holds a byte.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts.get(before.saturating_sub(1)).map_or(0, |(start, _)| *start)
    }

    /// All of it.
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.text.len()
    }
}

/// The range without the white space and the marks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>, marks: &[char]) -> Range<usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let drop = |c: char| c.is_whitespace() || marks.contains(&c);
    let begins = piece.trim_start_matches(drop);
    let start = range.start + (piece.len() - begins.len());
    start..start + begins.trim_end_matches(drop).len()
}
