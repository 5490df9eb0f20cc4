//! The identity of programmes as links.

use super::samples::*;
use crate::curation::{DecisionState, Link, Links, Status, identity_rules, is_identity};
use crate::graph::{Graph, Input};
use crate::linking::{Assessment, Strength};
use crate::record::{Decision, Fingerprint, Id, LinkKey, LinkType, Record};

/// The records of a programme that is in the booklet and in the leaflet: the later, then the earlier.
fn two_records() -> (Id, Id) {
    let graph = graph();
    (record_id(graph, "mptf-in-action", IN_LEAFLET), programme(graph, TWICE).id(graph))
}

fn link_key() -> LinkKey {
    let (from, to) = two_records();
    LinkKey { kind: LinkType::SameAs, from, to }
}

fn link(links: &Links) -> &Link {
    &links.links[links.link(link_key().id()).unwrap()]
}

fn pair(key: LinkKey) -> (Id, Id) {
    (key.from.min(key.to), key.from.max(key.to))
}

#[test]
fn each_record_but_the_first_is_linked_with_the_first_by_its_reasons() {
    let graph = graph();
    let links = over(graph, &[], &[]);
    let expected: usize = graph.programmes.iter().map(|(_, programme)| programme.records.len() - 1).sum();
    assert_eq!((links.links.len(), expected > 2), (expected, true));
    for (_, link) in links.links.iter() {
        assert!(is_identity(link.key) && link.suggested);
        assert_eq!(link.status, Status::Suggested);
        let assessment = &link.assessment;
        assert_eq!(assessment.from, assessment.to);
        assert_eq!(link.key.to, assessment.to.id(graph), "the programme has the first record's identifier");
        let odds: f64 = assessment.criteria.iter().map(|criterion| criterion.weight).sum();
        assert!(!assessment.criteria.is_empty());
        assert!((assessment.score - 1.0 / (1.0 + (-odds).exp())).abs() <= 5.1e-7);
        let strength = match assessment.score {
            score if score >= 0.97 => Strength::Certain,
            score if score >= 0.85 => Strength::Strong,
            _ => Strength::Plausible,
        };
        assert_eq!(assessment.strength, strength);
    }
}

#[test]
fn an_identity_link_is_listed_once_with_its_programme() {
    let (graph, links) = (graph(), over(graph(), &[], &[]));
    assert_eq!(links.of(programme(graph, TWICE)).len(), 1);
    assert_eq!(links.in_country("TJK".parse().unwrap()).len(), 1);
}

#[test]
fn a_decision_on_an_identity_is_about_records_and_keeps_their_identifiers() {
    let LinkKey { kind, from, to } = link_key();
    for key in [link_key(), LinkKey { kind, from: to, to: from }] {
        let links = over(graph(), &[], &[said("IOM", Reject, key, 3)]);
        assert_eq!(link(&links).status, Status::Rejected);
        assert_eq!(links.link(key.id()), links.link(link_key().id()));
    }
}

/// The graph that a log makes, with its links.
fn under(log: &[Decision], change: impl FnOnce(&mut Input)) -> (Graph, Links) {
    let graph = changed(|input| {
        input.identity = identity_rules(log);
        change(input);
    });
    let links = over(&graph, &[], log);
    (graph, links)
}

/// What an identity rests on and what that comes to.
fn told(link: &Link) -> (Vec<(&'static str, f64)>, f64, Strength) {
    let Assessment { criteria, score, strength, .. } = &link.assessment;
    (criteria.iter().map(|criterion| (criterion.name, criterion.weight)).collect(), *score, *strength)
}

#[test]
fn an_identity_has_the_same_reasons_joined_rejected_disputed_and_withdrawn() {
    let rejected = said("IOM", Reject, link_key(), 3);
    let confirmed = said("UNDP", Confirm, link_key(), 4);
    let withdrawn = taken_back(&rejected, 5);
    let before = told(link(&under(&[], |_| ()).1));
    assert!(before.0.len() > 3 && before.2 >= Strength::Strong, "{before:?}");
    for log in [vec![rejected.clone()], vec![rejected.clone(), confirmed], vec![rejected, withdrawn]] {
        let (_, links) = under(&log, |_| ());
        assert_eq!(told(link(&links)), before, "{:?}", link(&links).status);
    }
}

#[test]
fn a_proposed_identity_of_two_unlike_programmes_is_weak_joined_parted_and_at_odds() {
    let graph = graph();
    let key = key(graph, LinkType::SameAs, programme(graph, TWICE), programme(graph, ONCE));
    let (proposed, rejected) = (said("IOM", Propose, key, 3), said("UNDP", Reject, key, 4));
    let mut all = Vec::new();
    for (log, joined) in
        [(vec![proposed.clone()], true), (vec![rejected.clone()], false), (vec![proposed, rejected], false)]
    {
        let (graph, links) = under(&log, |_| ());
        assert_eq!(graph.node(key.from) == graph.node(key.to), joined);
        let link = &links.links[links.link(key.id()).unwrap()];
        assert_eq!((link.assessment.strength, link.suggested), (Strength::Weak, false));
        assert!(link.assessment.score < 0.05, "{}", link.assessment.score);
        all.push(told(link));
    }
    assert!(all[0] == all[1] && all[1] == all[2], "{all:?}");
}

#[test]
fn an_identity_that_was_rejected_stays_shown_when_the_programmes_are_parted() {
    let (_, links) = under(&[said("IOM", Reject, link_key(), 3)], part);
    let link = link(&links);
    assert_eq!((link.status, link.suggested), (Status::Rejected, false));
    assert_ne!(link.assessment.from, link.assessment.to);
    assert!(told(link).0.contains(&("countries", -6.0)), "by what the records say now");
    for end in [link.assessment.from, link.assessment.to] {
        assert!(links.of(end).iter().any(|place| links.links[*place].id == link.id));
    }
}

/// A third record that says what the leaflet says, and is most like the leaflet.
fn copied(input: &mut Input) {
    let leaflet = records(input, "mptf-in-action").iter().find(|record| record.key == IN_LEAFLET);
    let copy = Record { key: "copy".to_owned(), ..leaflet.unwrap().clone() };
    records(input, "iom-mainstreaming").push(copy);
}

#[test]
fn a_record_that_joined_because_of_a_second_has_its_own_reasons_against_the_first() {
    let (graph, links) = under(&[], copied);
    let copy = record_id(&graph, "iom-mainstreaming", "copy");
    let of_copy = LinkKey { from: copy, ..link_key() };
    let of_copy = &links.links[links.link(of_copy.id()).unwrap()];
    assert_eq!(told(of_copy), told(link(&links)), "it says the same as the leaflet");
    assert!(of_copy.suggested);
}

#[test]
fn of_two_records_that_are_one_programme_through_a_third_the_linker_is_not_asked() {
    let graph = changed(copied);
    let (copy, leaflet) = (record_id(&graph, "iom-mainstreaming", "copy"), two_records().0);
    let key = LinkKey { kind: LinkType::SameAs, from: copy, to: leaflet };
    let (graph, links) = under(&[said("IOM", Confirm, key, 3)], copied);
    let link = &links.links[links.link(key.id()).unwrap()];
    let end = programme(&graph, TWICE);
    assert_eq!((link.assessment.from, link.assessment.to, link.suggested), (end, end, false));
    assert_eq!(link.assessment.strength, Strength::Certain, "they say the same");
    assert_eq!((link.status, links.of(end).len()), (Status::Confirmed, 3));
}

#[test]
fn what_agencies_agree_on_becomes_a_rule() {
    let rules = |log: &[Decision]| {
        let rules = identity_rules(log);
        (rules.together.contains(&pair(link_key())), rules.apart.contains(&pair(link_key())))
    };
    let LinkKey { kind, from, to } = link_key();
    let turned = LinkKey { kind, from: to, to: from };
    let confirmed = said("IOM", Confirm, link_key(), 1);
    let rejected = said("UNDP", Reject, link_key(), 2);
    assert_eq!(rules(&[]), (false, false));
    assert_eq!(rules(std::slice::from_ref(&confirmed)), (true, false));
    assert_eq!(rules(&[said("IOM", Propose, turned, 1)]), (true, false), "whichever way it is named");
    assert_eq!(rules(std::slice::from_ref(&rejected)), (false, true));
    assert_eq!(rules(&[confirmed.clone(), rejected.clone()]), (false, false), "disputed");
    assert_eq!(rules(&[confirmed.clone(), rejected.clone(), taken_back(&rejected, 3)]), (true, false));
    assert_eq!(rules(&[confirmed.clone(), taken_back(&confirmed, 3)]), (false, false));
    assert_eq!(rules(&[confirmed, said("IOM", Reject, turned, 3)]), (false, true), "decided again");
}

#[test]
fn only_identities_of_two_records_become_rules() {
    let graph = graph();
    let (record, _) = two_records();
    let itself = LinkKey { kind: LinkType::SameAs, from: record, to: record };
    let with_item = key(graph, LinkType::SameAs, item(graph, "5.14"), programme(graph, TWICE));
    let other_type = LinkKey { kind: LinkType::Names, ..link_key() };
    let log = [itself, with_item, other_type].map(|key| said("IOM", Confirm, key, 1));
    assert_eq!(identity_rules(&log), crate::graph::IdentityRules::default());
}

#[test]
fn a_changed_text_is_told_and_does_not_undo_an_identity() {
    let decision = having_seen(graph(), said("IOM", Reject, link_key(), 3));
    let graph = changed(|input| {
        let leaflet = programme_record(input, "mptf-in-action", IN_LEAFLET);
        leaflet.text.as_mut().unwrap().fingerprint = Fingerprint::of("other words");
    });
    let links = over(&graph, &[], std::slice::from_ref(&decision));
    assert_eq!(link(&links).status, Status::Rejected);
    assert!(link(&links).reason.contains("has changed since IOM decided"), "{}", link(&links).reason);
    assert_eq!(links.decisions[links.decision(decision.id).unwrap()].state, DecisionState::Stale);
    assert_eq!(identity_rules(&[decision]).apart.len(), 1, "and so the rule and the link agree");
}

#[test]
fn a_record_that_is_gone_orphans_the_decision_on_its_identity() {
    let graph: Graph =
        changed(|input| records(input, "mptf-in-action").retain(|record| record.key != IN_LEAFLET));
    let decision = said("IOM", Confirm, link_key(), 3);
    let links = over(&graph, &[], std::slice::from_ref(&decision));
    let entry = &links.decisions[links.decision(decision.id).unwrap()];
    assert_eq!((entry.state, entry.link), (DecisionState::Orphaned, None));
}
