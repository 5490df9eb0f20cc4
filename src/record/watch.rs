//! What came of asking a source's publisher, remembered between two starts.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Sha256;

/// What is known of asking for a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// When the publisher was last asked, whatever came of it; `None` when it never was.
    pub checked_at: Option<DateTime<Utc>>,
    /// When what it gives was last known to be in service; `None` when that never was so.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// SHA-256 of the edition that this was known of; `None` when that never was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Sha256>,
    /// When it is to be asked again; `None` when nothing is planned.
    pub next_check_at: Option<DateTime<Utc>>,
    /// How many times in a row asking came to nothing.
    pub failures: u32,
    /// Why what it gives is not in service, for people; `None` when it is.
    pub problem: Option<String>,
    /// The last document that it gave; `None` when it gave none yet.
    pub answer: Option<LastAnswer>,
    /// How it was asked for, as a digest; `None` when it never was. One that is asked for in another way is asked at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Sha256>,
    /// Editions that an operator rejected: they are not held a second time.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rejected: BTreeSet<Sha256>,
}

/// The last document that a publisher gave, and how to ask whether there is another since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAnswer {
    /// SHA-256 of its bytes.
    pub sha256: Sha256,
    /// The address that was asked.
    pub address: String,
    /// Its `ETag`, as sent; `None` when there was none.
    pub etag: Option<String>,
    /// Its `Last-Modified`, as sent; `None` when there was none.
    pub last_modified: Option<String>,
}
