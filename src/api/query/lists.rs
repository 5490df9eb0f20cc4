//! What there are many of, page by page.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use gcm_hub_macros::written;

use crate::api::Snapshot;
use crate::api::aggregate::{ProgrammeConnection, all_programmes_page};
use crate::api::filter::{
    ChangeFilter, CountryFilter, DecisionFilter, DiscrepancyFilter, LinkFilter, OfficeFilter,
    OrganisationFilter, PledgeFilter, ProgrammeFilter, ProgressItemFilter, QualityFlagFilter, ResultFilter,
};
use crate::api::order::{CountryOrder, LinkOrder, ProgrammeOrder, ProgressItemOrder, ResultOrder};
use crate::api::page::Paging;
use crate::api::plan::Gives;
use crate::api::types::{
    ChangeConnection, CountryConnection, DecisionConnection, DiscrepancyConnection, LinkConnection,
    OfficeConnection, OrganisationConnection, PledgeConnection, ProgressItemConnection,
    QualityFlagConnection, ResultConnection, SearchConnection, SearchType, change_page, country_page,
    decision_page, discrepancy_page, flag_page, item_page, link_page, office_page, organisation_page,
    pledge_page, result_page, search_page,
};
use crate::hub::Served;

/// The lists of a graph: of an earlier one, or of that which the request took.
#[derive(Default)]
pub struct Lists(Option<Arc<Served>>);

impl Lists {
    /// Those of this graph, whatever the request took.
    pub fn of(graph: Arc<Served>) -> Self {
        Self(Some(graph))
    }

    /// The graph.
    ///
    /// # Errors
    /// When the request took none.
    pub fn graph<'a>(&'a self, context: &impl Gives<'a>) -> Result<&'a Arc<Served>> {
        match &self.0 {
            Some(graph) => Ok(graph),
            None => Ok(&context.given::<Snapshot>()?.0),
        }
    }
}

/// What there are many of.
#[written]
#[Object]
impl Lists {
    /// Programmes of all sources, each once.
    #[allow(clippy::too_many_arguments)]
    async fn programmes(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which programmes; null for all.")] filter: Option<ProgrammeFilter>,
        #[graphql(desc = "The order; by slug when null.")] order_by: Option<Vec<ProgrammeOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ProgrammeConnection> {
        let graph = self.graph(context)?;
        let paging = Paging::new(context, first, after, last, before);
        all_programmes_page(graph, filter, order_by, &paging)
    }

    /// Pledges, by slug.
    #[allow(clippy::too_many_arguments)]
    async fn pledges(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which pledges; null for all.")] filter: Option<PledgeFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<PledgeConnection> {
        pledge_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// Progress items of all pledges.
    #[allow(clippy::too_many_arguments)]
    async fn progress_items(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which items; null for all.")] filter: Option<ProgressItemFilter>,
        #[graphql(desc = "The order; as printed when null.")] order_by: Option<Vec<ProgressItemOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ProgressItemConnection> {
        let graph = self.graph(context)?;
        item_page(
            graph,
            graph.items.places(),
            filter,
            order_by,
            &Paging::new(context, first, after, last, before),
        )
    }

    /// Results of all programmes, and those that no programme can be told for. Repeats are among them unless the
    /// filter leaves them out.
    #[allow(clippy::too_many_arguments)]
    async fn results(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which results; null for all.")] filter: Option<ResultFilter>,
        #[graphql(desc = "The order; as printed when null.")] order_by: Option<Vec<ResultOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ResultConnection> {
        let graph = self.graph(context)?;
        result_page(
            graph,
            graph.results.places(),
            filter,
            order_by,
            &Paging::new(context, first, after, last, before),
        )
    }

    /// Links between progress items, commitments, results and programmes, and between the records of a programme: what
    /// the hub suggests and agencies proposed, with what they decided.
    #[allow(clippy::too_many_arguments)]
    async fn links(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "The order; the surest first when null.")] order_by: Option<Vec<LinkOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<LinkConnection> {
        let graph = self.graph(context)?;
        let places = graph.links.links.places();
        link_page(graph, places, filter, order_by, &Paging::new(context, first, after, last, before))
    }

    /// Everything that agencies said about links, the newest first: also what they withdrew, and what is about entities
    /// that are in no edition in service.
    #[allow(clippy::too_many_arguments)]
    async fn decisions(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which decisions; null for all.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DecisionConnection> {
        decision_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// Countries and areas: all of ISO 3166-1, and Kosovo (UNSCR 1244), also those that no source places work in.
    #[allow(clippy::too_many_arguments)]
    async fn countries(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which countries; null for all.")] filter: Option<CountryFilter>,
        #[graphql(desc = "The order; by code when null.")] order_by: Option<Vec<CountryOrder>>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<CountryConnection> {
        country_page(
            self.graph(context)?,
            filter,
            order_by,
            &Paging::new(context, first, after, last, before),
        )
    }

    /// Organisations of the hub's code list, and those that sources name besides; by acronym.
    #[allow(clippy::too_many_arguments)]
    async fn organisations(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which organisations; null for all.")] filter: Option<
            OrganisationFilter,
        >,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<OrganisationConnection> {
        organisation_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// The offices that sources list, as printed. An office is no programme.
    #[allow(clippy::too_many_arguments)]
    async fn offices(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which offices; null for all.")] filter: Option<OfficeFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<OfficeConnection> {
        office_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// Where claims differ: between sources, editions or passages.
    #[allow(clippy::too_many_arguments)]
    async fn discrepancies(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which discrepancies; null for all.")] filter: Option<
            DiscrepancyFilter,
        >,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DiscrepancyConnection> {
        discrepancy_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// What the sources themselves repeat or get wrong.
    #[allow(clippy::too_many_arguments)]
    async fn quality_flags(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which flags; null for all.")] filter: Option<QualityFlagFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<QualityFlagConnection> {
        flag_page(self.graph(context)?, filter, &Paging::new(context, first, after, last, before))
    }

    /// What has these words, the best first: programmes, results, pledges, commitments, progress items, countries and
    /// organisations, by titles, other names, synopses, headlines, countries under any of their names, places, themes,
    /// organisations, partners, and the text of documents that the hub holds.
    ///
    /// Accents, case and the forms of a word do not matter. The last word may be the beginning of one, unless something
    /// stands after it, if only a space. A word that no text has is read as the nearest that one has: with a typo from 5
    /// letters on, with two from 9, never in a number. Words such as `the` and `of` count only when there is no other. A
    /// text without a word finds nothing; one of more than 256 characters is an error.
    async fn search(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `return ivory coast`.")] text: String,
        #[graphql(desc = "What is to be found; null or empty for everything.")] types: Option<
            Vec<SearchType>,
        >,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<SearchConnection> {
        search_page(self.graph(context)?, &text, types.unwrap_or_default(), &Paging::forward(first, after))
    }

    /// What changed from one edition of a source to the next that is kept, the newest first: records that were added,
    /// removed or modified, field by field, with the evidence of both editions.
    #[allow(clippy::too_many_arguments)]
    async fn changes(
        &self,
        context: &Context<'_>,
        #[graphql(name = "where", desc = "Which changes; null for all.")] filter: Option<ChangeFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the back; 1,000 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ChangeConnection> {
        let graph = self.graph(context)?;
        change_page(graph, graph.changes.places(), filter, &Paging::new(context, first, after, last, before))
    }
}
