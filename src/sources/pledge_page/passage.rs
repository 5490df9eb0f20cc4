//! Running text that knows its lines.

use std::ops::Range;

use super::page::Page;
use crate::document::text::Text;
use crate::record::Lines;

/// A part of a line: what stands after a list mark, or between two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line's number.
    pub(super) line: u32,
    /// The bytes of the line's text.
    pub(super) range: Range<usize>,
}

/// One paragraph, its lines joined as a person reads them.
#[derive(Debug, Clone, Default)]
pub(super) struct Passage {
    /// The paragraph.
    pub(super) words: String,
    /// Where each line's text begins in it.
    lines: Vec<(usize, u32)>,
}

impl Passage {
    pub(super) fn of(text: &Text, pieces: &[Piece]) -> Self {
        let mut passage = Self::default();
        for piece in pieces {
            let words = text.line(piece.line).and_then(|line| line.text.get(piece.range.clone()));
            passage.push(words.unwrap_or_default().trim(), piece.line);
        }
        passage
    }

    /// A hyphen at a line's end is kept and closed up, as in [`Text::prose`].
    fn push(&mut self, words: &str, line: u32) {
        if words.is_empty() {
            return;
        }
        let mut end = self.words.chars().rev();
        let hyphen = end.next() == Some('-') && end.next().is_some_and(char::is_alphanumeric);
        let closes_up = hyphen && words.starts_with(char::is_alphanumeric);
        if !self.words.is_empty() && !closes_up {
            self.words.push(' ');
        }
        self.lines.push((self.words.len(), line));
        self.words.push_str(words);
    }

    /// Evidence for some bytes of the paragraph: the lines they stand on.
    pub(super) fn cite(&self, page: &Page<'_>, range: &Range<usize>) -> Lines {
        page.cite(self.line_of(range.start), self.line_of(range.end.saturating_sub(1)))
    }

    fn line_of(&self, byte: usize) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= byte);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}
