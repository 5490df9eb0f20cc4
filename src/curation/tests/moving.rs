//! What becomes of decisions when entities are merged and split.

use super::samples::*;
use crate::curation::{Links, Status};
use crate::graph::Graph;
use crate::linking::End;
use crate::record::{Decision, LinkKey, LinkType};

/// Two programmes with the records of what is one in the bundled graph: the booklet's and the leaflet's.
fn parted() -> (Graph, End, End) {
    let graph = changed(part);
    let leaflet = End::of(graph.node(record_id(&graph, "mptf-in-action", IN_LEAFLET)).unwrap()).unwrap();
    let booklet = End::of(graph.node(programme(self::graph(), TWICE).id(self::graph())).unwrap()).unwrap();
    assert_ne!(booklet, leaflet);
    (graph, booklet, leaflet)
}

fn graph() -> &'static Graph {
    super::samples::graph()
}

fn decision_on_both_records() -> Decision {
    let graph = graph();
    let key = key(graph, LinkType::Supports, item(graph, "5.14"), programme(graph, TWICE));
    let decision = having_seen(graph, said("UNDP", Confirm, key, 3));
    assert_eq!(decision.seen.to.len(), 2);
    decision
}

/// The entity that the decision's link goes to.
fn goes_to(links: &Links) -> End {
    let (_, entry) = links.decisions.iter().next().unwrap();
    links.links[entry.link.unwrap()].assessment.to
}

#[test]
fn merged_entities_bring_their_decisions_under_one_link() {
    let (before, booklet, leaflet) = parted();
    let from = item(&before, "5.14");
    let of = |agency, action, to| {
        having_seen(&before, said(agency, action, key(&before, LinkType::Supports, from, to), 3))
    };
    let log = [of("UNDP", Confirm, booklet), of("IOM", Reject, leaflet)];
    let apart = over(&before, &[], &log);
    assert_eq!(apart.of(from).len(), 2);
    let merged = over(graph(), &[], &log);
    let [place] = merged.of(item(graph(), "5.14")) else { panic!("one link") };
    let link = &merged.links[*place];
    assert_eq!(link.key.to, programme(graph(), TWICE).id(graph()));
    assert_eq!((link.disputed, link.decisions.len()), (true, 2));
    for decision in &log {
        assert_eq!(merged.link(decision.link.id()), Some(*place), "both identifiers give it");
    }
}

#[test]
fn a_decision_on_a_split_entity_goes_to_the_part_that_is_suggested() {
    let (graph, booklet, leaflet) = parted();
    let log = [decision_on_both_records()];
    let from = item(&graph, "5.14");
    let supports = |to| suggestion(LinkType::Supports, from, to, 0.9);
    let names = |to| suggestion(LinkType::Names, from, to, 0.9);
    assert_eq!(goes_to(&over(&graph, &[supports(leaflet)], &log)), leaflet);
    assert_eq!(goes_to(&over(&graph, &[supports(booklet)], &log)), booklet);
    // Else to what its identifier stands for, which is the booklet's.
    assert_eq!(goes_to(&over(&graph, &[supports(booklet), supports(leaflet)], &log)), booklet);
    assert_eq!(goes_to(&over(&graph, &[], &log)), booklet);
    assert_eq!(goes_to(&over(&graph, &[names(leaflet)], &log)), booklet, "another type is another link");
}

#[test]
fn a_split_alone_does_not_make_a_decision_stale() {
    let (graph, _, leaflet) = parted();
    let made = suggestion(LinkType::Supports, item(&graph, "5.14"), leaflet, 0.9);
    let links = over(&graph, &[made], &[decision_on_both_records()]);
    assert_eq!(links.links[links.of(leaflet)[0]].status, Status::Confirmed);
}

#[test]
fn a_decision_that_saw_one_record_stays_with_it() {
    let (graph, booklet, leaflet) = parted();
    let from = item(&graph, "5.14");
    let decision =
        having_seen(&graph, said("UNDP", Confirm, key(&graph, LinkType::Supports, from, booklet), 3));
    let made = suggestion(LinkType::Supports, from, leaflet, 0.9);
    assert_eq!(goes_to(&over(&graph, &[made], &[decision])), booklet);
}

#[test]
fn a_split_programme_is_followed_whichever_side_it_was_named_on() {
    let (graph, _, leaflet) = parted();
    let Decision { link, seen, .. } = decision_on_both_records();
    let turned = LinkKey { kind: link.kind, from: link.to, to: link.from };
    let seen = crate::record::SeenTexts { from: seen.to, to: seen.from };
    let decision = Decision { seen, ..said("UNDP", Reject, turned, 3) };
    let made = suggestion(LinkType::Supports, item(&graph, "5.14"), leaflet, 0.9);
    let links = over(&graph, &[made], &[decision]);
    assert_eq!(goes_to(&links), leaflet);
    assert_eq!(links.links[links.of(leaflet)[0]].status, Status::Rejected);
}
