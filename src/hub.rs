//! What is being served, its swap, and the one way in which requests change it: decisions.
//!
//! A request takes one [`Served`] and keeps it to the end; a decision puts a newer one in its place by one atomic swap,
//! and what is in use lives until its last request is done.

use std::error::Error;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use tokio::sync::broadcast;

use crate::curation::{Desk, Link, Links, Refused, Statement, curate, is_identity};
use crate::graph::{Graph, Ix};
use crate::linking::{Assessment, Linker};
use crate::record::{Decision, Id, Sha256};

/// A graph with its links, as they are at one moment.
#[derive(Debug)]
pub struct Served {
    graph: Arc<Graph>,
    linker: Arc<Linker>,
    suggestions: Arc<Vec<Assessment>>,
    /// The links of the graph, under the decisions of agencies.
    pub links: Links,
    version: String,
}

impl Served {
    /// Links a graph, and lays a log of decisions over the links.
    #[must_use]
    pub fn new(graph: Graph, log: &[Decision]) -> Self {
        let linker = Linker::new(&graph);
        let suggestions = Arc::new(linker.suggest(&graph));
        Self::laid_over(Arc::new(graph), Arc::new(linker), suggestions, log)
    }

    /// The same graph with a longer log.
    fn with(&self, log: &[Decision]) -> Self {
        Self::laid_over(Arc::clone(&self.graph), Arc::clone(&self.linker), Arc::clone(&self.suggestions), log)
    }

    fn laid_over(
        graph: Arc<Graph>,
        linker: Arc<Linker>,
        suggestions: Arc<Vec<Assessment>>,
        log: &[Decision],
    ) -> Self {
        let assess = |kind, from, to| linker.assess(&graph, kind, from, to);
        let links = curate(&graph, &suggestions, &assess, log);
        let version = version(&graph, log);
        Self { graph, linker, suggestions, links, version }
    }

    /// Known again by: the same editions, read and built by the same program, under the same decisions, have the same
    /// version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
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

/// Builds the graph of the editions in service anew, under the decisions of this moment.
pub type Rebuild = Box<dyn Fn() -> Result<Graph, Box<dyn Error + Send + Sync>> + Send + Sync>;

/// What is being served.
pub struct Hub {
    current: ArcSwap<Served>,
    desk: Desk,
    rebuild: Rebuild,
    /// Held while what is served is changed, so that a later change never publishes before an earlier one.
    changing: Mutex<()>,
    decided: broadcast::Sender<Decided>,
}

/// A decision that was taken: what is served since, and the link that it is about.
#[derive(Debug, Clone)]
pub struct Decided {
    /// What is served with it.
    pub served: Arc<Served>,
    /// The link; `None` when withdrawing a proposal has removed it.
    pub link: Option<Ix<Link>>,
    /// The decision.
    pub decision: Id,
    /// Whether it had been taken before, by the same agency under the same name, so that nothing has changed.
    pub repeated: bool,
}

/// So many decisions may wait for a subscriber that reads slowly; it loses the oldest.
const WAITING: usize = 256;

impl Hub {
    /// A hub that serves a graph, with the desk where decisions on its links are taken.
    #[must_use]
    pub fn new(graph: Graph, desk: Desk, rebuild: Rebuild) -> Self {
        let current = ArcSwap::from_pointee(Served::new(graph, &desk.log()));
        Self { current, desk, rebuild, changing: Mutex::new(()), decided: broadcast::channel(WAITING).0 }
    }

    /// What is now being served, to be taken once a request.
    #[must_use]
    pub fn served(&self) -> Arc<Served> {
        self.current.load_full()
    }

    /// Takes a decision: durable when this returns, and served from then on. Waits for the disk.
    ///
    /// Decisions are taken one after the other. Each lays the whole log over all links again, which takes time in
    /// proportion to both; one on the identity of programmes also builds the graph and its suggestions anew, as at a
    /// start.
    ///
    /// # Errors
    /// When the statement is not one that can be recorded, or the disk fails; nothing has changed then.
    pub fn decide(&self, statement: Statement, now: DateTime<Utc>) -> Result<Decided, Refused> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.served();
        let recorded = self.desk.record(&before, &before.links, statement, now)?;
        // A request that broke off after it had recorded its decision has left it unserved.
        let is_served = before.links.decision(recorded.decision.id).is_some();
        let served = if is_served { before } else { self.serve_with(&before, &recorded.decision) };
        let link = served.links.link(recorded.decision.link.id());
        let decided = Decided { served, link, decision: recorded.decision.id, repeated: recorded.repeated };
        if !decided.repeated {
            // Nobody may be listening.
            let _ = self.decided.send(decided.clone());
        }
        Ok(decided)
    }

    fn serve_with(&self, before: &Served, decision: &Decision) -> Arc<Served> {
        let log = self.desk.log();
        let rebuilt = is_identity(decision.link).then(|| (self.rebuild)());
        let served = match rebuilt {
            Some(Ok(graph)) => Served::new(graph, &log),
            Some(Err(error)) => {
                tracing::error!(%error, "a decision on identity is kept, but the graph could not be built anew; it will be at the next start");
                before.with(&log)
            }
            None => before.with(&log),
        };
        let served = Arc::new(served);
        self.current.store(Arc::clone(&served));
        served
    }

    /// Decisions from now on.
    #[must_use]
    pub fn decisions(&self) -> broadcast::Receiver<Decided> {
        self.decided.subscribe()
    }
}
