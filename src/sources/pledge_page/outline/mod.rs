//! From blocks to the pledge's outline: commitments, each with its statements and its items.
//!
//! Pages differ. Commitments may be numbered or lettered and stand twice (a list, then a section each), be the
//! headings or paragraphs above lists, or be one paragraph with dated updates under it.

mod dated;
mod labelled;
mod unlabelled;

use super::blocks::{Block, Kind};
use super::marks::Field;
use super::passage::Piece;
use crate::record::PartialDate;
use crate::sources::dates::date;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) commitments: Vec<Commitment>,
    /// Dates of updates with the line that states each, in order.
    pub(super) updates: Vec<(PartialDate, Piece)>,
    /// Fields that the page leaves empty, by name.
    pub(super) empty_fields: Vec<(String, Piece)>,
    /// Blocks that belong to no commitment, with the reason.
    pub(super) strays: Vec<(Vec<Piece>, &'static str)>,
}

/// One commitment.
#[derive(Debug)]
pub(super) struct Commitment {
    /// Its number or letter; its position where none is printed.
    pub(super) name: String,
    /// Where it is stated: first in the list, then as the heading of its sections.
    pub(super) statements: Vec<Statement>,
    pub(super) items: Vec<Item>,
}

/// One statement of a commitment.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) pieces: Vec<Piece>,
    pub(super) words: String,
}

/// One item of progress: its own paragraph, then those that continue it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) paragraphs: Vec<Vec<Piece>>,
    /// Whether a paragraph without a mark continues it.
    pub(super) continued: bool,
    /// Whether it stands without a mark itself, where others have one.
    pub(super) unmarked: bool,
}

/// The outline of a page, by the layout that its blocks show.
pub(super) fn outline(blocks: &[Block]) -> Outline {
    let mut outline = Outline::default();
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1).map(Some).chain([None])) {
        if let (Kind::Field(field, value), Some(piece)) = (&block.kind, block.pieces.first()) {
            outline.field(*field, value, piece, block, next);
        }
    }
    let has = |wanted: fn(&Kind) -> bool| blocks.iter().any(|block| wanted(&block.kind));
    if has(|kind| matches!(kind, Kind::Labelled(_))) {
        labelled::read(blocks, &mut outline);
    } else if has(|kind| matches!(kind, Kind::Item(_))) {
        unlabelled::read(blocks, &mut outline);
    } else {
        dated::read(blocks, &mut outline);
    }
    outline
}

impl Outline {
    fn field(&mut self, field: Field, value: &str, piece: &Piece, block: &Block, next: Option<&Block>) {
        // An extractor may leave the value on the next line.
        let below = next.filter(|next| next.kind == Kind::Paragraph && next.words.len() < 40);
        let below = below.and_then(|next| Some((date(&next.words)?, next.pieces.first()?)));
        match (field, date(value), below) {
            (Field::Updated, Some(date), _) => self.updates.push((date, piece.clone())),
            (Field::Updated, None, Some((date, piece))) if value.is_empty() => {
                self.updates.push((date, piece.clone()))
            }
            _ if value.is_empty() => {
                self.empty_fields.push((block.words.trim_end_matches([':', ' ']).to_owned(), piece.clone()));
            }
            _ => {}
        }
    }
}

impl Commitment {
    fn new(name: String, block: &Block) -> Self {
        Self { name, statements: vec![Statement::of(block)], items: Vec::new() }
    }
}

impl Statement {
    fn of(block: &Block) -> Self {
        Self { pieces: block.pieces.clone(), words: block.words.clone() }
    }
}

impl Item {
    fn of(block: &Block) -> Self {
        Self { paragraphs: vec![block.pieces.clone()], continued: false, unmarked: false }
    }
}

/// Whether a paragraph reads as one: a sentence of some length, not a site's button or caption.
fn is_sentence(words: &str) -> bool {
    words.split_whitespace().count() > 7 && super::blocks::ends(words)
}

/// Whether two statements say the same, in much the same words: half of the shorter one's words or more.
fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (crate::record::terms(one), crate::record::terms(other));
    let shared = one.iter().filter(|term| other.binary_search(term).is_ok()).count();
    2 * shared >= one.len().min(other.len()).max(1)
}
