//! A row of the graph with the graph it is of.

use std::ops::Deref;
use std::sync::Arc;

use crate::curation;
use crate::graph::{self, Ix, Table};
use crate::hub::Served;

/// A row of the graph; GraphQL types are views of their rows.
pub struct View<T> {
    pub(super) graph: Arc<Served>,
    pub(super) place: Ix<T>,
}

impl<T> View<T> {
    pub(super) fn new(graph: &Arc<Served>, place: Ix<T>) -> Self {
        Self { graph: Arc::clone(graph), place }
    }

    pub(super) fn all(graph: &Arc<Served>, places: impl IntoIterator<Item = Ix<T>>) -> Vec<Self> {
        places.into_iter().map(|place| Self::new(graph, place)).collect()
    }
}

impl<T> Clone for View<T> {
    fn clone(&self) -> Self {
        Self { graph: Arc::clone(&self.graph), place: self.place }
    }
}

/// The table in which rows of `T` are.
pub trait Rows<T> {
    /// The table.
    fn rows(&self) -> &Table<T>;
}

impl<T> Deref for View<T>
where
    Served: Rows<T>,
{
    type Target = T;

    fn deref(&self) -> &T {
        &self.graph.rows()[self.place]
    }
}

impl Rows<graph::Programme> for Served {
    fn rows(&self) -> &Table<graph::Programme> {
        &self.programmes
    }
}
impl Rows<graph::Phase> for Served {
    fn rows(&self) -> &Table<graph::Phase> {
        &self.phases
    }
}
impl Rows<graph::ProgrammeResult> for Served {
    fn rows(&self) -> &Table<graph::ProgrammeResult> {
        &self.results
    }
}
impl Rows<graph::Pledge> for Served {
    fn rows(&self) -> &Table<graph::Pledge> {
        &self.pledges
    }
}
impl Rows<graph::Commitment> for Served {
    fn rows(&self) -> &Table<graph::Commitment> {
        &self.commitments
    }
}
impl Rows<graph::ProgressItem> for Served {
    fn rows(&self) -> &Table<graph::ProgressItem> {
        &self.items
    }
}
impl Rows<graph::Organisation> for Served {
    fn rows(&self) -> &Table<graph::Organisation> {
        &self.organisations
    }
}
impl Rows<graph::Office> for Served {
    fn rows(&self) -> &Table<graph::Office> {
        &self.offices
    }
}
impl Rows<graph::Discrepancy> for Served {
    fn rows(&self) -> &Table<graph::Discrepancy> {
        &self.discrepancies
    }
}
impl Rows<graph::QualityFlag> for Served {
    fn rows(&self) -> &Table<graph::QualityFlag> {
        &self.flags
    }
}
impl Rows<graph::Change> for Served {
    fn rows(&self) -> &Table<graph::Change> {
        &self.changes
    }
}
impl Rows<graph::RecordNode> for Served {
    fn rows(&self) -> &Table<graph::RecordNode> {
        &self.records
    }
}
impl Rows<graph::EditionNode> for Served {
    fn rows(&self) -> &Table<graph::EditionNode> {
        &self.editions
    }
}
impl Rows<curation::Link> for Served {
    fn rows(&self) -> &Table<curation::Link> {
        &self.links.links
    }
}
impl Rows<curation::Entry> for Served {
    fn rows(&self) -> &Table<curation::Entry> {
        &self.links.decisions
    }
}
