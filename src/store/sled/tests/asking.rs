//! What came of asking and what waits, on disk: damage to it costs only it, and no start.

use super::damage::{damage, damage_all};
use super::*;
use crate::store::samples::decision;
use crate::store::sled::asking::to_bytes;
use crate::store::sled::frame::frame;

/// As `filled`, with a decision, what came of asking for two sources, and editions of both that wait.
fn asked() -> Folder {
    let folder = filled();
    let store = SledStore::open(folder.path()).unwrap();
    store.set_watch("bare", &watch("waits", "before")).unwrap();
    store.hold(&held("bare", "waits", "w")).unwrap();
    store.set_watch("bare", &watch("waits", "bare")).unwrap();
    store.hold(&held("text", "was released", "r")).unwrap();
    assert!(store.release("text").unwrap());
    store.hold(&held("text", "waits too", "v")).unwrap();
    store.set_watch("text", &watch("one", "text")).unwrap();
    store.append(&decision("first")).unwrap();
    folder
}

/// Editions and decisions are all there.
fn assert_costs_nothing_else(store: &dyn Store) {
    assert_eq!(all(store), all_of(filled().path()));
    assert_eq!(store.decisions().unwrap(), [decision("first")]);
}

fn assert_all_there(store: &dyn Store) {
    assert_costs_nothing_else(store);
    assert_eq!(store.watch("bare").unwrap(), Some(watch("waits", "bare")));
    assert_eq!(store.watch("text").unwrap(), Some(watch("one", "text")));
    assert_eq!(store.held("bare").unwrap(), Some(held("bare", "waits", "w")));
    assert_eq!(store.held("text").unwrap(), Some(held("text", "waits too", "v")));
}

#[test]
fn what_was_asked_and_what_waits_is_there_when_the_folder_is_opened_again() {
    let folder = asked();
    for _ in 0..2 {
        let found = verify(folder.path()).unwrap();
        assert_eq!((found.watches, found.waiting.len()), (2, 2));
        assert_eq!((found.faults, found.warnings), (vec![], vec![]));
        assert_all_there(&SledStore::open(folder.path()).unwrap());
    }
    assert!(SledStore::open(folder.path()).unwrap().release("bare").unwrap());
    assert_eq!(SledStore::open(folder.path()).unwrap().held("bare").unwrap(), None);
}

#[test]
fn what_was_asked_and_what_waits_outlives_what_the_engine_cannot_open() {
    let folder = asked();
    damage(folder.path(), "conf", |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 0x55));
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(notice.unwrap().lost_held, [""; 0]);
    assert_all_there(&store);
}

#[test]
fn a_log_damaged_in_what_can_be_had_again_costs_no_edition_and_no_decision() {
    for what in [
        "the problem of bare",
        "it lacks what w has",
        "One of many lines of an edition, all of which carry v",
    ] {
        let folder = asked();
        damage_all(folder.path(), what);
        let (store, _) = open_or_set_aside(folder.path()).unwrap();
        assert_costs_nothing_else(&store);
        assert_eq!(store.watch("text").unwrap().map(|watch| watch.failures), Some(3));
        drop(store);
        assert_eq!(verify(folder.path()).unwrap().warnings, [""; 0], "it is forgotten by now");
    }
}

#[test]
fn a_value_that_is_not_understood_is_a_warning_and_the_one_before_it_is_used() {
    let folder = asked();
    {
        let store = SledStore::open(folder.path()).unwrap();
        for key in [&b"w/bare"[..], b"h/text", b"w/new"] {
            store.database.put(key, b"{\"of\":\"nobody\"}").unwrap();
        }
    }
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.faults.len(), found.warnings.len()), (0, 3), "{:?}", found.warnings);
    assert!(found.warnings[0].contains("asking for `bare`"), "{:?}", found.warnings);
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert!(notice.is_none());
    assert_all_there(&store);
    assert_eq!(store.watch("new").unwrap(), None);
    drop(store);
    assert_eq!(verify(folder.path()).unwrap().warnings, [""; 0]);
    assert_all_there(&SledStore::open(folder.path()).unwrap());
}

#[test]
fn an_edition_that_waited_and_is_not_whole_is_forgotten_and_asked_for_again_whole() {
    let folder = asked();
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = store.known().asking.content("bare").unwrap();
        let key = [b"p/", &content.bytes()[..], &3_u32.to_be_bytes()].concat();
        store.database.remove(&key).unwrap();
    }
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.faults.len(), found.warnings.len()), (0, 1), "{:?}", found.warnings);
    for _ in 0..2 {
        let store = SledStore::open(folder.path()).unwrap();
        assert_costs_nothing_else(&store);
        assert_eq!(store.held("bare").unwrap(), None);
        let expected = crate::record::Watch { answer: None, ..watch("waits", "bare") };
        assert_eq!(store.watch("bare").unwrap(), Some(expected));
        assert_eq!(store.held("text").unwrap(), Some(held("text", "waits too", "v")));
        assert_eq!(OF_HELD.digests(&store.database).unwrap().len(), 1, "nothing of it is left");
    }
}

#[test]
fn a_publisher_that_gave_what_a_repair_has_lost_is_asked_for_it_whole() {
    let folder = asked();
    damage_all(folder.path(), "a line of t");
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(notice.unwrap().lost.len(), 1);
    assert_eq!(
        store.watch("text").unwrap(),
        Some(crate::record::Watch { answer: None, ..watch("one", "text") })
    );
    assert_eq!(
        store.watch("bare").unwrap(),
        Some(watch("waits", "bare")),
        "what it gave is there, and waits"
    );
}

#[test]
fn holding_that_ended_early_leaves_what_was_held_and_nothing_else() {
    let folder = asked();
    {
        let store = SledStore::open(folder.path()).unwrap();
        let bytes = to_bytes(&held("bare", "newer", "n")).unwrap();
        OF_HELD.write(&store.database, &Sha256::of(&bytes), &bytes[..bytes.len() / 2]).unwrap();
    }
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.faults.len(), found.warnings.len()), (0, 0));
    let store = SledStore::open(folder.path()).unwrap();
    assert_all_there(&store);
    assert_eq!(OF_HELD.digests(&store.database).unwrap().len(), 2);
}

#[test]
fn what_the_engine_has_lost_of_asking_is_read_from_its_log() {
    let folder = asked();
    damage(folder.path(), "db", |bytes| {
        let slot = slots::Slots::in_log(bytes).next("bare", watch("waits", "later"));
        bytes.extend(frame(b"w/bare", &serde_json::to_vec(&slot).unwrap()).unwrap());
    });
    for _ in 0..2 {
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(store.watch("bare").unwrap(), Some(watch("waits", "later")));
        assert_costs_nothing_else(&store);
    }
}

#[test]
fn many_of_the_longest_stay_where_the_engine_syncs_them() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    for number in 0..60 {
        let mut watch = watch("one", "a");
        watch.problem = Some("x".repeat(5_000));
        watch.rejected = (0..40_u32).map(|number| Sha256::of(&number.to_be_bytes())).collect();
        watch.answer.as_mut().unwrap().address = "y".repeat(1024);
        store.set_watch(&format!("{number:0200}"), &watch).unwrap();
    }
    for number in 0..4 {
        store.hold(&held("bare", "one", &number.to_string())).unwrap();
    }
    assert_eq!(fs::read_dir(folder.path().join("store/sled/blobs")).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
type Write = fn(&SledStore) -> Result<(), StoreError>;

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_not_acknowledged_and_nothing_more_is_written() {
    let writes: [Write; 4] = [
        |store| store.set_watch("bare", &watch("two", "new")),
        |store| store.hold(&held("bare", "newer", "n")),
        |store| store.release("bare").map(drop),
        |store| store.prune("bare", &Sha256::of(b"one")).map(drop),
    ];
    for first in writes {
        let folder = asked();
        let mut store = SledStore::open(folder.path()).unwrap();
        store.database.fail_to_sync();
        let failed = first(&store).unwrap_err();
        assert!(matches!(failed, StoreError::Unwritable { .. }), "{failed:?}");
        for write in writes {
            let stopped = write(&store).unwrap_err();
            assert!(matches!(stopped, StoreError::Stopped { .. }), "{stopped:?}");
        }
        assert_all_there(&store);
    }
}
