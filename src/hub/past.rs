//! The graph as the documents stood at a time.
//!
//! This is the one thing that a request may wait for a disk for: it is built from what is kept, on the pool of threads
//! that may block, one at a time, and the last few are kept until another graph is published. Requests for the present
//! wait for none of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use moka::future::Cache;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Freshness, FreshnessState, Freshnesses, Hub, RebuildError, Served};
use crate::curation::is_identity;
use crate::graph::{Graph, SourceNode};
use crate::record::{Decision, Id, Sha256};

/// Of each source, by slug, the edition that stood at a time; sources of which none did are missing.
pub type Stood = BTreeMap<String, Sha256>;

/// Builds the graph of those editions under those decisions on identity, as built at that time.
pub type RebuildPast =
    Arc<dyn Fn(&Stood, &[Decision], DateTime<Utc>) -> Result<Graph, RebuildError> + Send + Sync>;

/// So many graphs of the past are kept. A source has a few editions a year, and people look at one time after the
/// other.
const KEPT: u64 = 8;

/// Why the graph of a time cannot be had. The present is served all the same.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PastError {
    /// What keeps the editions says why.
    #[error("the graph of that time could not be built")]
    Rebuild(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// The building failed in itself, or the hub is stopping.
    #[error("the building of the graph of that time broke off")]
    BrokeOff,
}

/// What a graph of the past is known by: its editions, and the decisions on identity that it was built under.
type Key = (Stood, Vec<Id>);

/// Graphs of the past.
pub(super) struct Past {
    rebuild: RebuildPast,
    graphs: Cache<Key, Arc<Served>>,
    building: Arc<Semaphore>,
}

impl Past {
    pub(super) fn new(rebuild: RebuildPast) -> Self {
        Self { rebuild, graphs: Cache::new(KEPT), building: Arc::new(Semaphore::new(1)) }
    }

    /// Another graph is being served: what was built of the editions before is not asked for any more.
    pub(super) fn forget(&self) {
        self.graphs.invalidate_all();
    }
}

impl Hub {
    /// A graph as the documents stood at a time: of each of its sources the latest edition that stood then, under the
    /// decisions that agencies had taken by then, linked anew. It is the graph itself when nothing has changed since.
    ///
    /// # Errors
    /// When the store cannot be read, or does not keep an edition of the graph any more.
    pub async fn as_of(&self, graph: &Arc<Served>, time: DateTime<Utc>) -> Result<Arc<Served>, PastError> {
        let stood = stood(graph, time);
        let all = || graph.links.decisions.iter().map(|(_, entry)| &entry.decision);
        let log: Vec<Decision> = all().filter(|decision| decision.at <= time).cloned().collect();
        let identity: Vec<Decision> =
            log.iter().filter(|decision| is_identity(decision.link)).cloned().collect();
        let is_present = stood == in_service(graph)
            && identity.len() == all().filter(|decision| is_identity(decision.link)).count();
        let linked = if is_present {
            Arc::clone(graph)
        } else {
            self.past_graph(graph.built_at, stood, identity).await?
        };
        if linked.links.decisions.len() == log.len() {
            return Ok(linked);
        }
        let decided = spawn_blocking(move || Arc::new(linked.with(&log))).await;
        decided.map_err(|_| PastError::BrokeOff)
    }

    /// The graph of some editions, with its suggestions and under no decisions but those on identity.
    async fn past_graph(
        &self,
        built_at: DateTime<Utc>,
        stood: Stood,
        identity: Vec<Decision>,
    ) -> Result<Arc<Served>, PastError> {
        let Past { rebuild, graphs, building } = &self.past;
        let key: Key = (stood.clone(), identity.iter().map(|decision| decision.id).collect());
        let (rebuild, building) = (Arc::clone(rebuild), Arc::clone(building));
        let (kept, known) = (graphs.clone(), Key::clone(&key));
        // Those who ask for one graph at the same time wait for one building.
        let built = graphs.try_get_with(key, async move {
            let turn = building.acquire_owned().await.map_err(|_| PastError::BrokeOff)?;
            // Whoever gave it up may have had it built until now.
            if let Some(ready) = kept.get(&known).await {
                return Ok(ready);
            }
            let build = move || {
                // Held to the end also when nobody waits any more.
                let _turn = turn;
                let graph =
                    rebuild(&stood, &identity, built_at).map_err(|error| PastError::Rebuild(error.into()))?;
                let freshness = freshness(&graph);
                let served = Arc::new(Served::new(graph, Arc::new(freshness), &[]));
                // Who gave up asks again, and finds it.
                Handle::current().block_on(kept.insert(known, Arc::clone(&served)));
                Ok(served)
            };
            spawn_blocking(build).await.map_err(|_| PastError::BrokeOff)?
        });
        built.await.map_err(|error: Arc<PastError>| (*error).clone())
    }
}

fn stood(graph: &Graph, time: DateTime<Utc>) -> Stood {
    let of = |place| graph.editions[place].edition.sha256;
    let sources = graph.sources.iter();
    sources.filter_map(|source| Some((source.slug().to_owned(), of(graph.stood(source, time)?)))).collect()
}

fn in_service(graph: &Graph) -> Stood {
    let of = |place| graph.editions[place].edition.sha256;
    let sources = graph.sources.iter();
    sources.filter_map(|source| Some((source.slug().to_owned(), of(source.current?)))).collect()
}

/// How fresh editions of the past are: nobody asks for them again.
fn freshness(past: &Graph) -> Freshnesses {
    let of = |source: &SourceNode| {
        let edition = source.current.map(|place| &past.editions[place].edition);
        let (state, reason) = match edition {
            Some(edition) => match (edition.retrieved_at, edition.as_of) {
                (None, None) => (
                    FreshnessState::Bundled,
                    "the edition that the hub ships with, as it stood then: its date is unknown, so it counts as having \
                     stood from the beginning",
                ),
                (None, Some(_)) => {
                    (FreshnessState::Bundled, "the edition that the hub ships with, as it stood then")
                }
                (Some(_), _) => {
                    (FreshnessState::Cached, "the edition that stood then; nothing asks for it again")
                }
            },
            None => (FreshnessState::Never, "the hub keeps no edition of it that stood then"),
        };
        Freshness {
            state,
            as_of: edition.and_then(|edition| edition.as_of),
            checked_at: None,
            confirmed_at: None,
            next_check_at: None,
            held: None,
            reason: reason.to_owned(),
        }
    };
    past.sources.iter().map(|source| (source.slug().to_owned(), of(source))).collect()
}
