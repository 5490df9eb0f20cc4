//! Who changes what is kept of a source, one after another.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tokio::sync::{Mutex, OwnedMutexGuard};

/// One at a time changes what is kept of a source, so that a check and what an operator says meanwhile both count.
/// Sources do not wait for each other.
#[derive(Debug, Default)]
pub struct Changing(std::sync::Mutex<BTreeMap<String, Arc<Mutex<()>>>>);

impl Changing {
    /// Waits until nobody changes what is kept of that source, and lets nobody else until it is dropped.
    pub async fn of(&self, slug: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(locks.entry(slug.to_owned()).or_default())
        };
        lock.lock_owned().await
    }
}
