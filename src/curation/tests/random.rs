//! Whatever is in the log: no panic, and the rule holds.

use proptest::prelude::*;

use super::samples::*;
use crate::curation::{DecisionState, Status, identity_rules, seen_now};
use crate::graph::Graph;
use crate::linking::End;
use crate::record::{Decision, Id, LinkKey, LinkType, SeenTexts};

/// Linkable, not linkable, unknown.
fn ids() -> Vec<Id> {
    let graph = graph();
    let mut ids: Vec<Id> = ["5.14", "5.16"].map(|key| item(graph, key).id(graph)).into();
    ids.extend([TWICE, ONCE].map(|slug| programme(graph, slug).id(graph)));
    ids.push(record_id(graph, "mptf-in-action", IN_LEAFLET));
    ids.extend(graph.commitments.iter().take(1).map(|(_, commitment)| commitment.id));
    ids.extend(graph.results.iter().take(1).map(|(_, result)| result.id));
    ids.push(Graph::country_id("TJK".parse().unwrap()));
    ids.extend(["prg_000000000000", "itm_000000000000"].map(|id| id.parse::<Id>().unwrap()));
    ids
}

fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    let one = (0..10usize, 0..10usize, 0..3usize, 0..5usize, 0..3usize, 1..28u32, 0..12usize, any::<bool>());
    prop::collection::vec(one, 0..12).prop_map(|rows| {
        let ids = ids();
        let mut log: Vec<Decision> = Vec::new();
        for (from, to, kind, action, agency, day, target, seen) in rows {
            let key = LinkKey { kind: LinkType::NAMES[kind].0, from: ids[from], to: ids[to] };
            let action = [Propose, Confirm, Reject, Reject, Withdraw][action];
            let mut decision = said(["UNDP", "IOM", "ILO"][agency], action, key, day);
            if action == Withdraw {
                decision.withdraws = log.get(target).map(|decision| decision.id);
            }
            if seen {
                let of = |id| graph().node(id).and_then(End::of).map(|end| seen_now(graph(), end));
                let [from, to] = [key.from, key.to].map(|id| of(id).unwrap_or_default());
                decision.seen = SeenTexts { from, to };
            }
            log.push(decision);
        }
        log
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_log_can_be_laid_over_any_graph(log in decisions(), parts in any::<bool>()) {
        static PARTED: std::sync::LazyLock<Graph> = std::sync::LazyLock::new(|| changed(|input| {
            part(input);
            rewrite_item(input, "5.14");
        }));
        let graph = if parts { &*PARTED } else { graph() };
        let links = over(graph, &[], &log);
        prop_assert_eq!(links.decisions.len(), log.len());
        for (place, link) in links.links.iter() {
            prop_assert_eq!(links.link(link.id), Some(place));
            prop_assert!(!link.disputed || link.status == Status::Suggested);
            prop_assert!(link.decisions.is_sorted());
            let counts = link.decisions.iter().map(|entry| &links.decisions[*entry]);
            let counts: Vec<_> = counts.filter(|entry| entry.decision.action != Withdraw).collect();
            prop_assert!(link.suggested || counts.iter().any(|entry| entry.state != DecisionState::Withdrawn));
            prop_assert!(!link.reason.is_empty());
        }
        for (place, entry) in links.decisions.iter() {
            let listed = entry.link.is_some_and(|link| links.links[link].decisions.contains(&place));
            prop_assert_eq!(listed, entry.link.is_some());
            prop_assert!(!entry.reason.is_empty());
        }
        let rules = identity_rules(&log);
        prop_assert!(rules.together.is_disjoint(&rules.apart));
        let again = over(graph, &[], &log);
        prop_assert_eq!(format!("{:?}{:?}", again.links, again.decisions), format!("{:?}{:?}", links.links, links.decisions));
    }
}
