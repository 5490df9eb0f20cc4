//! Keeps editions, decisions and what came of asking on disk with sled 0.34, and closes what sled alone leaves open.
//!
//! **All or nothing.** An edition is some 100 KB to 1 MB; an atomic batch of that size would rest on the engine's
//! bookkeeping for many pages. Here nothing rests on more than one small value at a time. A commit writes
//!
//! 1. what is being changed (`Unfinished`) and the edition's content, in pieces under its SHA-256; flush and fsync;
//! 2. one entry, which names the content: **this is the commit**; flush and fsync; then it is acknowledged;
//! 3. removes the content that the entry named before, and `Unfinished`.
//!
//! Pruning is a commit of the same kind: the entry then names a content that has the edition's identifiers and nothing
//! else. It stays where the edition was, so the entries that the log still has are accounted for. An edition that waits
//! for an operator is written as one that is committed, but apart from them and without a part in what counts as damage;
//! what came of asking is one small value a source (`asking.rs`).
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

mod asking;
mod content;
mod database;
mod decisions;
mod entry;
mod folder;
mod frame;
mod inspect;
mod known;
mod opening;
mod repair;
mod salvage;
mod slots;
mod verify;

pub(in crate::store) use folder::sync;
pub use repair::{Notice, open_or_set_aside, repair};
pub use verify::{Verification, verify};

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use content::{Content, OF_EDITIONS, OF_HELD};
use database::Database;
use entry::{Entry, Unfinished};
use folder::DataFolder;
use known::Known;

use super::decisions::to_json;
use super::watch::fitted;
use super::{Committed, Held, Pruned, Store, StoreError, StoredEdition};
use crate::record::{Decision, Edition, Id, Reading, Sha256, Watch};

/// A store in a data folder that this process has to itself.
pub struct SledStore {
    known: Mutex<Known>,
    // In this order: the engine lets go of its files before the lock is given back.
    database: Database,
    folder: DataFolder,
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
        let (database, known) = opening::open(&folder)?;
        Ok(Self { known: Mutex::new(known), database, folder })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses to write after a write that failed.
    fn check_going(&self, known: &Known) -> Result<(), StoreError> {
        match known.stopped {
            true => Err(StoreError::Stopped { folder: self.folder.path().to_owned() }),
            false => Ok(()),
        }
    }

    fn load(&self, entry: Option<&Entry>) -> Result<Option<StoredEdition>, StoreError> {
        let corrupt = |fault| StoreError::corrupt(self.folder.path(), fault);
        entry.map(|entry| Ok(inspect::whole(&self.database, entry).map_err(corrupt)?.stored)).transpose()
    }

    /// Writes an edition to a place; see the module's docs for the steps.
    fn write(&self, known: &mut Known, content: &Content) -> Result<(), StoreError> {
        self.check_going(known)?;
        let bytes = content.to_bytes()?;
        let entry = content.entry(&bytes);
        let earlier = known.entries.iter().position(|held| Entry::same(&held.edition, &entry.edition));
        let earlier_content = earlier.map(|index| known.entries[index].content);

        known.stopped = true;
        let contents = earlier_content.into_iter().chain([entry.content]).collect();
        Unfinished { contents }.write(&self.database)?;
        OF_EDITIONS.write(&self.database, &entry.content, &bytes)?;
        self.database.flush()?;
        entry.write(&self.database)?;
        self.database.flush()?;

        known.minted.extend(content.stored.minted());
        match earlier {
            Some(index) => known.entries[index] = entry,
            None => known.entries.push(entry),
        }
        match opening::remove_unnamed(&self.database, earlier_content.as_slice()) {
            Ok(()) => known.stopped = false,
            // The edition is durable, and the next start finishes this.
            Err(error) => tracing::warn!(%error, "what an edition replaced was not removed"),
        }
        Ok(())
    }
}

impl SledStore {
    /// Removes the content of an edition that waits no more; the write before it is durable, so writing goes on.
    fn sweep(&self, known: &mut Known, content: Option<Sha256>) {
        match content.map_or(Ok(()), |content| OF_HELD.remove(&self.database, content.bytes())) {
            Ok(()) => known.stopped = false,
            // The next start finishes this.
            Err(error) => tracing::warn!(%error, "an edition that waits no more was not removed"),
        }
    }
}

impl Store for SledStore {
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError> {
        edition.check()?;
        let mut known = self.known();
        let current = known.current(&edition.edition.source);
        if current.is_some_and(|current| edition.adds_nothing_to(&current.edition, current.with_text)) {
            return Ok(Committed::Unchanged);
        }
        let place = known.last_place();
        let earlier = known.entry(&edition.edition);
        let was_there = earlier.is_some_and(|earlier| !earlier.pruned);
        let earlier = self.load(earlier)?;
        let stored = earlier.as_ref().map_or_else(|| edition.clone(), |earlier| edition.after(earlier));
        self.write(&mut known, &Content { place, pruned: false, stored })?;
        Ok(match earlier.filter(|_| was_there) {
            Some(earlier) => Committed::Replaced { earlier: Box::new(earlier.edition) },
            None => Committed::New,
        })
    }

    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError> {
        edition.check()?;
        let mut known = self.known();
        if known.entry(&edition.edition).is_some() {
            return Ok(false);
        }
        let place = known.first_place();
        self.write(&mut known, &Content { place, pruned: false, stored: edition.clone() })?;
        Ok(true)
    }

    fn sources(&self) -> Result<Vec<String>, StoreError> {
        let known = self.known();
        let sources: BTreeSet<_> = known.served().map(|entry| &entry.edition.source).collect();
        Ok(sources.into_iter().cloned().collect())
    }

    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError> {
        self.load(self.known().current(source))
    }

    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError> {
        let known = self.known();
        let mut entries: Vec<_> = known.of_source(source).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.place));
        Ok(entries.into_iter().map(|entry| entry.edition.clone()).collect())
    }

    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError> {
        self.load(self.known().find(source, sha256))
    }

    fn prune(&self, source: &str, sha256: &Sha256) -> Result<bool, StoreError> {
        let mut known = self.known();
        let current = known.current(source).map(|current| current.edition.sha256);
        let Some(entry) = known.find(source, sha256).filter(|_| current != Some(*sha256)) else {
            return Ok(false);
        };
        let place = entry.place;
        let Some(stored) = self.load(Some(entry))? else { return Ok(false) };
        self.write(&mut known, &of_pruned(place, stored.pruned()))?;
        Ok(true)
    }

    fn pruned(&self) -> Result<Vec<Pruned>, StoreError> {
        let known = self.known();
        let mut entries: Vec<_> = known.entries.iter().filter(|entry| entry.pruned).collect();
        entries.sort_by_key(|entry| (&entry.edition.source, entry.edition.sha256));
        let mut pruned = Vec::new();
        for entry in entries {
            pruned.extend(self.load(Some(entry))?.map(|left| left.pruned()));
        }
        Ok(pruned)
    }

    fn keep_pruned(&self, pruned: &Pruned) -> Result<bool, StoreError> {
        pruned.check()?;
        let mut known = self.known();
        if known.entry(&pruned.edition).is_some() {
            return Ok(false);
        }
        let place = known.first_place();
        self.write(&mut known, &of_pruned(place, pruned.clone()))?;
        Ok(true)
    }

    fn minted(&self) -> Result<BTreeSet<Id>, StoreError> {
        Ok(self.known().minted.clone())
    }

    fn append(&self, decision: &Decision) -> Result<bool, StoreError> {
        let json = to_json(decision)?;
        let mut known = self.known();
        if known.decisions.holds(&decision.id) {
            return Ok(false);
        }
        self.check_going(&known)?;
        known.stopped = true;
        decisions::write(&self.database, decisions::number_after(known.decisions.len()), &json)?;
        self.database.flush()?;
        known.stopped = false;
        known.decisions.push(decision.clone());
        Ok(true)
    }

    fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        Ok(self.known().decisions.to_vec())
    }

    fn watch(&self, source: &str) -> Result<Option<Watch>, StoreError> {
        Ok(self.known().asking.watches.get(source).cloned())
    }

    fn watches(&self) -> Result<Vec<(String, Watch)>, StoreError> {
        let known = self.known();
        Ok(known.asking.watches.iter().map(|(source, watch)| (source.to_owned(), watch.clone())).collect())
    }

    fn set_watch(&self, source: &str, watch: &Watch) -> Result<(), StoreError> {
        let watch = fitted(source, watch)?;
        let mut known = self.known();
        if known.asking.watches.get(source) == Some(&watch) {
            return Ok(());
        }
        self.check_going(&known)?;
        known.stopped = true;
        known.asking.set_watch(&self.database, source, watch)?;
        known.stopped = false;
        Ok(())
    }

    fn hold(&self, held: &Held) -> Result<(), StoreError> {
        held.check()?;
        let bytes = asking::to_bytes(held)?;
        let source = &held.edition.source;
        let mut known = self.known();
        let earlier = known.asking.content(source);
        if earlier == Some(Sha256::of(&bytes)) {
            return Ok(());
        }
        self.check_going(&known)?;
        known.stopped = true;
        known.asking.hold(&self.database, source, &bytes)?;
        self.sweep(&mut known, earlier);
        Ok(())
    }

    fn held(&self, source: &str) -> Result<Option<Held>, StoreError> {
        let known = self.known();
        let Some(content) = known.asking.content(source) else { return Ok(None) };
        let corrupt = || {
            let what = format!("the edition of `{source}` that waits for an operator is not whole");
            StoreError::corrupt(self.folder.path(), what)
        };
        asking::load(&self.database, source, &content).map(Some).ok_or_else(corrupt)
    }

    fn release(&self, source: &str) -> Result<bool, StoreError> {
        let mut known = self.known();
        let Some(earlier) = known.asking.content(source) else { return Ok(false) };
        self.check_going(&known)?;
        known.stopped = true;
        known.asking.release(&self.database, source)?;
        self.sweep(&mut known, Some(earlier));
        Ok(true)
    }
}

/// What is written of an edition that is pruned.
fn of_pruned(place: i64, pruned: Pruned) -> Content {
    let Pruned { edition, retired } = pruned;
    let (reading, identities) = (Reading::default(), [].into());
    Content {
        place,
        pruned: true,
        stored: StoredEdition { edition, reading, text: None, identities, retired },
    }
}

#[cfg(test)]
mod tests;
