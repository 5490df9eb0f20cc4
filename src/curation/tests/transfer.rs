//! The log from hub to hub.

use std::io::Cursor;

use chrono::{Datelike, TimeDelta};

use super::samples::*;
use crate::curation::{Imported, export, import};
use crate::record::{Decision, LinkKey, LinkType};
use crate::store::{MemoryStore, Store};

fn sample() -> Vec<Decision> {
    let graph = graph();
    let key = key(graph, LinkType::Supports, item(graph, "5.14"), programme(graph, TWICE));
    let mut first = having_seen(graph, said("UNDP", Confirm, key, 1));
    first.note = Some("Two lines:\n“Türkiye”".to_owned());
    let second = said("IOM", Reject, key, 2);
    vec![first.clone(), second, taken_back(&first, 3)]
}

fn lines(log: &[Decision]) -> String {
    let mut lines = Vec::new();
    export(log, &mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

fn taken(store: &dyn Store, lines: &str) -> Imported {
    import(store, Cursor::new(lines), on(30)).unwrap()
}

#[test]
fn an_export_makes_the_same_log_elsewhere() {
    let lines = lines(&sample());
    assert_eq!(lines.lines().count(), 3);
    let store = MemoryStore::new();
    let done = taken(&store, &lines);
    assert_eq!((done.added.len(), done.held.len(), done.bad.len()), (3, 0, 0));
    assert_eq!(store.decisions().unwrap(), sample());
}

#[test]
fn an_import_can_be_repeated_and_broken_off() {
    let (lines, store) = (lines(&sample()), MemoryStore::new());
    let two: Vec<_> = lines.lines().take(2).collect();
    taken(&store, &two.join("\n"));
    let done = taken(&store, &lines);
    assert_eq!((done.added.len(), done.held.len(), done.bad.len()), (1, 2, 0));
    assert_eq!(store.decisions().unwrap(), sample());
}

#[test]
fn a_bad_line_costs_itself_alone_and_says_why() {
    let [first, second, withdrawal] = sample().try_into().unwrap();
    let LinkKey { from, to, .. } = first.link;
    let elsewhere = LinkKey { from: item(graph(), "5.16").id(graph()), ..first.link };
    let with = |change: &dyn Fn(&mut Decision)| {
        let mut decision = said("IOM", Confirm, second.link, 20);
        change(&mut decision);
        lines(&[decision]).trim().to_owned()
    };
    let bad = [
        ("{\"id\": 1}".to_owned(), "it is no decision as JSON"),
        (lines(std::slice::from_ref(&second)).replace("\"action\"", "\"act\""), "unknown field `act`"),
        (with(&|decision| decision.agency = "UNPD".to_owned()), "did you mean UNDP"),
        (with(&|decision| decision.agency = "iom".to_owned()), "write `IOM`"),
        (with(&|decision| decision.by = String::new()), "`by` is empty"),
        (with(&|decision| decision.note = Some("\u{1b}[2J".to_owned())), "U+001B"),
        (with(&|decision| decision.id = from), "no identifier of a decision"),
        (with(&|decision| decision.link.from = to), "not a programme and a programme"),
        (with(&|decision| decision.action = Withdraw), "`withdraws` is missing"),
        (with(&|decision| decision.withdraws = Some(first.id)), "is no withdrawal"),
        (
            lines(&[Decision { note: Some("edited".to_owned()), ..first.clone() }]),
            "the log holds another decision",
        ),
        (lines(&[taken_back(&said("IOM", Reject, first.link, 9), 21)]), "neither in the log nor earlier"),
        (
            lines(&[Decision { agency: "IOM".to_owned(), ..taken_back(&first, 22) }]),
            "a decision of UNDP and not of IOM",
        ),
        (lines(&[taken_back(&withdrawal, 23)]), "itself a withdrawal"),
        (lines(&[Decision { link: elsewhere, ..taken_back(&first, 24) }]), "about another link"),
        ("[]".to_owned(), "one whole object as `decisions export` writes it"),
        (with(&|_| ()).replace(&serde_json::to_string(&second.link).unwrap(), "[]"), "has no place there"),
        ("{\"id\": \"dec_0".to_owned(), "it breaks off"),
        (with(&|decision| decision.at = on(31) + TimeDelta::seconds(1)), "which is to come"),
        (with(&|decision| decision.at = on(1).with_year(-1).unwrap()), "years go from 1 to 9999"),
        (with(&|decision| decision.at = on(1).with_year(12_000).unwrap()), "years go from 1 to 9999"),
    ];
    let store = MemoryStore::new();
    taken(&store, &lines(&[first.clone(), withdrawal.clone()]));
    let mut given: Vec<&str> = bad.iter().map(|(line, _)| line.trim()).collect();
    given.push("");
    let last = lines(std::slice::from_ref(&second));
    given.push(&last);
    let done = taken(&store, &given.join("\n"));
    assert_eq!(done.added, [second.id]);
    assert_eq!(done.bad.len(), bad.len());
    for (number, ((line, words), bad)) in (1..).zip(bad.iter().zip(&done.bad)) {
        assert_eq!(bad.number, number);
        assert!(bad.reason.contains(words), "{line}: {}", bad.reason);
    }
    assert_eq!(store.decisions().unwrap(), [first, withdrawal, second]);
}

#[test]
fn two_logs_that_were_exchanged_say_the_same() {
    let [first, second, withdrawal] = sample().try_into().unwrap();
    let (one, other) = (MemoryStore::new(), MemoryStore::new());
    taken(&one, &lines(&[first, withdrawal]));
    taken(&other, &lines(&[second]));
    taken(&one, &lines(&other.decisions().unwrap()));
    taken(&other, &lines(&one.decisions().unwrap()));
    let said = |store: &dyn Store| {
        let links = over(graph(), &[], &store.decisions().unwrap());
        let links: Vec<_> =
            links.links.iter().map(|(_, link)| (link.id, link.status, link.reason.clone())).collect();
        links
    };
    assert_ne!(one.decisions().unwrap(), other.decisions().unwrap(), "in another order");
    assert_eq!(said(&one), said(&other));
}

#[test]
fn a_mark_of_the_byte_order_is_passed_over() {
    let store = MemoryStore::new();
    let done = taken(&store, &format!("\u{feff}{}", lines(&sample())));
    assert_eq!((done.added.len(), done.bad.len()), (3, 0), "{:?}", done.bad);
}

#[test]
fn a_client_mutation_id_stands_for_one_statement_of_its_agency() {
    let key = sample()[0].link;
    let called = |decision: Decision| Decision { client_mutation_id: Some("form 1".to_owned()), ..decision };
    let first = called(said("UNDP", Confirm, key, 1));
    // One request that the agency's client sent to two hubs.
    let elsewhere = called(said("UNDP", Confirm, key, 2));
    let other = called(said("UNDP", Reject, key, 3));
    let of_another = called(said("IOM", Reject, key, 3));
    let log = [first.clone(), elsewhere.clone(), other, of_another.clone()];
    let store = MemoryStore::new();
    let done = taken(&store, &lines(&log));
    assert_eq!(done.added, [first.id, elsewhere.id, of_another.id]);
    let [bad] = done.bad.try_into().unwrap();
    assert_eq!(bad.number, 3);
    assert!(bad.reason.contains("`form 1`") && bad.reason.contains(&first.id.to_string()), "{}", bad.reason);
    // Also against what the log held before.
    assert_eq!(taken(&store, &lines(&log)).bad.len(), 1);
}
