//! What a new edition changes, record by record, for those who ingest it.

use crate::graph::identity::Known;
use crate::graph::{ChangeKind, differences};

/// Keys of records that a new edition adds, removes and changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only in the new edition.
    pub added: Vec<String>,
    /// Only in the edition before.
    pub removed: Vec<String>,
    /// In both, with other facts; where a fact stands does not count.
    pub changed: Vec<String>,
    /// In both, with the same facts.
    pub unchanged: usize,
}

impl Changes {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares two editions of a source, as [`differences`] does.
#[must_use]
pub fn changes(before: Known<'_>, after: Known<'_>) -> Changes {
    let differences = differences(before, after);
    let mut changes = Changes { unchanged: differences.unchanged, ..Changes::default() };
    for difference in differences.records {
        let keys = match difference.kind {
            ChangeKind::Added => &mut changes.added,
            ChangeKind::Removed => &mut changes.removed,
            ChangeKind::Modified => &mut changes.changed,
        };
        keys.push(difference.record.key.clone());
    }
    changes
}
