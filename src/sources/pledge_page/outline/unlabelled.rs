//! Pages whose commitments have no numbers: headings or paragraphs, each above its list of items.

use std::collections::HashMap;

use super::{Commitment, Item, Outline, Statement, UNDER_NONE, commits, is_sentence};
use crate::sources::pledge_page::blocks::{Block, Kind, beginning};
use crate::sources::pledge_page::marks::{Field, Label, LabelStyle};

/// The paragraph or heading above a list states a commitment. A list right after "… commits to:" is the list of the
/// commitments themselves; what later repeats one of them is the heading of its section.
pub(super) fn read(blocks: &[Block], outline: &mut Outline) {
    let mut current: Option<usize> = None;
    let mut listing = false;
    let mut known = HashMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let leads = blocks.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Item(_)));
        match &block.kind {
            Kind::Paragraph | Kind::Heading if leads && is_list_of_commitments(&block.words) => {
                listing = outline.commitments.is_empty();
                current = None;
            }
            Kind::Paragraph | Kind::Heading if leads => {
                listing = false;
                current = Some(state(block, outline, &mut known));
            }
            Kind::Item(_) if listing => {
                state(block, outline, &mut known);
            }
            Kind::Item(_) => {
                let begun = !outline.commitments.is_empty();
                match current.and_then(|current| outline.commitments.get_mut(current)) {
                    Some(commitment) => commitment.items.push(Item::of(block)),
                    None if begun => outline.strays.push((block.pieces.clone(), UNDER_NONE)),
                    None => {}
                }
            }
            Kind::Paragraph => {
                listing = false;
                let commitment = current.and_then(|current| outline.commitments.get_mut(current));
                let item = commitment.and_then(|commitment| commitment.items.last_mut());
                if let Some(item) = item.filter(|_| is_sentence(&block.words)) {
                    item.paragraphs.push(block.pieces.clone());
                    item.continued = true;
                }
            }
            Kind::Field(Field::Deadline, _) => current = None,
            _ => listing = false,
        }
    }
    // A list of a site's menu stands under no statement of a pledge.
    outline.commitments.retain(|commitment| {
        commitment.statements.iter().any(|statement| statement.words.split_whitespace().count() > 4)
    });
    for (position, commitment) in (1..).zip(&mut outline.commitments) {
        commitment.name = position.to_string();
    }
}

/// The index of the commitment that a block states, now or again; its first words tell.
fn state(block: &Block, outline: &mut Outline, known: &mut HashMap<String, usize>) -> usize {
    let new = outline.commitments.len();
    let index = *known.entry(beginning(&block.words)).or_insert(new);
    match outline.commitments.get_mut(index) {
        Some(commitment) => commitment.statements.push(Statement::of(block)),
        None => outline.commitments.push(Commitment::new((new + 1).to_string(), block)),
    }
    index
}

/// Where statements stand twice, as list and as headings, they are known by that: the same page with numbers.
pub(super) fn numbered(blocks: &[Block]) -> Option<Vec<Block>> {
    let is_statement = |block: &&Block| {
        let long =
            block.words.split_whitespace().count() > 4 && !block.words.to_lowercase().contains("pledge");
        long && matches!(block.kind, Kind::Paragraph | Kind::Heading)
    };
    let mut counts: HashMap<String, u32> = HashMap::new();
    for block in blocks.iter().filter(is_statement) {
        *counts.entry(beginning(&block.words)).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut numbered = blocks.to_vec();
    for block in numbered.iter_mut().filter(|block| is_statement(&&**block)) {
        let key = beginning(&block.words);
        if counts.contains_key(&key) {
            let next = names.len() + 1;
            let name = names.entry(key).or_insert(next).to_string();
            block.kind = Kind::Labelled(Label { style: LabelStyle::Number, name });
        }
    }
    (names.len() > 1).then_some(numbered)
}

fn is_list_of_commitments(words: &str) -> bool {
    let words = words.trim_end_matches([':', ' ']).to_lowercase();
    let ends = [
        "commit to",
        "commits to",
        "committed to",
        "pledge to",
        "pledges to",
        "undertake to",
        "undertakes to",
    ];
    let leads = ["the following", "to", "will", "commitments", "by", "through", "pledge", "pledges"];
    ends.iter().any(|end| words.ends_with(end))
        || (commits(&words) && leads.iter().any(|end| words.ends_with(end)))
}
