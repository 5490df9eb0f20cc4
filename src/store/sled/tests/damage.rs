//! Damaged files: what is lost, what is not, and who says so.

use super::*;
use crate::store::sled::folder::FORMAT;

/// Changes a file of the engine: the one whose name begins like that.
pub(super) fn damage(folder: &Path, name: &str, change: impl Fn(&mut Vec<u8>)) {
    let files = fs::read_dir(folder.join("store/sled")).unwrap().map(|entry| entry.unwrap().path());
    let mut files = files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name));
    let file = files.next().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    change(&mut bytes);
    fs::write(file, bytes).unwrap();
}

/// Damages every place in the engine's log that has these bytes.
pub(super) fn damage_all(folder: &Path, what: &str) {
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
fn a_log_that_is_not_there_is_missed() {
    let without: [fn(&Path); 3] = [
        |store| fs::remove_dir_all(store.join("sled")).unwrap(),
        |store| fs::remove_file(store.join("sled/db")).unwrap(),
        |store| {
            fs::remove_dir_all(store).unwrap();
            fs::write(store, "a file where a folder should be").unwrap();
        },
    ];
    for remove in without {
        let folder = filled();
        remove(&folder.path().join("store"));
        assert!(matches!(SledStore::open(folder.path()), Err(StoreError::Corrupt { .. })));
        let (store, notice) = open_or_set_aside(folder.path()).unwrap();
        assert_eq!((all(&store), notice.unwrap().recovered), (vec![], vec![]));
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
    assert_eq!(
        all(&store),
        before.into_iter().filter(|stored| stored.edition.source != "text").collect::<Vec<_>>()
    );
}

#[test]
fn damage_is_not_forgotten_until_it_is_repaired() {
    let folder = filled();
    damage_all(folder.path(), "a line of t");
    for _ in 0..3 {
        let error = SledStore::open(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        assert_ne!(verify(folder.path()).unwrap().faults, [""; 0]);
    }
    assert_eq!(repair(folder.path()).unwrap().unwrap().recovered.len(), 3);
    SledStore::open(folder.path()).unwrap();
    assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
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
    let later = FORMAT + 1;
    fs::write(folder.path().join("store/format"), format!("gcm-hub store format {later}\n")).unwrap();
    let log = fs::read(folder.path().join("store/sled/db")).unwrap();
    for refused in [SledStore::open(folder.path()).unwrap_err(), repair(folder.path()).unwrap_err()] {
        assert!(
            matches!(refused, StoreError::NewerFormat { found, known: FORMAT, .. } if found == later),
            "{refused}"
        );
    }
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    let notice = notice.unwrap();
    assert_eq!(all(&store), []);
    assert_eq!(notice.recovered, []);
    assert!(notice.to_string().contains(&format!("has format {later}")), "{notice}");
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
