//! Tests of this module.

use std::fs;
use std::io::Cursor;

use super::{Imported, export, import};
use crate::store::samples::{Folder, edition, large, with_text};
use crate::store::{MemoryStore, SledStore, Store, StoreError};

/// A store of three editions of two sources, one of them read twice.
fn sample() -> MemoryStore {
    let store = MemoryStore::new();
    let mut newer = edition("page", "two", "b");
    newer.edition.parser = "pledge-page/2".to_owned();
    let editions = [with_text(edition("page", "one", "a"), "a"), edition("page", "two", "c"), newer];
    for stored in editions.iter().chain([&large("booklet", "one", "d")]) {
        store.commit(stored).unwrap();
    }
    store
}

fn exported(store: &dyn Store) -> String {
    let folder = Folder::new();
    let file = folder.path().join("export.ndjson");
    assert_eq!(export(store, &file).unwrap(), 3);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no partial file is left");
    fs::read_to_string(file).unwrap()
}

fn taken(store: &dyn Store, lines: &str) -> Imported {
    import(store, Cursor::new(lines)).unwrap()
}

fn assert_same(one: &dyn Store, other: &dyn Store) {
    assert_eq!(one.minted().unwrap(), other.minted().unwrap());
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
    assert_eq!(store.current("page").unwrap(), Some(own));
    assert_eq!(store.editions("page").unwrap()[1..], sample().editions("page").unwrap());
}

#[test]
fn a_bad_line_costs_itself_alone_and_is_reported() {
    let lines = exported(&sample());
    let lines: Vec<_> = lines.lines().collect();
    let edited = lines[1].replace("1st edition", "2nd edition");
    let cut = &lines[3][..lines[3].len() / 2];
    let store = MemoryStore::new();
    let imported = taken(&store, &[lines[0], &edited, "", "{}", lines[2], cut].join("\n"));
    assert_eq!(imported.added.len(), 1);
    assert_eq!(imported.bad.iter().map(|bad| bad.number).collect::<Vec<_>>(), [2, 4, 6]);
    assert!(imported.bad[0].reason.contains("checksum"), "{:?}", imported.bad);
    assert!(imported.bad[2].reason.contains("cut short"), "{:?}", imported.bad);
}

#[test]
fn an_export_that_was_cut_short_says_how_much_is_missing() {
    let lines = exported(&sample());
    let lines: Vec<_> = lines.lines().take(2).collect();
    assert_eq!(taken(&MemoryStore::new(), &lines.join("\n")).missing, 2);
}

#[test]
fn what_is_no_export_is_refused() {
    for lines in ["", "{}\n", "PK\u{3}\u{4}", "{\"gcm_hub_export\":2,\"editions\":0}"] {
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
