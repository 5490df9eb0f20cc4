//! What an operator says of an edition that is held.

use chrono::{DateTime, Utc};

use super::check::{problem, updated};
use super::ingest::Candidate;
use crate::fetch::told;
use crate::hub::{Outcome, Report, Review, ReviewError, Verdict};
use crate::sources::Sources;
use crate::store::{Held, Store, StoreError};

/// Puts the edition that is held into service, or rejects it; accepting one that was rejected takes that back.
///
/// # Errors
/// When no such edition is held, or the store fails; nothing has changed then.
pub fn review(
    store: &dyn Store,
    sources: &Sources,
    said: &Review,
    now: DateTime<Utc>,
) -> Result<Report, ReviewError> {
    let failed = |error: StoreError| ReviewError::Failed(told(&error));
    let Review { source: slug, sha256, verdict } = said;
    let not_held = || ReviewError::NotHeld { source_slug: slug.clone(), sha256: *sha256 };
    let source = sources.find(slug).ok_or_else(not_held)?;
    let held = store.held(slug).map_err(failed)?.filter(|held| held.edition.sha256 == *sha256);
    let mut watch = store.watch(slug).map_err(failed)?.unwrap_or_default();
    let Some(Held { at: held_at, edition, reading, text, .. }) = held else {
        if *verdict != Verdict::Accept || !watch.rejected.remove(sha256) {
            return Err(not_held());
        }
        store.set_watch(slug, &watch).map_err(failed)?;
        let reason = "it is rejected no longer: the next check takes it as any other".to_owned();
        let outcome = Outcome::NotAsked { reason };
        return Ok(Report { source: slug.clone(), outcome, at: now, next_check_at: watch.next_check_at });
    };
    // Its publisher may have failed since, or given something else.
    let given = watch.answer.as_ref().filter(|_| watch.failures == 0);
    let is_given = given.is_some_and(|answer| answer.sha256 == *sha256);
    let outcome = match verdict {
        Verdict::Accept => {
            let candidate = Candidate::new(store, source, edition, reading, text).map_err(failed)?;
            let done = candidate.commit(store).map_err(failed)?;
            watch.rejected.remove(sha256);
            watch.confirmed = Some(*sha256);
            watch.confirmed_at = if is_given { watch.checked_at } else { Some(held_at) };
            updated(&done)
        }
        Verdict::Reject => {
            watch.rejected.insert(*sha256);
            Outcome::Rejected { sha256: *sha256 }
        }
    };
    if is_given {
        watch.problem = problem(&outcome);
    }
    store.set_watch(slug, &watch).map_err(failed)?;
    store.release(slug).map_err(failed)?;
    Ok(Report { source: slug.clone(), outcome, at: now, next_check_at: watch.next_check_at })
}
