//! Small values of which each source has one at most, each written in the place of the one before it.
//!
//! They are counted as they are written, so that of all that the engine's log has of a source the last can be told. A
//! value of theirs that is damaged or missing is no damage to the store.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::database::Database;
use super::entry;
use super::frame::find_all;
use crate::record::{Sha256, Watch};
use crate::store::StoreError;

/// What can be kept so.
pub(super) trait OneEach: Serialize + DeserializeOwned {
    /// What the keys begin with; then the source.
    const KEYS: &'static [u8];
}

impl OneEach for Watch {
    const KEYS: &'static [u8] = b"w/";
}

/// What of a source waits for an operator.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    /// The digest of the content of a [`Held`](crate::store::Held); `None` when nothing waits any more.
    pub(super) content: Option<Sha256>,
}

impl OneEach for Waiting {
    const KEYS: &'static [u8] = b"h/";
}

/// The value of a source.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Slot<T> {
    serial: u64,
    source: String,
    value: T,
}

impl<T: OneEach> Slot<T> {
    /// Writes it, durable after the next flush.
    pub(super) fn write(&self, database: &Database) -> Result<(), StoreError> {
        entry::write(database, &[T::KEYS, self.source.as_bytes()].concat(), self)
    }
}

/// The last value of each source.
#[derive(Debug)]
pub(super) struct Slots<T>(BTreeMap<String, Slot<T>>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// What the database and the engine's log have.
pub(super) struct Found<T> {
    /// The last of each source.
    pub(super) slots: Slots<T>,
    /// Sources whose last one is not in the database.
    pub(super) unwritten: BTreeSet<String>,
    /// Sources, as their keys name them, whose value in the database is damaged, with the keys.
    pub(super) damaged: Vec<(String, Vec<u8>)>,
}

impl<T: OneEach> Slots<T> {
    /// The last of each source that the bytes of the engine's log have whole.
    pub(super) fn in_log(log: &[u8]) -> Self {
        let mut slots = Self::default();
        for (_, json) in find_all(log, |key| key.starts_with(T::KEYS)) {
            if let Ok(slot) = serde_json::from_slice(json) {
                slots.add(slot);
            }
        }
        slots
    }

    /// Reads what the database has, and what of the log is later than that: the engine may have lost it.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn read(database: &Database, log: &[u8]) -> Result<Found<T>, StoreError> {
        let (mut slots, mut damaged) = (Self::default(), Vec::new());
        for value in database.scan_each(T::KEYS) {
            let (key, payload) = value?;
            match payload.and_then(|json| entry::understood(database, &json)) {
                Ok(slot) => drop(slots.add(slot)),
                Err(_) => {
                    let source = String::from_utf8_lossy(&key[T::KEYS.len()..]).into_owned();
                    damaged.push((source, key));
                }
            }
        }
        let mut unwritten = BTreeSet::new();
        for (source, slot) in Self::in_log(log).0 {
            if slots.add(slot) {
                unwritten.insert(source);
            }
        }
        Ok(Found { slots, unwritten, damaged })
    }

    /// The value of a source.
    pub(super) fn get(&self, source: &str) -> Option<&T> {
        self.0.get(source).map(|slot| &slot.value)
    }

    /// Every value, by source.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(source, slot)| (source.as_str(), &slot.value))
    }

    /// The value to write for a source next, and then to [`add`](Slots::add).
    pub(super) fn next(&self, source: &str, value: T) -> Slot<T> {
        let last = self.0.values().map(|slot| slot.serial).max();
        Slot { serial: last.map_or(0, |serial| serial.saturating_add(1)), source: source.to_owned(), value }
    }

    /// Takes the value for its source's unless a later one is there; whether it was taken.
    pub(super) fn add(&mut self, slot: Slot<T>) -> bool {
        let later = self.0.get(&slot.source).is_none_or(|held| held.serial < slot.serial);
        if later {
            self.0.insert(slot.source.clone(), slot);
        }
        later
    }

    /// Writes the last value of a source as it is.
    pub(super) fn write_again(&self, database: &Database, source: &str) -> Result<(), StoreError> {
        self.0.get(source).map_or(Ok(()), |slot| slot.write(database))
    }
}
