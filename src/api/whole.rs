//! The rows of one list, chosen and ordered once for all of its pages.

use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::Result;

/// What the pages of one list share when they are read one after the other, put into the data of each of their requests.
/// The requests are of one graph, have one list at their root and differ in nothing but `first` and `after`: whose rows
/// they are, and what was asked for, is not looked at again.
#[derive(Clone, Default)]
pub struct Whole(Arc<Shared>);

#[derive(Default)]
struct Shared {
    rows: OnceLock<Arc<dyn Any + Send + Sync>>,
    /// How many rows were read, from the front.
    read: AtomicUsize,
}

impl Whole {
    /// The rows: those that the first page chose.
    ///
    /// # Errors
    /// When they cannot be chosen; the next that asks tries again.
    pub(super) fn rows<T: Send + Sync + 'static>(
        &self,
        choose: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(rows) = self.0.rows.get().and_then(|rows| Arc::clone(rows).downcast().ok()) {
            return Ok(rows);
        }
        let rows = Arc::new(choose()?);
        // Pages are read in turn, so that nobody else was first.
        let _ = self.0.rows.set(Arc::clone(&rows) as Arc<_>);
        Ok(rows)
    }

    /// Which row is the last of the page before; `None` on the first page.
    pub(super) fn last_read(&self) -> Option<usize> {
        self.0.read.load(Ordering::Relaxed).checked_sub(1)
    }

    /// Says that the rows before this one were read.
    pub(super) fn set_read(&self, end: usize) {
        self.0.read.store(end, Ordering::Relaxed);
    }

    /// Whether a page has chosen rows.
    #[cfg(test)]
    pub(crate) fn is_chosen(&self) -> bool {
        self.0.rows.get().is_some()
    }
}
