//! Reads the engine's log without the engine.
//!
//! sled 0.34 refuses to open a folder for one damaged byte in `snap.*` or `conf`, or in the wrong place of its log.
//! In other places it takes a damaged byte for the end of the log: then it opens without what follows, says nothing,
//! and wipes it. But values lie in the log as they were written, in [frames](super::frame), and stay there until the
//! engine uses the space again. So the log is read before the engine opens it: what the engine then does not know
//! any more is missed ([`Log::entries`]), and what is whole can be had without it ([`salvage`]). Every piece and
//! every whole is checked against its SHA-256, and contents name themselves: nothing else in the files needs to be
//! right.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::asking::Asking;
use super::content::{Content, OF_EDITIONS, OF_HELD};
use super::database::log_file;
use super::decisions::{self, InLog};
use super::entry::{ENTRIES, Entry};
use super::folder::is_something_else;
use super::frame::find_all;
use super::slots::Slots;
use crate::record::Sha256;
use crate::store::StoreError;

/// The engine's log, as it was when it was read.
pub(super) struct Log {
    bytes: Vec<u8>,
    /// The log was found damaged before this, and the engine has changed it since.
    kept: bool,
}

impl Log {
    /// Reads the log in the engine's folder, and behind it the one that was kept; what is not there is empty.
    pub(super) fn read(engine: &Path) -> Result<Self, StoreError> {
        let mut bytes = read(&log_file(engine))?;
        bytes.extend(read(&kept_log(engine))?);
        Ok(Self { bytes, kept: kept_log(engine).exists() })
    }

    /// What is wrong before the engine has opened it: it would make a new log of none, and has made something of a
    /// damaged one by now.
    pub(super) fn fault(&self) -> Option<&'static str> {
        if self.bytes.is_empty() {
            return Some("the log of sled is empty or not there");
        }
        self.kept.then_some("the log of sled was found damaged before this and has not been repaired")
    }

    /// The editions that the log names, each as its last commit did.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = Latest::default();
        for (_, json) in find_all(&self.bytes, |key| key.starts_with(ENTRIES)) {
            if let Ok(entry) = serde_json::from_slice(json) {
                entries.add(entry, ());
            }
        }
        entries.all().into_iter().map(|(entry, ())| entry).collect()
    }

    /// The decisions that the log has.
    pub(super) fn decisions(&self) -> InLog {
        decisions::in_log(&self.bytes)
    }

    /// The log itself.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Keeps the log beside the one in the engine's folder, if the engine has changed that meanwhile.
    pub(super) fn keep_if_changed(&self, engine: &Path) -> Result<(), StoreError> {
        if self.kept || read(&log_file(engine))? == self.bytes {
            return Ok(());
        }
        let path = kept_log(engine);
        fs::write(&path, &self.bytes).map_err(StoreError::at(&path))
    }
}

/// Where the log is as it was before the engine opened it, when it was damaged then.
fn kept_log(engine: &Path) -> PathBuf {
    engine.join("db.found")
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    match fs::read(path) {
        Err(error) if is_something_else(&error) => Ok(Vec::new()),
        result => result.map_err(StoreError::at(path)),
    }
}

/// What was found.
#[derive(Default)]
pub(super) struct Salvage {
    /// Whole editions, of each the latest, with the bytes of its content. One that was written in full and not yet
    /// acknowledged is among them.
    pub(super) whole: Vec<(Entry, Vec<u8>)>,
    /// The editions that the log names, each as its last commit did.
    pub(super) known: Vec<Entry>,
    /// Decisions: every one that can be read, acknowledged or not.
    pub(super) decisions: InLog,
    /// What came of asking and what waits, as the last that can be read of each source say.
    pub(super) asking: Asking,
    /// The bytes of what waits or has waited, by digest.
    pub(super) held: BTreeMap<Sha256, Vec<u8>>,
}

/// Finds what is whole in the engine's folder.
pub(super) fn salvage(engine: &Path) -> Result<Salvage, StoreError> {
    let log = Log::read(engine)?;
    let mut whole = Latest::default();
    for (digest, bytes) in OF_EDITIONS.in_log(&log.bytes) {
        if let Ok(content) = Content::of_bytes(&bytes) {
            let entry = content.entry(&bytes);
            if entry.content.bytes() == digest {
                whole.add(entry, bytes);
            }
        }
    }
    Ok(Salvage {
        whole: whole.all(),
        known: log.entries(),
        decisions: log.decisions(),
        asking: Asking { watches: Slots::in_log(&log.bytes), waiting: Slots::in_log(&log.bytes) },
        held: OF_HELD.in_log(&log.bytes).into_values().map(|bytes| (Sha256::of(&bytes), bytes)).collect(),
    })
}

/// Of each edition what was committed last.
struct Latest<T>(BTreeMap<(String, Sha256), (Entry, T)>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Latest<T> {
    fn add(&mut self, entry: Entry, with: T) {
        let key = (entry.edition.source.clone(), entry.edition.sha256);
        if self.0.get(&key).is_none_or(|(held, _)| entry.is_later_than(held)) {
            self.0.insert(key, (entry, with));
        }
    }

    fn all(self) -> Vec<(Entry, T)> {
        self.0.into_values().collect()
    }
}
