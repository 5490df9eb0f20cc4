//! What changed between the editions that are kept, each compared with the one before it.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::elsewhere::Elsewhere;
use super::sources::Read;
use super::{Builder, Entry, evidence};
use crate::graph::node::{Change, EditionNode, FieldChange, Subject};
use crate::graph::plain::{self, Stating};
use crate::graph::standing::standing;
use crate::graph::{ChangeKind, Difference, FieldDifference, Graph, Ix, Node, differences};
use crate::record::{Body, EntityKind, Id, SourceKind};

/// Compares the editions. Everything else of the graph is there already.
pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>, current: &[Read], former: &[Read]) {
    if former.is_empty() {
        return;
    }
    for change in found(graph, builder, current, former) {
        let place = graph.changes.push(change);
        graph.index.add_change(place, &graph.changes[place]);
    }
}

/// Every change, the newest first.
fn found(graph: &Graph, builder: &Builder<'_>, current: &[Read], former: &[Read]) -> Vec<Change> {
    let reads: HashMap<Ix<EditionNode>, &Read> =
        current.iter().chain(former).map(|read| (read.edition, read)).collect();
    let elsewhere = OnceCell::new();
    let mut found = Vec::new();
    for (source, node) in graph.sources.iter().enumerate() {
        let newest_first: Vec<&Read> =
            node.editions.iter().filter_map(|place| reads.get(place).copied()).collect();
        let oldest_first = newest_first.iter().rev();
        let mut at = standing(oldest_first.map(|read| &graph.editions[read.edition].edition));
        at.reverse();
        for (number, pair) in newest_first.windows(2).enumerate() {
            let between = Between {
                graph,
                builder,
                elsewhere: &elsewhere,
                source,
                after: pair[0],
                before: pair[1],
                later: &newest_first[..number],
                earlier: &newest_first[number + 2..],
            };
            found.extend(between.changes().into_iter().map(|change| Change { at: at[number], ..change }));
        }
    }
    found.sort_by_key(|change| Reverse(change.at));
    found
}

/// Two editions of a source, one after the other.
struct Between<'s, 'a> {
    graph: &'a Graph,
    builder: &'a Builder<'a>,
    elsewhere: &'s OnceCell<Elsewhere<'a>>,
    source: usize,
    after: &'a Read,
    before: &'a Read,
    /// The editions after both.
    later: &'s [&'a Read],
    /// The editions before both.
    earlier: &'s [&'a Read],
}

impl<'a> Between<'_, 'a> {
    fn changes(&self) -> Vec<Change> {
        let known = |read: &'a Read| (read.reading.records.as_slice(), &read.identities);
        let differences = differences(known(self.before), known(self.after));
        let [later, earlier] = [self.later, self.earlier].map(ids);
        let change = |difference: Difference<'_>| {
            let elsewhere = self.elsewhere(&difference);
            Change {
                id: self.id(&difference),
                kind: difference.kind,
                before: self.before.edition,
                after: self.after.edition,
                at: None,
                key: difference.record.key.clone(),
                label: plain::label(difference.record),
                subject: self.subject(&difference, elsewhere),
                explanation: self.explanation(&difference, elsewhere, &later, &earlier),
                fields: difference.fields.into_iter().map(|field| self.field(field)).collect(),
            }
        };
        differences.records.into_iter().map(change).collect()
    }

    fn id(&self, difference: &Difference<'_>) -> Id {
        let sha256 = |read: &Read| self.graph.editions[read.edition].edition.sha256;
        let of = difference.id.map_or_else(|| difference.record.key.clone(), |id| id.to_string());
        let source = self.graph.sources[self.source].slug();
        let seed = format!("{source}/{}/{}/{of}", sha256(self.before), sha256(self.after));
        Id::mint(EntityKind::Change, &seed, 0)
    }

    fn field(&self, field: FieldDifference) -> FieldChange {
        let at = |read: &Read, stating: &Option<Stating>| {
            stating.as_ref().map_or_else(Vec::new, |stating| evidence(read.edition, &stating.at))
        };
        FieldChange {
            field: field.field,
            evidence_before: at(self.before, &field.before),
            evidence_after: at(self.after, &field.after),
            before: field.before.map(|stating| stating.value),
            after: field.after.map(|stating| stating.value),
        }
    }

    /// Of a programme that the source lists no more: the record of another source in service that describes it.
    fn elsewhere(&self, difference: &Difference<'_>) -> Option<&'a Entry<'a>> {
        let (ChangeKind::Removed, Body::Programme(body), Some(id)) =
            (difference.kind, &difference.record.body, difference.id)
        else {
            return None;
        };
        let elsewhere = self.elsewhere.get_or_init(|| Elsewhere::of(self.builder));
        elsewhere.find(self.graph, self.source, id, body)
    }

    fn subject(&self, difference: &Difference<'_>, elsewhere: Option<&Entry<'_>>) -> Option<Subject> {
        let id = match &difference.record.body {
            // A phase is part of its programme.
            Body::Phase(phase) => {
                let read = if difference.kind == ChangeKind::Removed { self.before } else { self.after };
                read.identities.get(&phase.programme).map(|minted| minted.id)
            }
            _ => difference.id,
        };
        let of = |id| match self.graph.node(id)? {
            Node::Programme(place) => Some(Subject::Programme(place)),
            Node::Result(place) => Some(Subject::Result(place)),
            Node::Pledge(place) => Some(Subject::Pledge(place)),
            Node::Commitment(place) => Some(Subject::Commitment(place)),
            Node::ProgressItem(place) => Some(Subject::ProgressItem(place)),
            _ => None,
        };
        id.and_then(of).or_else(|| of(elsewhere?.minted.as_ref()?.id))
    }

    fn explanation(
        &self,
        difference: &Difference<'_>,
        elsewhere: Option<&Entry<'_>>,
        later: &HashSet<Id>,
        earlier: &HashSet<Id>,
    ) -> String {
        let source = &self.graph.sources[self.source];
        let is_in = |ids: &HashSet<Id>| difference.id.is_some_and(|id| ids.contains(&id));
        let told = match difference.kind {
            ChangeKind::Added if is_in(earlier) => {
                format!("again in “{}”, which had listed it before and then not", source.info.title)
            }
            ChangeKind::Added => format!("new in “{}”", source.info.title),
            ChangeKind::Modified => {
                let fields: Vec<&str> = difference.fields.iter().map(|field| field.field).collect();
                format!("“{}” has another {} than before", source.info.title, listed(&fields))
            }
            ChangeKind::Removed => {
                let told = format!("no longer in “{}”", source.info.title);
                match (elsewhere, is_in(later)) {
                    (_, true) => format!("{told}, until a later edition lists it again"),
                    (Some(entry), _) => format!("{told}; {}", self.told_elsewhere(entry)),
                    (None, _) if self.may_be_funded(difference) => {
                        format!("{told}, which does not say why: it may have been funded or dropped")
                    }
                    (None, _) => format!("{told}, which does not say why"),
                }
            }
        };
        let parser = |read: &Read| self.graph.editions[read.edition].edition.parser.clone();
        let (old, new) = (parser(self.before), parser(self.after));
        if old == new {
            return told;
        }
        format!(
            "{told}; the editions were read by different parsers (`{old}`, `{new}`), which may account for it"
        )
    }

    fn may_be_funded(&self, difference: &Difference<'_>) -> bool {
        self.graph.sources[self.source].info.kind == SourceKind::PipelineBooklet
            && matches!(difference.record.body, Body::Programme(_))
    }

    /// What another source says of a programme: its title and stage there.
    fn told_elsewhere(&self, entry: &Entry<'_>) -> String {
        let title = &self.graph.source_of(entry.edition).info.title;
        let Body::Programme(body) = &entry.record.body else { return String::new() };
        let stage = body.status.as_ref().and_then(|status| status.value.stage);
        let name = &body.title.value;
        match stage {
            Some(stage) => {
                let stage = plain::stage_name(stage).to_lowercase().replace('_', " ");
                format!("{stage} according to “{title}”, which calls it “{name}”")
            }
            None => format!("“{title}” describes it as “{name}”"),
        }
    }
}

/// Every identifier of some editions.
fn ids(reads: &[&Read]) -> HashSet<Id> {
    reads.iter().flat_map(|read| read.identities.values().map(|minted| minted.id)).collect()
}

/// `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
