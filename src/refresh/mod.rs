//! The writing flow: a document becomes an edition, editions become a graph.
//!
//! The one place that knows document, sources, store and graph together. Time comes in as an argument.

mod bundle;
mod change;
mod ingest;
mod load;

pub use bundle::{Bundle, bundle, bundled, unworded, wording};
pub use change::{Changes, changes};
pub use ingest::{Given, IngestError, Ingested, Step, ingest, read_edition};
pub use load::{input, load};

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::graph::Graph;
use crate::hub::Hub;

/// A hub over the bundled editions alone: what a server with an empty data folder serves.
#[must_use]
pub fn bundled_hub(now: DateTime<Utc>) -> Arc<Hub> {
    let sources = crate::sources::SOURCES.iter().map(load::from_bundle).collect();
    let input =
        crate::graph::Input { sources, wording: wording(), identity: crate::graph::IdentityRules::default() };
    Arc::new(Hub::new(Graph::build(input, now)))
}
