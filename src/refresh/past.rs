//! A document of an earlier time is kept for the history: read and parsed as any other, and never in service.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::ingest::{Given, IngestError, Step, identities, layout_error, read_edition};
use crate::document::Document;
use crate::document::text::Text;
use crate::record::{Edition, PartialDate};
use crate::sources::Source;
use crate::store::{Store, StoreError, StoredEdition};

/// Why a document was not kept for the history. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum PastIngestError {
    /// It is not this source.
    #[error(transparent)]
    Layout(#[from] IngestError),
    /// There is nothing that it could be older than.
    #[error(
        "the store has no edition of `{source_slug}` that this one could be older than: ingest the one that is to be \
         in service first, without `--past`"
    )]
    NothingLater {
        /// The source.
        source_slug: String,
    },
    /// When it stood cannot be told.
    #[error(
        "`{origin}` does not say which date it speaks for, and only its date tells when it stood: give `--as-of`"
    )]
    Undated {
        /// The file or address.
        origin: String,
    },
    /// It is not the oldest.
    #[error(
        "`{origin}` speaks for {as_of}, and an edition of {oldest} is kept: an edition for the history can only be \
         added before all those that are kept, so ingest them from the newest to the oldest"
    )]
    NotOlder {
        /// The file or address.
        origin: String,
        /// The date it speaks for.
        as_of: PartialDate,
        /// The earliest date of those that are kept.
        oldest: PartialDate,
    },
    /// Its bytes are known.
    #[error("`{origin}` is kept already, or was kept and then pruned: nothing was written")]
    Known {
        /// The file or address.
        origin: String,
    },
    /// The store could not keep it.
    #[error("the edition could not be kept")]
    Store(#[from] StoreError),
}

/// What was kept for the history.
#[derive(Debug)]
pub struct KeptPast {
    /// The edition.
    pub edition: Edition,
    /// How many records were read.
    pub records: usize,
    /// How many rows could not be read.
    pub rejects: usize,
}

/// Keeps a document as an edition older than all that the store has of its source; `text` is what a reader made of it.
/// Its records get the identifiers of those that they became.
///
/// # Errors
/// When the document is not this source, has no date or none before all others, or cannot be kept; nothing has changed
/// then.
pub fn ingest_past(
    store: &dyn Store,
    source: &Source,
    document: &Document,
    text: Text,
    given: &Given,
    now: DateTime<Utc>,
    step: &mut dyn FnMut(Step),
) -> Result<KeptPast, PastIngestError> {
    let origin = || document.origin.clone();
    step(Step::Parsing);
    let (edition, reading) =
        read_edition(source, document, &text, given, Some(now)).map_err(layout_error(source, document))?;
    step(Step::Keeping);
    let held = store.editions(source.slug())?;
    let Some(next) = held.last() else {
        return Err(PastIngestError::NothingLater { source_slug: source.slug().to_owned() });
    };
    let Some(as_of) = edition.as_of else { return Err(PastIngestError::Undated { origin: origin() }) };
    if held.iter().any(|held| held.sha256 == edition.sha256) {
        return Err(PastIngestError::Known { origin: origin() });
    }
    if let Some(oldest) = held.iter().filter_map(|held| held.as_of).min()
        && as_of >= oldest
    {
        return Err(PastIngestError::NotOlder { origin: origin(), as_of, oldest });
    }
    let next = store.edition(source.slug(), &next.sha256)?;
    let known = next.as_ref().map(|next| (next.reading.records.as_slice(), &next.identities));
    let identities = identities(store, source, known, &reading)?;
    let (records, rejects) = (reading.records.len(), reading.rejects.len());
    let stored = StoredEdition {
        edition: edition.clone(),
        reading,
        text: Some(text),
        identities,
        retired: BTreeSet::new(),
    };
    if !store.keep(&stored)? {
        return Err(PastIngestError::Known { origin: origin() });
    }
    Ok(KeptPast { edition, records, rejects })
}
