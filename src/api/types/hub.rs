//! The hub itself.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use crate::api::limits;
use crate::api::scalar::Time;
use crate::hub::Served;
use crate::reference;

/// The hub that answers.
pub struct Hub {
    graph: Arc<Served>,
}

impl Hub {
    /// The hub that serves a graph.
    pub fn new(graph: &Arc<Served>) -> Self {
        Self { graph: Arc::clone(graph) }
    }
}

/// The hub that answers: its version, its graph, its limits. It is not an official product of the United Nations.
#[Object]
impl Hub {
    /// The version of the program.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
    /// The version of the graph: the same editions, read and built by the same program, under the same decisions of
    /// agencies, have the same one.
    async fn graph_version(&self) -> &str {
        self.graph.version()
    }
    /// When the graph was built.
    async fn built_at(&self) -> Time {
        Time(self.graph.built_at)
    }
    /// What a request may ask at most.
    async fn limits(&self) -> Limits {
        Limits {
            default_page_size: limits::DEFAULT_PAGE,
            max_page_size: limits::MOST_PAGE,
            max_depth: limits::DEPTH,
            max_fields: limits::COMPLEXITY,
        }
    }
    /// How much there is in the graph.
    async fn counts(&self) -> Counts {
        let graph = &self.graph;
        Counts {
            sources: graph.sources.len(),
            records: graph.records.len(),
            programmes: graph.programmes.len(),
            results: graph.results.len(),
            pledges: graph.pledges.len(),
            commitments: graph.commitments.len(),
            progress_items: graph.items.len(),
            links: graph.links.links.len(),
            decisions: graph.links.decisions.len(),
            offices: graph.offices.len(),
            organisations: graph.organisations.len(),
            discrepancies: graph.discrepancies.len(),
            quality_flags: graph.flags.len(),
            rejects: graph.sources.iter().map(|source| source.rejects.len()).sum(),
        }
    }
    /// What this hub is not, and what must be said of names in it.
    async fn disclaimer(&self) -> String {
        let notes: Vec<&str> = reference::countries().iter().filter_map(|country| country.note).collect();
        format!("Not an official product of the United Nations. {}", notes.join(" "))
    }
}

/// What a request may ask at most.
#[derive(SimpleObject)]
pub struct Limits {
    /// Rows of a page when the request does not say.
    default_page_size: usize,
    /// Rows of a page at most.
    max_page_size: usize,
    /// How deep selections may nest.
    max_depth: usize,
    /// How many fields a request may select, fragments expanded.
    max_fields: usize,
}

/// How much there is in the graph.
#[derive(SimpleObject)]
pub struct Counts {
    /// Sources that the hub knows.
    sources: usize,
    /// Records of the editions in service.
    records: usize,
    /// Programmes.
    programmes: usize,
    /// Results, repeats among them.
    results: usize,
    /// Pledges.
    pledges: usize,
    /// Commitments.
    commitments: usize,
    /// Progress items.
    progress_items: usize,
    /// Links, the identity of records among them.
    links: usize,
    /// Decisions of agencies, those withdrawn too.
    decisions: usize,
    /// Offices.
    offices: usize,
    /// Organisations.
    organisations: usize,
    /// Differences between claims.
    discrepancies: usize,
    /// Slips of the sources.
    quality_flags: usize,
    /// Rows that could not be read.
    rejects: usize,
}
