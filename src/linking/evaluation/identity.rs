//! Identities against labels: whether two records of programmes are one programme.

use std::collections::BTreeSet;

use super::Labels;
use super::labels::Records;
use crate::graph::{Graph, Ix, RecordNode};
use crate::linking::{Assessment, End, Strength, identity};
use crate::record::LinkType;

/// Two records with what the hub makes of them and what people say.
pub(super) struct Compared {
    pub(super) records: Records,
    /// By the reasons of the graph; at least plausible where the two are one programme.
    pub(super) assessment: Assessment,
    /// What the hub says: `SAME_AS` when both are of one programme.
    pub(super) found: Option<LinkType>,
    /// What people say; `None` when they do not.
    pub(super) label: Option<Option<LinkType>>,
}

/// The pairs that have a label of their own, and each record of a programme with the programme's first.
pub(super) fn compared(graph: &Graph, labels: &Labels) -> Vec<Compared> {
    let mut pairs: BTreeSet<Records> = labels.records().collect();
    for (_, programme) in graph.programmes.iter() {
        let Some(first) = programme.records.iter().min() else { continue };
        let others = programme.records.iter().filter(|record| *record != first);
        pairs.extend(others.map(|record| (*first, *record)));
    }
    let end = |record: Ix<RecordNode>| End::of(graph.node(graph.records[record].id)?);
    let mut all = Vec::new();
    for (earlier, later) in pairs {
        let (Some(from), Some(to)) = (end(later), end(earlier)) else { continue };
        let mut assessment = identity(graph, (graph.records[later].id, graph.records[earlier].id), from, to);
        let found = (from == to).then_some(LinkType::SameAs);
        if found.is_some() {
            // A third record can have joined two that are not much alike.
            assessment.strength = assessment.strength.max(Strength::Plausible);
        }
        let records = (later, earlier);
        all.push(Compared { records, assessment, found, label: labels.of_records((earlier, later)) });
    }
    all
}
