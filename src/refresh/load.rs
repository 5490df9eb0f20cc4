//! From the store, or else the bundle, to a graph.

use chrono::{DateTime, Utc};

use super::bundle::{bundled, wording};
use super::ingest::reread;
use crate::curation::identity_rules;
use crate::graph::{Graph, Input, Loaded, SourceInput};
use crate::hub::{RebuildError, Stood};
use crate::record::{Decision, Edition, Sha256};
use crate::sources::{Source, Sources};
use crate::store::{Store, StoreError, StoredEdition};

/// Builds the graph of the editions in service.
///
/// # Errors
/// When the store cannot be read.
pub fn load(store: &dyn Store, sources: &Sources, now: DateTime<Utc>) -> Result<Graph, StoreError> {
    Ok(Graph::build(input(store, sources)?, now))
}

/// An edition that was asked for and is not kept any more.
#[derive(Debug, thiserror::Error)]
#[error("the edition `{sha256}` of `{source_slug}` is not kept any more: ask again")]
pub struct NotKept {
    /// The source.
    pub source_slug: String,
    /// The edition.
    pub sha256: Sha256,
}

/// Builds the graph of editions that are kept, each with those before it, under some decisions on identity.
///
/// # Errors
/// [`NotKept`], or a [`StoreError`] when the store cannot be read.
pub fn load_past(
    store: &dyn Store,
    sources: &Sources,
    stood: &Stood,
    log: &[Decision],
    now: DateTime<Utc>,
) -> Result<Graph, RebuildError> {
    let mut inputs = Vec::new();
    for source in sources {
        let mut editions = Vec::new();
        if let Some(sha256) = stood.get(source.slug()) {
            let line = line(store, source)?;
            let then = line.iter().skip_while(|kept| kept.sha256() != *sha256);
            for kept in then {
                editions.extend(kept.load(store, source)?);
            }
            if editions.first().is_none_or(|loaded| loaded.edition.sha256 != *sha256) {
                let source_slug = source.slug().to_owned();
                return Err(NotKept { source_slug, sha256: *sha256 }.into());
            }
        }
        let mut editions = editions.into_iter();
        let loaded = editions.next();
        inputs.push(SourceInput { info: source.info.clone(), loaded, former: editions.collect() });
    }
    let input = Input { sources: inputs, wording: wording(sources), identity: identity_rules(log) };
    Ok(Graph::build(input, now))
}

/// The editions in service: of each source the one that the store holds, or else the bundled one, with those before it
/// that are kept. An edition in service that an older parser read is read again where its text is held.
///
/// Every edition that is kept is read from the disk each time. Documents come out a few times a year, so that is a
/// handful for each source; one with many can be pruned (`gcm-hub editions prune`).
///
/// # Errors
/// When the store cannot be read.
pub fn input(store: &dyn Store, sources: &Sources) -> Result<Input, StoreError> {
    let wording = wording(sources);
    let mut inputs = Vec::new();
    for source in sources {
        inputs.push(match store.current(source.slug())? {
            Some(stored) => from_store(store, source, stored)?,
            None => SourceInput { info: source.info.clone(), loaded: bundled(source), former: Vec::new() },
        });
    }
    Ok(Input { sources: inputs, wording, identity: identity_rules(&store.decisions()?) })
}

fn from_store(store: &dyn Store, source: &Source, stored: StoredEdition) -> Result<SourceInput, StoreError> {
    let loaded = loaded(reread(store, source, stored)?);
    let mut former = Vec::new();
    for kept in line(store, source)?.iter().skip_while(|kept| kept.sha256() != loaded.edition.sha256).skip(1)
    {
        former.extend(kept.load(store, source)?);
    }
    Ok(SourceInput { info: source.info.clone(), loaded: Some(loaded), former })
}

/// An edition that the hub has.
pub enum Kept {
    /// In the store.
    Stored(Edition),
    /// In the program.
    Bundled(Box<Loaded>),
}

impl Kept {
    /// What it is known by.
    #[must_use]
    pub fn sha256(&self) -> Sha256 {
        match self {
            Self::Stored(edition) => edition.sha256,
            Self::Bundled(loaded) => loaded.edition.sha256,
        }
    }

    /// It with its records, as they were read; `None` when the store has it no more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load(&self, store: &dyn Store, source: &Source) -> Result<Option<Loaded>, StoreError> {
        match self {
            Self::Stored(edition) => Ok(store.edition(source.slug(), &edition.sha256)?.map(loaded)),
            Self::Bundled(loaded) => Ok(Some((**loaded).clone())),
        }
    }
}

/// Every edition of a source, the newest first, which is the one in service: those of the store in the order of their
/// commits, and the bundled one as the oldest unless its bytes are held. Editions that were kept as older ones and have
/// an earlier date than the bundled one come after it.
///
/// # Errors
/// When the store cannot be read.
pub fn line(store: &dyn Store, source: &Source) -> Result<Vec<Kept>, StoreError> {
    let held = store.editions(source.slug())?;
    let Some(bundled) =
        bundled(source).filter(|bundled| held.iter().all(|edition| edition.sha256 != bundled.edition.sha256))
    else {
        return Ok(held.into_iter().map(Kept::Stored).collect());
    };
    let is_before = |edition: &&Edition| edition.as_of.is_some() && edition.as_of < bundled.edition.as_of;
    // What was committed last is in service, whatever its date.
    let before = held.iter().skip(1).rev().take_while(is_before).count();
    let place = held.len() - before;
    let mut line: Vec<Kept> = held.into_iter().map(Kept::Stored).collect();
    line.insert(place, Kept::Bundled(Box::new(bundled)));
    Ok(line)
}

fn loaded(stored: StoredEdition) -> Loaded {
    let StoredEdition { edition, reading, text, identities, .. } = stored;
    Loaded { edition, reading, text, identities }
}
