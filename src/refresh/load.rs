//! From the store, or else the bundle, to a graph.

use chrono::{DateTime, Utc};

use super::bundle::{bundled, wording};
use super::ingest::reread;
use crate::curation::identity_rules;
use crate::graph::{Graph, Input, KeptEdition, Loaded, SourceInput};
use crate::sources::{Source, Sources};
use crate::store::{Store, StoreError, StoredEdition};

/// Builds the graph of the editions in service.
///
/// # Errors
/// When the store cannot be read.
pub fn load(store: &dyn Store, sources: &Sources, now: DateTime<Utc>) -> Result<Graph, StoreError> {
    Ok(Graph::build(input(store, sources)?, now))
}

/// The editions in service: of each source the one that the store holds, or else the bundled one. An edition that an
/// older parser read is read again where its text is held.
///
/// # Errors
/// When the store cannot be read.
pub fn input(store: &dyn Store, sources: &Sources) -> Result<Input, StoreError> {
    let wording = wording(sources);
    let mut inputs = Vec::new();
    for source in sources {
        inputs.push(match store.current(source.slug())? {
            Some(stored) => from_store(store, source, stored)?,
            None => from_bundle(source),
        });
    }
    Ok(Input { sources: inputs, wording, identity: identity_rules(&store.decisions()?) })
}

pub(super) fn from_bundle(source: &Source) -> SourceInput {
    let loaded = bundled(source);
    let editions = loaded.iter().map(kept).collect();
    SourceInput { info: source.info.clone(), loaded, editions }
}

fn from_store(store: &dyn Store, source: &Source, stored: StoredEdition) -> Result<SourceInput, StoreError> {
    let StoredEdition { edition, reading, text, identities, .. } = reread(store, source, stored)?;
    let loaded = Loaded { edition, reading, text, identities };
    let mut editions = vec![kept(&loaded)];
    for older in store.editions(source.slug())?.into_iter().skip(1) {
        if let Some(older) = store.edition(source.slug(), &older.sha256)? {
            let (records, holds_text) = (older.reading.records.len(), older.text.is_some());
            editions.push(KeptEdition { edition: older.edition, records, holds_text });
        }
    }
    if let Some(bundled) = bundled(source)
        && editions.iter().all(|edition| edition.edition.sha256 != bundled.edition.sha256)
    {
        editions.push(kept(&bundled));
    }
    Ok(SourceInput { info: source.info.clone(), loaded: Some(loaded), editions })
}

fn kept(loaded: &Loaded) -> KeptEdition {
    let edition = loaded.edition.clone();
    KeptEdition { edition, records: loaded.reading.records.len(), holds_text: loaded.text.is_some() }
}
