//! How fresh the edition in service of each source is, and why, in words.

use chrono::{DateTime, TimeDelta, Utc};

use super::bundle::bundle;
use super::plan::Plan;
use crate::hub::{Freshness, FreshnessState, Freshnesses, HeldEdition};
use crate::record::{Edition, Watch};
use crate::sources::{Source, Sources};
use crate::store::{Held, Store, StoreError};

/// A check that is later than this is not only slow.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// How fresh each source is.
///
/// # Errors
/// When the store cannot be read.
pub fn freshness(
    store: &dyn Store,
    sources: &Sources,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<Freshnesses, StoreError> {
    let mut known = Freshnesses::new();
    for source in sources {
        let slug = source.slug();
        let stored = store.editions(slug)?.into_iter().next();
        let known_of = Known {
            bundled: stored.is_none().then(|| bundle(source)).flatten().map(|bundle| bundle.edition),
            stored,
            watch: store.watch(slug)?.unwrap_or_default(),
            held: store.held(slug)?,
            unasked: plan.unasked(slug),
        };
        known.insert(slug.to_owned(), known_of.freshness(source, now));
    }
    Ok(known)
}

/// What the freshness of a source follows from.
struct Known {
    /// The edition in service, when it was fetched or ingested.
    stored: Option<Edition>,
    /// The edition in service, when it is the bundled one.
    bundled: Option<Edition>,
    watch: Watch,
    held: Option<Held>,
    /// Why its publisher is not asked.
    unasked: Option<String>,
}

impl Known {
    fn freshness(self, source: &Source, now: DateTime<Utc>) -> Freshness {
        let (state, why) = self.state(now);
        let has = match (&self.stored, &self.bundled) {
            (Some(edition), _) => format!("in service is the edition from `{}`", edition.origin),
            (None, Some(_)) => {
                "in service is the edition that the hub ships with: facts without the document's text"
                    .to_owned()
            }
            (None, None) => {
                format!("the hub has no edition of it: `gcm-hub ingest {} FILE` gives it one", source.slug())
            }
        };
        let is_given = self.is_given();
        let Watch { checked_at, confirmed_at, next_check_at, .. } = self.watch;
        // A clock that was wrong has told of times to come.
        let (checked_at, confirmed_at) =
            (checked_at.filter(|at| *at <= now), confirmed_at.filter(|at| *at <= now));
        let confirmed_at = confirmed_at.filter(|_| is_given);
        Freshness {
            state,
            as_of: self.stored.or(self.bundled).and_then(|edition| edition.as_of),
            checked_at,
            confirmed_at,
            next_check_at: next_check_at.filter(|_| self.unasked.is_none()),
            reason: format!("{has}; {why}"),
            held: self.held.map(held),
        }
    }

    /// Whether the edition in service is the one that was last known to be given.
    fn is_given(&self) -> bool {
        let Watch { confirmed, .. } = &self.watch;
        confirmed.is_some() && self.stored.as_ref().map(|edition| edition.sha256) == *confirmed
    }

    /// The state, and why.
    fn state(&self, now: DateTime<Utc>) -> (FreshnessState, String) {
        let got = match (&self.stored, &self.bundled) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(FreshnessState::Bundled),
            (None, None) => Some(FreshnessState::Never),
        };
        let Watch { next_check_at, problem, .. } = &self.watch;
        let next = |what: String| match next_check_at {
            Some(next) if *next > now => {
                format!("{what}; the next try is at {}", next.format("%Y-%m-%d %H:%M UTC"))
            }
            _ => what,
        };
        if let Some(unasked) = &self.unasked {
            // What was last known to be wrong goes on being so while nobody asks.
            let problem = problem.as_ref().filter(|_| self.stored.is_some());
            let why = problem.map_or_else(|| unasked.clone(), |problem| format!("{problem}; {unasked}"));
            let state = if problem.is_some() { FreshnessState::Stale } else { FreshnessState::Cached };
            return (got.unwrap_or(state), why);
        }
        if let Some(problem) = problem {
            return (got.unwrap_or(FreshnessState::Stale), next(problem.clone()));
        }
        if self.watch.checked_at.is_none() {
            return (
                got.unwrap_or(FreshnessState::Cached),
                next("its publisher has not been asked yet".to_owned()),
            );
        }
        if !self.is_given() {
            let why = "it was ingested since its publisher was last asked, whose next answer takes its place"
                .to_owned();
            return (got.unwrap_or(FreshnessState::Cached), next(why));
        }
        if next_check_at.is_none_or(|next| next.checked_add_signed(GRACE).is_some_and(|late| late < now)) {
            let why = "its publisher should have been asked again by now".to_owned();
            return (got.unwrap_or(FreshnessState::Stale), why);
        }
        (
            got.unwrap_or(FreshnessState::Live),
            next("it is what its publisher gave when it was last asked".to_owned()),
        )
    }
}

fn held(held: Held) -> HeldEdition {
    let Held { at, reason, edition, reading, .. } = held;
    let (records, rejects) = (reading.records.len(), reading.rejects.len());
    HeldEdition { edition, since: at, reason, records, rejects }
}
