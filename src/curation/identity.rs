//! The identity of programmes as links between the records that they were read as. Rule 6.

use std::collections::BTreeMap;

use super::place::Placed;
use super::seen::Records;
use super::standing::{Log, Verdict};
use crate::graph::{Criterion, Graph, IdentityRules, Ix, RecordNode};
use crate::linking::{Assessment, End, Strength};
use crate::record::{Decision, EntityKind, Id, LinkKey, LinkType};

/// Scores from which on an identity is certain, and strong.
const CERTAIN: f64 = 0.97;
const STRONG: f64 = 0.85;

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
            Verdict::None | Verdict::Disputed => continue,
        };
    }
    rules
}

/// For each record of a programme but the first, that it is one programme with the first: the one that the programme
/// has its identifier from.
pub(super) fn links(graph: &Graph) -> Vec<(LinkKey, Assessment)> {
    let mut links = Vec::new();
    for (programme, node) in graph.programmes.iter() {
        let Some(first) = node.records.iter().min() else { continue };
        for record in node.records.iter().filter(|record| *record != first) {
            let (from, to) = (graph.records[*record].id, graph.records[*first].id);
            let end = End::Programme(programme);
            let key = LinkKey { kind: LinkType::SameAs, from, to };
            links.push((key, assessment(graph, *record, end, end)));
        }
    }
    links
}

/// An identity that an agency decided on and that the graph does not rest on.
pub(super) fn assessed(
    records: &Records<'_>,
    placed: Placed,
    assess: &dyn Fn(LinkType, End, End) -> Assessment,
) -> Assessment {
    match records.get(placed.key.from) {
        // Both are records of one programme, so there is no pair of entities that could be compared.
        Some(record) if placed.from == placed.to => assessment(records.graph, record, placed.from, placed.to),
        _ => assess(LinkType::SameAs, placed.from, placed.to),
    }
}

fn assessment(graph: &Graph, record: Ix<RecordNode>, from: End, to: End) -> Assessment {
    let criteria = graph.records[record].matched_by.clone();
    let odds = log_odds(&criteria);
    let score = (1e6 / (1.0 + (-odds).exp())).round() / 1e6;
    let strength = match score {
        _ if odds <= 0.0 => Strength::Weak,
        score if score >= CERTAIN => Strength::Certain,
        score if score >= STRONG => Strength::Strong,
        _ => Strength::Plausible,
    };
    Assessment { from, to, kind: LinkType::SameAs, criteria, score, strength, phases: Vec::new() }
}

/// Whether the evidence speaks for it; records that only an agency's decision joined are not suggested by the hub.
pub(super) fn is_suggested(assessment: &Assessment) -> bool {
    log_odds(&assessment.criteria) > 0.0
}

fn log_odds(criteria: &[Criterion]) -> f64 {
    criteria.iter().map(|criterion| criterion.weight).sum()
}
