//! The `Node` interface, and the lookup behind `node` and `nodes`.

use std::sync::Arc;

use async_graphql::{ID, Interface};
use gcm_hub_macros::Written;

use super::types::{
    Change, Commitment, Country, Discrepancy, Link, Organisation, Pledge, Programme, ProgrammeResult,
    ProgressItem, QualityFlag, Source,
};
use super::view::View;
use crate::graph::{self, Subject};
use crate::hub::Served;
use crate::record::Id;

/// Anything with an identifier.
#[derive(Interface, Written)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Opaque, and stable across refreshes, editions, restarts and replicas."
))]
pub enum Node {
    /// A programme.
    Programme(Programme),
    /// A result.
    Result(ProgrammeResult),
    /// A pledge.
    Pledge(Pledge),
    /// A commitment.
    Commitment(Commitment),
    /// A progress item.
    ProgressItem(ProgressItem),
    /// A country.
    Country(Country),
    /// An organisation.
    Organisation(Organisation),
    /// A source.
    Source(Source),
    /// A difference between claims.
    Discrepancy(Discrepancy),
    /// A source's slip.
    QualityFlag(QualityFlag),
    /// A link.
    Link(Link),
    /// What became of a record between two editions.
    Change(Change),
}

impl Node {
    /// What an identifier stands for; `None` for one that is unknown or that no edition in service has any more.
    pub fn find(graph: &Arc<Served>, id: &ID) -> Option<Self> {
        let id: Id = id.parse().ok()?;
        if let Some(place) = graph.links.link(id) {
            return Some(Self::Link(View::new(graph, place)));
        }
        Some(Self::of(graph, graph.node(id)?))
    }

    /// The view of a node of the graph.
    pub fn of(graph: &Arc<Served>, node: graph::Node) -> Self {
        match node {
            graph::Node::Programme(place) => Self::Programme(View::new(graph, place)),
            graph::Node::Result(place) => Self::Result(View::new(graph, place)),
            graph::Node::Pledge(place) => Self::Pledge(View::new(graph, place)),
            graph::Node::Commitment(place) => Self::Commitment(View::new(graph, place)),
            graph::Node::ProgressItem(place) => Self::ProgressItem(View::new(graph, place)),
            graph::Node::Country(code) => Self::Country(Country::new(graph, code)),
            graph::Node::Organisation(place) => Self::Organisation(View::new(graph, place)),
            graph::Node::Source(place) => Self::Source(Source::new(graph, place)),
            graph::Node::Discrepancy(place) => Self::Discrepancy(View::new(graph, place)),
            graph::Node::QualityFlag(place) => Self::QualityFlag(View::new(graph, place)),
            graph::Node::Change(place) => Self::Change(View::new(graph, place)),
        }
    }

    /// What a discrepancy, a flag or a change is about.
    pub fn of_subject(graph: &Arc<Served>, subject: Subject) -> Self {
        match subject {
            Subject::Programme(place) => Self::Programme(View::new(graph, place)),
            Subject::Result(place) => Self::Result(View::new(graph, place)),
            Subject::Pledge(place) => Self::Pledge(View::new(graph, place)),
            Subject::Commitment(place) => Self::Commitment(View::new(graph, place)),
            Subject::ProgressItem(place) => Self::ProgressItem(View::new(graph, place)),
            Subject::Country(code) => Self::Country(Country::new(graph, code)),
        }
    }
}
