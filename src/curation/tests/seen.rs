//! What becomes of decisions when a text changes.

use super::samples::*;
use crate::curation::{DecisionState, Link, Links, Status};
use crate::graph::{Graph, Input};
use crate::record::{Decision, DecisionAction, EntityKind, Fingerprint, LinkKey, LinkType};

fn link_key() -> LinkKey {
    let graph = graph();
    key(graph, LinkType::Supports, item(graph, "5.14"), programme(graph, TWICE))
}

/// What an agency said when the bundled editions were in service.
fn decided(agency: &str, action: DecisionAction, day: u32) -> Decision {
    having_seen(graph(), said(agency, action, link_key(), day))
}

/// The log over a changed graph in which the link is still suggested.
fn after(graph: &Graph, log: &[Decision]) -> Links {
    let made = suggestion(LinkType::Supports, item(graph, "5.14"), programme(graph, TWICE), 0.9);
    over(graph, &[made], log)
}

fn link(links: &Links) -> &Link {
    &links.links[links.link(link_key().id()).unwrap()]
}

fn first_state(links: &Links) -> (DecisionState, String) {
    let (_, entry) = links.decisions.iter().next().unwrap();
    (entry.state, entry.reason.clone())
}

fn retitle(input: &mut Input) {
    programme_record(input, "mptf-in-action", IN_LEAFLET).title.value += " and more";
}

fn drop_from_booklet(input: &mut Input) {
    let sheet = sheet();
    records(input, "mptf-pipeline").retain(|record| record.key != sheet);
}

fn sheet() -> String {
    let graph = graph();
    let place = graph.programme(TWICE).unwrap();
    let mut sheets = graph.programmes[place].records.iter().map(|record| &graph.records[*record]);
    sheets.find(|node| graph.source_of(node.edition).slug() == "mptf-pipeline").unwrap().key.clone()
}

#[test]
fn while_the_texts_are_the_same_a_decision_stands() {
    let links = after(graph(), &[decided("UNDP", Confirm, 31)]);
    assert_eq!(link(&links).status, Status::Confirmed);
    assert_eq!(first_state(&links).0, DecisionState::Standing);
}

#[test]
fn a_changed_text_makes_a_decision_stale_and_the_reason_names_it() {
    for (change, words) in [
        (
            &(|input: &mut Input| rewrite_item(input, "5.14")) as &dyn Fn(&mut Input),
            "the text of item 5.14 in `undp-pledge` has changed since UNDP decided on 2026-01-31",
        ),
        (&retitle, "in `mptf-in-action` has changed since UNDP decided on 2026-01-31"),
        (&drop_from_booklet, "which is now only in `mptf-in-action`, since UNDP decided on 2026-01-31"),
    ] {
        let graph = changed(change);
        let links = after(&graph, &[decided("UNDP", Reject, 31)]);
        let (state, reason) = first_state(&links);
        assert_eq!(state, DecisionState::Stale);
        assert!(reason.contains(words), "{reason}");
        let link = &links.links[links.of(item(&graph, "5.14"))[0]];
        assert_eq!((link.status, link.suggested), (Status::Stale, true));
        assert!(link.reason.starts_with("rejected by UNDP on 2026-01-31; "), "{}", link.reason);
        assert!(link.reason.contains(words), "{}", link.reason);
    }
}

#[test]
fn a_change_elsewhere_does_not_matter() {
    let graph = changed(|input| {
        rewrite_item(input, "5.16");
        let other =
            "bwa/strengthening-of-migration-data-collection-analysis-and-management-systems-in-botswana";
        let sheet = programme_record(input, "mptf-pipeline", other);
        sheet.text.as_mut().unwrap().fingerprint = Fingerprint::of("other words");
    });
    assert_eq!(link(&after(&graph, &[decided("UNDP", Confirm, 31)])).status, Status::Confirmed);
}

#[test]
fn stale_decisions_do_not_count_while_others_stand() {
    let graph = changed(|input| rewrite_item(input, "5.14"));
    let fresh = having_seen(&graph, said("IOM", Reject, link_key(), 31));
    let links = after(&graph, &[decided("UNDP", Confirm, 3), fresh.clone()]);
    assert_eq!((link(&links).status, link(&links).disputed), (Status::Rejected, false));
    let again = having_seen(&graph, said("UNDP", Confirm, link_key(), 31));
    let links = after(&graph, &[decided("UNDP", Confirm, 3), fresh, again]);
    assert!(link(&links).disputed, "UNDP has decided again");
    assert_eq!(first_state(&links).0, DecisionState::Superseded);
}

#[test]
fn two_stale_decisions_that_were_at_odds_are_stale_and_not_disputed() {
    let graph = changed(|input| rewrite_item(input, "5.14"));
    let links = after(&graph, &[decided("UNDP", Confirm, 3), decided("IOM", Reject, 4)]);
    assert_eq!((link(&links).status, link(&links).disputed), (Status::Stale, false));
}

#[test]
fn a_stale_decision_that_is_withdrawn_leaves_a_suggestion() {
    let graph = changed(|input| rewrite_item(input, "5.14"));
    let decision = decided("UNDP", Confirm, 3);
    let links = after(&graph, &[decision.clone(), taken_back(&decision, 4)]);
    assert_eq!(link(&links).status, Status::Suggested);
}

#[test]
fn a_decision_that_holds_no_digests_is_never_stale() {
    let graph = changed(|input| rewrite_item(input, "5.14"));
    let links = after(&graph, &[said("UNDP", Confirm, link_key(), 3)]);
    assert_eq!(link(&links).status, Status::Confirmed);
}

#[test]
fn a_record_that_joins_a_side_does_not_make_it_stale() {
    let before = changed(drop_leaflet);
    let to = programme(&before, TWICE_IN_BOOKLET);
    let key = key(&before, LinkType::Supports, item(&before, "5.14"), to);
    let decision = having_seen(&before, said("UNDP", Confirm, key, 3));
    assert_eq!(decision.seen.to.len(), 1);
    assert_eq!(link(&after(graph(), &[decision])).status, Status::Confirmed);
}

const TWICE_IN_BOOKLET: &str = "tjk-abandoned-families-khatlon";

fn drop_leaflet(input: &mut Input) {
    records(input, "mptf-in-action").retain(|record| record.key != IN_LEAFLET);
}

#[test]
fn an_entity_that_is_gone_orphans_its_decisions_until_it_comes_back() {
    let without = changed(|input| records(input, "undp-pledge").retain(|record| record.key != "5.14"));
    let log = [decided("UNDP", Confirm, 3)];
    let links = over(&without, &[], &log);
    let (state, reason) = first_state(&links);
    assert_eq!(state, DecisionState::Orphaned);
    assert_eq!(reason, format!("`{}` is in no edition in service", link_key().from));
    assert_eq!(links.link(link_key().id()), None);
    assert_eq!(link(&over(graph(), &[], &log)).status, Status::Confirmed);
}

#[test]
fn a_programme_whose_named_record_is_gone_lives_on_in_its_other_records() {
    let graph = changed(drop_from_booklet);
    let named = link_key().to;
    assert_eq!((named.kind(), graph.node(named).is_none()), (EntityKind::Programme, true));
    let links = over(&graph, &[], &[decided("UNDP", Confirm, 3)]);
    let link = &links.links[links.of(programme(&graph, TWICE))[0]];
    assert_eq!(link.status, Status::Stale);
    assert_eq!(links.link(link_key().id()), links.link(link.id), "its former identifier still gives it");
    let unseen = over(&graph, &[], &[said("UNDP", Confirm, link_key(), 3)]);
    assert_eq!(first_state(&unseen).0, DecisionState::Orphaned, "nothing tells where it has gone");
}
