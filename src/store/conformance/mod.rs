//! What every store does, run over each.

mod asking;
mod deciding;
mod pruning;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::samples::{Folder, decision, edition, held, large, watch, with_text};
use super::{Committed, MemoryStore, SledStore, Store, StoreError, StoredEdition};
use crate::record::{Decision, Edition, Sha256};

/// Runs a check on an empty store of each kind.
fn on_each(check: impl Fn(&dyn Store)) {
    check(&MemoryStore::new());
    let folder = Folder::new();
    check(&SledStore::open(folder.path()).unwrap());
}

fn replaced(earlier: &StoredEdition) -> Committed {
    Committed::Replaced { earlier: Box::new(earlier.edition.clone()) }
}

#[test]
fn an_empty_store_has_nothing() {
    on_each(|store| {
        assert_eq!(store.sources().unwrap(), [""; 0]);
        assert_eq!(store.current("booklet").unwrap(), None);
        assert_eq!(store.editions("booklet").unwrap(), []);
        assert_eq!(store.edition("booklet", &Sha256::of(b"one")).unwrap(), None);
        assert_eq!(store.minted().unwrap(), BTreeSet::new());
        assert_eq!(store.decisions().unwrap(), []);
        assert_eq!(store.pruned().unwrap(), []);
        assert_eq!(store.watch("booklet").unwrap(), None);
        assert_eq!(store.watches().unwrap(), []);
        assert_eq!(store.held("booklet").unwrap(), None);
    });
}

#[test]
fn what_is_committed_is_read_again_whole() {
    on_each(|store| {
        for stored in [edition("booklet", "one", "a"), with_text(edition("page", "two", "b"), "b")] {
            assert_eq!(store.commit(&stored).unwrap(), Committed::New);
            assert_eq!(store.current(&stored.edition.source).unwrap().as_ref(), Some(&stored));
            assert_eq!(store.edition(&stored.edition.source, &stored.edition.sha256).unwrap(), Some(stored));
        }
        assert_eq!(store.sources().unwrap(), ["booklet", "page"]);
    });
}

#[test]
fn an_edition_of_hundreds_of_kilobytes_is_read_again_whole() {
    on_each(|store| {
        let stored = large("booklet", "one", "a");
        assert_eq!(store.commit(&stored).unwrap(), Committed::New);
        assert_eq!(store.current("booklet").unwrap(), Some(stored));
    });
}

#[test]
fn the_last_commit_is_current_and_the_earlier_ones_stay() {
    on_each(|store| {
        let [one, two, three] = ["one", "two", "three"].map(|bytes| edition("booklet", bytes, bytes));
        for stored in [&one, &two, &three] {
            store.commit(stored).unwrap();
        }
        assert_eq!(store.current("booklet").unwrap().unwrap(), three);
        assert_eq!(
            store.editions("booklet").unwrap(),
            [&three, &two, &one].map(|stored| stored.edition.clone())
        );
        assert_eq!(store.edition("booklet", &one.edition.sha256).unwrap(), Some(one));
    });
}

#[test]
fn the_same_bytes_of_two_sources_are_two_editions() {
    on_each(|store| {
        let (one, other) = (edition("booklet", "one", "a"), edition("book", "one", "b"));
        store.commit(&one).unwrap();
        assert_eq!(store.commit(&other).unwrap(), Committed::New);
        assert_eq!(store.current("booklet").unwrap(), Some(one));
        assert_eq!(store.current("book").unwrap(), Some(other));
    });
}

#[test]
fn the_current_edition_once_more_changes_nothing() {
    on_each(|store| {
        let stored = with_text(edition("booklet", "one", "a"), "a");
        store.commit(&stored).unwrap();
        let mut again = stored.clone();
        assert_eq!(store.commit(&again).unwrap(), Committed::Unchanged);
        again.edition.origin = "https://example.org".to_owned();
        again.edition.retrieved_at = Some(chrono::DateTime::UNIX_EPOCH);
        assert_eq!(store.commit(&again).unwrap(), Committed::Unchanged);
        again.text = None;
        assert_eq!(store.commit(&again).unwrap(), Committed::Unchanged);
        assert_eq!(store.current("booklet").unwrap(), Some(stored));
    });
}

#[test]
fn an_older_edition_once_more_is_current_again() {
    on_each(|store| {
        let (one, two) = (edition("booklet", "one", "a"), edition("booklet", "two", "b"));
        store.commit(&one).unwrap();
        store.commit(&two).unwrap();
        assert_eq!(store.commit(&one).unwrap(), replaced(&one));
        assert_eq!(store.editions("booklet").unwrap(), [one.edition.clone(), two.edition]);
        assert_eq!(store.current("booklet").unwrap(), Some(one));
    });
}

#[test]
fn a_newer_parser_label_date_or_text_replaces_the_reading() {
    let changes: [fn(&mut StoredEdition); 4] = [
        |stored| stored.edition.parser = "pledge-page/2".to_owned(),
        |stored| stored.edition.label = None,
        |stored| stored.edition.as_of = "2024".parse().ok(),
        |stored| *stored = with_text(stored.clone(), "a"),
    ];
    for change in changes {
        on_each(|store| {
            let stored = edition("booklet", "one", "a");
            store.commit(&stored).unwrap();
            let mut newer = stored.clone();
            change(&mut newer);
            assert_eq!(store.commit(&newer).unwrap(), replaced(&stored));
            assert_eq!(store.editions("booklet").unwrap(), [newer.edition.clone()]);
            assert_eq!(store.current("booklet").unwrap(), Some(newer));
        });
    }
}

#[test]
fn a_reading_without_text_does_not_cost_the_text_of_the_same_bytes() {
    on_each(|store| {
        let held = with_text(edition("booklet", "one", "a"), "a");
        store.commit(&held).unwrap();
        let mut newer = edition("booklet", "one", "a");
        newer.edition.parser = "pledge-page/2".to_owned();
        store.commit(&newer).unwrap();
        assert_eq!(store.current("booklet").unwrap().unwrap().text, held.text);
        newer.edition.media_type = "text/markdown".to_owned();
        store.commit(&newer).unwrap();
        assert_eq!(store.current("booklet").unwrap().unwrap().text, None, "lines split in another way");
    });
}

#[test]
fn an_identifier_is_minted_for_ever() {
    on_each(|store| {
        let old = edition("booklet", "one", "a");
        store.commit(&old).unwrap();
        let mut newer = edition("booklet", "one", "b");
        newer.edition.parser = "pledge-page/2".to_owned();
        let kept = old.identities["a/1"].id;
        newer.identities.get_mut("b/1").unwrap().id = kept;
        store.commit(&newer).unwrap();
        let dropped = old.identities["a/2"].id;
        assert_eq!(store.current("booklet").unwrap().unwrap().retired, [dropped].into());
        assert_eq!(store.minted().unwrap(), [kept, dropped, newer.identities["b/2"].id].into());
    });
}

#[test]
fn kept_editions_are_older_than_all_that_is_there() {
    on_each(|store| {
        let [one, two, three] = ["one", "two", "three"].map(|bytes| edition("booklet", bytes, bytes));
        assert!(store.keep(&three).unwrap());
        assert_eq!(store.current("booklet").unwrap().unwrap(), three, "the first is current");
        assert!(store.keep(&two).unwrap());
        assert!(store.keep(&one).unwrap());
        assert_eq!(
            store.editions("booklet").unwrap(),
            [&three, &two, &one].map(|stored| stored.edition.clone())
        );
        let mut other = two.clone();
        other.edition.parser = "pledge-page/2".to_owned();
        assert!(!store.keep(&other).unwrap());
        assert_eq!(store.edition("booklet", &two.edition.sha256).unwrap(), Some(two));
    });
}

#[test]
fn what_contradicts_itself_is_refused_and_changes_nothing() {
    on_each(|store| {
        let mut stray = edition("booklet", "one", "a");
        stray.reading.records.pop();
        let mut twice = edition("booklet", "one", "a");
        twice.reading.records[1].key = twice.reading.records[0].key.clone();
        let mut long = edition("booklet", "one", "a");
        long.edition.label = Some("x".repeat(10_000));
        for bad in [stray, twice, long] {
            assert!(matches!(store.commit(&bad), Err(StoreError::Unfit { .. })));
            assert!(matches!(store.keep(&bad), Err(StoreError::Unfit { .. })));
        }
        assert_eq!(store.sources().unwrap(), [""; 0]);
        assert_eq!(store.commit(&edition("booklet", "one", "a")).unwrap(), Committed::New);
    });
}

#[test]
fn every_thread_sees_whole_editions() {
    on_each(|store| {
        let marks = ["a", "b"];
        let editions = marks.map(|mark| with_text(edition("booklet", mark, mark), mark));
        store.commit(&editions[0]).unwrap();
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                for _ in 0..20 {
                    let seen = store.current("booklet").unwrap().unwrap();
                    assert!(editions.contains(&seen));
                }
            });
            for _ in 0..5 {
                editions.iter().rev().for_each(|edition| drop(store.commit(edition).unwrap()));
            }
            reader.join().unwrap();
        });
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_answer_alike_whatever_is_done(
        steps in prop::collection::vec((0..15u8, 0..2usize, 0..3usize, 0..3usize, any::<bool>()), 1..16)
    ) {
        let (folder, memory) = (Folder::new(), MemoryStore::new());
        let mut sled = SledStore::open(folder.path()).unwrap();
        for (what, source, bytes, mark, text) in steps {
            let mut stored = edition(["x", "xy"][source], ["1", "2", "3"][bytes], ["a", "b", "c"][mark]);
            stored.edition.parser = format!("pledge-page/{mark}");
            let stored = if text { with_text(stored, "t") } else { stored };
            match what {
                0 => {
                    drop(sled);
                    sled = SledStore::open(folder.path()).unwrap();
                }
                1 => prop_assert_eq!(sled.keep(&stored).unwrap(), memory.keep(&stored).unwrap()),
                2 | 3 => {
                    let decision = decision(["1", "2", "3"][mark]);
                    prop_assert_eq!(sled.append(&decision).unwrap(), memory.append(&decision).unwrap());
                }
                4..=6 => {
                    let Edition { source, sha256, .. } = &stored.edition;
                    prop_assert_eq!(sled.prune(source, sha256).unwrap(), memory.prune(source, sha256).unwrap());
                }
                7 => {
                    let left = stored.pruned();
                    prop_assert_eq!(sled.keep_pruned(&left).unwrap(), memory.keep_pruned(&left).unwrap());
                }
                8 => {
                    let watch = watch(["1", "2", "3"][bytes], ["a", "b", "c"][mark]);
                    sled.set_watch(&stored.edition.source, &watch).unwrap();
                    memory.set_watch(&stored.edition.source, &watch).unwrap();
                }
                9 => {
                    let held = held(&stored.edition.source, ["1", "2", "3"][bytes], ["a", "b", "c"][mark]);
                    sled.hold(&held).unwrap();
                    memory.hold(&held).unwrap();
                }
                10 => {
                    let source = &stored.edition.source;
                    prop_assert_eq!(sled.release(source).unwrap(), memory.release(source).unwrap());
                }
                _ => prop_assert_eq!(sled.commit(&stored).unwrap(), memory.commit(&stored).unwrap()),
            }
            prop_assert_eq!(sled.sources().unwrap(), memory.sources().unwrap());
            prop_assert_eq!(sled.minted().unwrap(), memory.minted().unwrap());
            prop_assert_eq!(sled.decisions().unwrap(), memory.decisions().unwrap());
            prop_assert_eq!(sled.pruned().unwrap(), memory.pruned().unwrap());
            prop_assert_eq!(sled.watches().unwrap(), memory.watches().unwrap());
            for source in ["x", "xy"] {
                prop_assert_eq!(sled.editions(source).unwrap(), memory.editions(source).unwrap());
                prop_assert_eq!(sled.current(source).unwrap(), memory.current(source).unwrap());
                prop_assert_eq!(sled.watch(source).unwrap(), memory.watch(source).unwrap());
                prop_assert_eq!(sled.held(source).unwrap(), memory.held(source).unwrap());
            }
        }
    }
}
