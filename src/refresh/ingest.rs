//! A document that was read becomes its source's edition in service: parsed, compared, committed; all or nothing.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::bundle::bundled;
use super::change::{Changes, changes};
use super::gate::{Beside, Doubt, doubt, facts};
use super::settings::RefreshSettings;
use crate::document::Document;
use crate::document::text::Text;
use crate::graph::Loaded;
use crate::graph::identity::carry_over;
use crate::record::{Edition, Identities, PartialDate, Reading, Record, Sha256};
use crate::sources::{Source, UnknownLayout};
use crate::store::{Committed, Held, Store, StoreError, StoredEdition};

/// What an ingest did.
#[derive(Debug)]
pub struct Ingested {
    /// What the store did.
    pub committed: Committed,
    /// The edition now in service.
    pub edition: Edition,
    /// How many records were read.
    pub records: usize,
    /// How many rows could not be read.
    pub rejects: usize,
    /// What differs from the edition that was in service before.
    pub changes: Changes,
}

/// What the operator says of a document.
#[derive(Debug, Clone)]
pub struct Given {
    /// What people call the edition; goes before what the document says.
    pub label: Option<String>,
    /// The date it speaks for; goes before what the document says.
    pub as_of: Option<PartialDate>,
    /// That it is right although it is unlike the edition in service.
    pub accept: bool,
    /// The share of the records in service that it may lack without that, and of the facts in those that it has.
    pub most_removed: f64,
}

impl Default for Given {
    fn default() -> Self {
        let most_removed = RefreshSettings::default().most_removed;
        Self { label: None, as_of: None, accept: false, most_removed }
    }
}

/// Steps of an ingest, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Lines become records.
    Parsing,
    /// The edition is written.
    Keeping,
}

/// Why a document did not become an edition. The edition in service stays.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It is not this source.
    #[error("`{origin}` is no edition of `{source_slug}`")]
    Layout {
        /// The file or address.
        origin: String,
        /// The source that it was ingested as.
        source_slug: String,
        /// What was expected and found.
        #[source]
        cause: UnknownLayout,
    },
    /// It is unlike the edition in service.
    #[error("`{origin}` does not take the place of the edition in service: {}", doubt.remedy())]
    Doubtful {
        /// The file or address.
        origin: String,
        /// What is unlike.
        #[source]
        doubt: Doubt,
    },
    /// The store could not keep it.
    #[error("the edition could not be kept")]
    Store(#[from] StoreError),
}

/// Ingests a document as the edition of a source; `text` is what a reader made of it. `step` is told what is being done.
///
/// # Errors
/// When the document is not this source, lacks much of what is in service or is older, or cannot be kept; nothing has
/// changed then.
pub fn ingest(
    store: &dyn Store,
    source: &Source,
    document: &Document,
    text: Text,
    given: Given,
    now: DateTime<Utc>,
    step: &mut dyn FnMut(Step),
) -> Result<Ingested, IngestError> {
    step(Step::Parsing);
    let (edition, reading) =
        read_edition(source, document, &text, &given, Some(now)).map_err(layout_error(source, document))?;
    step(Step::Keeping);
    let candidate = Candidate::new(store, source, edition, reading, Some(text))?;
    match candidate.doubt(given.most_removed).filter(|_| !given.accept) {
        Some(doubt) => Err(IngestError::Doubtful { origin: document.origin.clone(), doubt }),
        None => Ok(candidate.commit(store)?),
    }
}

pub(super) fn layout_error(
    source: &Source,
    document: &Document,
) -> impl FnOnce(UnknownLayout) -> IngestError {
    let (origin, source_slug) = (document.origin.clone(), source.slug().to_owned());
    |cause| IngestError::Layout { origin, source_slug, cause }
}

/// An edition that was read, beside the one in service.
pub(super) struct Candidate {
    stored: StoredEdition,
    changes: Changes,
    beside: Beside,
}

impl Candidate {
    /// Mints identifiers for an edition and compares it with the one in service. Writes nothing.
    pub(super) fn new(
        store: &dyn Store,
        source: &Source,
        edition: Edition,
        reading: Reading,
        text: Option<Text>,
    ) -> Result<Self, StoreError> {
        let before = before(store, source)?;
        let identities = identities(store, source, before.as_ref().map(Loaded::known), &reading)?;
        let none = Identities::new();
        let old = before.as_ref().map_or((&[][..], &none), Loaded::known);
        let new = (reading.records.as_slice(), &identities);
        let changes = changes(old, new);
        // An edition is not older than itself, whatever date it is given now.
        let other = before.as_ref().filter(|before| before.edition.sha256 != edition.sha256);
        let beside = Beside {
            kept: changes.changed.len() + changes.unchanged,
            removed: changes.removed.len(),
            facts: facts(old, new),
            records: reading.records.len(),
            rejects: reading.rejects.len(),
            as_of: edition.as_of,
            in_service: other.and_then(|other| other.edition.as_of),
        };
        let stored = StoredEdition { edition, reading, text, identities, retired: BTreeSet::new() };
        Ok(Self { stored, changes, beside })
    }

    /// Why a person should look at it first.
    pub(super) fn doubt(&self, most_removed: f64) -> Option<Doubt> {
        doubt(self.beside, most_removed)
    }

    /// Puts it into service.
    pub(super) fn commit(self, store: &dyn Store) -> Result<Ingested, StoreError> {
        let committed = store.commit(&self.stored)?;
        let Edition { source, sha256, .. } = &self.stored.edition;
        if let Some(mut watch) = store.watch(source)?
            && watch.rejected.remove(sha256)
        {
            store.set_watch(source, &watch)?;
        }
        let StoredEdition { edition, reading, .. } = self.stored;
        let (records, rejects) = (reading.records.len(), reading.rejects.len());
        Ok(Ingested { committed, edition, records, rejects, changes: self.changes })
    }

    /// As the graph would take it.
    fn loaded(self) -> Loaded {
        let StoredEdition { edition, reading, text, identities, .. } = self.stored;
        Loaded { edition, reading, text, identities }
    }

    /// What an operator is to look at.
    pub(super) fn held(self, at: DateTime<Utc>, doubt: Doubt) -> Held {
        let StoredEdition { edition, reading, text, .. } = self.stored;
        Held { at, reason: doubt.to_string(), edition, reading, text }
    }
}

/// The edition of a source that waits for an operator, with the identifiers that it would have; `None` when there is
/// none.
///
/// # Errors
/// When the store cannot be read.
pub fn held(store: &dyn Store, source: &Source) -> Result<Option<Loaded>, StoreError> {
    let Some(Held { edition, reading, text, .. }) = store.held(source.slug())? else { return Ok(None) };
    Ok(Some(Candidate::new(store, source, edition, reading, text)?.loaded()))
}

/// Parses a document's lines and describes the edition that they are.
///
/// # Errors
/// When the document is not laid out as the source is.
pub fn read_edition(
    source: &Source,
    document: &Document,
    text: &Text,
    given: &Given,
    retrieved_at: Option<DateTime<Utc>>,
) -> Result<(Edition, Reading), UnknownLayout> {
    let reading = (source.parse)(text)?;
    let edition = Edition {
        source: source.slug().to_owned(),
        sha256: Sha256::of(&document.bytes),
        media_type: document.media_type.to_string(),
        origin: document.origin.clone(),
        label: given.label.clone().or_else(|| reading.label.as_ref().map(|label| label.value.clone())),
        as_of: given.as_of.or_else(|| reading.as_of.as_ref().map(|date| date.value)),
        retrieved_at,
        parser: source.parser.to_owned(),
    };
    Ok((edition, reading))
}

/// What was in service before: the store's edition, or else the bundled one.
fn before(store: &dyn Store, source: &Source) -> Result<Option<Loaded>, StoreError> {
    let Some(stored) = store.current(source.slug())? else { return Ok(bundled(source)) };
    let StoredEdition { edition, reading, text, identities, .. } = stored;
    Ok(Some(Loaded { edition, reading, text, identities }))
}

/// Identifiers for a reading. Those of the bundled edition count as taken, since other hubs have them, and as former,
/// like those of every edition that the store keeps.
pub(super) fn identities(
    store: &dyn Store,
    source: &Source,
    before: Option<(&[Record], &Identities)>,
    reading: &Reading,
) -> Result<Identities, StoreError> {
    let mut taken = store.minted()?;
    let mut former: Vec<(Vec<Record>, Identities)> = Vec::new();
    for edition in store.editions(source.slug())? {
        if let Some(kept) = store.edition(source.slug(), &edition.sha256)? {
            former.push((kept.reading.records, kept.identities));
        }
    }
    if let Some(loaded) = bundled(source) {
        taken.extend(loaded.identities.values().map(|minted| minted.id));
        former.push((loaded.reading.records, loaded.identities));
    }
    let former: Vec<_> = former.iter().map(|(records, known)| (records.as_slice(), known)).collect();
    Ok(carry_over(source.slug(), before, &former, &reading.records, &taken))
}

/// Reads an edition again that an older parser read, when its lines are held; else gives it as it is. A reading that
/// now fails leaves the old one in service.
pub(super) fn reread(
    store: &dyn Store,
    source: &Source,
    stored: StoredEdition,
) -> Result<StoredEdition, StoreError> {
    let Some(text) = stored.text.as_ref().filter(|_| stored.edition.parser != source.parser) else {
        return Ok(stored);
    };
    let reading = match (source.parse)(text) {
        Ok(reading) => reading,
        Err(error) => {
            tracing::warn!(source = source.slug(), %error, "the newer parser does not know the edition in service; it stays as it was read");
            return Ok(stored);
        }
    };
    let known = (stored.reading.records.as_slice(), &stored.identities);
    let identities = identities(store, source, Some(known), &reading)?;
    let edition = Edition { parser: source.parser.to_owned(), ..stored.edition };
    let stored = StoredEdition { edition, reading, text: stored.text, identities, retired: BTreeSet::new() };
    store.commit(&stored)?;
    Ok(stored)
}
