//! An edition that waits for an operator. Says nothing about why one has to wait.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{StoreError, edition};
use crate::document::text::Text;
use crate::record::{Edition, Reading};

/// An edition that is in service nowhere until an operator has looked at it. Its records have no identifiers yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Since when it waits.
    pub at: DateTime<Utc>,
    /// Why it waits, for people.
    pub reason: String,
    /// What is known of the edition.
    pub edition: Edition,
    /// What its parser made of it.
    pub reading: Reading,
    /// Its lines, when the hub holds the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

impl Held {
    /// Refuses what contradicts itself.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        edition::check(&self.edition, &self.reading).map(drop)
    }
}
