//! What an end in the middle of something leaves, made by hand.

use super::*;
use crate::store::sled::entry::Unfinished;

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
        let content = Content { place: 99, pruned: false, stored: large("bare", "two", "x") };
        let bytes = content.to_bytes().unwrap();
        let entry = content.entry(&bytes);
        let old = store.known().find("bare", &entry.edition.sha256).unwrap().content;
        Unfinished { contents: vec![old, entry.content] }.write(&store.database).unwrap();
        OF_EDITIONS.write(&store.database, &entry.content, &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
    assert_eq!(all_of(folder.path()), before);
}

#[test]
fn a_commit_that_ended_after_its_entry_is_there_and_what_it_replaced_is_gone() {
    let folder = filled();
    let stored = large("bare", "two", "x");
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = Content { place: 99, pruned: false, stored: stored.clone() };
        let bytes = content.to_bytes().unwrap();
        let entry = content.entry(&bytes);
        let old = store.known().find("bare", &entry.edition.sha256).unwrap().content;
        Unfinished { contents: vec![old, entry.content] }.write(&store.database).unwrap();
        OF_EDITIONS.write(&store.database, &entry.content, &bytes).unwrap();
        entry.write(&store.database).unwrap();
    }
    let store = SledStore::open(folder.path()).unwrap();
    assert_eq!(store.current("bare").unwrap(), Some(stored));
    assert_eq!(OF_EDITIONS.digests(&store.database).unwrap().len(), 4);
}

#[test]
fn content_that_nothing_names_is_damage_and_is_recovered() {
    let folder = filled();
    {
        let store = SledStore::open(folder.path()).unwrap();
        let content = Content { place: 99, pruned: false, stored: edition("stray", "one", "s") };
        let bytes = content.to_bytes().unwrap();
        OF_EDITIONS.write(&store.database, &Sha256::of(&bytes), &bytes).unwrap();
    }
    let error = SledStore::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("belong to no edition: 1"), "{error}");
    let (store, _) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(store.current("stray").unwrap(), Some(edition("stray", "one", "s")));
}
