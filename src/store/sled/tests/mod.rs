//! What only a store on disk does.

mod asking;
mod damage;
mod decisions;
mod endings;
mod pruning;

use std::fs;
use std::path::Path;

use super::*;
use crate::record::{Body, Figure, Lines, Prose, Qualifier, Record, ResultRecord, Stated, Terms};
use crate::store::samples::{Folder, edition, held, large, watch, with_text};

/// A data folder with a store of three sources; `large` has been committed three times.
fn filled() -> Folder {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    for parser in ["pledge-page/1", "pledge-page/2", "pledge-page/3"] {
        let mut stored = large("large", "one", "l");
        stored.edition.parser = parser.to_owned();
        store.commit(&stored).unwrap();
    }
    store.commit(&with_text(edition("text", "one", "t"), "t")).unwrap();
    store.commit(&edition("bare", "one", "b")).unwrap();
    store.commit(&edition("bare", "two", "c")).unwrap();
    folder
}

/// Every edition of a store, read whole.
fn all(store: &dyn Store) -> Vec<StoredEdition> {
    let mut all = Vec::new();
    for source in store.sources().unwrap() {
        for edition in store.editions(&source).unwrap() {
            all.push(store.edition(&source, &edition.sha256).unwrap().unwrap());
        }
    }
    all
}

fn all_of(folder: &Path) -> Vec<StoredEdition> {
    all(&SledStore::open(folder).unwrap())
}

#[test]
fn the_second_who_opens_a_folder_is_told() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    let busy = [
        SledStore::open(folder.path()).map(drop),
        open_or_set_aside(folder.path()).map(drop),
        verify(folder.path()).map(drop),
        repair(folder.path()).map(drop),
    ];
    for result in busy {
        let error = result.unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
        assert!(error.to_string().contains(folder.path().to_str().unwrap()), "{error}");
    }
    drop(store);
    SledStore::open(folder.path()).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_set_aside_by_nobody() {
    let folder = Folder::new();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = open_or_set_aside(&path).unwrap_err();
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
        assert!(error.to_string().contains("file"), "{error}");
    }
    for error in
        [verify(&folder.path().join("no")).unwrap_err(), repair(&folder.path().join("no")).unwrap_err()]
    {
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_number_that_cannot_be_read_again_is_refused() {
    let at = Lines { first: 1, last: 1, sha256: Sha256::of(b"") };
    let figure = Figure {
        value: f64::NAN,
        value_max: None,
        qualifier: Qualifier::Exact,
        unit: "people".to_owned(),
        year: None,
        scope: None,
    };
    let result = ResultRecord {
        programme: None,
        countries: vec![],
        theme: None,
        figure: Stated::new(figure, at.clone()),
        text: Prose { at: vec![at], fingerprint: crate::record::Fingerprint::of("") },
        terms: Terms::default(),
    };
    let mut stored = edition("booklet", "one", "a");
    stored.reading.records.push(Record { key: "nan".to_owned(), body: Body::Result(Box::new(result)) });
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    assert!(matches!(store.commit(&stored), Err(StoreError::Unfit { .. })));
    store.commit(&edition("booklet", "one", "a")).unwrap();
}

#[test]
fn nothing_is_written_where_the_engine_does_not_sync_it_and_space_is_used_again() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    for number in 0..12 {
        let mut stored = large("booklet", "one", "a");
        stored.edition.parser = format!("pledge-page/{number}");
        store.commit(&stored).unwrap();
    }
    let sled = folder.path().join("store/sled");
    assert_eq!(fs::read_dir(sled.join("blobs")).unwrap().count(), 0);
    let bytes = fs::metadata(sled.join("db")).unwrap().len();
    assert!(bytes < 12 << 20, "{bytes} bytes for one edition of some 300 KB");
}
