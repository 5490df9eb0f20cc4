//! What one request takes and keeps.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use super::freshness::{Freshness, Freshnesses};
use crate::curation::{Links, curate};
use crate::graph::{Graph, SourceNode};
use crate::linking::{Assessment, Linker};
use crate::record::{Decision, Sha256};
use crate::search::Index;

/// A graph with its links and what is known of its sources' freshness, as they are at one moment.
#[derive(Debug, Clone)]
pub struct Served {
    graph: Arc<Graph>,
    linker: Arc<Linker>,
    suggestions: Arc<Vec<Assessment>>,
    /// The links of the graph, under the decisions of agencies.
    pub links: Arc<Links>,
    freshness: Arc<Freshnesses>,
    /// Shared by all that serve this graph, and dropped with it.
    search: Arc<OnceLock<Index>>,
    version: String,
}

impl Served {
    /// Links a graph, and lays a log of decisions over the links.
    #[must_use]
    pub fn new(graph: Graph, freshness: Arc<Freshnesses>, log: &[Decision]) -> Self {
        let linker = Linker::new(&graph);
        let suggestions = Arc::new(linker.suggest(&graph));
        Self::laid_over(Arc::new(graph), Arc::new(linker), suggestions, freshness, Arc::default(), log)
    }

    /// The same graph with a longer log.
    pub(super) fn with(&self, log: &[Decision]) -> Self {
        let Self { graph, linker, suggestions, freshness, search, .. } = self.clone();
        Self::laid_over(graph, linker, suggestions, freshness, search, log)
    }

    /// The same graph and links, with something newer known of the sources.
    pub(super) fn known_as(&self, freshness: Freshnesses) -> Self {
        Self { freshness: Arc::new(freshness), ..self.clone() }
    }

    fn laid_over(
        graph: Arc<Graph>,
        linker: Arc<Linker>,
        suggestions: Arc<Vec<Assessment>>,
        freshness: Arc<Freshnesses>,
        search: Arc<OnceLock<Index>>,
        log: &[Decision],
    ) -> Self {
        let assess = |kind, from, to| linker.assess(&graph, kind, from, to);
        let links = Arc::new(curate(&graph, &suggestions, &assess, log));
        let version = version(&graph, log);
        Self { graph, linker, suggestions, links, freshness, search, version }
    }

    /// Known again by: the same editions, read and built by the same program, under the same decisions, have the same
    /// version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The version of the graph alone, whatever agencies decided.
    pub(super) fn graph_version(&self) -> &str {
        &self.graph.version
    }

    /// How fresh a source is.
    #[must_use]
    pub fn freshness(&self, source: &SourceNode) -> Freshness {
        self.freshness
            .get(source.slug())
            .cloned()
            .unwrap_or_else(|| Freshness::unknown(source.current.is_some()))
    }

    /// The time of the oldest part of it: of each source with an edition, when that was last known to be what its
    /// publisher gives, else when it was got, else the first day of the date that it speaks for. Editions of which
    /// nothing of this is known do not count; where there is no other, it is when the graph was built.
    #[must_use]
    pub fn known_since(&self) -> DateTime<Utc> {
        let times = self.graph.sources.iter().filter_map(|source| {
            let edition = &self.graph.editions[source.current?].edition;
            let dated = || edition.as_of.and_then(|date| date.first_moment());
            self.freshness(source).confirmed_at.or(edition.retrieved_at).or_else(dated)
        });
        times.min().unwrap_or(self.graph.built_at)
    }

    /// The full text of the graph. Made when it is first asked for, so that a start and a refresh wait for no reader who
    /// may never come; who asks meanwhile waits for it.
    #[must_use]
    pub fn search_index(&self) -> &Index {
        self.search.get_or_init(|| Index::of(&self.graph))
    }

    /// How fresh the sources are, by slug.
    #[must_use]
    pub fn freshnesses(&self) -> &Arc<Freshnesses> {
        &self.freshness
    }
}

impl Deref for Served {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        &self.graph
    }
}

fn version(graph: &Graph, log: &[Decision]) -> String {
    if log.is_empty() {
        return graph.version.clone();
    }
    let ids: Vec<String> = log.iter().map(|decision| decision.id.to_string()).collect();
    let seed = format!("{} {}", graph.version, ids.join(" "));
    Sha256::of(seed.as_bytes()).to_string()[..16].to_owned()
}
