//! Keeps editions and decisions on disk with sled 0.34, and closes what sled alone leaves open.
//!
//! **All or nothing.** An edition is some 100 KB to 1 MB; an atomic batch of that size would rest on the engine's
//! bookkeeping for many pages. Here nothing rests on more than one small value at a time. A commit writes
//!
//! 1. what is being changed (`Unfinished`) and the edition's content, in pieces under its SHA-256; flush and fsync;
//! 2. one entry, which names the content: **this is the commit**; flush and fsync; then it is acknowledged;
//! 3. removes the content that the entry named before, and `Unfinished`.
//!
//! An end before 2 leaves the old entry with its old content, an end after it the new one; the next start removes
//! the other content, which `Unfinished` names. Content that neither names is no leftover but a sign that entries
//! were lost: it counts as damage and is never swept away. A decision is one such small value, and so is there or not
//! (`decisions.rs`).
//!
//! **What sled does not give, and where it is given:** durable flushes, large values, errors for its panics
//! (`database.rs`); checksums that cover keys and whole editions (`frame.rs`, `content.rs`); a lock with a clear
//! error, a creation that can be interrupted (`folder.rs`); a word about what it leaves out of a damaged log, and
//! what can be had of it (`salvage.rs`, `repair.rs`). After a failed write this process writes no more: what the
//! engine then has in memory is not known to be on disk.
//!
//! **What is not given:** a log that was cut off, or went back to an older copy, just behind a commit or a decision
//! looks as it did then. An export elsewhere is the remedy.
//!
//! Opening reads and checks everything, so damage shows at the start and not in the middle of service. That costs
//! time in proportion to the store, which gets a few editions and some thousand decisions a year.

mod content;
mod database;
mod decisions;
mod entry;
mod folder;
mod frame;
mod inspect;
mod opening;
mod repair;
mod salvage;
mod verify;

pub(in crate::store) use folder::sync;
pub use repair::{Notice, open_or_set_aside, repair};
pub use verify::{Verification, verify};

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use content::Content;
use database::Database;
use entry::{Entry, Unfinished};
use folder::DataFolder;

use super::decisions::{Decisions, to_json};
use super::{Committed, Store, StoreError, StoredEdition};
use crate::record::{Decision, Edition, Id, Sha256};

/// A store in a data folder that this process has to itself.
pub struct SledStore {
    held: Mutex<Held>,
    // In this order: the engine lets go of its files before the lock is given back.
    database: Database,
    folder: DataFolder,
}

/// What the database holds, as read at the start and kept up with every write.
struct Held {
    entries: Vec<Entry>,
    minted: BTreeSet<Id>,
    decisions: Decisions,
    /// A write has failed.
    stopped: bool,
}

impl fmt::Debug for SledStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SledStore").field("folder", &self.folder.path()).finish_non_exhaustive()
    }
}

impl SledStore {
    /// Opens the store of a data folder, made if need be. One that is damaged or of a later format is left alone
    /// and is an error here; [`open_or_set_aside`] goes on from it.
    ///
    /// # Errors
    /// When another process has the folder, it cannot be read and written, the store is damaged or a later gcm-hub
    /// wrote it.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = DataFolder::take(folder)?;
        let (database, held) = opening::open(&folder)?;
        Ok(Self { held: Mutex::new(held), database, folder })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses to write after a write that failed.
    fn check_going(&self, held: &Held) -> Result<(), StoreError> {
        match held.stopped {
            true => Err(StoreError::Stopped { folder: self.folder.path().to_owned() }),
            false => Ok(()),
        }
    }

    fn load(&self, entry: Option<&Entry>) -> Result<Option<StoredEdition>, StoreError> {
        let corrupt = |fault| StoreError::corrupt(self.folder.path(), fault);
        entry.map(|entry| Ok(inspect::whole(&self.database, entry).map_err(corrupt)?.stored)).transpose()
    }

    /// Writes an edition to a place; see the module's docs for the steps.
    fn write(&self, held: &mut Held, place: i64, stored: StoredEdition) -> Result<(), StoreError> {
        self.check_going(held)?;
        let content = Content { place, stored };
        let bytes = content.to_bytes()?;
        let entry = content.entry(&bytes);
        let earlier = held.entries.iter().position(|held| Entry::same(&held.edition, &entry.edition));
        let earlier_content = earlier.map(|index| held.entries[index].content);

        held.stopped = true;
        let contents = earlier_content.into_iter().chain([entry.content]).collect();
        Unfinished { contents }.write(&self.database)?;
        content::write(&self.database, &entry.content, &bytes)?;
        self.database.flush()?;
        entry.write(&self.database)?;
        self.database.flush()?;

        held.minted.extend(content.stored.minted());
        match earlier {
            Some(index) => held.entries[index] = entry,
            None => held.entries.push(entry),
        }
        match opening::remove_unnamed(&self.database, earlier_content.as_slice()) {
            Ok(()) => held.stopped = false,
            // The edition is durable, and the next start finishes this.
            Err(error) => tracing::warn!(%error, "what an edition replaced was not removed"),
        }
        Ok(())
    }
}

impl Store for SledStore {
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError> {
        edition.check()?;
        let mut held = self.held();
        let current = held.current(&edition.edition.source);
        if current.is_some_and(|current| edition.adds_nothing_to(&current.edition, current.with_text)) {
            return Ok(Committed::Unchanged);
        }
        let place = held.entries.iter().map(|entry| entry.place + 1).max().unwrap_or(0);
        let Edition { source, sha256, .. } = &edition.edition;
        let Some(earlier) = self.load(held.find(source, sha256))? else {
            self.write(&mut held, place, edition.clone())?;
            return Ok(Committed::New);
        };
        self.write(&mut held, place, edition.after(&earlier))?;
        Ok(Committed::Replaced { earlier: Box::new(earlier.edition) })
    }

    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError> {
        edition.check()?;
        let mut held = self.held();
        if held.find(&edition.edition.source, &edition.edition.sha256).is_some() {
            return Ok(false);
        }
        let place = held.entries.iter().map(|entry| entry.place - 1).min().unwrap_or(0);
        self.write(&mut held, place, edition.clone())?;
        Ok(true)
    }

    fn sources(&self) -> Result<Vec<String>, StoreError> {
        let held = self.held();
        let sources: BTreeSet<_> = held.entries.iter().map(|entry| &entry.edition.source).collect();
        Ok(sources.into_iter().cloned().collect())
    }

    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError> {
        self.load(self.held().current(source))
    }

    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError> {
        let held = self.held();
        let mut entries: Vec<_> = held.of_source(source).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.place));
        Ok(entries.into_iter().map(|entry| entry.edition.clone()).collect())
    }

    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError> {
        self.load(self.held().find(source, sha256))
    }

    fn minted(&self) -> Result<BTreeSet<Id>, StoreError> {
        Ok(self.held().minted.clone())
    }

    fn append(&self, decision: &Decision) -> Result<bool, StoreError> {
        let json = to_json(decision)?;
        let mut held = self.held();
        if held.decisions.holds(&decision.id) {
            return Ok(false);
        }
        self.check_going(&held)?;
        held.stopped = true;
        decisions::write(&self.database, decisions::number_after(held.decisions.len()), &json)?;
        self.database.flush()?;
        held.stopped = false;
        held.decisions.push(decision.clone());
        Ok(true)
    }

    fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        Ok(self.held().decisions.to_vec())
    }
}

impl Held {
    fn of_source(&self, source: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.edition.source == source)
    }

    fn current(&self, source: &str) -> Option<&Entry> {
        self.of_source(source).max_by_key(|entry| entry.place)
    }

    fn find(&self, source: &str, sha256: &Sha256) -> Option<&Entry> {
        self.of_source(source).find(|entry| entry.edition.sha256 == *sha256)
    }
}

#[cfg(test)]
mod tests;
