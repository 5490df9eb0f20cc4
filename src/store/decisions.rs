//! The log of decisions as both stores hold it, and what fits into it. Decides nothing about what a decision means.

use std::collections::HashSet;

use super::StoreError;
use crate::record::{Decision, Id};

/// A decision is one small value of JSON: far above any reason that people write down, and 20 of them, which the
/// engine of [`SledStore`](super::SledStore) may write as one, stay below what it moves out of its log.
pub(super) const MOST_BYTES: usize = 6 * 1024;

/// Decisions in the order of appending, each once.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    list: Vec<Decision>,
    ids: HashSet<Id>,
}

impl Decisions {
    pub(super) fn holds(&self, id: &Id) -> bool {
        self.ids.contains(id)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn push(&mut self, decision: Decision) {
        self.ids.insert(decision.id);
        self.list.push(decision);
    }

    pub(super) fn to_vec(&self) -> Vec<Decision> {
        self.list.clone()
    }
}

impl FromIterator<Decision> for Decisions {
    fn from_iter<T: IntoIterator<Item = Decision>>(decisions: T) -> Self {
        let mut all = Self::default();
        decisions.into_iter().for_each(|decision| all.push(decision));
        all
    }
}

/// The decision as it is written; refused when it is too long or would be read as another.
pub(super) fn to_json(decision: &Decision) -> Result<Vec<u8>, StoreError> {
    let unfit = |what| StoreError::UnfitDecision { id: decision.id, what };
    let json = serde_json::to_vec(decision).map_err(|error| unfit(format!("it is no JSON ({error})")))?;
    if json.len() > MOST_BYTES {
        let bytes = json.len();
        return Err(unfit(format!("it takes {bytes} bytes and {MOST_BYTES} are the most, shorten its note")));
    }
    match serde_json::from_slice::<Decision>(&json) {
        Ok(read) if read == *decision => Ok(json),
        Ok(_) => Err(unfit("it would be read as another, correct its time".to_owned())),
        Err(error) => Err(unfit(format!("it cannot be read again ({error}), correct its time"))),
    }
}
