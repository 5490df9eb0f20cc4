//! How fresh the sources are: known beside the graph, because asking a publisher that has nothing new changes it and not
//! the graph.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::record::{Edition, PartialDate};

/// Of each source, by slug.
pub type Freshnesses = BTreeMap<String, Freshness>;

/// How fresh a source's edition is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// In a word.
    pub state: FreshnessState,
    /// The date the edition speaks for.
    pub as_of: Option<PartialDate>,
    /// When the publisher was last asked, whatever came of it; `None` when it never was.
    pub checked_at: Option<DateTime<Utc>>,
    /// When the edition in service was last known to be what its publisher gives; `None` when that was never asked.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it will be asked next; `None` when it will not.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Why it is so, for people.
    pub reason: String,
    /// An edition that its publisher gave and that waits for an operator; `None` when there is none.
    pub held: Option<HeldEdition>,
}

/// An edition that waits for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEdition {
    /// What is known of it.
    pub edition: Edition,
    /// Since when it is held.
    pub since: DateTime<Utc>,
    /// Why, for people.
    pub reason: String,
    /// How many records were read from it.
    pub records: usize,
    /// How many of its rows could not be read.
    pub rejects: usize,
}

impl Freshness {
    /// That of a source of which nobody said how fresh it is.
    pub(super) fn unknown(has_edition: bool) -> Self {
        Self {
            state: if has_edition { FreshnessState::Cached } else { FreshnessState::Never },
            as_of: None,
            checked_at: None,
            confirmed_at: None,
            next_check_at: None,
            reason: "nothing is known of when it was got".to_owned(),
            held: None,
        }
    }
}

impl std::fmt::Display for FreshnessState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Live => "live",
            Self::Cached => "cached",
            Self::Stale => "stale",
            Self::Bundled => "bundled",
            Self::Never => "never read",
        })
    }
}

/// How fresh an edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FreshnessState {
    /// The publisher gave this edition when it was last asked, and is to be asked again later.
    Live,
    /// An edition that was ingested or fetched before, and that nothing asks for again.
    Cached,
    /// The publisher did not answer, gave something else that is not in service, or should have been asked again and
    /// was not.
    Stale,
    /// The edition that the hub ships with.
    Bundled,
    /// There is no edition.
    Never,
}
