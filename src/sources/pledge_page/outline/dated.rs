//! Pages of commitments without lists of their own: paragraphs, then dated updates whose paragraphs and items are the
//! progress.

use super::{Commitment, Item, Outline, Statement, UNDER_NONE, commits, is_sentence};
use crate::sources::pledge_page::blocks::{Block, Kind, ends};
use crate::sources::pledge_page::marks::Field;

/// Whether a page with lists is one of these: a paragraph that commits to something without a list right below it, and
/// a dated update above the first list.
pub(super) fn is_for(blocks: &[Block]) -> bool {
    let update = blocks.iter().position(is_update);
    let list = blocks.iter().position(|block| matches!(block.kind, Kind::Item(_)));
    let states = |blocks: &[Block]| blocks.iter().any(states);
    matches!((update, list), (Some(update), Some(list)) if update < list)
        && update.and_then(|update| blocks.get(..update)).is_some_and(states)
}

fn is_update(block: &Block) -> bool {
    matches!(&block.kind, Kind::Field(Field::Updated, value) if !value.is_empty())
}

fn states(block: &Block) -> bool {
    block.kind == Kind::Paragraph
        && is_sentence(&block.words)
        && commits(&block.words)
        // A title may end in brackets, and a list follows a colon.
        && !block.words.ends_with([':', ')'])
}

/// What stands before the first dated update are the commitments, if it says so: each paragraph that commits to
/// something begins one. Every paragraph and item of an update is an item of progress; which commitment it is about is
/// known where there is but one.
pub(super) fn read(blocks: &[Block], outline: &mut Outline) {
    let mut commitments: Vec<Commitment> = Vec::new();
    let mut updated = false;
    for block in blocks {
        match &block.kind {
            Kind::Field(Field::Updated, value) if !value.is_empty() => updated = !commitments.is_empty(),
            Kind::Field(Field::Deadline, _) => break,
            Kind::Paragraph | Kind::Item(_) if updated => match commitments.as_mut_slice() {
                [one] if is_item(block) => one.items.push(Item::of(block)),
                [_, _, ..] if is_item(block) => {
                    outline.strays.push((block.pieces.clone(), UNDER_NONE));
                }
                _ => {}
            },
            Kind::Paragraph if is_sentence(&block.words) => match commitments.last_mut() {
                _ if states(block) => {
                    commitments.push(Commitment::new((commitments.len() + 1).to_string(), block));
                }
                None => {}
                Some(commitment) => {
                    if let Some(statement) = commitment.statements.first_mut() {
                        let Statement { pieces, words } = Statement::of(block);
                        statement.pieces.extend(pieces);
                        statement.words.push(' ');
                        statement.words.push_str(&words);
                    }
                }
            },
            _ => {}
        }
    }
    outline.dates_items = true;
    outline.commitments.extend(commitments);
}

/// Whether a block of an update tells of progress: a short sentence will do.
fn is_item(block: &Block) -> bool {
    let words = block.words.split_whitespace().count();
    words > 2 && (matches!(block.kind, Kind::Item(_)) || ends(&block.words))
}
