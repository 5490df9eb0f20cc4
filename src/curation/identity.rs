//! The identity of programmes as links between the records that they were read as. Rule 6.

use std::collections::BTreeMap;

use super::standing::{Log, Verdict};
use crate::graph::{Graph, IdentityRules};
use crate::linking::{Assessment, End, identity};
use crate::record::{Decision, EntityKind, Id, LinkKey, LinkType};

/// Whether a link is the identity of programmes; its ends are then identifiers of records, and stay so.
#[must_use]
pub fn is_identity(link: LinkKey) -> bool {
    link.kind == LinkType::SameAs && [link.from, link.to].iter().all(|id| id.kind() == EntityKind::Programme)
}

/// Which records are one programme and which are not, as agencies agree on it; pairs with the smaller identifier first.
/// Needs no graph: whether a text has changed since does not matter here.
#[must_use]
pub fn identity_rules(log: &[Decision]) -> IdentityRules {
    let mut about: BTreeMap<(Id, Id), Vec<usize>> = BTreeMap::new();
    for (place, decision) in log.iter().enumerate() {
        let LinkKey { from, to, .. } = decision.link;
        if is_identity(decision.link) && from != to {
            about.entry((from.min(to), from.max(to))).or_default().push(place);
        }
    }
    let log = Log::of(log);
    let mut rules = IdentityRules::default();
    for (pair, places) in about {
        match Verdict::of(log.standing(&places).into_values().map(|place| &log.entries[place])) {
            Verdict::Right => rules.together.insert(pair),
            Verdict::Wrong => rules.apart.insert(pair),
            Verdict::Disputed => rules.open.insert(pair),
            Verdict::None => continue,
        };
    }
    rules
}

/// For each record of a programme but the first, that it is one programme with the first: the one that the programme
/// has its identifier from. Those that only an agency's decision joined are left out.
pub(super) fn suggested(graph: &Graph) -> Vec<(LinkKey, Assessment)> {
    let mut links = Vec::new();
    for (programme, node) in graph.programmes.iter() {
        let Some(first) = node.records.iter().min() else { continue };
        for record in node.records.iter().filter(|record| *record != first) {
            let (from, to) = (graph.records[*record].id, graph.records[*first].id);
            if graph.joined_by_evidence(from, to) {
                let end = End::Programme(programme);
                let key = LinkKey { kind: LinkType::SameAs, from, to };
                links.push((key, identity(graph, (from, to), end, end)));
            }
        }
    }
    links
}
