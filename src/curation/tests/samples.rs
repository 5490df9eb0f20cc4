//! Graphs, assessments and decisions for tests.

use std::sync::LazyLock;

use chrono::{DateTime, TimeZone, Utc};

use crate::curation::{Links, curate, seen_now};
use crate::graph::{Criterion, Graph, Input};
use crate::linking::{Assessment, End, Strength};
use crate::record::{
    Body, Decision, DecisionAction, EntityKind, Fingerprint, Id, LinkKey, LinkType, ProgrammeRecord, Record,
    SeenTexts,
};
use crate::store::MemoryStore;

pub(super) use DecisionAction::{Confirm, Propose, Reject, Withdraw};

/// A programme that the booklet and the leaflet describe.
pub(super) const TWICE: &str = "tjk-families-left-behind-khatlon";
/// Its record in the leaflet.
pub(super) const IN_LEAFLET: &str = "tjk/empowerment-families-left-behind-improved-migration";
/// A programme of the booklet alone.
pub(super) const ONCE: &str = "bwa-data-collection-analysis-management-systems";

static GRAPH: LazyLock<Graph> = LazyLock::new(|| built(input()));

/// The bundled graph.
pub(super) fn graph() -> &'static Graph {
    &GRAPH
}

pub(super) fn input() -> Input {
    crate::refresh::input(&MemoryStore::new(), &crate::sources::Sources::default()).unwrap()
}

pub(super) fn built(input: Input) -> Graph {
    Graph::build(input, on(1))
}

/// The bundled graph with changed editions.
pub(super) fn changed(change: impl FnOnce(&mut Input)) -> Graph {
    let mut input = input();
    change(&mut input);
    built(input)
}

pub(super) fn records<'a>(input: &'a mut Input, source: &str) -> &'a mut Vec<Record> {
    let source = input.sources.iter_mut().find(|known| known.info.slug == source).unwrap();
    &mut source.loaded.as_mut().unwrap().reading.records
}

fn record<'a>(input: &'a mut Input, source: &str, key: &str) -> &'a mut Record {
    records(input, source).iter_mut().find(|record| record.key == key).unwrap()
}

pub(super) fn programme_record<'a>(input: &'a mut Input, source: &str, key: &str) -> &'a mut ProgrammeRecord {
    match &mut record(input, source, key).body {
        Body::Programme(programme) => programme,
        other => panic!("{other:?}"),
    }
}

/// Rewrites an item of the pledge.
pub(super) fn rewrite_item(input: &mut Input, key: &str) {
    match &mut record(input, "undp-pledge", key).body {
        Body::ProgressItem(item) => item.text.fingerprint = Fingerprint::of("other words"),
        other => panic!("{other:?}"),
    }
}

/// What the leaflet says is about another country, so that nothing joins it to the booklet's sheet; its words stay.
pub(super) fn part(input: &mut Input) {
    let leaflet = programme_record(input, "mptf-in-action", IN_LEAFLET);
    leaflet.countries[0].value.code = "FJI".parse().unwrap();
}

/// The identifier of a record.
pub(super) fn record_id(graph: &Graph, source: &str, key: &str) -> Id {
    let of_source = |edition| graph.source_of(edition).slug() == source;
    graph.records.iter().find(|(_, node)| node.key == key && of_source(node.edition)).unwrap().1.id
}

pub(super) fn programme(graph: &Graph, slug: &str) -> End {
    End::Programme(graph.programme(slug).unwrap_or_else(|| panic!("no programme `{slug}`")))
}

pub(super) fn item(graph: &Graph, key: &str) -> End {
    End::of(graph.node(record_id(graph, "undp-pledge", key)).unwrap()).unwrap()
}

pub(super) fn key(graph: &Graph, kind: LinkType, from: End, to: End) -> LinkKey {
    LinkKey { kind, from: from.id(graph), to: to.id(graph) }
}

pub(super) fn suggestion(kind: LinkType, from: End, to: End, score: f64) -> Assessment {
    let criteria =
        vec![Criterion { name: "made", weight: 1.0, detail: "made".to_owned(), evidence: Vec::new() }];
    Assessment { from, to, kind, criteria, score, strength: Strength::Strong, phases: Vec::new() }
}

/// What the linker would say of any pair.
pub(super) fn assess(kind: LinkType, from: End, to: End) -> Assessment {
    assert_ne!(from, to, "the linker is asked about two entities");
    Assessment { criteria: Vec::new(), strength: Strength::Weak, ..suggestion(kind, from, to, 0.1) }
}

/// A day of January 2026.
pub(super) fn on(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, 9, 0, 0).unwrap()
}

/// A decision of a day, without what was seen.
pub(super) fn said(agency: &str, action: DecisionAction, link: LinkKey, day: u32) -> Decision {
    let id = Id::mint(EntityKind::Decision, &format!("{agency} {action:?} {link:?} {day}"), 0);
    Decision {
        id,
        link,
        action,
        withdraws: None,
        agency: agency.to_owned(),
        by: "Someone".to_owned(),
        at: on(day),
        note: None,
        client_mutation_id: None,
        seen: SeenTexts::default(),
    }
}

/// A withdrawal by the same agency.
pub(super) fn taken_back(decision: &Decision, day: u32) -> Decision {
    let withdrawal = said(&decision.agency, Withdraw, decision.link, day);
    Decision { withdraws: Some(decision.id), ..withdrawal }
}

/// A decision with what its sides say in a graph.
pub(super) fn having_seen(graph: &Graph, decision: Decision) -> Decision {
    let of = |id| seen_now(graph, End::of(graph.node(id).unwrap()).unwrap());
    let seen = SeenTexts { from: of(decision.link.from), to: of(decision.link.to) };
    Decision { seen, ..decision }
}

/// The log over one suggestion.
pub(super) fn over(graph: &Graph, suggestions: &[Assessment], log: &[Decision]) -> Links {
    curate(graph, suggestions, &assess, log)
}
