//! Kills a writer that asks, holds an edition, takes it into service and prunes the one before it, turn after turn.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use gcm_hub::record::{EntityKind, Id, Sha256, Watch};
use gcm_hub::store::{Held, SledStore, Store, StoredEdition, open_or_set_aside, verify};

use super::{ACKNOWLEDGED, Folder, Random, SOURCE, WRITER, Writer};

const KILLS: u32 = 20;

/// The edition of the turn of that number: none has the bytes or an identifier of another's.
fn edition(number: u32) -> StoredEdition {
    let mut stored = super::edition(number);
    stored.edition.sha256 = Sha256::of(&number.to_be_bytes());
    for (index, minted) in stored.identities.values_mut().enumerate() {
        minted.id = Id::mint(EntityKind::Pledge, &format!("{number}/{index}"), 0);
    }
    stored
}

fn held(number: u32) -> Held {
    let StoredEdition { edition, reading, text, .. } = edition(number);
    Held { at: chrono::DateTime::UNIX_EPOCH, reason: number.to_string(), edition, reading, text }
}

fn watch(number: u32) -> Watch {
    Watch { failures: number, problem: Some(number.to_string()), ..Watch::default() }
}

/// Not a test: what the killed process runs. It begins the last turn again, as far as that has come.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let store = SledStore::open(Path::new(&folder)).unwrap();
    let first = store.watch(SOURCE).unwrap().map_or(0, |watch| watch.failures);
    for number in first.. {
        store.set_watch(SOURCE, &watch(number)).unwrap();
        store.hold(&held(number)).unwrap();
        store.commit(&edition(number)).unwrap();
        if let Some(before) = number.checked_sub(1) {
            store.prune(SOURCE, &edition(before).edition.sha256).unwrap();
        }
        assert!(store.release(SOURCE).unwrap());
        println!("\n{ACKNOWLEDGED}{number}");
        std::io::stdout().flush().unwrap();
    }
}

/// The turn that the store is in, each part of which is whole.
fn turn(store: &SledStore) -> Option<u32> {
    let number = store.watch(SOURCE).unwrap()?.failures;
    assert_eq!(store.watch(SOURCE).unwrap(), Some(watch(number)));
    let waits = store.held(SOURCE).unwrap();
    assert!(waits.is_none() || waits == Some(held(number)), "what waits is of another turn");

    let editions = store.editions(SOURCE).unwrap();
    let newest = editions.first().map(|newest| newest.label.as_ref().unwrap().parse::<u32>().unwrap());
    assert!(newest == Some(number) || newest == number.checked_sub(1), "{newest:?} in turn {number}");
    for (listed, number) in editions.iter().zip((0..=newest.unwrap_or(0)).rev()) {
        let stored = store.edition(SOURCE, &listed.sha256).unwrap();
        assert!(stored == Some(edition(number)), "edition {number} is whole");
    }
    let count = newest.map_or(0, |newest| newest as usize + 1);
    assert!(editions.len() <= 2);
    let pruned: BTreeSet<_> = store.pruned().unwrap().into_iter().map(|left| left.edition.sha256).collect();
    let gone = (0..count - editions.len()).map(|number| Sha256::of(&(number as u32).to_be_bytes()));
    assert_eq!(pruned, gone.collect());
    assert_eq!(store.minted().unwrap().len(), 300 * count, "identifiers of pruned editions too");
    Some(number)
}

#[test]
fn a_killed_writer_leaves_every_part_of_a_turn_as_it_was_or_as_it_is_to_be() {
    let folder = Folder::new("store-turns");
    let mut random = Random(0xbf58_476d_1ce4_e5b9);
    let mut known = None;
    for kill in 0..KILLS {
        let mut writer = Writer::start_as(concat!(module_path!(), "::writer"), &folder.0);
        for _ in 0..random.below(3) {
            assert!(writer.wait(), "kill {kill}: the writer ended by itself");
        }
        random.spin(5_000_000);
        let acknowledged = writer.kill().or(known);

        let found = verify(&folder.0).unwrap();
        assert_eq!((found.faults, found.warnings), (vec![], vec![]), "kill {kill}: a kill is not damage");
        let (store, notice) = open_or_set_aside(&folder.0).unwrap();
        assert!(notice.is_none(), "kill {kill}: a kill is not damage: {}", notice.unwrap());
        let turn = turn(&store);
        let next = acknowledged.map_or(0, |number| number + 1);
        assert!(turn == acknowledged || turn == Some(next), "kill {kill}: {turn:?} after {acknowledged:?}");
        known = acknowledged;
    }
    let blobs = std::fs::read_dir(folder.0.join("store/sled/blobs")).unwrap().count();
    assert_eq!(blobs, 0, "sled has put values where it does not sync them");
    assert!(known.is_some(), "no turn was ended");
}
