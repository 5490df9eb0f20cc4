//! What came of asking publishers, and the editions that wait for an operator.
//!
//! All of it can be had again, so damage to it is a warning and no damage to the store: what cannot be read is
//! forgotten when the store is opened. For an edition that waits, its content is written first, then one small value
//! that names it; content that no such value names is what the end of a process left, and is swept away.

use std::collections::BTreeSet;

use super::content::OF_HELD;
use super::database::Database;
use super::salvage::Log;
use super::slots::{OneEach, Slots, Waiting};
use crate::record::{Sha256, Watch};
use crate::store::{Held, StoreError};

/// What is known of asking, as read at the start and kept up with every write.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// What came of it.
    pub(super) watches: Slots<Watch>,
    /// What waits for an operator.
    pub(super) waiting: Slots<Waiting>,
}

/// What a start finds of it.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is known.
    pub(super) asking: Asking,
    /// What is damaged, a phrase each.
    pub(super) warnings: Vec<String>,
    /// Keys of damaged values.
    damaged: Vec<Vec<u8>>,
    /// Sources whose last value is in the engine's log alone.
    unwritten: BTreeSet<String>,
    /// Sources of which an edition waits that is not whole.
    broken: Vec<String>,
}

/// Reads all of it, and changes nothing.
///
/// # Errors
/// When the engine fails: that is damage to the store.
pub(super) fn read(database: &Database, log: &Log) -> Result<Found, StoreError> {
    let watches = Slots::<Watch>::read(database, log.bytes())?;
    let waiting = Slots::<Waiting>::read(database, log.bytes())?;
    let mut found = Found::default();
    for (source, key) in watches.damaged {
        found.warnings.push(format!("what came of asking for `{source}` is damaged"));
        found.damaged.push(key);
    }
    for (source, key) in waiting.damaged {
        found.warnings.push(format!("what waits of `{source}` is damaged"));
        found.damaged.push(key);
    }
    found.unwritten = watches.unwritten.into_iter().chain(waiting.unwritten).collect();
    found.asking = Asking { watches: watches.slots, waiting: waiting.slots };
    for (source, content) in found.asking.contents() {
        if load(database, source, content).is_none() {
            found.broken.push(source.to_owned());
        }
    }
    let lost = |source| format!("the edition of `{source}` that waited for an operator is not whole");
    found.warnings.extend(found.broken.iter().map(lost));
    Ok(found)
}

impl Found {
    /// Forgets what is damaged, with a word in the log, and sweeps away what the end of a process has left.
    pub(super) fn finish(self, database: &Database) -> Result<Asking, StoreError> {
        for warning in self.warnings {
            tracing::warn!("{warning}; it is forgotten, and had again from the publisher");
        }
        self.damaged.iter().try_for_each(|key| database.remove(key))?;
        let mut asking = self.asking;
        for source in &self.unwritten {
            asking.watches.write_again(database, source)?;
            asking.waiting.write_again(database, source)?;
        }
        for source in self.broken {
            put(&mut asking.waiting, database, &source, Waiting { content: None })?;
            // Or the publisher would be asked only for what is newer than what is lost here.
            if let Some(watch) = asking.watches.get(&source).cloned() {
                put(&mut asking.watches, database, &source, Watch { answer: None, ..watch })?;
            }
        }
        let mut strays = OF_HELD.digests(database)?;
        let named: BTreeSet<_> = asking.contents().map(|(_, content)| *content.bytes()).collect();
        strays.retain(|digest| !named.contains(digest));
        strays.iter().try_for_each(|digest| OF_HELD.remove(database, digest))?;
        database.flush()?;
        Ok(asking)
    }
}

impl Asking {
    /// Remembers what came of asking, durably.
    pub(super) fn set_watch(
        &mut self,
        database: &Database,
        source: &str,
        watch: Watch,
    ) -> Result<(), StoreError> {
        put(&mut self.watches, database, source, watch)
    }

    /// The digests of what waits, by source.
    pub(super) fn contents(&self) -> impl Iterator<Item = (&str, &Sha256)> {
        self.waiting.iter().filter_map(|(source, waiting)| Some((source, waiting.content.as_ref()?)))
    }

    /// The digest of what waits of a source.
    pub(super) fn content(&self, source: &str) -> Option<Sha256> {
        self.waiting.get(source)?.content
    }

    /// Makes the edition of those bytes the one of its source that waits, durably; what it replaces stays written.
    pub(super) fn hold(&mut self, database: &Database, source: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let content = Sha256::of(bytes);
        OF_HELD.write(database, &content, bytes)?;
        database.flush()?;
        put(&mut self.waiting, database, source, Waiting { content: Some(content) })
    }

    /// Lets go of what waits of a source, durably; it stays written.
    pub(super) fn release(&mut self, database: &Database, source: &str) -> Result<(), StoreError> {
        put(&mut self.waiting, database, source, Waiting { content: None })
    }
}

fn put<T: OneEach>(
    slots: &mut Slots<T>,
    database: &Database,
    source: &str,
    value: T,
) -> Result<(), StoreError> {
    let slot = slots.next(source, value);
    slot.write(database)?;
    database.flush()?;
    slots.add(slot);
    Ok(())
}

/// An edition that waits, as bytes that can be read again.
pub(super) fn to_bytes(held: &Held) -> Result<Vec<u8>, StoreError> {
    let unfit = |error| StoreError::Unfit {
        source_slug: held.edition.source.clone(),
        what: format!("it cannot be written as JSON and read again ({error})"),
    };
    let bytes = serde_json::to_vec(held).map_err(unfit)?;
    serde_json::from_slice::<Held>(&bytes).map_err(unfit)?;
    Ok(bytes)
}

/// What the bytes say, if they are of an edition of that source that waits.
pub(super) fn of_bytes(source: &str, bytes: &[u8]) -> Option<Held> {
    serde_json::from_slice(bytes).ok().filter(|held: &Held| held.edition.source == source)
}

/// The edition that waits, if it is there, whole.
pub(super) fn load(database: &Database, source: &str, content: &Sha256) -> Option<Held> {
    of_bytes(source, &OF_HELD.read(database, content).ok()??)
}
