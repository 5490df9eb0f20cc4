//! Pages of one commitment without lists: paragraphs, then dated updates whose paragraphs are the items.

use super::{Commitment, Item, Outline, Statement, is_sentence};
use crate::sources::pledge_page::blocks::{Block, Kind};
use crate::sources::pledge_page::marks::Field;

/// What stands before the first dated update is the commitment, if it says that it is one; every paragraph of an
/// update is an item.
pub(super) fn read(blocks: &[Block], outline: &mut Outline) {
    let mut commitment: Option<Commitment> = None;
    let mut updated = false;
    for block in blocks {
        match &block.kind {
            Kind::Field(Field::Updated, value) if !value.is_empty() => updated = commitment.is_some(),
            Kind::Field(Field::Deadline, _) => break,
            Kind::Paragraph if is_sentence(&block.words) => match &mut commitment {
                None if commits(&block.words) && !block.words.ends_with(':') => {
                    commitment = Some(Commitment::new("1".into(), block))
                }
                None => {}
                Some(commitment) if updated => commitment.items.push(Item::of(block)),
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
    outline.commitments.extend(commitment);
}

fn commits(words: &str) -> bool {
    let words = words.to_lowercase();
    ["commit", "pledge"].iter().any(|sign| words.contains(sign))
}
