//! How fresh the edition in service of each source is, and why, in words.

use super::bundle::bundle;
use crate::hub::{Freshness, FreshnessState, Freshnesses};
use crate::record::Edition;
use crate::sources::{Source, Sources};
use crate::store::{Store, StoreError};

/// How fresh each source is.
///
/// # Errors
/// When the store cannot be read.
pub fn freshness(store: &dyn Store, sources: &Sources) -> Result<Freshnesses, StoreError> {
    let mut known = Freshnesses::new();
    for source in sources {
        let current = store.editions(source.slug())?.into_iter().next();
        known.insert(source.slug().to_owned(), of_source(source, current));
    }
    Ok(known)
}

fn of_source(source: &Source, current: Option<Edition>) -> Freshness {
    let edition = current.clone().or_else(|| bundle(source).map(|bundle| bundle.edition));
    let (state, reason) = match (&current, &edition) {
        (Some(edition), _) => (
            FreshnessState::Cached,
            format!("ingested from the file `{}`; nothing fetches it again by itself", edition.origin),
        ),
        (None, Some(_)) => (
            FreshnessState::Bundled,
            "the edition that the hub ships with: facts without the document's text; ingest the document to have its \
             text and quotes"
                .to_owned(),
        ),
        (None, None) => (
            FreshnessState::Never,
            format!("the hub has no edition of it: `gcm-hub ingest {} FILE` gives it one", source.slug()),
        ),
    };
    Freshness {
        state,
        as_of: edition.as_ref().and_then(|edition| edition.as_of),
        checked_at: None,
        confirmed_at: None,
        next_check_at: None,
        reason,
    }
}
