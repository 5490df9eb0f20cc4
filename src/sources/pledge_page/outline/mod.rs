//! From blocks to the pledge's outline: commitments, each with its statements and its items.
//!
//! Pages differ. Commitments may be numbered or lettered and stand twice (a list, then a section each), be the
//! headings or paragraphs above lists, or be one paragraph with dated updates under it.

mod dated;
mod dating;
mod labelled;
mod unlabelled;

use super::blocks::{Block, Kind};
use super::marks::Field;
use super::passage::Piece;
use crate::record::PartialDate;
use crate::sources::dates::{Order, as_certain};

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) commitments: Vec<Commitment>,
    /// Dates of updates with the line that states each, in order.
    pub(super) updates: Vec<(PartialDate, Piece)>,
    /// Who pledges, by a field of the page, with its line.
    pub(super) pledger: Option<(String, Piece)>,
    /// Fields that the page leaves empty, by name.
    pub(super) empty_fields: Vec<(String, Piece)>,
    /// Whether every update heads the items below it, as where it is the only order that a page has.
    pub(super) dates_items: bool,
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
    /// The date of the update under which it stands, with the line that states it.
    pub(super) reported: Option<(PartialDate, Piece)>,
}

/// The outline of a page, by the layout that its blocks show. `order` is that of the page's dates in numbers.
pub(super) fn outline(blocks: &[Block], order: Option<Order>) -> Outline {
    let mut outline = Outline::default();
    for (block, next) in blocks.iter().zip(blocks.iter().skip(1).map(Some).chain([None])) {
        if let (Kind::Field(field, value), Some(piece)) = (&block.kind, block.pieces.first()) {
            outline.field(*field, value, piece, block, next, order);
        }
    }
    let has = |wanted: fn(&Kind) -> bool| blocks.iter().any(|block| wanted(&block.kind));
    if has(|kind| matches!(kind, Kind::Labelled(_))) {
        labelled::read(blocks, &mut outline);
    } else if let Some(numbered) = unlabelled::numbered(blocks) {
        labelled::read(&numbered, &mut outline);
    } else if has(|kind| matches!(kind, Kind::Item(_))) && !dated::is_for(blocks) {
        unlabelled::read(blocks, &mut outline);
    } else {
        dated::read(blocks, &mut outline);
    }
    outline.date_items();
    outline
}

impl Outline {
    fn field(
        &mut self,
        field: Field,
        value: &str,
        piece: &Piece,
        block: &Block,
        next: Option<&Block>,
        order: Option<Order>,
    ) {
        let date = |words: &str| as_certain(words, order).map(|(date, _)| date);
        // An extractor may leave the value on the next line.
        let beside = next.filter(|next| next.words.len() < 80 && value.is_empty());
        let below = beside.filter(|next| next.kind == Kind::Paragraph);
        let below = below.and_then(|next| Some((next.words.clone(), next.pieces.first()?.clone())));
        match (field, date(value), below) {
            (Field::Pledger, _, _) if !value.is_empty() => {
                self.pledger.get_or_insert_with(|| (value.to_owned(), piece.clone()));
            }
            (Field::Pledger, _, Some((words, piece))) => {
                self.pledger.get_or_insert((words, piece));
            }
            (Field::Updated, Some(date), _) => self.updates.push((date, piece.clone())),
            (Field::Updated, None, Some((words, piece))) if date(&words).is_some() => {
                self.updates.extend(date(&words).map(|date| (date, piece)));
            }
            (Field::Updated, None, None)
                if beside.is_some_and(|next| matches!(next.kind, Kind::Field(Field::Updated, _))) => {}
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
        Self { paragraphs: vec![block.pieces.clone()], continued: false, unmarked: false, reported: None }
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

/// Whether words undertake something.
fn commits(words: &str) -> bool {
    let words = words.to_lowercase();
    ["commit", "pledge", "undertake"].iter().any(|sign| words.contains(sign))
}

/// Why an item is not read.
const UNDER_NONE: &str = "an item of progress that stands under no commitment's heading";
