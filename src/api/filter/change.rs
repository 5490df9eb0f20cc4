//! Which changes between editions.

use async_graphql::{ID, InputObject, Result};

use super::small::is_about;
use super::{any_of, check};
use crate::api::scalar::Time;
use crate::api::types::ChangeKind;
use crate::graph::{Change, Graph};

/// Which changes.
#[derive(InputObject, Default)]
pub struct ChangeFilter {
    /// Of one of these sources, by slug.
    source: Option<Vec<String>>,
    /// Of one of these kinds.
    kind: Option<Vec<ChangeKind>>,
    /// Of one of these nodes as they are now.
    node: Option<Vec<ID>>,
    /// In one of these fields, as `FieldChange.field` names them.
    field: Option<Vec<String>>,
    /// Only those whose later edition stands from then or from a later time; one that stands from the beginning does
    /// not.
    since: Option<Time>,
    /// Only those whose later edition stood before then.
    until: Option<Time>,
}

impl ChangeFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::sources(graph, &self.source)?;
        check::ids(&self.node)?;
        check::record_fields(&self.field)
    }

    /// Whether a change passes.
    pub fn matches(&self, graph: &Graph, change: &Change) -> bool {
        any_of(&self.source, |slug| graph.source_of(change.after).slug() == slug)
            && any_of(&self.kind, |kind| *kind == change.kind.into())
            && any_of(&self.node, |id| change.subject.is_some_and(|subject| is_about(graph, id, subject)))
            && any_of(&self.field, |name| change.fields.iter().any(|field| field.field == name))
            && self.since.as_ref().is_none_or(|since| change.at.is_some_and(|at| at >= since.0))
            && self.until.as_ref().is_none_or(|until| change.at.is_none_or(|at| at < until.0))
    }
}
