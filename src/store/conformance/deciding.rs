//! Decisions: kept in order, once, whole, and apart from editions.

use super::*;
use crate::record::{DecisionAction, SeenTexts};
use crate::store::decisions::MOST_BYTES;

#[test]
fn decisions_stay_in_the_order_of_appending() {
    on_each(|store| {
        let mut decisions = ["c", "a", "b", "d"].map(decision);
        decisions[1].at = chrono::DateTime::from_timestamp_nanos(1_900_000_000_123_456_789);
        for (index, decision) in decisions.iter().enumerate() {
            assert!(store.append(decision).unwrap());
            assert_eq!(store.decisions().unwrap(), decisions[..=index]);
        }
    });
}

#[test]
fn a_decision_is_held_once_whatever_comes_again_under_its_identifier() {
    on_each(|store| {
        let (one, two) = (decision("one"), decision("two"));
        assert!(store.append(&one).unwrap());
        assert!(store.append(&two).unwrap());
        assert!(!store.append(&one).unwrap());
        assert!(!store.append(&Decision { action: DecisionAction::Reject, ..one.clone() }).unwrap());
        assert_eq!(store.decisions().unwrap(), [one, two]);
    });
}

#[test]
fn decisions_and_editions_do_not_touch_each_other() {
    on_each(|store| {
        let (one, two) = (edition("booklet", "one", "a"), edition("booklet", "two", "b"));
        store.commit(&one).unwrap();
        store.append(&decision("one")).unwrap();
        store.commit(&two).unwrap();
        store.commit(&one).unwrap();
        store.append(&decision("two")).unwrap();
        store.keep(&edition("page", "one", "c")).unwrap();
        assert_eq!(store.decisions().unwrap(), ["one", "two"].map(decision));
        assert_eq!(store.editions("booklet").unwrap(), [&one, &two].map(|stored| stored.edition.clone()));
        assert_eq!(store.current("booklet").unwrap(), Some(one));
    });
}

/// Decisions with what people and their clients may write.
fn unusual() -> Vec<Decision> {
    let notes = ["", "\0\r\n\u{2028}\"\\", "نعم — 是 — Да 👩🏽‍🚀 e\u{301}", &"long ".repeat(1000)];
    let notes = notes.into_iter().map(|note| Decision { note: Some(note.to_owned()), ..decision(note) });
    let withdrawn = Decision {
        action: DecisionAction::Withdraw,
        withdraws: Some(decision("").id),
        note: None,
        client_mutation_id: Some("{\"sha256\":\"\",\"stored\":{}}".to_owned()),
        at: chrono::DateTime::UNIX_EPOCH - chrono::TimeDelta::days(800_000),
        seen: SeenTexts::default(),
        ..decision("withdrawn")
    };
    notes.chain([withdrawn]).collect()
}

#[test]
fn unusual_decisions_are_read_again_whole() {
    on_each(|store| {
        unusual().iter().for_each(|decision| assert!(store.append(decision).unwrap()));
        assert_eq!(store.decisions().unwrap(), unusual());
    });
    let folder = Folder::new();
    unusual().iter().for_each(|decision| drop(SledStore::open(folder.path()).unwrap().append(decision)));
    assert_eq!(SledStore::open(folder.path()).unwrap().decisions().unwrap(), unusual(), "reopened");
}

#[test]
fn a_decision_that_is_too_long_is_refused_and_changes_nothing() {
    let long = Decision { note: Some("x".repeat(MOST_BYTES)), ..decision("long") };
    let room = MOST_BYTES - serde_json::to_vec(&decision("longest")).unwrap().len();
    let note = decision("longest").note.unwrap() + &"x".repeat(room);
    let longest = Decision { note: Some(note), ..decision("longest") };
    on_each(|store| {
        let error = store.append(&long).unwrap_err();
        assert!(matches!(error, StoreError::UnfitDecision { .. }), "{error:?}");
        assert!(error.to_string().contains("shorten its note"), "{error}");
        assert!(store.append(&longest).unwrap());
        assert_eq!(store.decisions().unwrap(), std::slice::from_ref(&longest));
    });
}

#[test]
fn decisions_of_many_threads_are_all_kept_beside_commits() {
    const EACH: usize = 8;
    on_each(|store| {
        std::thread::scope(|scope| {
            for thread in ["a", "b", "c"] {
                scope.spawn(move || {
                    for number in 0..EACH {
                        assert!(store.append(&decision(&format!("{thread}{number}"))).unwrap());
                        store.append(&decision("of all")).unwrap();
                    }
                });
            }
            for bytes in ["one", "two", "three"] {
                assert_eq!(store.commit(&edition("booklet", bytes, bytes)).unwrap(), Committed::New);
            }
        });
        let decisions = store.decisions().unwrap();
        assert_eq!(decisions.len(), 3 * EACH + 1);
        for thread in ["a", "b", "c"] {
            let of_thread = (0..EACH).map(|number| decision(&format!("{thread}{number}")));
            let places =
                of_thread.map(|decision| decisions.iter().position(|held| *held == decision).unwrap());
            assert!(places.collect::<Vec<_>>().is_sorted(), "{thread}");
        }
        assert_eq!(store.editions("booklet").unwrap().len(), 3);
    });
}
