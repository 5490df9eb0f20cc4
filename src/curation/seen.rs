//! What a side says now, and whether that is what was seen when it was decided: rule 2.

use std::collections::{BTreeMap, HashMap};

use super::words;
use crate::graph::{Graph, Ix, RecordNode};
use crate::linking::End;
use crate::record::{Id, LinkKey, SeenTexts, Sha256};

/// The records of a graph by the identifiers that were minted for them.
pub(super) struct Records<'a> {
    pub(super) graph: &'a Graph,
    by_id: HashMap<Id, Ix<RecordNode>>,
}

impl<'a> Records<'a> {
    pub(super) fn of(graph: &'a Graph) -> Self {
        Self { graph, by_id: graph.records.iter().map(|(place, record)| (record.id, place)).collect() }
    }

    pub(super) fn get(&self, id: Id) -> Option<Ix<RecordNode>> {
        self.by_id.get(&id).copied()
    }

    /// The end that an identifier stands for.
    pub(super) fn end(&self, id: Id) -> Option<End> {
        End::of(self.graph.node(id)?)
    }

    /// What has happened to a side since these texts were seen, a phrase each; empty when nothing has.
    pub(super) fn changes<'s>(
        &self,
        end: End,
        seen: impl IntoIterator<Item = (&'s Id, &'s Sha256)>,
    ) -> Vec<String> {
        let mut changes = Vec::new();
        let mut dropped = false;
        for (id, words) in seen {
            match self.get(*id).map(|place| &self.graph.records[place]) {
                Some(record) if record.words != *words && self.end(*id) == Some(end) => {
                    changes.push(words::reworded(self.graph, end, record));
                }
                Some(_) => {}
                None => dropped = true,
            }
        }
        changes.extend(dropped.then(|| words::dropped(self.graph, end)));
        changes
    }
}

/// What an end says now: the digest of each of its records' words, by the record's identifier. For the `seen` of a new
/// decision.
#[must_use]
pub fn seen_now(graph: &Graph, end: End) -> BTreeMap<Id, Sha256> {
    records_of(graph, end).into_iter().map(|place| said(graph, place)).collect()
}

/// What both ends of a link say now; of the identity of programmes, the two records that it is about.
pub(super) fn seen(records: &Records<'_>, key: LinkKey, from: End, to: End) -> SeenTexts {
    let graph = records.graph;
    if super::is_identity(key) {
        let of = |id| records.get(id).map(|place| said(graph, place)).into_iter().collect();
        return SeenTexts { from: of(key.from), to: of(key.to) };
    }
    SeenTexts { from: seen_now(graph, from), to: seen_now(graph, to) }
}

fn said(graph: &Graph, place: Ix<RecordNode>) -> (Id, Sha256) {
    (graph.records[place].id, graph.records[place].words)
}

/// The records that an end was read from.
pub(super) fn records_of(graph: &Graph, end: End) -> Vec<Ix<RecordNode>> {
    match end {
        End::Programme(place) => graph.programmes[place].records.clone(),
        End::Item(place) => vec![graph.items[place].record],
        End::Commitment(place) => vec![graph.commitments[place].record],
        End::Result(place) => vec![graph.results[place].record],
    }
}
