//! Countries: the pivot between sources.

use std::sync::Arc;

use async_graphql::{ID, Object, Result};
use gcm_hub_macros::written;

use super::link::{LinkConnection, link_page};
use super::organisation::Office;
use super::phase::CountryParticipation;
use super::pledge::{ProgressItemConnection, item_page};
use super::reference::Region;
use super::result::{ResultConnection, result_page};
use super::source::Source;
use crate::api::aggregate::{ProgrammeConnection, programme_page};
use crate::api::filter::{
    self, CountryFilter, LinkFilter, ProgrammeFilter, ProgressItemFilter, ResultFilter,
};
use crate::api::order::{CountryOrder, ProgrammeOrder, sort_countries};
use crate::api::page::{Page, Paging, simple};
use crate::api::scalar::CountryCode;
use crate::api::view::View;
use crate::graph::Graph;
use crate::hub::Served;
use crate::reference;

/// A page of countries.
pub type CountryConnection = Page<Country>;

/// A country in the graph.
#[derive(Clone)]
pub struct Country {
    graph: Arc<Served>,
    code: reference::CountryCode,
}

impl Country {
    /// The country of that code.
    pub fn new(graph: &Arc<Served>, code: reference::CountryCode) -> Self {
        Self { graph: Arc::clone(graph), code }
    }

    /// The code as text.
    pub fn code_text(&self) -> String {
        self.code.to_string()
    }

    fn entry(&self) -> &'static reference::Country {
        reference::country(self.code)
    }
}

/// A page of the countries of the code list that a filter lets through, ordered; by code when no order is wanted.
pub fn country_page(
    graph: &Arc<Served>,
    filter: Option<CountryFilter>,
    order: Option<Vec<CountryOrder>>,
    paging: &Paging,
) -> Result<CountryConnection> {
    let kept = paging.rows(|| {
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let all = reference::countries().iter().map(|country| country.code);
        let mut kept = filter::kept(all, |code| filter.matches(graph, reference::country(*code)))?;
        sort_countries(graph, &mut kept, &order.unwrap_or_default());
        Ok(kept)
    })?;
    let find = |cursor: &str| kept.iter().position(|code| code.as_str() == cursor);
    simple(&kept, |code| Country::new(graph, code), Country::code_text, find, paging)
}

/// A country or area of ISO 3166-1, or Kosovo (UNSCR 1244).
#[written]
#[Object]
impl Country {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        Graph::country_id(self.code).to_string().into()
    }
    /// ISO 3166-1 alpha-3.
    async fn code(&self) -> CountryCode {
        CountryCode(self.code)
    }
    /// ISO 3166-1 alpha-2.
    async fn alpha2(&self) -> &str {
        self.entry().alpha2
    }
    /// The three digits of M49; null for what is not in it.
    async fn m49(&self) -> Option<&str> {
        self.entry().m49
    }
    /// The name that the United Nations uses.
    async fn name(&self) -> &str {
        self.entry().name
    }
    /// Other names that sources use.
    async fn aliases(&self) -> Vec<&str> {
        self.entry().aliases.iter().map(|alias| &**alias).collect()
    }
    /// What must be said wherever it is named: for Kosovo the note on Security Council resolution 1244 (1999); null
    /// otherwise.
    async fn note(&self) -> Option<&str> {
        self.entry().note
    }
    /// Its region in M49; null where M49 has none.
    async fn region(&self) -> Option<Region> {
        self.entry().region.map(Region::from)
    }
    /// Its sub-region (in Africa and the Americas the intermediate region) in M49; null where M49 has none.
    async fn sub_region(&self) -> Option<Region> {
        self.entry().sub_region.map(Region::from)
    }
    /// Programmes that work there.
    async fn programmes(
        &self,
        #[graphql(name = "where", desc = "Which programmes; null for all.")] filter: Option<ProgrammeFilter>,
        #[graphql(desc = "The order; by slug when null.")] order_by: Option<Vec<ProgrammeOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgrammeConnection> {
        let programmes = self.graph.programmes_in(self.code);
        programme_page(&self.graph, programmes, filter, order_by, &Paging::forward(first, after))
    }
    /// Progress items that are about it; not those that only plan work there.
    async fn progress_items(
        &self,
        #[graphql(name = "where", desc = "Which items; null for all.")] filter: Option<ProgressItemFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgressItemConnection> {
        let items = self.graph.items_in(self.code).iter().copied();
        item_page(&self.graph, items, filter, None, &Paging::forward(first, after))
    }
    /// Its part in the phases of the IOM-UNDP global programme.
    async fn participations(&self) -> Vec<CountryParticipation> {
        let mut parts = Vec::new();
        for phase in View::all(&self.graph, self.graph.phases_in(self.code).iter().copied()) {
            parts.extend(CountryParticipation::all(&phase).into_iter().filter(|part| part.is_of(self.code)));
        }
        parts
    }
    /// Results that were achieved there.
    async fn results(
        &self,
        #[graphql(name = "where", desc = "Which results; null for all.")] filter: Option<ResultFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ResultConnection> {
        let results = self.graph.results_in(self.code).iter().copied();
        result_page(&self.graph, results, filter, None, &Paging::forward(first, after))
    }
    /// Links that are about work there, the surest first: those that have it among their `countries`.
    async fn links(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkConnection> {
        let links = self.graph.links.in_country(self.code).iter().copied();
        link_page(&self.graph, links, filter, None, &Paging::forward(first, after))
    }
    /// Offices that serve it; an office is no programme.
    async fn offices(&self) -> Vec<Office> {
        View::all(&self.graph, self.graph.offices_in(self.code).iter().copied())
    }
    /// Sources that place work there: a programme, a phase, a result or a progress item. Not those that only have an
    /// office there, plan work or mention it.
    async fn sources(&self) -> Vec<Source> {
        self.graph.sources_in(self.code).map(|place| Source::new(&self.graph, place)).collect()
    }
}
