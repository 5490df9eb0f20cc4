//! Decisions on disk: what they survive, and what is said of those that are lost.

use super::damage::{damage, damage_all};
use super::*;
use crate::record::Decision;
use crate::store::decisions::{MOST_BYTES, to_json};
use crate::store::samples::decision;
use crate::store::sled::{decisions as on_disk, folder};

/// The decisions that `decided` has; no mark is the beginning of another's.
const MARKS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

/// A data folder with three sources and six decisions, between commits.
fn decided() -> Folder {
    let folder = filled();
    let store = SledStore::open(folder.path()).unwrap();
    for mark in MARKS {
        assert!(store.append(&decision(mark)).unwrap());
        store.commit(&edition("between", mark, mark)).unwrap();
    }
    folder
}

fn decisions_of(folder: &Path) -> Vec<Decision> {
    SledStore::open(folder).unwrap().decisions().unwrap()
}

/// The decisions of `decided` without those of the marks.
fn without(marks: &[&str]) -> Vec<Decision> {
    MARKS.iter().filter(|mark| !marks.contains(mark)).map(|mark| decision(mark)).collect()
}

#[test]
fn decisions_are_there_when_the_folder_is_opened_again() {
    let folder = decided();
    for more in ["seventh", "eighth"] {
        let before = decisions_of(folder.path());
        let store = SledStore::open(folder.path()).unwrap();
        assert_eq!(store.decisions().unwrap(), before);
        assert!(!store.append(&decision("third")).unwrap());
        assert!(store.append(&decision(more)).unwrap());
    }
    let all = MARKS.into_iter().chain(["seventh", "eighth"]);
    assert_eq!(decisions_of(folder.path()), all.map(decision).collect::<Vec<_>>());
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.decisions, found.broken_decisions, found.faults), (8, 0, vec![]));
}

#[test]
fn many_of_the_longest_decisions_stay_where_the_engine_syncs_them() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    for number in 0..60 {
        let mut decision = decision(&format!("{number:02}"));
        let room = MOST_BYTES - to_json(&decision).unwrap().len();
        decision.note = decision.note.map(|note| note + &"x".repeat(room));
        assert!(store.append(&decision).unwrap());
    }
    assert_eq!(fs::read_dir(folder.path().join("store/sled/blobs")).unwrap().count(), 0);
}

#[test]
fn a_store_without_decisions_of_the_earlier_format_is_upgraded_in_place() {
    let folder = filled();
    let before = all_of(folder.path());
    let format = folder.path().join("store/format");
    fs::write(&format, "gcm-hub store format 1\n").unwrap();
    assert_eq!(verify(folder.path()).unwrap().faults, [""; 0]);
    assert_eq!(fs::read_to_string(&format).unwrap(), "gcm-hub store format 1\n", "verifying changes nothing");
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert!(notice.is_none());
    assert_eq!(all(&store), before);
    assert!(store.append(&decision("first")).unwrap());
    assert_eq!(fs::read_to_string(&format).unwrap(), format!("gcm-hub store format {}\n", folder::FORMAT));
}

#[test]
fn damaged_decisions_are_named_never_served_and_cost_no_other() {
    for marks in [&["third"][..], &["sixth"], &["second", "third", "fifth"], &["fifth", "sixth"]] {
        let folder = decided();
        marks.iter().for_each(|mark| damage_all(folder.path(), &format!("the reason of {mark}")));
        for opened_before in [false, true] {
            let found = verify(folder.path()).unwrap();
            for mark in marks {
                let number = MARKS.iter().position(|known| known == mark).unwrap() + 1;
                let what = [
                    format!("decision {number} does not have its checksum"),
                    format!("in decision {number} a value does not have its checksum"),
                ];
                assert!(what.iter().any(|what| found.faults.contains(what)), "{opened_before}: {found:?}");
            }
            assert!(found.broken_decisions >= marks.len(), "{found:?}");
            let refused = SledStore::open(folder.path()).unwrap_err();
            assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused:?}");
        }

        let (store, notice) = open_or_set_aside(folder.path()).unwrap();
        let notice = notice.unwrap();
        assert_eq!(store.decisions().unwrap(), without(marks), "{marks:?}");
        assert_eq!((notice.decisions, notice.lost_decisions), (MARKS.len() - marks.len(), marks.len()));
        let said = notice.to_string();
        for word in [
            "set-aside-1",
            &format!("decisions carried over from it: {}", notice.decisions),
            &format!("decisions that cannot be read: {}", marks.len()),
        ] {
            assert!(said.contains(word), "`{word}` in: {said}");
        }
        assert!(fs::read_dir(notice.set_aside.join("sled")).unwrap().count() > 0, "it is kept");
        assert_eq!(notice.lost, [], "no edition was hit");
        assert_eq!(store.editions("between").unwrap().len(), MARKS.len());
    }
}

#[test]
fn what_repair_made_of_damaged_decisions_goes_on() {
    let folder = decided();
    damage_all(folder.path(), "the reason of second");
    let notice = repair(folder.path()).unwrap().unwrap();
    assert_eq!((notice.decisions, notice.lost_decisions), (5, 1));
    let store = SledStore::open(folder.path()).unwrap();
    assert!(store.append(&decision("seventh")).unwrap());
    assert!(store.append(&decision("second")).unwrap(), "from an export");
    drop(store);
    let mut expected = without(&["second"]);
    expected.extend(["seventh", "second"].map(decision));
    assert_eq!(decisions_of(folder.path()), expected);
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.decisions, found.broken_decisions, found.faults), (7, 0, vec![]));
}

#[test]
fn decisions_outlive_what_the_engine_cannot_open() {
    for name in ["snap.", "conf"] {
        let folder = decided();
        damage(folder.path(), name, |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 0x55));
        let (store, _) = open_or_set_aside(folder.path()).unwrap();
        assert_eq!(store.decisions().unwrap(), without(&[]), "{name}");
    }
    let folder = decided();
    fs::remove_file(folder.path().join("store/format")).unwrap();
    assert_eq!(repair(folder.path()).unwrap().unwrap().decisions, MARKS.len());
    assert_eq!(decisions_of(folder.path()), without(&[]));
}

#[test]
fn a_log_damaged_anywhere_costs_decisions_only_with_a_word_about_it() {
    let folder = decided();
    let log = folder.path().join("store/sled/db");
    let sound = fs::read(&log).unwrap();
    for place in (0..20).map(|step| sound.len() * step / 20) {
        let other = Folder::new();
        copy(folder.path(), other.path());
        damage(other.path(), "db", |bytes| {
            bytes.iter_mut().skip(place).take(64).for_each(|byte| *byte ^= 0x55)
        });
        let (store, notice) = open_or_set_aside(other.path()).unwrap();
        let decisions = store.decisions().unwrap();
        assert!(decisions == without(&[]) || notice.is_some(), "at {place}: {}", decisions.len());
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

#[test]
fn a_torn_tail_costs_at_most_what_was_torn() {
    let folder = Folder::new();
    let store = SledStore::open(folder.path()).unwrap();
    MARKS.iter().for_each(|mark| assert!(store.append(&decision(mark)).unwrap()));
    drop(store);
    let log = fs::read(folder.path().join("store/sled/db")).unwrap();
    let ends = |mark: &str| {
        let words = format!("the reason of {mark}");
        log.windows(words.len()).position(|window| window == words.as_bytes()).unwrap()
    };
    for (mark, left) in MARKS.iter().zip(0..).skip(1) {
        let other = Folder::new();
        copy(folder.path(), other.path());
        damage(other.path(), "db", |bytes| bytes.truncate(ends(mark)));
        for again in 0..3 {
            // What is torn may have been about to be written when the process ended: that is no damage.
            let (store, notice) = open_or_set_aside(other.path()).unwrap();
            assert!(notice.is_none(), "{}", notice.unwrap());
            assert_eq!(store.decisions().unwrap(), without(&MARKS[left..]), "torn within {mark}");
            store.commit(&large("large", "one", &again.to_string())).unwrap();
            store.commit(&large("large", "two", &again.to_string())).unwrap();
        }
        assert!(SledStore::open(other.path()).unwrap().append(&decision(mark)).unwrap());
    }
}

#[test]
fn an_append_that_ended_before_the_engine_knew_of_it_is_ended_at_the_next_start() {
    let folder = decided();
    append_to_log(folder.path(), &[(7, "seventh")]);
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.decisions, found.broken_decisions, found.faults), (7, 0, vec![]));
    for _ in 0..2 {
        let decisions = decisions_of(folder.path());
        assert_eq!((&decisions[..6], &decisions[6..]), (&without(&[])[..], &[decision("seventh")][..]));
    }
}

#[test]
fn decisions_that_the_engine_has_lost_are_missed_and_carried_over() {
    let folder = decided();
    append_to_log(folder.path(), &[(7, "seventh"), (8, "eighth")]);
    let found = verify(folder.path()).unwrap();
    assert_eq!((found.decisions, found.broken_decisions), (6, 2));
    let what = "decisions 7 to 8 are in the log of sled only, where a repair finds what is there";
    assert_eq!(found.faults, [what]);
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!((notice.as_ref().unwrap().decisions, notice.unwrap().lost_decisions), (8, 0));
    assert_eq!(store.decisions().unwrap()[6..], ["seventh", "eighth"].map(decision));
}

/// Writes values of decisions behind all that the engine has in its log.
fn append_to_log(folder: &Path, decisions: &[(u64, &str)]) {
    damage(folder, "db", |bytes| {
        for (number, mark) in decisions {
            let key = [b"d/", &number.to_be_bytes()[..]].concat();
            let value = crate::store::sled::frame::frame(&key, &to_json(&decision(mark)).unwrap());
            bytes.extend(value.unwrap());
        }
    });
}

#[test]
fn a_gap_in_the_numbers_is_damage() {
    let folder = decided();
    let store = SledStore::open(folder.path()).unwrap();
    on_disk::write(&store.database, 8, &to_json(&decision("eighth")).unwrap()).unwrap();
    on_disk::write(&store.database, 12, &to_json(&decision("twelfth")).unwrap()).unwrap();
    drop(store);
    let found = verify(folder.path()).unwrap();
    assert_eq!(found.faults, ["decision 7 is missing", "decisions 9 to 11 are missing"]);
    assert_eq!((found.decisions, found.broken_decisions), (8, 4));
    let refused = SledStore::open(folder.path()).unwrap_err();
    assert!(refused.to_string().contains("damaged, decision 7 is missing, and more: run"), "{refused}");
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(notice.unwrap().lost_decisions, 4);
    assert_eq!(store.decisions().unwrap()[6..], ["eighth", "twelfth"].map(decision));
}

#[test]
fn a_decision_that_is_not_understood_is_damage_and_costs_no_other() {
    let folder = decided();
    let store = SledStore::open(folder.path()).unwrap();
    on_disk::write(&store.database, 7, b"{\"of\":\"nobody\"}").unwrap();
    drop(store);
    let found = verify(folder.path()).unwrap();
    assert!(found.faults[0].starts_with("in decision 7 a value is not understood"), "{:?}", found.faults);
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!((store.decisions().unwrap(), notice.unwrap().lost_decisions), (without(&[]), 1));
}

#[test]
fn decisions_of_a_later_format_are_left_to_it() {
    let folder = decided();
    fs::write(folder.path().join("store/format"), "gcm-hub store format 99\n").unwrap();
    let (store, notice) = open_or_set_aside(folder.path()).unwrap();
    assert_eq!(store.decisions().unwrap(), []);
    let said = notice.unwrap().to_string();
    assert!(said.contains("its decisions are not in use"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn after_an_append_that_failed_nothing_more_is_written() {
    let folder = decided();
    let mut store = SledStore::open(folder.path()).unwrap();
    store.database.fail_to_sync();
    let failed = store.append(&decision("seventh")).unwrap_err();
    assert!(matches!(failed, StoreError::Unwritable { .. }), "{failed:?}");
    for stopped in [
        store.append(&decision("seventh")).unwrap_err(),
        store.append(&decision("eighth")).unwrap_err(),
        store.commit(&edition("bare", "three", "d")).map(drop).unwrap_err(),
    ] {
        assert!(matches!(stopped, StoreError::Stopped { .. }), "{stopped:?}");
    }
    assert_eq!(store.decisions().unwrap(), without(&[]), "what is held is served");
    assert!(!store.append(&decision("sixth")).unwrap());
    drop(store);
    let store = SledStore::open(folder.path()).unwrap();
    store.append(&decision("seventh")).unwrap();
    assert_eq!(
        store.decisions().unwrap()[6..],
        [decision("seventh")],
        "once, whatever became of the first try"
    );
}
