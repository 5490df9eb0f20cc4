//! Sources, editions and their freshness.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::Organisation;
use super::enums::{FreshnessState, SourceKind};
use super::truth::Evidence;
use crate::api::page::{Page, Paging, simple};
use crate::api::scalar::{Date, Time, Url};
use crate::api::view::View;
use crate::graph::{self, EditionNode, SourceNode};
use crate::hub::{self, Served};
use crate::record;

/// A page of editions.
pub type EditionConnection = Page<Edition>;

/// A source in the graph.
#[derive(Clone)]
pub struct Source {
    graph: Arc<Served>,
    place: usize,
}

impl Source {
    /// The source at that place.
    pub fn new(graph: &Arc<Served>, place: usize) -> Self {
        Self { graph: Arc::clone(graph), place }
    }

    fn node(&self) -> &SourceNode {
        &self.graph.sources[self.place]
    }
}

/// One publication that changes over time.
#[written]
#[Object]
impl Source {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.node().id.to_string().into()
    }
    /// Its name in filters, addresses and commands: `mptf-pipeline`.
    async fn slug(&self) -> &str {
        self.node().slug()
    }
    /// Its title.
    async fn title(&self) -> &str {
        &self.node().info.title
    }
    /// Who publishes it.
    async fn publisher(&self) -> Organisation {
        View::new(&self.graph, self.node().publisher)
    }
    /// Its layout.
    async fn kind(&self) -> SourceKind {
        self.node().info.kind.into()
    }
    /// Where it is published; null where no address is known.
    async fn homepage(&self) -> Option<Url> {
        self.node().info.homepage.as_ref().map(|url| Url(url.to_string()))
    }
    /// Every edition that the hub keeps, the one in service first.
    async fn editions(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<EditionConnection> {
        let view = |place| View::new(&self.graph, place);
        let cursor = |edition: &Edition| edition.edition.sha256.to_string();
        let editions = &self.node().editions;
        let find = |cursor: &str| {
            editions.iter().position(|place| self.graph.editions[*place].edition.sha256.to_string() == cursor)
        };
        simple(editions, view, cursor, find, &Paging::forward(first, after))
    }
    /// How fresh the edition in service is, and why.
    async fn freshness(&self) -> Freshness {
        self.graph.freshness(self.node()).into()
    }
    /// How many records were read from the edition in service.
    async fn record_count(&self) -> usize {
        self.node().record_count
    }
    /// What the parser could not read in the edition in service.
    async fn rejects(&self) -> Vec<Reject> {
        let Some(edition) = self.node().current else { return Vec::new() };
        let view = |reject: &record::Reject| Reject {
            reason: reject.reason.clone(),
            evidence: graph::Evidence { edition, lines: reject.at.clone() },
            graph: Arc::clone(&self.graph),
        };
        self.node().rejects.iter().map(view).collect()
    }
}

/// An edition; see the type's description.
pub type Edition = View<EditionNode>;

/// One version of a source, known by the SHA-256 of its bytes.
#[written]
#[Object(name = "Edition")]
impl Edition {
    /// The source.
    async fn source(&self) -> Source {
        Source::new(&self.graph, self.graph.editions[self.place].source)
    }
    /// What people call it; null where neither the source nor the operator says.
    async fn label(&self) -> Option<&str> {
        self.edition.label.as_deref()
    }
    /// The date that it speaks for; null where neither the source nor the operator says.
    async fn as_of(&self) -> Option<Date> {
        self.edition.as_of.map(Date)
    }
    /// SHA-256 of the document's bytes, as 64 hexadecimal digits.
    async fn sha256(&self) -> String {
        self.edition.sha256.to_string()
    }
    /// The document's media type (IANA): `text/markdown`.
    async fn media_type(&self) -> &str {
        &self.edition.media_type
    }
    /// When the hub got the document; null for the edition that the hub ships with.
    async fn retrieved_at(&self) -> Option<Time> {
        self.edition.retrieved_at.map(Time)
    }
    /// Name and version of the parser that read it: `pipeline-booklet/1`.
    async fn parser(&self) -> &str {
        &self.edition.parser
    }
    /// How many records were read from it.
    async fn records(&self) -> usize {
        self.graph.editions[self.place].records
    }
    /// Whether the hub holds its text, so that `quote` is given and, while it is in service, `text`.
    async fn holds_text(&self) -> bool {
        self.text.is_some()
    }
}

/// How fresh a source is.
#[derive(SimpleObject, Written)]
pub struct Freshness {
    /// In a word.
    state: FreshnessState,
    /// The date that the edition speaks for; null where it is not known.
    as_of: Option<Date>,
    /// When the publisher was last asked, whatever came of it; null where it never was.
    checked_at: Option<Time>,
    /// When the edition in service was last known to be what its publisher gives; null where that is not known.
    confirmed_at: Option<Time>,
    /// When the publisher will be asked next; null where no check is planned.
    next_check_at: Option<Time>,
    /// Why it is so.
    reason: String,
    /// An edition that its publisher gave and that waits for an operator; null where there is none.
    held: Option<HeldEdition>,
}

/// An edition that is unlike the one in service, and waits for an operator: `reviewEdition`.
#[derive(SimpleObject, Written)]
pub struct HeldEdition {
    /// SHA-256 of the document's bytes, as 64 hexadecimal digits.
    sha256: String,
    /// What people call it; null where the source does not say.
    label: Option<String>,
    /// The date that it speaks for; null where the source does not say.
    as_of: Option<Date>,
    /// Since when it is held.
    since: Time,
    /// Why it is held.
    reason: String,
    /// How many records were read from it.
    records: usize,
    /// How many of its rows could not be read.
    rejects: usize,
}

impl From<hub::HeldEdition> for HeldEdition {
    fn from(held: hub::HeldEdition) -> Self {
        let hub::HeldEdition { edition, since, reason, records, rejects } = held;
        Self {
            sha256: edition.sha256.to_string(),
            label: edition.label,
            as_of: edition.as_of.map(Date),
            since: Time(since),
            reason,
            records,
            rejects,
        }
    }
}

impl From<hub::Freshness> for Freshness {
    fn from(freshness: hub::Freshness) -> Self {
        Self {
            state: freshness.state.into(),
            as_of: freshness.as_of.map(Date),
            checked_at: freshness.checked_at.map(Time),
            confirmed_at: freshness.confirmed_at.map(Time),
            next_check_at: freshness.next_check_at.map(Time),
            reason: freshness.reason,
            held: freshness.held.map(Into::into),
        }
    }
}

/// A row that could not be read.
pub struct Reject {
    graph: Arc<Served>,
    reason: String,
    evidence: graph::Evidence,
}

/// A row of a document that the parser could not read; it costs no other row.
#[written]
#[Object]
impl Reject {
    /// The first line of the row, counted as in `Evidence.firstLine`.
    async fn first_line(&self) -> u32 {
        self.evidence.lines.first
    }
    /// The last line of the row, included.
    async fn last_line(&self) -> u32 {
        self.evidence.lines.last
    }
    /// Why it could not be read.
    async fn reason(&self) -> &str {
        &self.reason
    }
    /// Where it stands.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, std::slice::from_ref(&self.evidence))
    }
}
