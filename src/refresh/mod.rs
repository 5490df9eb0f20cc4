//! The writing flow: a source is asked for, its document becomes an edition, editions become a graph that is served.
//!
//! The one place that knows fetch, reader, sources, store and graph together. Time comes in as an argument or a clock.
//! A source is all or nothing: on any failure the edition before stays in service, and what happened is told.

mod bundle;
mod change;
mod check;
mod freshness;
mod gate;
mod ingest;
mod load;
mod past;
mod plan;
mod refresher;
mod review;
mod schedule;
mod settings;

pub use bundle::{Bundle, bundle, bundled, unworded, wording};
pub use change::{Changes, changes};
pub use check::{CheckStep, Checker};
pub use freshness::freshness;
pub use gate::{Beside, Doubt, doubt};
pub use ingest::{Given, IngestError, Ingested, Step, ingest, read_edition};
pub use load::{Kept, NotKept, input, line, load, load_past};
pub use past::{KeptPast, PastIngestError, ingest_past};
pub use plan::{Plan, PlanError, SourcePlan};
pub use refresher::Refresher;
pub use review::review;
pub use schedule::{Ended, next_check};
pub use settings::{RefreshSettings, SourceSettings};

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::curation::Desk;
use crate::hub::{Hub, Stood};
use crate::record::Decision;
use crate::sources::Sources;
use crate::store::{Store, StoreError};

/// A hub over what a store holds: the editions in service under the decisions of agencies. It asks no publisher; a
/// [`Refresher`] does that for it.
///
/// # Errors
/// When the store cannot be read.
pub fn open_hub(store: Arc<dyn Store>, sources: Arc<Sources>, now: DateTime<Utc>) -> Result<Hub, StoreError> {
    let graph = load(&*store, &sources, now)?;
    let freshness = freshness(&*store, &sources, &Plan::default(), now)?;
    let desk = Desk::open(Arc::clone(&store))?;
    let past = {
        let (store, sources) = (Arc::clone(&store), Arc::clone(&sources));
        move |stood: &Stood, log: &[Decision], now| load_past(&*store, &sources, stood, log, now)
    };
    let rebuild = move |now| load(&*store, &sources, now).map_err(Into::into);
    Ok(Hub::new(graph, freshness, desk, Box::new(rebuild), Arc::new(past)))
}
