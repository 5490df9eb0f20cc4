//! Keeps what a store keeps in memory, for tests. Forgets everything at the end, and cannot fail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::decisions::{Decisions, to_json};
use super::watch::fitted;
use super::{Committed, Held, Pruned, Store, StoreError, StoredEdition};
use crate::record::{Decision, Edition, Id, Sha256, Watch};

/// A store in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// In the order of commits: of each source the last is current.
    editions: Vec<StoredEdition>,
    /// By source and SHA-256.
    pruned: BTreeMap<(String, Sha256), Pruned>,
    decisions: Decisions,
    /// By source.
    watches: BTreeMap<String, Watch>,
    /// By source.
    held: BTreeMap<String, Held>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn current(&self, source: &str) -> Option<&StoredEdition> {
        self.editions.iter().rfind(|stored| stored.edition.source == source)
    }

    fn position(&self, source: &str, sha256: &Sha256) -> Option<usize> {
        self.editions
            .iter()
            .position(|stored| stored.edition.source == source && stored.edition.sha256 == *sha256)
    }

    /// Whether the edition is there or was pruned.
    fn knows(&self, edition: &Edition) -> bool {
        self.position(&edition.source, &edition.sha256).is_some() || self.pruned.contains_key(&key(edition))
    }
}

fn key(edition: &Edition) -> (String, Sha256) {
    (edition.source.clone(), edition.sha256)
}

impl Store for MemoryStore {
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError> {
        edition.check()?;
        let mut state = self.state();
        let Edition { source, sha256, .. } = &edition.edition;
        let current = state.current(source);
        if current.is_some_and(|current| edition.adds_nothing_to(&current.edition, current.text.is_some())) {
            return Ok(Committed::Unchanged);
        }
        if let Some(index) = state.position(source, sha256) {
            let earlier = state.editions.remove(index);
            state.editions.push(edition.after(&earlier));
            return Ok(Committed::Replaced { earlier: Box::new(earlier.edition) });
        }
        let mut edition = edition.clone();
        if let Some(pruned) = state.pruned.remove(&key(&edition.edition)) {
            edition.retire(pruned.retired.into_iter());
        }
        state.editions.push(edition);
        Ok(Committed::New)
    }

    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError> {
        edition.check()?;
        let mut state = self.state();
        let absent = !state.knows(&edition.edition);
        if absent {
            state.editions.insert(0, edition.clone());
        }
        Ok(absent)
    }

    fn sources(&self) -> Result<Vec<String>, StoreError> {
        let sources: BTreeSet<_> =
            self.state().editions.iter().map(|stored| stored.edition.source.clone()).collect();
        Ok(sources.into_iter().collect())
    }

    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError> {
        Ok(self.state().current(source).cloned())
    }

    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError> {
        let state = self.state();
        let of_source = state.editions.iter().rev().filter(|stored| stored.edition.source == source);
        Ok(of_source.map(|stored| stored.edition.clone()).collect())
    }

    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError> {
        let state = self.state();
        Ok(state.position(source, sha256).map(|index| state.editions[index].clone()))
    }

    fn prune(&self, source: &str, sha256: &Sha256) -> Result<bool, StoreError> {
        let mut state = self.state();
        let Some(index) = state.position(source, sha256) else { return Ok(false) };
        if state.current(source).is_some_and(|current| current.edition.sha256 == *sha256) {
            return Ok(false);
        }
        let stored = state.editions.remove(index);
        state.pruned.insert(key(&stored.edition), stored.pruned());
        Ok(true)
    }

    fn pruned(&self) -> Result<Vec<Pruned>, StoreError> {
        Ok(self.state().pruned.values().cloned().collect())
    }

    fn keep_pruned(&self, pruned: &Pruned) -> Result<bool, StoreError> {
        pruned.check()?;
        let mut state = self.state();
        let absent = !state.knows(&pruned.edition);
        if absent {
            state.pruned.insert(key(&pruned.edition), pruned.clone());
        }
        Ok(absent)
    }

    fn minted(&self) -> Result<BTreeSet<Id>, StoreError> {
        let state = self.state();
        let retired = state.pruned.values().flat_map(|pruned| pruned.retired.iter().copied());
        Ok(state.editions.iter().flat_map(StoredEdition::minted).chain(retired).collect())
    }

    fn append(&self, decision: &Decision) -> Result<bool, StoreError> {
        to_json(decision)?;
        let log = &mut self.state().decisions;
        let absent = !log.holds(&decision.id);
        if absent {
            log.push(decision.clone());
        }
        Ok(absent)
    }

    fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        Ok(self.state().decisions.to_vec())
    }

    fn watch(&self, source: &str) -> Result<Option<Watch>, StoreError> {
        Ok(self.state().watches.get(source).cloned())
    }

    fn watches(&self) -> Result<Vec<(String, Watch)>, StoreError> {
        Ok(self.state().watches.clone().into_iter().collect())
    }

    fn set_watch(&self, source: &str, watch: &Watch) -> Result<(), StoreError> {
        let watch = fitted(source, watch)?;
        self.state().watches.insert(source.to_owned(), watch);
        Ok(())
    }

    fn hold(&self, held: &Held) -> Result<(), StoreError> {
        held.check()?;
        self.state().held.insert(held.edition.source.clone(), held.clone());
        Ok(())
    }

    fn held(&self, source: &str) -> Result<Option<Held>, StoreError> {
        Ok(self.state().held.get(source).cloned())
    }

    fn release(&self, source: &str) -> Result<bool, StoreError> {
        Ok(self.state().held.remove(source).is_some())
    }
}
