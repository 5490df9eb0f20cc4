//! What a store on disk has in memory: everything but the contents of editions. Reads and writes nothing.

use std::collections::BTreeSet;

use super::asking::Asking;
use super::entry::Entry;
use crate::record::{Edition, Id, Sha256};
use crate::store::decisions::Decisions;

/// What the database holds, as read at the start and kept up with every write.
pub(super) struct Known {
    pub(super) entries: Vec<Entry>,
    pub(super) minted: BTreeSet<Id>,
    pub(super) decisions: Decisions,
    pub(super) asking: Asking,
    /// A write has failed.
    pub(super) stopped: bool,
}

impl Known {
    /// Those that are not pruned.
    pub(super) fn served(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.pruned)
    }

    /// Those of a source that are not pruned.
    pub(super) fn of_source(&self, source: &str) -> impl Iterator<Item = &Entry> {
        self.served().filter(move |entry| entry.edition.source == source)
    }

    /// The one that is current.
    pub(super) fn current(&self, source: &str) -> Option<&Entry> {
        self.of_source(source).max_by_key(|entry| entry.place)
    }

    /// One of a source, unless it is pruned.
    pub(super) fn find(&self, source: &str, sha256: &Sha256) -> Option<&Entry> {
        self.of_source(source).find(|entry| entry.edition.sha256 == *sha256)
    }

    /// That of an edition, pruned or not.
    pub(super) fn entry(&self, edition: &Edition) -> Option<&Entry> {
        self.entries.iter().find(|entry| Entry::same(&entry.edition, edition))
    }

    /// A place before all others.
    pub(super) fn first_place(&self) -> i64 {
        self.entries.iter().map(|entry| entry.place - 1).min().unwrap_or(0)
    }

    /// A place after all others.
    pub(super) fn last_place(&self) -> i64 {
        self.entries.iter().map(|entry| entry.place + 1).max().unwrap_or(0)
    }
}
