//! Evidence, records, claims, discrepancies and quality flags.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::enums::{Availability, DiscrepancyKind};
use super::source::{Edition, Source};
use crate::api::filter::{self, DiscrepancyFilter, QualityFlagFilter};
use crate::api::node::Node;
use crate::api::page::{Page, Paging, by_id, simple};
use crate::api::view::View;
use crate::graph;
use crate::hub::Served;

/// Lines of one edition.
pub struct Evidence<'a> {
    graph: &'a Arc<Served>,
    evidence: &'a graph::Evidence,
}

impl<'a> Evidence<'a> {
    /// A view of each.
    pub fn all(graph: &'a Arc<Served>, evidence: &'a [graph::Evidence]) -> Vec<Self> {
        evidence.iter().map(|evidence| Self { graph, evidence }).collect()
    }
}

/// Where a value was read: lines of one edition of a source.
#[written]
#[Object]
impl Evidence<'_> {
    /// The source.
    async fn source(&self) -> Source {
        Source::new(self.graph, self.graph.editions[self.evidence.edition].source)
    }
    /// The edition of it.
    async fn edition(&self) -> Edition {
        View::new(self.graph, self.evidence.edition)
    }
    /// The first line, counted from 1 in the text as the hub read it. Of a text or Markdown file these are the file's own
    /// lines; of a web page or a PDF a line is what the hub reads as one, such as a paragraph, an item or a row.
    async fn first_line(&self) -> u32 {
        self.evidence.lines.first
    }
    /// The last line, included.
    async fn last_line(&self) -> u32 {
        self.evidence.lines.last
    }
    /// The lines themselves, as printed, joined by line feeds; null unless the hub holds the document.
    async fn quote(&self) -> Option<String> {
        self.graph.quote(self.evidence)
    }
    /// SHA-256 of the quote in UTF-8, as 64 hexadecimal digits, also where the quote is null.
    async fn quote_sha256(&self) -> String {
        self.evidence.lines.sha256.to_string()
    }
}

/// A record; see the type's description.
pub type Record = View<graph::RecordNode>;

/// One thing read from one edition of a source.
#[written]
#[Object(name = "Record")]
impl Record {
    /// The source.
    async fn source(&self) -> Source {
        Source::new(&self.graph, self.graph.editions[self.edition].source)
    }
    /// The edition of it.
    async fn edition(&self) -> Edition {
        View::new(&self.graph, self.edition)
    }
    /// Its name within the edition.
    async fn key(&self) -> &str {
        &self.key
    }
    /// Why it describes the same thing as the entity's other records; empty for the one that they were compared with.
    async fn matched_by(&self) -> Vec<Criterion<'_>> {
        Criterion::all(&self.graph, &self.matched_by)
    }
    /// Every range of lines that one of its fields was read from.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

/// A reason, with its weight.
#[derive(SimpleObject, Written)]
pub struct Criterion<'a> {
    /// What was compared: for records by the name of the field (`title`, `thematicArea`), for links by the name of the
    /// criterion (`name`, `country`, `organisations`).
    name: &'static str,
    /// For (positive) or against (negative), in log-odds; weights add up.
    weight: f64,
    /// The reason, for people.
    detail: &'a str,
    /// The lines on both sides.
    evidence: Vec<Evidence<'a>>,
}

impl<'a> Criterion<'a> {
    /// A view of each.
    pub fn all(graph: &'a Arc<Served>, criteria: &'a [graph::Criterion]) -> Vec<Self> {
        let view = |criterion: &'a graph::Criterion| Self {
            name: criterion.name,
            weight: criterion.weight,
            detail: &criterion.detail,
            evidence: Evidence::all(graph, &criterion.evidence),
        };
        criteria.iter().map(view).collect()
    }
}

/// One value of one field that one record states.
pub struct Claim<'a> {
    graph: &'a Arc<Served>,
    claim: &'a graph::Claim,
}

impl<'a> Claim<'a> {
    /// A view of a claim.
    pub fn new(graph: &'a Arc<Served>, claim: &'a graph::Claim) -> Self {
        Self { graph, claim }
    }
}

/// One value of one field that one record states.
#[written]
#[Object]
impl Claim<'_> {
    /// The name of the field, as in this schema.
    async fn field(&self) -> &str {
        self.claim.field
    }
    /// The value in a plain, comparable form: a budget as `1700000 USD`, months as `24`, countries as `GIN LBR SLE`, a
    /// period as `2019-11/2023-10`, a title as printed.
    async fn value(&self) -> &str {
        &self.claim.value
    }
    /// Whether this is the claim that the field shows; of lists that add up, each one is.
    async fn chosen(&self) -> bool {
        self.claim.chosen
    }
    /// How the record knows it.
    async fn availability(&self) -> Availability {
        self.claim.availability.into()
    }
    /// The record that states it.
    async fn record(&self) -> Record {
        View::new(self.graph, self.claim.record)
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(self.graph, &self.claim.evidence)
    }
}

/// A discrepancy; see the type's description.
pub type Discrepancy = View<graph::Discrepancy>;

/// A page of discrepancies.
pub type DiscrepancyConnection = Page<Discrepancy>;

/// A difference between what sources, editions or passages state. Figures of different scope are not one.
#[written]
#[Object(name = "Discrepancy")]
impl Discrepancy {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// What sort of difference it is.
    async fn kind(&self) -> DiscrepancyKind {
        self.kind.into()
    }
    /// What it is about.
    async fn subject(&self) -> Node {
        Node::of_subject(&self.graph, self.subject)
    }
    /// The field that differs, as named in this schema.
    async fn field(&self) -> &str {
        self.field
    }
    /// The claims that differ, oldest first.
    async fn claims(&self) -> Vec<Claim<'_>> {
        self.claims.iter().map(|claim| Claim::new(&self.graph, claim)).collect()
    }
    /// What differs and how the hub reads it.
    async fn explanation(&self) -> &str {
        &self.explanation
    }
}

impl Discrepancy {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A page of the discrepancies that a filter lets through.
pub fn discrepancy_page(
    graph: &Arc<Served>,
    filter: Option<DiscrepancyFilter>,
    paging: &Paging,
) -> Result<DiscrepancyConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let places = graph.discrepancies.places();
    let kept = filter::kept(places, |place| filter.matches(graph, &graph.discrepancies[*place]))?;
    let find = by_id(&kept, |place| graph.discrepancies[place].id);
    simple(&kept, |place| View::new(graph, place), Discrepancy::id_text, find, paging)
}

/// A quality flag; see the type's description.
pub type QualityFlag = View<graph::QualityFlag>;

/// A page of quality flags.
pub type QualityFlagConnection = Page<QualityFlag>;

/// What a source itself repeats or gets wrong; shown, never mended in silence.
#[written]
#[Object(name = "QualityFlag")]
impl QualityFlag {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// A stable name for this sort of slip: `missing-separator`.
    async fn code(&self) -> &str {
        &self.code
    }
    /// What is wrong, and how the hub reads it.
    async fn message(&self) -> &str {
        &self.message
    }
    /// What it is about; null for the document as a whole.
    async fn subject(&self) -> Option<Node> {
        self.subject.map(|subject| Node::of_subject(&self.graph, subject))
    }
    /// Where it stands.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

impl QualityFlag {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A page of the quality flags that a filter lets through.
pub fn flag_page(
    graph: &Arc<Served>,
    filter: Option<QualityFlagFilter>,
    paging: &Paging,
) -> Result<QualityFlagConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let places = graph.flags.places();
    let kept = filter::kept(places, |place| filter.matches(graph, &graph.flags[*place]))?;
    let find = by_id(&kept, |place| graph.flags[place].id);
    simple(&kept, |place| View::new(graph, place), QualityFlag::id_text, find, paging)
}
