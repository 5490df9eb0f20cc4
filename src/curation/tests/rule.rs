//! Whose decision counts.

use super::samples::*;
use crate::curation::{DecisionState, Link, Links, Status};
use crate::graph::Graph;
use crate::linking::End;
use crate::record::{Decision, DecisionAction, LinkKey, LinkType};

use DecisionState::{Orphaned, Standing, Superseded, Withdrawn};

fn ends() -> (&'static Graph, End, End) {
    let graph = graph();
    (graph, item(graph, "5.14"), programme(graph, TWICE))
}

fn link_key() -> LinkKey {
    let (graph, from, to) = ends();
    key(graph, LinkType::Supports, from, to)
}

fn suggested(log: &[Decision]) -> Links {
    let (graph, from, to) = ends();
    over(graph, &[suggestion(LinkType::Supports, from, to, 0.9)], log)
}

fn link(links: &Links) -> &Link {
    &links.links[links.link(link_key().id()).unwrap()]
}

fn states(links: &Links) -> Vec<DecisionState> {
    links.decisions.iter().map(|(_, entry)| entry.state).collect()
}

/// What agencies said on the link, one after the other, gives this status; at odds or not.
fn check(log: &[(&str, DecisionAction)], status: Status, disputed: bool) {
    let days = log.iter().zip(1..);
    let log: Vec<_> = days.map(|((agency, action), day)| said(agency, *action, link_key(), day)).collect();
    let links = suggested(&log);
    let link = link(&links);
    assert_eq!((link.status, link.disputed), (status, disputed), "{log:?}");
    assert_eq!(link.decisions.len(), log.len());
}

#[test]
fn a_suggestion_on_which_nobody_has_decided_is_suggested() {
    check(&[], Status::Suggested, false);
    assert_eq!(link(&suggested(&[])).reason, "suggested by the hub, nobody has decided");
}

#[test]
fn what_one_agency_says_counts_while_no_other_disagrees() {
    check(&[("UNDP", Confirm)], Status::Confirmed, false);
    check(&[("UNDP", Reject)], Status::Rejected, false);
    check(&[("UNDP", Propose)], Status::Confirmed, false);
    check(&[("UNDP", Confirm), ("IOM", Propose)], Status::Confirmed, false);
    check(&[("UNDP", Reject), ("IOM", Reject)], Status::Rejected, false);
}

#[test]
fn no_agency_overrules_another() {
    check(&[("UNDP", Confirm), ("IOM", Reject)], Status::Suggested, true);
    check(&[("IOM", Reject), ("UNDP", Confirm), ("ILO", Confirm)], Status::Suggested, true);
}

#[test]
fn an_agency_overrules_itself() {
    check(&[("UNDP", Confirm), ("UNDP", Reject)], Status::Rejected, false);
    check(&[("UNDP", Confirm), ("IOM", Reject), ("UNDP", Reject)], Status::Rejected, false);
    let links = suggested(&[
        said("UNDP", Confirm, link_key(), 1),
        said("IOM", Confirm, link_key(), 2),
        said("UNDP", Reject, link_key(), 3),
    ]);
    assert_eq!(states(&links), [Superseded, Standing, Standing]);
    let (_, first) = links.decisions.iter().next().unwrap();
    assert_eq!(first.reason, "UNDP decided again on 2026-01-03");
}

#[test]
fn the_latest_decision_is_the_latest_by_its_time_wherever_it_stands_in_the_log() {
    let links = suggested(&[said("UNDP", Confirm, link_key(), 5), said("UNDP", Reject, link_key(), 2)]);
    assert_eq!(link(&links).status, Status::Confirmed);
    assert_eq!(states(&links), [Standing, Superseded]);
    let links = suggested(&[said("UNDP", Confirm, link_key(), 5), said("UNDP", Reject, link_key(), 5)]);
    assert_eq!(link(&links).status, Status::Rejected, "of one time, the later in the log");
}

#[test]
fn a_withdrawn_decision_does_not_count_and_the_one_before_it_stands_again() {
    let first = said("UNDP", Confirm, link_key(), 1);
    let second = said("UNDP", Reject, link_key(), 2);
    let log = [first.clone(), second.clone(), taken_back(&second, 3)];
    let links = suggested(&log);
    assert_eq!(link(&links).status, Status::Confirmed);
    assert_eq!(states(&links), [Standing, Withdrawn, Standing]);
    assert_eq!(link(&links).decisions.len(), 3, "the history has the withdrawal");

    let links = suggested(&[first.clone(), taken_back(&first, 2)]);
    assert_eq!((link(&links).status, link(&links).suggested), (Status::Suggested, true));
    assert_eq!(link(&links).reason, "suggested by the hub, no decision on it stands");
}

#[test]
fn a_withdrawal_takes_back_only_a_decision_of_its_own_agency() {
    let decision = said("UNDP", Confirm, link_key(), 1);
    let foreign = Decision { agency: "IOM".to_owned(), ..taken_back(&decision, 2) };
    let own = taken_back(&decision, 3);
    let of_a_withdrawal = taken_back(&own, 4);
    let unknown = taken_back(&said("UNDP", Reject, link_key(), 9), 5);
    let links = suggested(&[decision.clone(), foreign, unknown]);
    assert_eq!(link(&links).status, Status::Confirmed);
    assert_eq!(states(&links), [Standing; 3]);
    let links = suggested(&[decision, own, of_a_withdrawal]);
    assert_eq!(link(&links).status, Status::Suggested);
    assert_eq!(states(&links), [Withdrawn, Standing, Standing]);
}

#[test]
fn a_decided_link_is_shown_also_where_the_hub_does_not_suggest_it() {
    let (graph, from, _) = ends();
    for action in [Propose, Confirm, Reject] {
        let links = over(graph, &[], &[said("UNDP", action, link_key(), 1)]);
        let link = link(&links);
        assert!(!link.suggested);
        assert_eq!(link.assessment.score, 0.1, "as the linker assesses it");
        assert_eq!(links.of(from).len(), 1);
    }
}

#[test]
fn a_link_of_which_every_decision_was_withdrawn_is_gone_and_its_history_stays() {
    let proposal = said("UNDP", Propose, link_key(), 1);
    let links = over(graph(), &[], &[proposal.clone(), taken_back(&proposal, 2)]);
    assert_eq!(links.link(link_key().id()), None);
    assert_eq!(states(&links), [Withdrawn, Standing]);
    assert!(links.decisions.iter().all(|(_, entry)| entry.link.is_none()));
    let others = said("IOM", Confirm, link_key(), 3);
    let links = over(graph(), &[], &[proposal.clone(), taken_back(&proposal, 2), others]);
    assert_eq!(link(&links).status, Status::Confirmed, "another agency's decision keeps it");
}

#[test]
fn ends_of_the_wrong_sort_orphan_a_decision() {
    let (graph, from, to) = ends();
    let (item, programme) = (from.id(graph), to.id(graph));
    let country = Graph::country_id("TJK".parse().unwrap());
    let other = super::samples::programme(graph, ONCE).id(graph);
    for (from, to, kind, words) in [
        (item, country, LinkType::Names, "is a country, which cannot be linked"),
        (programme, other, LinkType::Supports, "not a programme and a programme"),
        (item, item, LinkType::SameAs, "with itself"),
        (programme, programme, LinkType::SameAs, "with itself"),
    ] {
        let links = over(graph, &[], &[said("UNDP", Confirm, LinkKey { kind, from, to }, 1)]);
        let (_, entry) = links.decisions.iter().next().unwrap();
        assert_eq!((entry.state, entry.link), (Orphaned, None));
        assert!(entry.reason.contains(words), "{}", entry.reason);
    }
}

#[test]
fn a_link_named_the_other_way_round_is_the_same_link() {
    let LinkKey { kind, from, to } = link_key();
    let links = suggested(&[said("UNDP", Confirm, LinkKey { kind, from: to, to: from }, 1)]);
    assert_eq!(link(&links).status, Status::Confirmed);
    let (graph, first, second) = (graph(), item(graph(), "5.14"), item(graph(), "5.16"));
    let made = suggestion(LinkType::SameAs, first, second, 0.9);
    let turned = key(graph, LinkType::SameAs, second, first);
    let links = over(graph, std::slice::from_ref(&made), &[said("UNDP", Reject, turned, 1)]);
    assert_eq!(links.links[links.of(first)[0]].status, Status::Rejected);
    assert_eq!(links.link(turned.id()), links.link(made.key(graph).id()), "both identifiers give it");
}

#[test]
fn the_reason_tells_who_decided_what_and_when() {
    for (log, reason) in [
        (vec![("UNDP", Confirm)], "confirmed by UNDP on 2026-01-01"),
        (
            vec![("IOM", Propose), ("UNDP", Confirm)],
            "proposed by IOM on 2026-01-01, confirmed by UNDP on 2026-01-02",
        ),
        (vec![("UNDP", Reject)], "rejected by UNDP on 2026-01-01"),
        (
            vec![("UNDP", Confirm), ("IOM", Reject)],
            "disputed: confirmed by UNDP on 2026-01-01, rejected by IOM on 2026-01-02",
        ),
    ] {
        let log: Vec<_> = log
            .into_iter()
            .zip(1..)
            .map(|((agency, action), day)| said(agency, action, link_key(), day))
            .collect();
        assert_eq!(link(&suggested(&log)).reason, reason);
    }
}
