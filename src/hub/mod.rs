//! What is being served, its swap, and what swaps it: decisions of agencies, and editions that came into service.
//!
//! A request takes one [`Served`] and keeps it to the end; a newer one is put in its place by one atomic swap, and what
//! is in use lives until its last request is done. Nothing here reads a document or asks a publisher. How the graph of an
//! earlier time is had is in `past.rs`.

mod freshness;
mod past;
mod served;
mod upkeep;

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use tokio::sync::broadcast;

use crate::curation::{Desk, Link, Refused, Statement, is_identity};
use crate::graph::{Graph, Ix, SourceNode};
use crate::record::{Decision, Id};
pub use freshness::{Freshness, FreshnessState, Freshnesses, HeldEdition};
pub use past::{PastError, RebuildPast, Stood};
pub use served::Served;
pub use upkeep::{ChangeCounts, Outcome, Refresh, Report, Review, ReviewError, ReviewHeld, Upkeep, Verdict};

/// Builds the graph of the editions in service, under the decisions of this moment, as built at that time.
pub type Rebuild = Box<dyn Fn(DateTime<Utc>) -> Result<Graph, RebuildError> + Send + Sync>;

/// Why the graph cannot be built: what keeps the editions says so.
pub type RebuildError = Box<dyn Error + Send + Sync>;

/// What is being served.
pub struct Hub {
    current: ArcSwap<Served>,
    desk: Desk,
    rebuild: Rebuild,
    past: past::Past,
    /// Held while what is served is changed, so that a later change never publishes before an earlier one.
    changing: Mutex<()>,
    decided: broadcast::Sender<Decided>,
    published: broadcast::Sender<Published>,
    upkeep: OnceLock<Upkeep>,
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

/// A newer version that is being served, and the one before it.
#[derive(Debug, Clone)]
pub struct Published {
    /// What was served before.
    pub before: Arc<Served>,
    /// What is served since.
    pub served: Arc<Served>,
}

impl Published {
    /// The sources of which another edition, or another reading of it, is in service; empty when only decisions have
    /// changed.
    #[must_use]
    pub fn sources(&self) -> Vec<&SourceNode> {
        let in_service = |graph: &Graph, source: &SourceNode| {
            let edition = &graph.editions[source.current?].edition;
            Some((edition.sha256, edition.parser.clone()))
        };
        let now = self.served.sources.iter();
        let differs = |source: &&SourceNode| {
            let before = self.before.sources.iter().find(|before| before.slug() == source.slug());
            before.and_then(|before| in_service(&self.before, before)) != in_service(&self.served, source)
        };
        now.filter(differs).collect()
    }
}

/// So many decisions may wait for a subscriber that reads slowly; it loses the oldest.
const WAITING: usize = 256;

/// So many versions may wait for one who reads slowly: each keeps two graphs in memory.
const FEW: usize = 8;

impl Hub {
    /// A hub that serves a graph, with the desk where decisions on its links are taken.
    #[must_use]
    pub fn new(
        graph: Graph,
        freshness: Freshnesses,
        desk: Desk,
        rebuild: Rebuild,
        rebuild_past: RebuildPast,
    ) -> Self {
        let past = past::Past::new(rebuild_past);
        let current = ArcSwap::from_pointee(Served::new(graph, Arc::new(freshness), &desk.log()));
        let (decided, published) = (broadcast::channel(WAITING).0, broadcast::channel(FEW).0);
        Self {
            current,
            desk,
            rebuild,
            past,
            changing: Mutex::new(()),
            decided,
            published,
            upkeep: OnceLock::new(),
        }
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
        let _changing = self.changing();
        let before = self.served();
        let recorded = self.desk.record(&before, &before.links, statement, now)?;
        // A request that broke off after it had recorded its decision has left it unserved.
        let is_served = before.links.decision(recorded.decision.id).is_some();
        let served = if is_served { before } else { self.serve_with(before, &recorded.decision) };
        let link = served.links.link(recorded.decision.link.id());
        let decided = Decided { served, link, decision: recorded.decision.id, repeated: recorded.repeated };
        if !decided.repeated {
            // Nobody may be listening.
            let _ = self.decided.send(decided.clone());
        }
        Ok(decided)
    }

    /// Serves the editions that are in service now, with what is known of the sources. Waits for the disk, and as long as a start takes to build and link
    /// the graph; requests go on with what was served before.
    ///
    /// # Errors
    /// When the graph cannot be built; what was served before goes on being served.
    pub fn publish(&self, now: DateTime<Utc>, freshness: Freshnesses) -> Result<Arc<Served>, RebuildError> {
        let _changing = self.changing();
        let before = self.served();
        let graph = (self.rebuild)(now)?;
        if graph.version == before.graph_version() {
            let served = Arc::new(before.known_as(freshness));
            self.current.store(Arc::clone(&served));
            return Ok(served);
        }
        Ok(self.swap(before, Served::new(graph, Arc::new(freshness), &self.desk.log())))
    }

    /// Serves what is known of the sources now. The graph and its version stay.
    pub fn know(&self, freshness: Freshnesses) {
        let _changing = self.changing();
        let before = self.served();
        if **before.freshnesses() != freshness {
            self.current.store(Arc::new(before.known_as(freshness)));
        }
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        // What a panic left half done was never published.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn swap(&self, before: Arc<Served>, served: Served) -> Arc<Served> {
        let served = Arc::new(served);
        self.current.store(Arc::clone(&served));
        self.past.forget();
        // Nobody may be listening.
        let _ = self.published.send(Published { before, served: Arc::clone(&served) });
        served
    }

    fn serve_with(&self, before: Arc<Served>, decision: &Decision) -> Arc<Served> {
        let log = self.desk.log();
        // The graph stays as old as its documents: only decisions have changed.
        let rebuilt = is_identity(decision.link).then(|| (self.rebuild)(before.built_at));
        let served = match rebuilt {
            Some(Ok(graph)) => Served::new(graph, Arc::clone(before.freshnesses()), &log),
            Some(Err(error)) => {
                tracing::error!(%error, "a decision on identity is kept, but the graph could not be built anew; it will be at the next start");
                before.with(&log)
            }
            None => before.with(&log),
        };
        self.swap(before, served)
    }

    /// Gives the hub somebody who does what operators want; a second one is not taken.
    pub fn keep_up(&self, upkeep: Upkeep) {
        let _ = self.upkeep.set(upkeep);
    }

    /// Who does what operators want; `None` when nobody asks publishers here.
    #[must_use]
    pub fn upkeep(&self) -> Option<&Upkeep> {
        self.upkeep.get()
    }

    /// Newer versions from now on.
    #[must_use]
    pub fn published(&self) -> broadcast::Receiver<Published> {
        self.published.subscribe()
    }

    /// Decisions from now on.
    #[must_use]
    pub fn decisions(&self) -> broadcast::Receiver<Decided> {
        self.decided.subscribe()
    }
}
