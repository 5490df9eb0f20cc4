//! Pledges, commitments and progress items.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::change::{ChangeConnection, change_page};
use super::coverage::{CommitmentCoverage, coverage};
use super::enums::MentionKind;
use super::link::{LinkConnection, links_of};
use super::linked::{LinkedProgrammeConnection, linked_programmes};
use super::reference::GcmObjectiveRef;
use super::result::Figure;
use super::truth::Evidence;
use super::{Country, Organisation};
use crate::api::aggregate::ProgressItemAggregates;
use crate::api::filter::{self, LinkFilter, PledgeFilter, ProgressItemFilter};
use crate::api::order::{ProgressItemOrder, sort_items};
use crate::api::page::{Page, Paging, by_id, page, simple};
use crate::api::scalar::{Date, Url};
use crate::api::view::View;
use crate::graph::{self, Ix, Subject};
use crate::hub::Served;
use crate::linking::End;

/// A pledge; see the type's description.
pub type Pledge = View<graph::Pledge>;

/// A page of pledges.
pub type PledgeConnection = Page<Pledge>;

/// A page of progress items, with what can be counted of the whole list.
pub type ProgressItemConnection = Page<ProgressItem, ProgressItemAggregates>;

/// An organisation's pledge on the Global Compact for Migration.
#[written]
#[Object(name = "Pledge")]
impl Pledge {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// Readable and stable: `undp-pledge`.
    async fn slug(&self) -> &str {
        &self.slug
    }
    /// The title, as printed.
    async fn title(&self) -> &str {
        &self.title
    }
    /// Who pledges.
    async fn organisation(&self) -> Organisation {
        View::new(&self.graph, self.organisation)
    }
    /// Who pledges jointly with it, in the order of the page; mostly none.
    async fn jointly_with(&self) -> Vec<Organisation> {
        View::all(&self.graph, self.jointly_with.iter().copied())
    }
    /// When its page says that it was last updated; null where it does not.
    async fn last_updated(&self) -> Option<Date> {
        self.last_updated.map(Date)
    }
    /// Its commitments, in order.
    async fn commitments(&self) -> Vec<Commitment> {
        View::all(&self.graph, self.commitments.iter().copied())
    }
    /// The progress items of all its commitments, in order.
    async fn progress_items(
        &self,
        #[graphql(name = "where", desc = "Which items; null for all.")] filter: Option<ProgressItemFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgressItemConnection> {
        let graph = &self.graph;
        let items =
            self.commitments.iter().flat_map(|commitment| graph.commitments[*commitment].items.clone());
        item_page(graph, items, filter, None, &Paging::forward(first, after))
    }
    /// Where its title and date were read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.graph.records[self.record].evidence)
    }
}

impl Pledge {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A page of the pledges that a filter lets through, by slug.
pub fn pledge_page(
    graph: &Arc<Served>,
    filter: Option<PledgeFilter>,
    paging: &Paging,
) -> Result<PledgeConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let places = graph.pledges.places();
    let mut kept = filter::kept(places, |place| filter.matches(graph, &graph.pledges[*place]))?;
    kept.sort_by(|a, b| graph.pledges[*a].slug.cmp(&graph.pledges[*b].slug));
    let find = by_id(&kept, |place| graph.pledges[place].id);
    simple(&kept, |place| View::new(graph, place), Pledge::id_text, find, paging)
}

/// A commitment; see the type's description.
pub type Commitment = View<graph::Commitment>;

/// One commitment of a pledge.
#[written]
#[Object(name = "Commitment")]
impl Commitment {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// Its number or letter, as printed: `5`.
    async fn number(&self) -> &str {
        &self.number
    }
    /// The commitment in a few words of the hub's own; null where the text that they describe has changed.
    async fn headline(&self) -> Option<&str> {
        self.headline.as_deref()
    }
    /// The commitment in the source's own words; null unless the hub holds the document.
    async fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
    /// The objectives of the Global Compact that its text names.
    async fn gcm_objectives(&self) -> Vec<GcmObjectiveRef<'_>> {
        GcmObjectiveRef::all(&self.graph, &self.gcm_objectives)
    }
    /// Its progress items, in order; none where the pledge reports none.
    async fn progress_items(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgressItemConnection> {
        item_page(&self.graph, self.items.iter().copied(), None, None, &Paging::forward(first, after))
    }
    /// Its links with programmes, through its items; the surest first.
    async fn links(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkConnection> {
        links_of(&self.graph, End::Commitment(self.place), filter, &Paging::forward(first, after))
    }
    /// The programmes that it is linked with through its items; the surest first.
    async fn programmes(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all that agencies have not rejected.")]
        filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkedProgrammeConnection> {
        let end = End::Commitment(self.place);
        linked_programmes(&self.graph, end, filter, &Paging::forward(first, after))
    }
    /// Country by country, how many of its items there are and how many of them are linked with a programme; by code,
    /// the items about no country in particular last. Empty where the pledge reports no item.
    async fn coverage(
        &self,
        #[graphql(name = "where", desc = "Which links count; null for all that agencies have not rejected.")]
        filter: Option<LinkFilter>,
    ) -> Result<Vec<CommitmentCoverage>> {
        coverage(self, filter)
    }
    /// The pledge.
    async fn pledge(&self) -> Pledge {
        View::new(&self.graph, self.pledge)
    }
    /// Where it stands: the statement, and the heading of its section.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

impl Commitment {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A progress item; see the type's description.
pub type ProgressItem = View<graph::ProgressItem>;

/// One item of progress that a pledger reports under a commitment.
#[written]
#[Object(name = "ProgressItem")]
impl ProgressItem {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// The pledge.
    async fn pledge(&self) -> Pledge {
        View::new(&self.graph, self.pledge)
    }
    /// The commitment that it is reported under.
    async fn commitment(&self) -> Commitment {
        View::new(&self.graph, self.commitment)
    }
    /// Which bullet of its commitment it is, from 1.
    async fn position(&self) -> u32 {
        self.position
    }
    /// When the update that reports it was made, as precise as is certain; null where the page dates its updates as a
    /// whole.
    async fn reported_on(&self) -> Option<Date> {
        self.reported_on.map(Date)
    }
    /// The item in a few words of the hub's own; null where the text that they describe has changed.
    async fn headline(&self) -> Option<&str> {
        self.headline.as_deref()
    }
    /// The item in the source's own words; null unless the hub holds the document.
    async fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
    /// Where the pledger acted or what the item is about; not every country that its text names.
    async fn countries(&self) -> Vec<Country> {
        self.countries.iter().map(|country| Country::new(&self.graph, country.value)).collect()
    }
    /// Countries where work is planned and not yet done.
    async fn planned(&self) -> Vec<Country> {
        self.planned.iter().map(|country| Country::new(&self.graph, country.value)).collect()
    }
    /// Regions that it names as the place of work, as printed.
    async fn regions(&self) -> &[String] {
        &self.regions
    }
    /// Places below the country that it names, as printed.
    async fn places(&self) -> &[String] {
        &self.places
    }
    /// Organisations that it names.
    async fn organisations(&self) -> Vec<Organisation> {
        View::all(&self.graph, self.organisations.iter().copied())
    }
    /// Programmes, projects, publications and activities that it names.
    async fn mentions(&self) -> Vec<ProjectMention<'_>> {
        self.mentions
            .iter()
            .map(|mention| ProjectMention {
                kind: mention.value.kind.into(),
                name: &mention.value.name,
                evidence: Evidence::all(&self.graph, &mention.evidence),
            })
            .collect()
    }
    /// The figures that it gives.
    async fn figures(&self) -> Vec<Figure<'_>> {
        Figure::all(&self.graph, &self.row().figures)
    }
    /// The objectives of the Global Compact that it names.
    async fn gcm_objectives(&self) -> Vec<GcmObjectiveRef<'_>> {
        GcmObjectiveRef::all(&self.graph, &self.gcm_objectives)
    }
    /// Addresses that it links to; empty where the document was read without its links.
    async fn urls(&self) -> Vec<Url> {
        self.urls.iter().cloned().map(Url).collect()
    }
    /// Other items that tell of the same undertaking; not those that agencies have told apart.
    async fn same_as(&self) -> Vec<ProgressItem> {
        let twins = self.graph.links.same_undertaking(self.place);
        View::all(&self.graph, twins)
    }
    /// Its links with programmes and with other items; the surest first.
    async fn links(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkConnection> {
        links_of(&self.graph, End::Item(self.place), filter, &Paging::forward(first, after))
    }
    /// The programmes that it is linked with; the surest first.
    async fn programmes(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all that agencies have not rejected.")]
        filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkedProgrammeConnection> {
        linked_programmes(&self.graph, End::Item(self.place), filter, &Paging::forward(first, after))
    }
    /// What became of it between editions of its page, the newest first.
    async fn changes(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ChangeConnection> {
        let changes = self.graph.changes_of(Subject::ProgressItem(self.place)).iter().copied();
        change_page(&self.graph, changes, None, &Paging::forward(first, after))
    }
    /// Where it stands.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

impl ProgressItem {
    /// The row.
    pub fn row(&self) -> &graph::ProgressItem {
        self
    }
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A programme, project, publication or activity that a progress item names.
#[derive(SimpleObject, Written)]
pub struct ProjectMention<'a> {
    /// What it is.
    kind: MentionKind,
    /// Its name, as printed, without quotation marks.
    name: &'a str,
    /// Where it was read.
    evidence: Vec<Evidence<'a>>,
}

/// A page of some progress items, filtered and ordered; in the order given when no order is wanted.
pub fn item_page(
    graph: &Arc<Served>,
    items: impl IntoIterator<Item = Ix<graph::ProgressItem>>,
    filter: Option<ProgressItemFilter>,
    order: Option<Vec<ProgressItemOrder>>,
    paging: &Paging,
) -> Result<ProgressItemConnection> {
    let kept = paging.rows(|| {
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let mut kept = filter::kept(items, |place| filter.matches(graph, &graph.items[*place]))?;
        sort_items(graph, &mut kept, &order.unwrap_or_default());
        Ok(kept)
    })?;
    let aggregates = ProgressItemAggregates::new(graph, Arc::clone(&kept));
    let find = by_id(&kept, |place| graph.items[place].id);
    page(&kept, |place| View::new(graph, place), ProgressItem::id_text, find, paging, aggregates)
}
