//! Pruned editions on disk: what is left of them outlives everything, and is taken for no damage.

use super::damage::damage_all;
use super::*;
use crate::store::sled::entry::Unfinished;
use crate::store::sled::folder::FORMAT;

/// As `filled`, with the older edition of `bare` pruned, and what is left of it.
fn pruned() -> (Folder, Pruned) {
    let folder = filled();
    let (store, old) = (SledStore::open(folder.path()).unwrap(), edition("bare", "one", "b"));
    assert!(store.prune("bare", &old.edition.sha256).unwrap());
    (folder, old.pruned())
}

fn assert_pruned(store: &dyn Store, left: &Pruned) {
    assert_eq!(store.pruned().unwrap(), std::slice::from_ref(left));
    assert_eq!(store.editions("bare").unwrap(), [edition("bare", "two", "c").edition]);
    assert!(left.retired.is_subset(&store.minted().unwrap()));
    assert_eq!(all(store).len(), 3);
}

#[test]
fn pruning_is_no_damage_and_outlives_starts() {
    let (folder, left) = pruned();
    for _ in 0..3 {
        let found = verify(folder.path()).unwrap();
        assert_eq!((found.whole.len(), found.pruned, found.faults), (3, 1, vec![]));
        assert_pruned(&SledStore::open(folder.path()).unwrap(), &left);
    }
}

#[test]
fn pruning_and_committing_again_is_no_damage_however_often() {
    let (folder, left) = pruned();
    let old = edition("bare", "one", "b");
    for _ in 0..3 {
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(store.commit(&old).unwrap(), Committed::New);
        drop(store);
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(store.current("bare").unwrap().unwrap().edition, old.edition);
        assert_eq!(store.pruned().unwrap(), []);
        store.commit(&edition("bare", "two", "c")).unwrap();
        assert!(store.prune("bare", &old.edition.sha256).unwrap());
    }
    assert_pruned(&SledStore::open(folder.path()).unwrap(), &left);
    assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
}

#[test]
fn what_is_salvaged_has_pruned_editions_pruned() {
    let (folder, left) = pruned();
    for _ in 0..2 {
        fs::remove_file(folder.path().join("store/format")).unwrap();
        let notice = repair(folder.path()).unwrap().unwrap();
        assert_eq!((notice.recovered.len(), notice.outdated, notice.lost), (3, vec![], vec![]));
        assert_pruned(&SledStore::open(folder.path()).unwrap(), &left);
    }
}

#[test]
fn an_edition_whose_pruning_is_damaged_is_back_and_mints_nothing_twice() {
    let (folder, left) = pruned();
    damage_all(folder.path(), "\"pruned\":true,\"stored\"");
    assert!(matches!(SledStore::open(folder.path()), Err(StoreError::Corrupt { .. })));
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(notice.unwrap().outdated, std::slice::from_ref(&left.edition));
    assert_eq!(all(&store).len(), 4);
    assert!(left.retired.is_subset(&store.minted().unwrap()));
}

#[test]
fn identifiers_that_are_lost_with_a_pruned_edition_are_missed() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    let old = edition("bare", "one", "b");
    assert!(store.keep_pruned(&old.pruned()).unwrap());
    drop(store);
    damage_all(folder.path(), "\"pruned\":true,\"stored\"");
    let notice = repair(folder.path()).unwrap().unwrap();
    assert_eq!((&notice.lost, &notice.lost_pruned), (&vec![], &vec![old.edition]));
    assert!(notice.to_string().contains("the identifiers of the pruned edition"), "{notice}");
}

#[test]
fn pruning_that_ended_early_leaves_the_edition_and_pruning_that_ended_late_leaves_it_pruned() {
    for written in [false, true] {
        let folder = filled();
        let old = edition("bare", "one", "b");
        {
            let store = SledStore::open(folder.path()).unwrap();
            let known = store.known();
            let entry = known.find("bare", &old.edition.sha256).unwrap();
            let content = of_pruned(entry.place, old.pruned());
            let bytes = content.to_bytes().unwrap();
            let new = content.entry(&bytes);
            Unfinished { contents: vec![entry.content, new.content] }.write(&store.database).unwrap();
            OF_EDITIONS.write(&store.database, &new.content, &bytes).unwrap();
            if written {
                new.write(&store.database).unwrap();
            }
        }
        assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(store.edition("bare", &old.edition.sha256).unwrap().is_none(), written);
        assert_eq!(OF_EDITIONS.digests(&store.database).unwrap().len(), 4);
        if written {
            assert_pruned(&store, &old.pruned());
        }
    }
}

#[test]
fn pruned_text_makes_room() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    store.commit(&large("large", "one", "l")).unwrap();
    store.commit(&edition("large", "two", "m")).unwrap();
    let pieces = || store.database.scan(b"c/").count();
    let before = pieces();
    assert!(store.prune("large", &Sha256::of(b"one")).unwrap());
    assert!(pieces() * 4 < before, "{} pieces of {before}", pieces());
}

#[test]
fn a_store_of_the_format_before_is_upgraded_in_place() {
    let folder = filled();
    let before = all_of(folder.path());
    let format = folder.path().join("store/format");
    fs::write(&format, "gcm-hub store format 2\n").unwrap();
    assert_eq!(all_of(folder.path()), before);
    assert_eq!(fs::read_to_string(&format).unwrap(), format!("gcm-hub store format {FORMAT}\n"));
}
