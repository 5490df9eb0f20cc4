//! Kills a process that writes to a store at random moments, over and over, and looks at what it has left.
//!
//! The test runs its own binary again as the writer. Moments are chosen by counting acknowledgements and then
//! spinning a random number of turns, with a fixed seed: where in a commit (or in opening) the kill falls still
//! differs from run to run, as it should.

#![allow(clippy::unwrap_used, reason = "a test may, and so may what it is made of")]

mod turns;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use gcm_hub::document::text::{self, Text};
use gcm_hub::document::{Document, MediaType};
use gcm_hub::record::{
    Body, Decision, DecisionAction, Edition, EntityKind, Id, Lines as At, LinkKey, LinkType, Minted,
    PledgeRecord, Reading, Record, SeenTexts, Sha256, Stated,
};
use gcm_hub::store::{SledStore, Store, StoreError, StoredEdition, open_or_set_aside};

const CYCLES: u32 = 40;
const FIRST_STARTS: u32 = 10;
const STORMS: u32 = 25;
/// How many threads of the writer append decisions at once.
const AGENCIES: u32 = 3;
/// Tells the test binary that it is the writer, and for which data folder.
const WRITER: &str = "GCM_HUB_KILL_WRITER";
const SOURCE: &str = "mptf-pipeline";
const ACKNOWLEDGED: &str = "acknowledged ";

/// The edition of the commit of that number, some 200 KB. There are two, A and B, committed in turn; every record,
/// identity and line of theirs carries the number.
fn edition(number: u32) -> StoredEdition {
    let mark = number.to_string();
    let at = At { first: 1, last: 1, sha256: Sha256::of(mark.as_bytes()) };
    let records = (0..300).map(|index| Record {
        key: format!("{mark}/{index}"),
        body: Body::Pledge(Box::new(PledgeRecord {
            title: Stated::new(format!("as commit {mark} reads it"), at.clone()),
            organisation: Stated::new(mark.clone(), at.clone()),
            jointly_with: Vec::new(),
            last_updated: None,
        })),
    });
    let records: Vec<_> = records.collect();
    let identities = records
        .iter()
        .zip(0..)
        .map(|(record, index)| (record.key.clone(), Minted { id: id(index), slug: Some(mark.clone()) }));
    StoredEdition {
        edition: Edition {
            source: SOURCE.to_owned(),
            sha256: bytes_of(number),
            media_type: "text/plain".to_owned(),
            origin: "test".to_owned(),
            label: Some(mark.clone()),
            as_of: None,
            retrieved_at: None,
            parser: "pipeline-booklet/1".to_owned(),
        },
        identities: identities.collect(),
        text: Some(lines(&format!("one of the lines of commit {mark}\n").repeat(600))),
        reading: Reading { records, ..Reading::default() },
        retired: BTreeSet::new(),
    }
}

fn id(index: u32) -> Id {
    Id::mint(EntityKind::Pledge, &index.to_string(), 0)
}

fn bytes_of(number: u32) -> Sha256 {
    Sha256::of(if number.is_multiple_of(2) { b"A" } else { b"B" })
}

fn lines(text: &str) -> Text {
    let document = Document {
        bytes: text.into(),
        media_type: MediaType::Plain,
        origin: "test".to_owned(),
        charset: None,
    };
    text::read(&document).unwrap()
}

/// The number of the commit that made an edition what it is, if every part of it says the same.
fn number(stored: &StoredEdition) -> u32 {
    let number: u32 = stored.edition.label.as_ref().unwrap().parse().unwrap();
    assert!(*stored == edition(number), "a mixture: the label says {number}, something else does not");
    number
}

/// The newest commit that the store has, having checked that the one before it is whole as well.
fn newest(store: &SledStore) -> Option<u32> {
    let newest = number(&store.current(SOURCE).unwrap()?);
    if newest > 0 {
        let other = store.edition(SOURCE, &bytes_of(newest - 1)).unwrap().expect("it was acknowledged");
        assert_eq!(number(&other), newest - 1, "the other edition is as its last commit left it");
    }
    assert_eq!(store.minted().unwrap(), (0..300).map(id).collect());
    Some(newest)
}

/// Not a test: what the killed process runs. Goes on from what the store has until it is killed.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let store = SledStore::open(Path::new(&folder)).unwrap();
    let newest = store.editions(SOURCE).unwrap().into_iter().next();
    let first = newest.map_or(0, |newest| newest.label.unwrap().parse::<u32>().unwrap() + 1);
    for number in first.. {
        store.commit(&edition(number)).unwrap();
        println!("\n{ACKNOWLEDGED}{number}");
        std::io::stdout().flush().unwrap();
    }
}

/// The decision of that number of an agency, which says both in its words.
fn decision(agency: u32, number: u32) -> Decision {
    let mark = format!("{agency}/{number}");
    Decision {
        id: Id::mint(EntityKind::Decision, &mark, 0),
        link: LinkKey { kind: LinkType::Names, from: id(agency), to: id(number) },
        action: DecisionAction::Confirm,
        withdraws: None,
        agency: agency.to_string(),
        by: "test".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
        note: Some(format!("the reason of {mark}, {}", "and more of it ".repeat(number as usize % 40))),
        client_mutation_id: Some(number.to_string()),
        seen: SeenTexts::default(),
    }
}

/// How many decisions each agency has in a log, which has its decisions from the first on, whole, once and in order.
fn counted(decisions: &[Decision]) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    for held in decisions {
        let agency = held.agency.parse().unwrap();
        let number = counts.entry(agency).or_insert(0);
        assert!(*held == decision(agency, *number), "{held:?} is not number {number} of agency {agency}");
        *number += 1;
    }
    counts
}

/// Not a test: what the killed process of the storms runs. Every agency goes on from what the store has.
#[test]
fn appender() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let store = SledStore::open(Path::new(&folder)).unwrap();
    let counts = counted(&store.decisions().unwrap());
    std::thread::scope(|scope| {
        for agency in 0..AGENCIES {
            let (store, first) = (&store, counts.get(&agency).copied().unwrap_or(0));
            scope.spawn(move || {
                for number in first.. {
                    assert!(store.append(&decision(agency, number)).unwrap());
                    assert!(!store.append(&decision(agency, number)).unwrap());
                    let line = format!("\n{ACKNOWLEDGED}{}\n", number * AGENCIES + agency);
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}

/// A running writer and what it has acknowledged.
struct Writer {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    acknowledged: Vec<u32>,
}

impl Writer {
    fn start(folder: &Path) -> Self {
        Self::start_as(concat!(module_path!(), "::writer"), folder)
    }

    fn start_as(role: &'static str, folder: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", role, "--nocapture"].map(without_crate))
            .env(WRITER, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines, acknowledged: Vec::new() }
    }

    /// Waits for the next acknowledgement; `false` when the process has ended.
    fn wait(&mut self) -> bool {
        for line in self.lines.by_ref() {
            if let Some(number) = line.unwrap().strip_prefix(ACKNOWLEDGED) {
                self.acknowledged.push(number.parse().unwrap());
                return true;
            }
        }
        false
    }

    /// Kills the process; the last commit that it acknowledged.
    fn kill(self) -> Option<u32> {
        self.kill_for_all().last().copied()
    }

    /// Kills the process; all that it acknowledged.
    fn kill_for_all(mut self) -> Vec<u32> {
        self.process.kill().unwrap();
        while self.wait() {}
        let status = self.process.wait().unwrap();
        assert!(status.code().is_none(), "the writer ended by itself, {status}");
        self.acknowledged
    }
}

/// The test's name as the binary knows it: the path without the crate.
fn without_crate(argument: &'static str) -> &'static str {
    argument.split_once("::").map_or(argument, |(_, path)| path)
}

#[test]
fn a_killed_writer_leaves_the_old_edition_or_the_new_one() {
    let folder = Folder::new("store-kill");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut known, mut kept_unacknowledged) = (None, 0);
    for cycle in 0..CYCLES {
        let mut writer = Writer::start(&folder.0);
        for _ in 0..random.below(3) {
            assert!(writer.wait(), "cycle {cycle}: the writer ended by itself");
        }
        random.spin(2_500_000);
        let acknowledged = writer.kill().or(known);

        let (store, notice) = open_or_set_aside(&folder.0).unwrap();
        assert!(notice.is_none(), "cycle {cycle}: a kill is not damage: {}", notice.unwrap());
        let newest = newest(&store);
        let next = acknowledged.map_or(0, |number| number + 1);
        assert!(
            newest == acknowledged || newest == Some(next),
            "cycle {cycle}: {newest:?} after {acknowledged:?}"
        );
        kept_unacknowledged += u32::from(newest != acknowledged);
        known = newest;
    }
    let blobs = std::fs::read_dir(folder.0.join("store/sled/blobs")).unwrap().count();
    assert_eq!(blobs, 0, "sled has put values where it does not sync them");
    println!(
        "{CYCLES} kills; the last commit is {known:?}; kept before they were acknowledged: {kept_unacknowledged}"
    );
}

#[test]
fn a_storm_of_decisions_loses_none_that_was_acknowledged_to_a_kill() {
    let folder = Folder::new("store-storm");
    let mut random = Random(0xa076_1d64_78bd_642f);
    let (mut known, mut kept_unacknowledged) = (Vec::new(), 0);
    for cycle in 0..STORMS {
        let mut writer = Writer::start_as(concat!(module_path!(), "::appender"), &folder.0);
        for _ in 0..random.below(20) {
            assert!(writer.wait(), "cycle {cycle}: the writer ended by itself");
        }
        random.spin(500_000);
        let acknowledged = writer.kill_for_all();

        let (store, notice) = open_or_set_aside(&folder.0).unwrap();
        assert!(notice.is_none(), "cycle {cycle}: a kill is not damage: {}", notice.unwrap());
        let decisions = store.decisions().unwrap();
        assert!(decisions.starts_with(&known), "cycle {cycle}: what was there before has changed");
        let (before, after) = (counted(&known), counted(&decisions));
        for agency in 0..AGENCIES {
            let of = |counts: &BTreeMap<u32, u32>| counts.get(&agency).copied().unwrap_or(0);
            let last = acknowledged.iter().rfind(|number| *number % AGENCIES == agency);
            let promised = last.map_or(of(&before), |number| number / AGENCIES + 1);
            let more = of(&after).checked_sub(promised);
            assert!(more.is_some_and(|more| more <= 1), "cycle {cycle}: {after:?}, {promised} of {agency}");
            kept_unacknowledged += more.unwrap();
        }
        known = decisions;
    }
    assert!(known.len() > STORMS as usize, "{} decisions are no storm", known.len());
    println!("{STORMS} kills; {} decisions, {kept_unacknowledged} kept before acknowledged", known.len());
}

#[test]
fn a_killed_first_start_is_in_nobodys_way() {
    let mut random = Random(0xd1b5_4a32_d192_ed03);
    for cycle in 0..FIRST_STARTS {
        let folder = Folder::new("store-first");
        let writer = Writer::start(&folder.0);
        random.spin(6_000_000);
        let acknowledged = writer.kill();
        let (store, notice) = open_or_set_aside(&folder.0).unwrap();
        assert!(notice.is_none(), "cycle {cycle}: a kill is not damage: {}", notice.unwrap());
        assert!(newest(&store) >= acknowledged, "cycle {cycle}");
    }
}

#[test]
fn a_second_process_is_told_who_has_the_folder() {
    let folder = Folder::new("store-busy");
    let mut writer = Writer::start(&folder.0);
    assert!(writer.wait());
    let error = SledStore::open(&folder.0).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
    assert!(error.to_string().contains("--data-dir"), "{error}");
    assert!(matches!(open_or_set_aside(&folder.0), Err(StoreError::Busy { .. })));
    let acknowledged = writer.kill();
    let store = SledStore::open(&folder.0).expect("the lock ends with the process");
    assert!(newest(&store) >= acknowledged);
}

/// A folder that is gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        // What a killed run of the same number has left.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Xorshift: enough to spread moments.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Lets some time pass: a debug build makes some ten thousand turns a millisecond.
    fn spin(&mut self, most: u64) {
        (0..self.below(most)).for_each(|_| std::hint::spin_loop());
    }
}
