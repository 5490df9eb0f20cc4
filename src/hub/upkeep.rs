//! What operators want done about sources, and what came of it. The hub passes it on to whoever asks publishers.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use crate::record::Sha256;

/// Asks for the source of that slug.
pub type Refresh = Box<dyn Fn(&str) -> BoxFuture<'static, Report> + Send + Sync>;

/// Does what is said of an edition that is held.
pub type ReviewHeld = Box<dyn Fn(Review) -> BoxFuture<'static, Result<Report, ReviewError>> + Send + Sync>;

/// Does what operators want. Without one, a hub has nobody who asks publishers.
pub struct Upkeep {
    /// Asks for a source now, whatever its schedule. Callers at the same moment get one and the same report.
    pub refresh: Refresh,
    /// Puts the edition that is held into service, or rejects it.
    pub review: ReviewHeld,
}

/// What an operator says of the edition of a source that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The source, by slug.
    pub source: String,
    /// The edition that was looked at, so that another one that came meanwhile is not taken for it.
    pub sha256: Sha256,
    /// What is said of it.
    pub verdict: Verdict,
}

/// What can be said of an edition that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It comes into service.
    Accept,
    /// It does not, and is not held again.
    Reject,
}

/// Why nothing was done about a held edition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// No such edition is held.
    #[error(
        "no edition {sha256} of `{source_slug}` is held: `freshness.held` and `gcm-hub editions list` show what is"
    )]
    NotHeld {
        /// The source.
        source_slug: String,
        /// The edition.
        sha256: Sha256,
    },
    /// It could not be kept or served.
    #[error("the edition could not be kept: {0}")]
    Failed(String),
}

/// What came of asking for a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The source, by slug.
    pub source: String,
    /// What came of it.
    pub outcome: Outcome,
    /// When it was known.
    pub at: DateTime<Utc>,
    /// When the source is asked for again; `None` when it is not.
    pub next_check_at: Option<DateTime<Utc>>,
}

/// What can come of asking for a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// What its publisher gives is in service already.
    Unchanged,
    /// A new edition is in service, or a new reading of one.
    Updated {
        /// SHA-256 of its bytes.
        sha256: Sha256,
        /// How many records of it are new, gone, changed and as before.
        counts: ChangeCounts,
        /// How many rows of it could not be read.
        rejects: usize,
    },
    /// What its publisher gives waits for an operator; the edition before it stays in service.
    Held {
        /// SHA-256 of its bytes.
        sha256: Sha256,
        /// Why, for people.
        reason: String,
    },
    /// What its publisher gives is what an operator has rejected; the edition before it stays in service.
    Rejected {
        /// SHA-256 of its bytes.
        sha256: Sha256,
    },
    /// Nothing that is an edition was given; the edition before it stays in service.
    Failed {
        /// What happened and what helps, for people.
        problem: String,
    },
    /// Nobody was asked.
    NotAsked {
        /// Why, for people.
        reason: String,
    },
}

/// How many records a new edition adds, removes, changes and leaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// Only in the new edition.
    pub added: usize,
    /// Only in the edition before.
    pub removed: usize,
    /// In both, with other facts.
    pub changed: usize,
    /// In both, with the same facts.
    pub unchanged: usize,
}

impl Outcome {
    /// Whether the edition in service is what the publisher gives.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Unchanged | Self::Updated { .. })
    }

    /// What happened, in one word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Updated { .. } => "updated",
            Self::Held { .. } => "held",
            Self::Rejected { .. } => "rejected",
            Self::Failed { .. } => "failed",
            Self::NotAsked { .. } => "not_asked",
        }
    }
}
