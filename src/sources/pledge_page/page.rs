//! The page's lines, with the evidence for each range of them counted once.

use std::cell::RefCell;
use std::collections::HashMap;

use super::passage::{Passage, Piece};
use crate::document::text::Text;
use crate::record::{Fingerprint, Lines, Prose, Stated};
use crate::sources::reading;

/// A page to cite from. One line may hold many values, and its hash is the same for all of them.
pub(super) struct Page<'t> {
    pub(super) text: &'t Text,
    cited: RefCell<HashMap<(u32, u32), Lines>>,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, cited: RefCell::default() }
    }

    /// Evidence for the lines from one to another.
    pub(super) fn cite(&self, first: u32, last: u32) -> Lines {
        let mut cited = self.cited.borrow_mut();
        cited.entry((first, last)).or_insert_with(|| reading::cite(self.text, first, last)).clone()
    }

    /// Evidence for the lines that some pieces fill.
    pub(super) fn cite_pieces(&self, pieces: &[Piece]) -> Vec<Lines> {
        line_ranges(pieces).into_iter().map(|(first, last)| self.cite(first, last)).collect()
    }

    /// A value stated on one line.
    pub(super) fn stated<T>(&self, value: T, line: u32) -> Stated<T> {
        Stated::new(value, self.cite(line, line))
    }

    /// The words of some paragraphs as evidence keeps them; `None` when they hold no word. Where a line holds more
    /// than this text, the text is known by its own words alone.
    pub(super) fn prose(&self, paragraphs: &[Vec<Piece>]) -> Option<Prose> {
        let pieces = paragraphs.concat();
        if !pieces.iter().any(|piece| self.shares_its_line(piece)) {
            return reading::prose(self.text, &line_ranges(&pieces));
        }
        let words: Vec<String> =
            paragraphs.iter().map(|pieces| Passage::of(self.text, pieces).words).collect();
        let words = words.join("\n");
        let at = self.cite_pieces(&pieces);
        words.contains(char::is_alphanumeric).then(|| Prose { at, fingerprint: Fingerprint::of(&words) })
    }

    /// Whether more than a list mark stands beside a piece on its line.
    fn shares_its_line(&self, piece: &Piece) -> bool {
        let line = self.text.line(piece.line).map(|line| line.text.as_str()).unwrap_or_default();
        let before = line.get(..piece.range.start).unwrap_or_default();
        let after = line.get(piece.range.end..).unwrap_or_default();
        after.contains(char::is_alphanumeric)
            || before.chars().filter(|c| c.is_alphanumeric()).nth(2).is_some()
    }
}

/// The ranges of consecutive lines that some pieces fill.
fn line_ranges(pieces: &[Piece]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for piece in pieces {
        match ranges.last_mut() {
            Some((_, last)) if piece.line <= *last + 1 => *last = piece.line.max(*last),
            _ => ranges.push((piece.line, piece.line)),
        }
    }
    ranges
}
