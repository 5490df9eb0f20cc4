//! What only a store on disk can suffer.

use std::fs;
use std::path::Path;

use super::entry::Unfinished;
use super::*;
use crate::record::{Body, Figure, Lines, Prose, Qualifier, Record, ResultRecord, Stated};
use crate::store::samples::{Folder, edition, large, with_text};

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

/// Changes a file of the engine: the one whose name begins like that.
fn damage(folder: &Path, name: &str, change: impl Fn(&mut Vec<u8>)) {
    let files = fs::read_dir(folder.join("store/sled")).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name));
    let file = files.next().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    change(&mut bytes);
    fs::write(file, bytes).unwrap();
}

/// Damages every place in the engine's log that has these bytes.
fn damage_all(folder: &Path, what: &str) {
    damage(folder, "db", |bytes| {
        let places = bytes.windows(what.len()).enumerate().filter(|(_, window)| *window == what.as_bytes());
        let places: Vec<_> = places.map(|(place, _)| place).collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|place| bytes[place] ^= 1);
    });
}

const CHANGES: [fn(&mut Vec<u8>); 6] = [
    Vec::clear,
    |bytes| bytes.truncate(bytes.len() / 2),
    |bytes| bytes.truncate(bytes.len() - 1),
    |bytes| bytes.iter_mut().step_by(7).for_each(|byte| *byte ^= 0x55),
    |bytes| bytes.iter_mut().take(20).for_each(|byte| *byte = 0),
    |bytes| *bytes = b"garbage, and a good deal more of it than a header".to_vec(),
];

#[test]
fn damage_beside_the_log_costs_nothing() {
    let folder = filled();
    let before = all_of(folder.path());
    for name in ["snap.", "conf"] {
        for change in CHANGES {
            damage(folder.path(), name, change);
            let (store, notice) = open_or_set_aside(folder.path()).unwrap();
            assert_eq!(all(&store), before, "{name}");
            if let Some(notice) = notice {
                assert!(notice.set_aside.join("sled/db").exists());
                assert_eq!((notice.recovered.len(), notice.outdated.len(), notice.lost.len()), (4, 0, 0));
            }
        }
    }
}

#[test]
fn a_damaged_log_never_keeps_the_hub_from_starting() {
    for change in CHANGES {
        let folder = filled();
        let before = all_of(folder.path());
        damage(folder.path(), "db", change);
        let (store, notice) = open_or_set_aside(folder.path()).unwrap();
        let after = all(&store);
        let of = |stored: &StoredEdition| (stored.edition.source.clone(), stored.edition.sha256);
        for stored in &after {
            assert!(before.iter().any(|before| of(before) == of(stored) && before.reading == stored.reading));
        }
        assert!(notice.is_some() || after == before, "lost, and nobody said so");
        store.commit(&edition("new", "one", "n")).unwrap();
    }
}

#[test]
fn damage_in_an_edition_costs_that_edition_and_says_so() {
    let folder = filled();
    let before = all_of(folder.path());
    damage_all(folder.path(), "a line of t");
    assert!(matches!(SledStore::open(folder.path()), Err(StoreError::Corrupt { .. })));
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    let notice = notice.unwrap();
    assert_eq!(notice.recovered.len(), 3);
    assert_eq!(notice.lost.iter().map(|edition| edition.source.as_str()).collect::<Vec<_>>(), ["text"]);
    assert!(notice.to_string().contains("store.set-aside-1"), "{notice}");
    assert_eq!(store.current("text").unwrap(), None);
    assert_eq!(all(&store), before.into_iter().filter(|stored| stored.edition.source != "text").collect::<Vec<_>>());
}

#[test]
fn every_store_that_is_set_aside_is_kept() {
    let folder = filled();
    for n in 1..=3 {
        damage(folder.path(), "conf", |bytes| bytes[0] ^= 1);
        let notice = repair(folder.path()).unwrap().unwrap();
        assert_eq!(notice.set_aside, folder.path().join(format!("store.set-aside-{n}")));
    }
    assert!(repair(folder.path()).unwrap().is_none(), "there is nothing to repair");
    assert_eq!(verify(folder.path()).unwrap().set_aside.len(), 3);
}

#[test]
fn a_newer_format_is_set_aside_unread_and_untouched() {
    let folder = filled();
    fs::write(folder.path().join("store/format"), "gcm-hub store format 2\n").unwrap();
    let log = fs::read(folder.path().join("store/sled/db")).unwrap();
    for refused in [SledStore::open(folder.path()).unwrap_err(), repair(folder.path()).unwrap_err()] {
        assert!(matches!(refused, StoreError::NewerFormat { found: 2, known: 1, .. }), "{refused}");
    }
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    let notice = notice.unwrap();
    assert_eq!(all(&store), []);
    assert_eq!(notice.recovered, []);
    assert!(notice.to_string().contains("has format 2"), "{notice}");
    assert_eq!(fs::read(notice.set_aside.join("sled/db")).unwrap(), log);
}

#[test]
fn a_store_that_does_not_tell_its_format_is_damaged() {
    for format in [None, Some(""), Some("gcm-hub store format x"), Some("\u{0}")] {
        let folder = filled();
        let path = folder.path().join("store/format");
        match format {
            Some(format) => fs::write(path, format).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
        assert!(matches!(SledStore::open(folder.path()), Err(StoreError::Corrupt { .. })));
        let (store, notice) = open_or_set_aside(folder.path()).unwrap();
        assert_eq!((all(&store).len(), notice.unwrap().lost.len()), (4, 0));
    }
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
    for error in [verify(&folder.path().join("no")).unwrap_err(), repair(&folder.path().join("no")).unwrap_err()] {
        assert!(matches!(error, StoreError::Unwritable { .. }), "{error:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_store_is_made_and_swapped_in_whole_wherever_that_ends() {
    let folder = filled();
    let before = all_of(folder.path());
    let (store, new) = (folder.path().join("store"), folder.path().join("store.new"));
    fs::create_dir_all(new.join("sled")).unwrap();
    assert_eq!(all_of(folder.path()), before, "half made beside the store");
    assert!(!new.exists());
    fs::rename(&store, &new).unwrap();
    assert_eq!(all_of(folder.path()), before, "finished, and the old one set aside");
    fs::rename(&store, &new).unwrap();
    fs::remove_file(new.join("format")).unwrap();
    assert_eq!(all_of(folder.path()), [], "half made, and there was none before");
}

#[test]
fn a_commit_that_ended_early_leaves_the_edition_before_it() {
    let folder = filled();
    let before = all_of(folder.path());
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = Content { place: 99, stored: large("bare", "two", "x") };
        let bytes = content.to_bytes().unwrap();
        let entry = content.entry(&bytes);
        let old = store.held().find("bare", &entry.edition.sha256).unwrap().content;
        Unfinished { contents: vec![old, entry.content] }.write(&store.database).unwrap();
        content::write(&store.database, &entry.content, &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(all_of(folder.path()), before);
    assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
}

#[test]
fn a_commit_that_ended_after_its_entry_is_there_and_what_it_replaced_is_gone() {
    let folder = filled();
    let stored = large("bare", "two", "x");
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = Content { place: 99, stored: stored.clone() };
        let bytes = content.to_bytes().unwrap();
        let entry = content.entry(&bytes);
        let old = store.held().find("bare", &entry.edition.sha256).unwrap().content;
        Unfinished { contents: vec![old, entry.content] }.write(&store.database).unwrap();
        content::write(&store.database, &entry.content, &bytes).unwrap();
        entry.write(&store.database).unwrap();
    }
    let store = SledStore::open(folder.path()).unwrap();
    assert_eq!(store.current("bare").unwrap(), Some(stored));
    assert_eq!(content::digests(&store.database).unwrap().len(), 4);
}

#[test]
fn content_that_nothing_names_is_damage_and_is_recovered() {
    let folder = filled();
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = Content { place: 99, stored: edition("stray", "one", "s") };
        let bytes = content.to_bytes().unwrap();
        content::write(&store.database, &Sha256::of(&bytes), &bytes).unwrap();
    }
    let error = SledStore::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("belong to no edition: 1"), "{error}");
    let (store, _) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(store.current("stray").unwrap(), Some(edition("stray", "one", "s")));
}

#[test]
fn verifying_tells_what_is_damaged_and_changes_nothing() {
    let folder = filled();
    let good = verify(folder.path()).unwrap();
    assert_eq!((good.whole.len(), good.broken.len(), good.faults.len()), (4, 0, 0));
    damage_all(folder.path(), "a line of t");
    let bytes = || fs::read(folder.path().join("store/sled/db")).unwrap();
    let before = bytes();
    let bad = verify(folder.path()).unwrap();
    assert!(!bad.faults.is_empty());
    assert_eq!(bytes(), before);
    assert!(!folder.path().join("store.copy").exists());
    let nothing = verify(Folder::new().path()).unwrap();
    assert_eq!((nothing.whole.len(), nothing.faults.len()), (0, 0));
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
        terms: vec![],
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
