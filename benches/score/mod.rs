//! Suggested links against the planted ones: what share of the links is right, what share of the planted is found.

use std::collections::HashMap;

use gcm_hub::graph::Graph;
use gcm_hub::linking::{Assessment, End};
use gcm_hub::record::LinkType;

use super::made::Planted;

/// Counts of the links of one type, or of any.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Links that are planted.
    pub right: usize,
    /// Links that are not, or as another type.
    pub wrong: usize,
    /// Planted links that are not suggested, or as another type.
    pub missed: usize,
}

impl Score {
    /// Of the links suggested, what share is planted: 0 to 1; 1 when there is none.
    pub fn precision(self) -> f64 {
        share(self.right, self.wrong)
    }

    /// Of the links planted, what share is suggested: 0 to 1; 1 when there is none.
    pub fn recall(self) -> f64 {
        share(self.right, self.missed)
    }
}

fn share(part: usize, rest: usize) -> f64 {
    if part + rest == 0 { 1.0 } else { part as f64 / (part + rest) as f64 }
}

/// A pair, whichever end was first, and its type.
pub type Pairs = HashMap<(End, End), LinkType>;

/// The planted links by their ends in the graph.
pub fn planted(graph: &Graph, planted: &[Planted]) -> Pairs {
    let end = |id| graph.node(id).and_then(End::of).expect("planted links have both ends in the graph");
    planted.iter().map(|link| (pair(end(link.from), end(link.to)), link.kind)).collect()
}

/// The suggested links of items: commitments follow from them, and what results belong to is not planted.
pub fn suggested(links: &[Assessment]) -> Pairs {
    let of_items = links.iter().filter(|link| matches!(link.from, End::Item(_)));
    of_items.map(|link| (pair(link.from, link.to), link.kind)).collect()
}

fn pair(one: End, other: End) -> (End, End) {
    (one.min(other), one.max(other))
}

/// The score of one type; of any type, whatever the type, when there is none.
pub fn score(kind: Option<LinkType>, suggested: &Pairs, planted: &Pairs) -> Score {
    let counts = |of: &&LinkType| kind.is_none_or(|kind| **of == kind);
    let is_right = |(ends, of): &(&(End, End), &LinkType)| match kind {
        Some(_) => planted.get(*ends) == Some(of),
        None => planted.contains_key(*ends),
    };
    let links = suggested.iter().filter(|(_, of)| counts(of));
    let right = links.clone().filter(is_right).count();
    let all = planted.values().filter(counts).count();
    Score { right, wrong: links.count() - right, missed: all - right }
}
