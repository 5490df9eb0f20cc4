//! What changed between editions.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::enums::ChangeKind;
use super::source::{Edition, Source};
use super::truth::Evidence;
use crate::api::filter::{self, ChangeFilter};
use crate::api::node::Node;
use crate::api::page::{Page, Paging, by_id, simple};
use crate::api::scalar::Time;
use crate::api::view::View;
use crate::graph::{self, Ix};
use crate::hub::Served;

/// A change; see the type's description.
pub type Change = View<graph::Change>;

/// A page of changes.
pub type ChangeConnection = Page<Change>;

/// What became of one record from one edition of a source to the next that is kept. The first edition of a source that
/// is kept changes nothing.
#[written]
#[Object(name = "Change")]
impl Change {
    /// Opaque, and stable as long as both editions are kept and none between them.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// What became of it.
    async fn kind(&self) -> ChangeKind {
        self.kind.into()
    }
    /// The source.
    async fn source(&self) -> Source {
        Source::new(&self.graph, self.graph.editions[self.after].source)
    }
    /// The earlier edition.
    async fn before(&self) -> Edition {
        View::new(&self.graph, self.before)
    }
    /// The later edition.
    async fn after(&self) -> Edition {
        View::new(&self.graph, self.after)
    }
    /// From when the later edition stands, as `asOf` has it: from the date that it speaks for when it is the first of
    /// its source with that date or a later one, else from when the hub got it. Null for one that stands from the
    /// beginning.
    async fn at(&self) -> Option<Time> {
        self.at.map(Time)
    }
    /// The record's name within the later edition, or within the earlier one for what was removed.
    async fn key(&self) -> &str {
        &self.key
    }
    /// What people call the record: a title, a name, a figure, `commitment 5`, `item 5.16`.
    async fn label(&self) -> &str {
        &self.label
    }
    /// The entity as it is now, a phase's programme; of a programme that its source lists no more the one that another
    /// source describes. Null when no edition in service has it, and for an office.
    async fn subject(&self) -> Option<Node> {
        self.subject.map(|subject| Node::of_subject(&self.graph, subject))
    }
    /// What differs; of a record that was added or removed everything that it states.
    async fn fields(&self) -> Vec<FieldChange<'_>> {
        self.fields.iter().map(|field| FieldChange::new(&self.graph, field)).collect()
    }
    /// What happened and what is known of why. Of a programme that a source lists no more it says what other sources in
    /// service say of it.
    async fn explanation(&self) -> &str {
        &self.explanation
    }
}

impl Change {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// What became of one field of a record.
#[derive(SimpleObject, Written)]
pub struct FieldChange<'a> {
    /// The name of the field, as in this schema where it is a field here.
    field: &'static str,
    /// What the earlier edition states, in the plain form of claims: a budget as `1700000 USD`, a list as one value, a
    /// running text as its fingerprint (SHA-256 of its letters and digits in lower case). Null when it states nothing.
    before: Option<&'a str>,
    /// What the later edition states, in the same form; null when it states nothing.
    after: Option<&'a str>,
    /// Where the earlier edition states it, with quotes where the hub holds its text.
    evidence_before: Vec<Evidence<'a>>,
    /// Where the later edition states it.
    evidence_after: Vec<Evidence<'a>>,
}

impl<'a> FieldChange<'a> {
    fn new(graph: &'a Arc<Served>, change: &'a graph::FieldChange) -> Self {
        Self {
            field: change.field,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            evidence_before: Evidence::all(graph, &change.evidence_before),
            evidence_after: Evidence::all(graph, &change.evidence_after),
        }
    }
}

/// A page of those changes that pass a filter, in their order.
pub fn change_page(
    graph: &Arc<Served>,
    places: impl IntoIterator<Item = Ix<graph::Change>>,
    filter: Option<ChangeFilter>,
    paging: &Paging,
) -> Result<ChangeConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let kept = filter::kept(places, |place| filter.matches(graph, &graph.changes[*place]))?;
    simple(
        &kept,
        |place| View::new(graph, place),
        Change::id_text,
        by_id(&kept, |place| graph.changes[place].id),
        paging,
    )
}
