//! How a document is set: the size of its text, the space between its lines, the sizes of its headings.

use std::collections::BTreeMap;

use super::layout::{Begins, Placed};
use super::word::Piece;

/// What the lines of a document have in common.
#[derive(Debug)]
pub(super) struct Typeface {
    /// The size of most letters.
    body: u32,
    /// From baseline to baseline in sizes of the font, where lines follow each other.
    leading: f32,
    /// The sizes of headings, from the largest.
    headings: Vec<u32>,
}

/// Larger than the text by so much, as a share of it, is a heading.
const LARGER: f32 = 1.14;
/// Headings have at most this part of the letters that the text has: what has more is text in a larger size. Where
/// there is next to no text, a few letters may be as many.
const HEADINGS: usize = 4;
const FEW: usize = 200;
/// What stands farther below than this, in leadings, is another paragraph.
const APART: f32 = 1.25;
/// Lines farther apart than this, in sizes of the font, do not follow each other.
const MOST_LEADING: f32 = 2.5;
/// As set where a document has too few lines to tell.
const USUAL_LEADING: f32 = 1.2;
/// A heading is no longer than this, in words on a line.
const MOST_WORDS: usize = 20;
/// As many levels as HTML and Markdown have.
const MOST_LEVELS: usize = 6;

impl Typeface {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Placed> + Clone) -> Self {
        let mut letters: BTreeMap<u32, usize> = BTreeMap::new();
        for placed in lines.clone() {
            *letters.entry(size(&placed.piece)).or_default() +=
                placed.piece.words.iter().map(|word| word.text.len()).sum::<usize>();
        }
        let body = letters.iter().max_by_key(|(_, count)| **count).map_or(0, |(size, _)| *size);
        let most = letters.get(&body).map_or(0, |count| count / HEADINGS);
        let headings = letters
            .iter()
            .rev()
            .filter(|(size, count)| **size as f32 > LARGER * body as f32 && **count <= most.max(FEW));
        let headings = headings.map(|(size, _)| *size);
        let headings = headings.collect();
        Self { body, leading: leading(lines, body), headings }
    }

    /// The level of a heading, from 1; `None` for text.
    pub(super) fn level(&self, piece: &Piece) -> Option<u8> {
        let words = piece.text().contains(char::is_alphabetic) && piece.count() <= MOST_WORDS;
        let rank = self.headings.iter().position(|heading| *heading == size(piece))?;
        words.then(|| rank.min(MOST_LEVELS - 1) as u8 + 1)
    }

    /// Whether white space or another size parts a line from the one before it.
    pub(super) fn are_apart(&self, before: &Piece, line: &Piece) -> bool {
        let step = line.baseline - before.baseline;
        self.are_unlike(before, line)
            || step < 0.0
            || step > APART * self.leading * before.size.max(line.size)
    }

    /// Whether one of two lines is a heading by its size and the other is not, or not that one.
    pub(super) fn are_unlike(&self, one: &Piece, other: &Piece) -> bool {
        let (one, other) = (size(one) as f32, size(other) as f32);
        one.max(other) > LARGER * one.min(other) && one.max(other) > LARGER * self.body as f32
    }
}

/// In half points: what is less is not seen.
fn size(piece: &Piece) -> u32 {
    (piece.size * 2.0).round() as u32
}

/// The least step that is common between lines of that size.
fn leading<'a>(lines: impl Iterator<Item = &'a Placed>, body: u32) -> f32 {
    let mut steps: BTreeMap<u32, usize> = BTreeMap::new();
    let mut before: Option<&Piece> = None;
    for placed in lines {
        let piece = &placed.piece;
        if let Some(before) = before
            .filter(|before| placed.begins == Begins::Nothing && size(before) == body && size(piece) == body)
        {
            let step = (piece.baseline - before.baseline) / piece.size;
            if (0.8..MOST_LEADING).contains(&step) {
                *steps.entry((step * 20.0).round() as u32).or_default() += 1;
            }
        }
        before = Some(piece);
    }
    // Not the commonest: where paragraphs are of one line, that is the space between them.
    let enough = (steps.values().sum::<usize>() / RARE).max(2);
    let smallest = steps.iter().find(|(_, count)| **count >= enough);
    smallest.map_or(USUAL_LEADING, |(step, _)| *step as f32 / 20.0)
}

/// A step that is less common than one in so many is one of a footnote mark or a table.
const RARE: usize = 10;
