//! The published graph and its swap.
//!
//! A request takes one graph and keeps it to the end; publishing a newer one is one atomic swap, and graphs in use
//! live until their last request is done.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::graph::Graph;

/// What is being served.
pub struct Hub {
    current: ArcSwap<Graph>,
}

impl Hub {
    /// A hub that serves a graph.
    #[must_use]
    pub fn new(graph: Graph) -> Self {
        Self { current: ArcSwap::from_pointee(graph) }
    }

    /// The graph now being served, to be taken once a request.
    #[must_use]
    pub fn graph(&self) -> Arc<Graph> {
        self.current.load_full()
    }

    /// Serves a newer graph from now on.
    pub fn publish(&self, graph: Graph) {
        self.current.store(Arc::new(graph));
    }
}
