//! What every store remembers of asking publishers, and of editions that wait for an operator.

use super::*;
use crate::record::{LastAnswer, Watch};
use crate::store::decisions::MOST_BYTES;

#[test]
fn what_came_of_asking_is_remembered_in_place_of_what_was_known() {
    on_each(|store| {
        for mark in ["a", "b", "b", "a"] {
            store.set_watch("page", &watch("one", mark)).unwrap();
            assert_eq!(store.watch("page").unwrap(), Some(watch("one", mark)));
        }
        store.set_watch("booklet", &Watch::default()).unwrap();
        let all = [("booklet", Watch::default()), ("page", watch("one", "a"))];
        assert_eq!(store.watches().unwrap(), all.map(|(source, watch)| (source.to_owned(), watch)));
        assert_eq!(store.sources().unwrap(), [""; 0], "a source that was asked for has no edition by that");
    });
}

/// The most that a publisher and its failures can make of it.
fn largest() -> Watch {
    let sha256 = |number: u32| Sha256::of(&number.to_be_bytes());
    let time = chrono::DateTime::<chrono::Utc>::MAX_UTC.with_timezone(&chrono::Utc);
    Watch {
        checked_at: Some(time),
        confirmed_at: Some(time),
        next_check_at: Some(time),
        failures: u32::MAX,
        problem: Some("\u{1}“\"".repeat(10_000)),
        answer: Some(LastAnswer {
            sha256: sha256(77),
            address: "x".repeat(1024),
            etag: Some("\"".repeat(128)),
            last_modified: Some("y".repeat(256)),
        }),
        plan: None,
        confirmed: None,
        rejected: (0..100).map(sha256).collect(),
    }
}

#[test]
fn nothing_that_a_publisher_says_keeps_the_store_from_remembering_that_it_was_asked() {
    let sent = largest();
    on_each(|store| {
        store.set_watch("page", &sent).unwrap();
        let kept = store.watch("page").unwrap().unwrap();
        let problem = kept.problem.as_ref().unwrap();
        assert!(sent.problem.as_ref().unwrap().starts_with(problem));
        assert!((2_038..=2_048).contains(&(serde_json::to_vec(problem).unwrap().len() - 2)));
        assert_eq!(kept.rejected.len(), 24);
        assert!(kept.rejected.contains(&sent.answer.as_ref().unwrap().sha256), "the one that was given last");
        assert_eq!(kept.answer, sent.answer);
        assert!(serde_json::to_vec(&("x".repeat(256), kept)).unwrap().len() < MOST_BYTES - 100);
    });
}

#[test]
fn a_validator_that_is_too_long_is_left_out_and_the_other_stays() {
    on_each(|store| {
        let mut watch = watch("one", "a");
        let answer = watch.answer.as_mut().unwrap();
        answer.last_modified = Some("then".to_owned());
        answer.etag = Some("x".repeat(257));
        store.set_watch("page", &watch).unwrap();
        let kept = store.watch("page").unwrap().unwrap().answer.unwrap();
        assert_eq!((kept.etag, kept.last_modified.as_deref()), (None, Some("then")));
    });
}

#[test]
fn a_watch_whose_address_or_slug_is_too_long_is_refused_and_changes_nothing() {
    on_each(|store| {
        store.set_watch("page", &watch("one", "a")).unwrap();
        let mut long = watch("one", "b");
        long.answer.as_mut().unwrap().address = "x".repeat(1025);
        for (source, watch) in [("page", &long), (&*"x".repeat(257), &watch("one", "b"))] {
            let error = store.set_watch(source, watch).unwrap_err();
            assert!(matches!(error, StoreError::UnfitWatch { .. }), "{error:?}");
            assert!(error.to_string().contains("give"), "{error}");
        }
        assert_eq!(store.watches().unwrap(), [("page".to_owned(), watch("one", "a"))]);
    });
}

#[test]
fn an_edition_that_is_held_is_in_service_nowhere() {
    on_each(|store| {
        let (in_service, waiting) = (edition("booklet", "one", "a"), held("booklet", "two", "b"));
        store.hold(&held("page", "one", "c")).unwrap();
        assert_eq!(store.sources().unwrap(), [""; 0]);
        store.commit(&in_service).unwrap();
        store.hold(&waiting).unwrap();
        assert_eq!(store.held("booklet").unwrap().as_ref(), Some(&waiting), "it is read again whole");
        assert_eq!(store.editions("booklet").unwrap(), std::slice::from_ref(&in_service.edition));
        assert_eq!(store.edition("booklet", &waiting.edition.sha256).unwrap(), None);
        assert_eq!(store.minted().unwrap(), in_service.minted().collect());
        assert_eq!(store.current("booklet").unwrap(), Some(in_service));
        assert_eq!(store.watches().unwrap(), []);
    });
}

#[test]
fn one_edition_a_source_is_held_the_last_one() {
    on_each(|store| {
        for bytes in ["one", "two", "two", "one"] {
            store.hold(&held("booklet", bytes, bytes)).unwrap();
            store.hold(&held("page", "one", "c")).unwrap();
            assert_eq!(store.held("booklet").unwrap(), Some(held("booklet", bytes, bytes)));
        }
        assert_eq!(store.held("page").unwrap(), Some(held("page", "one", "c")));
    });
}

#[test]
fn what_is_let_go_of_waits_no_more() {
    on_each(|store| {
        store.hold(&held("page", "one", "c")).unwrap();
        assert!(!store.release("booklet").unwrap());
        for _ in 0..2 {
            store.hold(&held("booklet", "one", "a")).unwrap();
            assert!(store.release("booklet").unwrap());
            assert!(!store.release("booklet").unwrap());
            assert_eq!(store.held("booklet").unwrap(), None);
        }
        assert_eq!(store.held("page").unwrap(), Some(held("page", "one", "c")));
    });
}

#[test]
fn what_contradicts_itself_is_not_held() {
    on_each(|store| {
        store.hold(&held("booklet", "one", "a")).unwrap();
        let mut twice = held("booklet", "two", "b");
        twice.reading.records[1].key = twice.reading.records[0].key.clone();
        let mut long = held("booklet", "two", "b");
        long.edition.origin = "x".repeat(10_000);
        for bad in [twice, long] {
            assert!(matches!(store.hold(&bad), Err(StoreError::Unfit { .. })));
        }
        assert_eq!(store.held("booklet").unwrap(), Some(held("booklet", "one", "a")));
    });
}
