//! What every store does when an edition is pruned.

use super::*;
use crate::store::Pruned;

/// Commits editions of the booklet with these bytes, which are their marks as well.
fn commit<const N: usize>(store: &dyn Store, bytes: [&str; N]) -> [StoredEdition; N] {
    let editions = bytes.map(|bytes| with_text(edition("booklet", bytes, bytes), bytes));
    editions.iter().for_each(|stored| assert_eq!(store.commit(stored).unwrap(), Committed::New));
    editions
}

fn prune(store: &dyn Store, stored: &StoredEdition) -> bool {
    store.prune(&stored.edition.source, &stored.edition.sha256).unwrap()
}

fn ids(editions: &[&StoredEdition]) -> BTreeSet<crate::record::Id> {
    editions.iter().flat_map(|stored| stored.minted()).collect()
}

#[test]
fn a_pruned_edition_is_listed_no_more_and_its_identifiers_stay_minted() {
    on_each(|store| {
        let [one, two, three] = commit(store, ["one", "two", "three"]);
        assert!(prune(store, &two));
        assert_eq!(store.editions("booklet").unwrap(), [&three, &one].map(|stored| stored.edition.clone()));
        assert_eq!(store.edition("booklet", &two.edition.sha256).unwrap(), None);
        assert_eq!(store.current("booklet").unwrap().as_ref(), Some(&three));
        assert_eq!(store.minted().unwrap(), ids(&[&one, &two, &three]));
        let left = Pruned { edition: two.edition.clone(), retired: ids(&[&two]) };
        assert_eq!(store.pruned().unwrap(), [left]);
    });
}

#[test]
fn neither_the_current_edition_nor_one_that_is_not_there_is_pruned() {
    on_each(|store| {
        let [one, two] = commit(store, ["one", "two"]);
        assert!(!prune(store, &two), "it is the current one");
        assert!(!prune(store, &edition("page", "one", "one")), "it is of another source");
        assert!(!prune(store, &edition("booklet", "three", "c")), "it never was there");
        assert_eq!(store.pruned().unwrap(), []);
        assert!(prune(store, &one));
        assert!(!prune(store, &one), "it is pruned");
        assert_eq!(store.current("booklet").unwrap(), Some(two));
    });
}

#[test]
fn a_pruned_edition_that_is_committed_again_is_an_edition_again() {
    on_each(|store| {
        let [one, two] = commit(store, ["one", "two"]);
        for _ in 0..2 {
            assert!(prune(store, &one));
            let mut again = edition("booklet", "one", "newer");
            again.edition.parser = "pledge-page/2".to_owned();
            assert_eq!(store.commit(&again).unwrap(), Committed::New);
            again.retired = ids(&[&one]);
            assert_eq!(store.current("booklet").unwrap().as_ref(), Some(&again));
            assert_eq!(store.pruned().unwrap(), []);
            assert_eq!(store.minted().unwrap(), ids(&[&one, &two, &again]));
            store.commit(&two).unwrap();
        }
    });
}

#[test]
fn a_pruned_edition_is_not_kept_as_an_older_one() {
    on_each(|store| {
        let [one, two] = commit(store, ["one", "two"]);
        assert!(prune(store, &one));
        assert!(!store.keep(&one).unwrap());
        assert_eq!(store.editions("booklet").unwrap(), [two.edition]);
    });
}

#[test]
fn what_another_store_has_pruned_is_taken_over_once() {
    on_each(|store| {
        let [one] = commit(store, ["one"]);
        let old = edition("booklet", "old", "old");
        assert!(!store.keep_pruned(&one.pruned()).unwrap(), "the edition is there");
        assert!(store.keep_pruned(&old.pruned()).unwrap());
        assert!(!store.keep_pruned(&Pruned { retired: [].into(), ..old.pruned() }).unwrap());
        assert_eq!(store.pruned().unwrap(), [old.pruned()]);
        assert_eq!(store.minted().unwrap(), ids(&[&one, &old]));
        assert_eq!(store.editions("booklet").unwrap(), [one.edition]);
    });
}

#[test]
fn a_source_of_which_all_is_pruned_has_no_edition() {
    on_each(|store| {
        let mut old = edition("booklet", "old", "old");
        assert!(store.keep_pruned(&old.pruned()).unwrap());
        assert_eq!(store.sources().unwrap(), [""; 0]);
        assert_eq!(store.current("booklet").unwrap(), None);
        old.edition.origin = "x".repeat(10_000);
        old.edition.sha256 = Sha256::of(b"other");
        assert!(matches!(store.keep_pruned(&old.pruned()), Err(StoreError::Unfit { .. })));
        assert_eq!(store.pruned().unwrap().len(), 1);
    });
}
