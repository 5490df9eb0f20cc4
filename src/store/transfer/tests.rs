//! Tests of this module.

use std::fs;
use std::io::Cursor;

use super::{Exported, Imported, export, import};
use crate::record::{Decision, DecisionAction, Sha256, Watch};
use crate::store::samples::{Folder, decision, edition, held, large, watch, with_text};
use crate::store::{MemoryStore, SledStore, Store, StoreError};

/// A store of three editions of two sources, one of them read twice, and two decisions.
fn sample() -> MemoryStore {
    let store = MemoryStore::new();
    let mut newer = edition("page", "two", "b");
    newer.edition.parser = "pledge-page/2".to_owned();
    let editions = [with_text(edition("page", "one", "a"), "a"), edition("page", "two", "c"), newer];
    for stored in editions.iter().chain([&large("booklet", "one", "d")]) {
        store.commit(stored).unwrap();
    }
    ["two", "one"].iter().for_each(|mark| assert!(store.append(&decision(mark)).unwrap()));
    store
}

fn exported(store: &dyn Store) -> String {
    let folder = Folder::new();
    let file = folder.path().join("export.ndjson");
    assert_eq!(export(store, &file).unwrap(), Exported { editions: 3, pruned: 0, decisions: 2, watches: 0 });
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no partial file is left");
    fs::read_to_string(file).unwrap()
}

fn taken(store: &dyn Store, lines: &str) -> Imported {
    import(store, Cursor::new(lines)).unwrap()
}

fn assert_same(one: &dyn Store, other: &dyn Store) {
    assert_eq!(one.minted().unwrap(), other.minted().unwrap());
    assert_eq!(one.decisions().unwrap(), other.decisions().unwrap());
    assert_eq!(one.sources().unwrap(), other.sources().unwrap());
    for source in one.sources().unwrap() {
        assert_eq!(one.editions(&source).unwrap(), other.editions(&source).unwrap());
        for edition in one.editions(&source).unwrap() {
            let of = |store: &dyn Store| store.edition(&source, &edition.sha256).unwrap().unwrap();
            assert_eq!(of(one), of(other));
        }
    }
}

#[test]
fn an_export_makes_the_same_store_of_either_kind() {
    let lines = exported(&sample());
    let folder = Folder::new();
    let sled = SledStore::open(folder.path()).unwrap();
    let first = taken(&sled, &lines);
    assert_eq!((first.added.len(), first.held.len(), first.bad.len(), first.missing), (3, 0, 0, 0));
    assert_eq!((first.decisions_added, first.decisions_held), (2, 0));
    assert_same(&sled, &sample());
    assert_eq!(exported(&sled), lines);
}

#[test]
fn an_import_can_be_repeated_and_changes_no_current_edition() {
    let (lines, store) = (exported(&sample()), MemoryStore::new());
    let own = edition("page", "three", "x");
    store.commit(&own).unwrap();
    assert_eq!(taken(&store, &lines).added.len(), 3);
    let again = taken(&store, &lines);
    assert_eq!((again.added.len(), again.held.len()), (0, 3));
    assert_eq!((again.decisions_added, again.decisions_held), (0, 2));
    assert_eq!(store.current("page").unwrap(), Some(own));
    assert_eq!(store.editions("page").unwrap()[1..], sample().editions("page").unwrap());
}

#[test]
fn a_bad_line_costs_itself_alone_and_is_reported() {
    let lines = exported(&sample());
    let lines: Vec<_> = lines.lines().collect();
    let edited = lines[3].replace("1st edition", "2nd edition");
    let cut = &lines[5][..lines[5].len() / 2];
    let put = lines[1].replace("CONFIRM", "REJECT");
    let store = MemoryStore::new();
    let imported = taken(&store, &[lines[0], &edited, "", "{}", lines[4], cut, &put, lines[2]].join("\n"));
    assert_eq!((imported.added.len(), imported.decisions_added), (1, 1));
    assert_eq!(store.decisions().unwrap(), [decision("one")]);
    assert_eq!(imported.bad.iter().map(|bad| bad.number).collect::<Vec<_>>(), [2, 4, 6, 7]);
    assert!(imported.bad[0].reason.contains("checksum"), "{:?}", imported.bad);
    assert!(imported.bad[2].reason.contains("cut short"), "{:?}", imported.bad);
}

#[test]
fn an_export_that_was_cut_short_says_how_much_is_missing() {
    let lines = exported(&sample());
    for (there, missing) in [(2, 4), (4, 2), (6, 0)] {
        let lines: Vec<_> = lines.lines().take(there).collect();
        assert_eq!(taken(&MemoryStore::new(), &lines.join("\n")).missing, missing);
    }
}

#[test]
fn the_decisions_of_an_export_go_behind_those_that_are_there() {
    let (lines, store) = (exported(&sample()), MemoryStore::new());
    ["own", "one"].iter().for_each(|mark| assert!(store.append(&decision(mark)).unwrap()));
    let imported = taken(&store, &lines);
    assert_eq!((imported.decisions_added, imported.decisions_held), (1, 1));
    assert_eq!(store.decisions().unwrap(), ["own", "one", "two"].map(decision));
}

#[test]
fn a_decision_that_says_something_else_than_the_one_held_is_reported_and_changes_nothing() {
    let (lines, store) = (exported(&sample()), MemoryStore::new());
    let own = Decision { action: DecisionAction::Reject, ..decision("one") };
    store.append(&own).unwrap();
    let imported = taken(&store, &lines);
    assert_eq!((imported.decisions_added, imported.decisions_held), (1, 0));
    assert!(imported.bad[0].reason.contains("says something else"), "{:?}", imported.bad);
    assert_eq!(store.decisions().unwrap(), [own, decision("two")]);
}

#[test]
fn an_export_of_the_earlier_format_has_no_decisions_and_is_taken() {
    let lines = exported(&sample());
    let editions = lines.lines().skip(1).filter(|line| line.contains("\"stored\":"));
    let lines: Vec<_> = ["{\"gcm_hub_export\":1,\"editions\":3}"].into_iter().chain(editions).collect();
    let store = MemoryStore::new();
    let imported = taken(&store, &lines.join("\n"));
    assert_eq!((imported.added.len(), imported.bad.len(), imported.missing), (3, 0, 0));
    assert_eq!(store.decisions().unwrap(), []);
}

#[test]
fn what_is_no_export_is_refused() {
    for lines in ["", "{}\n", "PK\u{3}\u{4}", "{\"gcm_hub_export\":4,\"editions\":0}"] {
        let refused = import(&MemoryStore::new(), Cursor::new(lines));
        assert!(matches!(refused, Err(StoreError::NotAnExport { .. })), "{lines}");
    }
}

#[test]
fn an_export_that_cannot_be_written_says_where() {
    let folder = Folder::new();
    let error = export(&sample(), &folder.path().join("no/such/folder")).unwrap_err();
    assert!(error.to_string().contains("no/such/folder.partial"), "{error}");
}

/// As `sample`, with an older edition pruned, and what came of asking for two sources.
fn pruned_and_asked() -> MemoryStore {
    let store = sample();
    assert!(store.prune("page", &Sha256::of(b"one")).unwrap());
    store.set_watch("booklet", &watch("one", "a")).unwrap();
    store.set_watch("page", &watch("one", "b")).unwrap();
    store.hold(&held("page", "three", "h")).unwrap();
    store
}

fn all_exported(store: &dyn Store) -> String {
    let folder = Folder::new();
    let file = folder.path().join("export.ndjson");
    let count = Exported { editions: 2, pruned: 1, decisions: 2, watches: 2 };
    assert_eq!(export(store, &file).unwrap(), count);
    fs::read_to_string(file).unwrap()
}

#[test]
fn an_export_has_the_identifiers_of_pruned_editions_and_what_came_of_asking() {
    let lines = all_exported(&pruned_and_asked());
    let folder = Folder::new();
    let sled = SledStore::open(folder.path()).unwrap();
    for again in [false, true] {
        let taken = taken(&sled, &lines);
        assert_eq!((taken.bad.len(), taken.missing), (0, 0));
        let expected = if again { [(0, 1), (0, 2)] } else { [(1, 0), (2, 0)] };
        let pruned = (taken.pruned_added, taken.pruned_held);
        assert_eq!([pruned, (taken.watches_added, taken.watches_held)], expected);
        assert_same(&sled, &pruned_and_asked());
        assert_eq!(sled.pruned().unwrap(), pruned_and_asked().pruned().unwrap());
    }
    assert_eq!(sled.watch("booklet").unwrap(), Some(watch("one", "a")));
    assert_eq!(sled.held("page").unwrap(), None, "what waits is left out");
}

#[test]
fn a_document_that_an_import_does_not_bring_is_asked_for_again_whole() {
    let store = MemoryStore::new();
    let lines = all_exported(&pruned_and_asked());
    taken(&store, &lines);
    let without = |mark| Some(Watch { answer: None, ..watch("one", mark) });
    assert_eq!(store.watch("page").unwrap(), without("b"), "it was pruned");
    assert_eq!(store.watch("booklet").unwrap(), Some(watch("one", "a")));
    let cut: Vec<_> = lines.lines().filter(|line| !line.contains("\"stored\":")).collect();
    let store = MemoryStore::new();
    assert_eq!(taken(&store, &cut.join("\n")).missing, 2);
    assert_eq!(store.watch("booklet").unwrap(), without("a"));
}

#[test]
fn what_is_known_of_a_source_stays_as_it_is() {
    let store = MemoryStore::new();
    store.set_watch("page", &watch("own", "own")).unwrap();
    store.keep(&edition("page", "one", "own")).unwrap();
    let taken = taken(&store, &all_exported(&pruned_and_asked()));
    assert_eq!((taken.pruned_held, taken.watches_held, taken.watches_added), (1, 1, 1));
    assert_eq!(store.watch("page").unwrap(), Some(watch("own", "own")));
    assert!(store.edition("page", &Sha256::of(b"one")).unwrap().is_some());
}

#[test]
fn a_damaged_line_of_a_pruned_edition_or_a_watch_costs_itself_alone() {
    let lines = all_exported(&pruned_and_asked());
    let edited = lines.replace("the problem of a", "the problem of x").replace(
        "\"pruned\":{\"edition\":{\"source\":\"page\"",
        "\"pruned\":{\"edition\":{\"source\":\"pare\"",
    );
    let taken = taken(&MemoryStore::new(), &edited);
    assert_eq!(taken.bad.iter().map(|bad| bad.number).collect::<Vec<_>>(), [4, 5]);
    assert_eq!((taken.added.len(), taken.decisions_added), (2, 2));
    assert_eq!((taken.pruned_added, taken.watches_added), (0, 1));
}
