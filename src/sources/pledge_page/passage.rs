//! Running text that knows its lines.

use std::ops::Range;

use crate::document::text::Text;
use crate::record::{Fingerprint, Lines, Prose};
use crate::sources::reading;

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
    pub(super) fn cite(&self, text: &Text, range: &Range<usize>) -> Lines {
        let last = self.line_of(range.end.saturating_sub(1));
        reading::cite(text, self.line_of(range.start), last)
    }

    fn line_of(&self, byte: usize) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= byte);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}

/// The running text of some paragraphs; `None` when they hold no word. Where a line holds more than this text, the
/// text is known by its own words alone.
pub(super) fn prose(text: &Text, paragraphs: &[Vec<Piece>]) -> Option<Prose> {
    let prose = reading::prose(text, &line_ranges(&paragraphs.concat()))?;
    if !paragraphs.iter().flatten().any(|piece| shares_its_line(text, piece)) {
        return Some(prose);
    }
    let words: Vec<String> = paragraphs.iter().map(|pieces| Passage::of(text, pieces).words).collect();
    let words = words.join("\n");
    words.contains(char::is_alphanumeric).then(|| Prose { fingerprint: Fingerprint::of(&words), ..prose })
}

/// Whether more than a list mark stands beside a piece on its line.
fn shares_its_line(text: &Text, piece: &Piece) -> bool {
    let line = text.line(piece.line).map(|line| line.text.as_str()).unwrap_or_default();
    let before = line.get(..piece.range.start).unwrap_or_default();
    let after = line.get(piece.range.end..).unwrap_or_default();
    after.contains(char::is_alphanumeric) || before.chars().filter(|c| c.is_alphanumeric()).count() > 2
}

/// The ranges of consecutive lines that some pieces fill.
pub(super) fn line_ranges(pieces: &[Piece]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for piece in pieces {
        match ranges.last_mut() {
            Some((_, last)) if piece.line <= *last + 1 => *last = piece.line.max(*last),
            _ => ranges.push((piece.line, piece.line)),
        }
    }
    ranges
}
