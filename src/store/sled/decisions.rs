//! The log of decisions: one small value each, under numbers that count up from 1.
//!
//! No value is ever written again or removed, so a number that is not there was lost. As for editions, what the
//! engine's log has is compared with what the engine has made of it (see `salvage.rs`). There is one difference that
//! is no damage: an append that was written in full and not acknowledged when the process ended. It is the one after
//! the last, and the next start ends it. One that was not written in full is as if it had never begun; damage to the
//! few bytes before the words of the very last decision looks the same.

use std::collections::{BTreeMap, BTreeSet};

use super::database::Database;
use super::entry::understood;
use super::frame::find_each;
use super::inspect::cause;
use crate::record::Decision;
use crate::store::StoreError;
use crate::store::decisions::to_json;

/// What the keys of decisions begin with; then the number.
const DECISIONS: &[u8] = b"d/";

/// Writes the decision of that number, durable after the next flush.
pub(super) fn write(database: &Database, number: u64, json: &[u8]) -> Result<(), StoreError> {
    database.put(&[DECISIONS, &number.to_be_bytes()].concat(), json)
}

/// The number of the next decision when there are that many.
pub(super) fn number_after(count: usize) -> u64 {
    count as u64 + 1
}

fn number(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.strip_prefix(DECISIONS)?.try_into().ok()?))
}

/// The decisions in the bytes of the engine's log.
#[derive(Debug, Default)]
pub(super) struct InLog {
    /// The ones that can be read, in the order of their numbers.
    pub(super) whole: Vec<(u64, Decision)>,
    /// The numbers, as far as they can be trusted, of others.
    damaged: BTreeSet<u64>,
}

impl InLog {
    fn last(&self) -> u64 {
        self.whole.last().map_or(0, |(number, _)| *number)
    }

    /// The numbers of the decisions that are known to have been there and cannot be read.
    pub(super) fn lost(&self) -> BTreeSet<u64> {
        let read: BTreeSet<_> = self.whole.iter().map(|(number, _)| *number).collect();
        (1..=self.last())
            .chain(self.damaged.iter().copied())
            .filter(|number| !read.contains(number))
            .collect()
    }
}

/// Finds the decisions in the bytes of the engine's log.
pub(super) fn in_log(bytes: &[u8]) -> InLog {
    let (mut payloads, mut damaged) = (BTreeSet::new(), BTreeSet::new());
    for (key, payload) in find_each(bytes, |key| number(key).is_some()) {
        match (number(key), payload) {
            (Some(number), Some(payload)) => drop(payloads.insert((number, payload))),
            (Some(number), None) => drop(damaged.insert(number)),
            (None, _) => {}
        }
    }
    let mut whole = Vec::new();
    for (number, json) in payloads {
        match serde_json::from_slice(json) {
            Ok(decision) => whole.push((number, decision)),
            Err(_) => drop(damaged.insert(number)),
        }
    }
    InLog { whole, damaged }
}

/// What the database has of the log of decisions.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The decisions that are whole, by number.
    pub(super) whole: BTreeMap<u64, Decision>,
    /// The numbers of those that are damaged or missing.
    pub(super) broken: BTreeSet<u64>,
    /// What is damaged, a phrase each.
    pub(super) faults: Vec<String>,
    /// The last of the whole ones is in the engine's log and not yet in the database.
    unfinished: bool,
}

/// Reads every decision, and misses those that are in the engine's log alone.
pub(super) fn read(database: &Database, in_log: InLog) -> Found {
    let mut found = Found::default();
    for value in database.scan_each(DECISIONS) {
        match value.map(|(key, payload)| (number(&key), payload)) {
            Ok((Some(number), payload)) => {
                match payload.and_then(|json| understood(database, &json)) {
                    Ok(decision) => drop(found.whole.insert(number, decision)),
                    Err(error) => found.fault(number, format!("in decision {number} {}", cause(&error))),
                };
            }
            Ok((None, _)) => found.faults.push("a key of a decision is not understood".to_owned()),
            Err(error) => found.faults.push(cause(&error)),
        }
    }
    let last = found.whole.last_key_value().map_or(0, |(number, _)| *number);
    let without_gap = found.faults.is_empty() && found.whole.len() as u64 == last;
    let beyond = in_log.whole.iter().filter(|(number, _)| *number > last).count();
    let broken_beyond = in_log.damaged.iter().any(|number| *number > last.max(in_log.last()));
    if without_gap && !broken_beyond && beyond == 1 && in_log.last() == number_after(found.whole.len()) {
        found.whole.extend(in_log.whole.into_iter().last());
        found.unfinished = true;
        return found;
    }
    found.miss(&in_log, last);
    found
}

impl Found {
    fn fault(&mut self, number: u64, what: String) {
        if self.broken.insert(number) {
            self.faults.push(what);
        }
    }

    /// Names what should be there and is not.
    fn miss(&mut self, in_log: &InLog, last: u64) {
        let last = last.max(in_log.last());
        let (mut missing, mut in_log_only) = (Vec::new(), Vec::new());
        let readable: BTreeSet<_> = in_log.whole.iter().map(|(number, _)| *number).collect();
        for number in (1..=last).chain(in_log.damaged.range(last + 1..).copied()) {
            if self.whole.contains_key(&number) || self.broken.contains(&number) {
                continue;
            }
            if readable.contains(&number) {
                in_log_only.push(number);
            } else if in_log.damaged.contains(&number) {
                self.fault(number, format!("decision {number} does not have its checksum"));
            } else {
                missing.push(number);
            }
        }
        self.fault_runs(&missing, "missing");
        self.fault_runs(&in_log_only, "in the log of sled only, where a repair finds what is there");
    }

    fn fault_runs(&mut self, numbers: &[u64], are: &str) {
        self.broken.extend(numbers);
        self.faults.extend(numbers.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
            [first, .., last] => format!("decisions {first} to {last} are {are}"),
            one => format!("decision {} is {are}", one.first().unwrap_or(&0)),
        }));
    }
}

/// Ends the append that the last process could not end.
pub(super) fn finish(database: &Database, found: &Found) -> Result<(), StoreError> {
    if let (true, Some((number, decision))) = (found.unfinished, found.whole.last_key_value()) {
        write(database, *number, &to_json(decision)?)?;
        database.flush()?;
    }
    Ok(())
}
