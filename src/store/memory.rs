//! Keeps editions and decisions in memory, for tests. Forgets everything at the end, and cannot fail.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::decisions::{Decisions, to_json};
use super::{Committed, Store, StoreError, StoredEdition};
use crate::record::{Decision, Edition, Id, Sha256};

/// A store in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    /// In the order of commits: of each source the last is current.
    editions: Mutex<Vec<StoredEdition>>,
    decisions: Mutex<Decisions>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn held(&self) -> MutexGuard<'_, Vec<StoredEdition>> {
        self.editions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self) -> MutexGuard<'_, Decisions> {
        self.decisions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is(stored: &StoredEdition, source: &str, sha256: &Sha256) -> bool {
    stored.edition.source == source && stored.edition.sha256 == *sha256
}

impl Store for MemoryStore {
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError> {
        edition.check()?;
        let mut held = self.held();
        let Edition { source, sha256, .. } = &edition.edition;
        let current = held.iter().rfind(|stored| stored.edition.source == *source);
        if current.is_some_and(|current| edition.adds_nothing_to(&current.edition, current.text.is_some())) {
            return Ok(Committed::Unchanged);
        }
        let Some(index) = held.iter().position(|stored| is(stored, source, sha256)) else {
            held.push(edition.clone());
            return Ok(Committed::New);
        };
        let earlier = held.remove(index);
        held.push(edition.after(&earlier));
        Ok(Committed::Replaced { earlier: Box::new(earlier.edition) })
    }

    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError> {
        edition.check()?;
        let mut held = self.held();
        let absent = !held.iter().any(|stored| is(stored, &edition.edition.source, &edition.edition.sha256));
        if absent {
            held.insert(0, edition.clone());
        }
        Ok(absent)
    }

    fn sources(&self) -> Result<Vec<String>, StoreError> {
        let sources: BTreeSet<_> = self.held().iter().map(|stored| stored.edition.source.clone()).collect();
        Ok(sources.into_iter().collect())
    }

    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError> {
        Ok(self.held().iter().rfind(|stored| stored.edition.source == source).cloned())
    }

    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError> {
        let held = self.held();
        let of_source = held.iter().rev().filter(|stored| stored.edition.source == source);
        Ok(of_source.map(|stored| stored.edition.clone()).collect())
    }

    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError> {
        Ok(self.held().iter().find(|stored| is(stored, source, sha256)).cloned())
    }

    fn minted(&self) -> Result<BTreeSet<Id>, StoreError> {
        Ok(self.held().iter().flat_map(StoredEdition::minted).collect())
    }

    fn append(&self, decision: &Decision) -> Result<bool, StoreError> {
        to_json(decision)?;
        let mut log = self.log();
        let absent = !log.holds(&decision.id);
        if absent {
            log.push(decision.clone());
        }
        Ok(absent)
    }

    fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        Ok(self.log().to_vec())
    }
}
