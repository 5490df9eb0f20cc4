//! The writing flow: a document becomes an edition, editions become a graph.
//!
//! The one place that knows document, sources, store and graph together. Time comes in as an argument.

mod bundle;
mod change;
mod freshness;
mod ingest;
mod load;

pub use bundle::{Bundle, bundle, bundled, unworded, wording};
pub use change::{Changes, changes};
pub use freshness::freshness;
pub use ingest::{Given, IngestError, Ingested, Step, ingest, read_edition};
pub use load::{Kept, NotKept, input, line, load, load_past};

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::curation::Desk;
use crate::hub::{Hub, Stood};
use crate::record::Decision;
use crate::sources::Sources;
use crate::store::{Store, StoreError};

/// A hub over what a store holds: the editions in service under the decisions of agencies.
///
/// # Errors
/// When the store cannot be read.
pub fn open_hub(store: Arc<dyn Store>, sources: Arc<Sources>, now: DateTime<Utc>) -> Result<Hub, StoreError> {
    let graph = load(&*store, &sources, now)?;
    let freshness = freshness(&*store, &sources)?;
    let desk = Desk::open(Arc::clone(&store))?;
    let past = {
        let (store, sources) = (Arc::clone(&store), Arc::clone(&sources));
        move |stood: &Stood, log: &[Decision], now| load_past(&*store, &sources, stood, log, now)
    };
    let rebuild = move |now| load(&*store, &sources, now).map_err(Into::into);
    Ok(Hub::new(graph, freshness, desk, Box::new(rebuild), Arc::new(past)))
}
