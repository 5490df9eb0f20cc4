//! The root of queries.

use std::sync::Arc;

use async_graphql::{Any, Context, ID, Object, Result};
use gcm_hub_macros::written;

use super::Snapshot;
use super::aggregate::{ProgrammeConnection, all_programmes_page};
use super::error::{unavailable, user_error};
use super::federation::{Entity, MOST_REPRESENTATIONS, Service};
use super::filter::{
    self, ChangeFilter, CountryFilter, DecisionFilter, DiscrepancyFilter, LinkFilter, OfficeFilter,
    OrganisationFilter, PledgeFilter, ProgrammeFilter, ProgressItemFilter, QualityFlagFilter, ResultFilter,
};
use super::limits::{MOST_PAGE, deadline};
use super::node::Node;
use super::order::{CountryOrder, LinkOrder, ProgrammeOrder, ProgressItemOrder, ResultOrder};
use super::page::{Paging, by_id, simple};
use super::plan::Gives;
use super::scalar::{CountryCode, Time};
use super::types::{
    ChangeConnection, Country, CountryConnection, DecisionConnection, Discrepancy, DiscrepancyConnection,
    GcmObjective, Hub, LinkConnection, Office, OfficeConnection, Organisation, OrganisationConnection,
    Pledge, PledgeConnection, Programme, ProgressItemConnection, QualityFlag, QualityFlagConnection,
    ResultConnection, SearchConnection, SearchType, Source, ThematicArea, change_page, country_page,
    decision_page, item_page, link_page, organisation_page, pledge_page, result_page, search_page,
};
use super::view::View;
use crate::hub::{self, Served};
use crate::reference;

/// The root of queries: of the graph that the request took, or of one of an earlier time.
#[derive(Default)]
pub struct Query(Option<Arc<Served>>);

impl Query {
    fn graph<'a>(&'a self, context: &impl Gives<'a>) -> Result<&'a Arc<Served>> {
        match &self.0 {
            Some(graph) => Ok(graph),
            None => Ok(&context.given::<Snapshot>()?.0),
        }
    }
}

/// What the hub can be asked. Every list is a connection: `nodes` for the rows of a page, `totalCount` for all of
/// them, `where` for a filter. Values say where they were read in `evidence` or, for programmes, in `claims`.
#[written]
#[Object]
impl Query {
    /// Anything by its identifier; null for one that is unknown or that no edition in service has any more.
    async fn node(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "An `id` that the hub gave.")] id: ID,
    ) -> Result<Option<Node>> {
        Ok(Node::find(self.graph(context)?, &id))
    }

    /// Several things by their identifiers, in the order of the identifiers, null for each unknown one. At most 1,000.
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Identifiers that the hub gave.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MOST_PAGE {
            return Err(user_error(format!("`ids` has {} identifiers: {MOST_PAGE} at most", ids.len())));
        }
        let graph = self.graph(context)?;
        Ok(ids.iter().map(|id| Node::find(graph, id)).collect())
    }

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
        let paging = Paging { first, after, last, before };
        all_programmes_page(graph, filter, order_by, &paging)
    }

    /// The programme of a slug, former slugs among them; null when there is none.
    async fn programme(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `tjk-families-left-behind-khatlon`.")] slug: String,
    ) -> Result<Option<Programme>> {
        let graph = self.graph(context)?;
        Ok(graph.programme(&slug).map(|place| View::new(graph, place)))
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
        pledge_page(self.graph(context)?, filter, &Paging { first, after, last, before })
    }

    /// The pledge of a slug; null when there is none.
    async fn pledge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `undp-pledge`.")] slug: String,
    ) -> Result<Option<Pledge>> {
        let graph = self.graph(context)?;
        Ok(graph.pledge(&slug).map(|place| View::new(graph, place)))
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
        item_page(graph, graph.items.places(), filter, order_by, &Paging { first, after, last, before })
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
        result_page(graph, graph.results.places(), filter, order_by, &Paging { first, after, last, before })
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
        link_page(graph, places, filter, order_by, &Paging { first, after, last, before })
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
        decision_page(self.graph(context)?, filter, &Paging { first, after, last, before })
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
        country_page(self.graph(context)?, filter, order_by, &Paging { first, after, last, before })
    }

    /// A country by alpha-3 or alpha-2 code, or by any known name or alias.
    async fn country(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `MDA`, `md` or `Moldova`.")] code: CountryCode,
    ) -> Result<Option<Country>> {
        Ok(Some(Country::new(self.graph(context)?, code.0)))
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
        organisation_page(self.graph(context)?, filter, &Paging { first, after, last, before })
    }

    /// An organisation by acronym, name or alias, whatever the case; null when the hub does not know it.
    async fn organisation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `UNDP`.")] acronym: String,
    ) -> Result<Option<Organisation>> {
        let graph = self.graph(context)?;
        Ok(graph.organisation(&acronym).map(|place| View::new(graph, place)))
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
        let graph = self.graph(context)?;
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let places = graph.offices.places();
        let kept = filter::kept(places, |place| filter.matches(graph, &graph.offices[*place]))?;
        let cursor = |office: &Office| office.name.clone();
        let find = |cursor: &str| kept.iter().position(|place| graph.offices[*place].name == cursor);
        let paging = Paging { first, after, last, before };
        simple(&kept, |place| View::new(graph, place), cursor, find, &paging)
    }

    /// The five thematic areas of the Migration MPTF.
    async fn thematic_areas(&self, context: &Context<'_>) -> Result<Vec<ThematicArea>> {
        let graph = self.graph(context)?;
        let numbers = reference::thematic_areas().iter().map(|area| area.number);
        Ok(numbers.filter_map(|number| ThematicArea::new(graph, number)).collect())
    }

    /// The 23 objectives of the Global Compact for Migration.
    async fn gcm_objectives(&self) -> Vec<GcmObjective> {
        reference::gcm_objectives().iter().map(GcmObjective::from).collect()
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
        let graph = self.graph(context)?;
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let places = graph.discrepancies.places();
        let kept = filter::kept(places, |place| filter.matches(graph, &graph.discrepancies[*place]))?;
        let view = |place| View::new(graph, place);
        let find = by_id(&kept, |place| graph.discrepancies[place].id);
        simple(&kept, view, Discrepancy::id_text, find, &Paging { first, after, last, before })
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
        let graph = self.graph(context)?;
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let places = graph.flags.places();
        let kept = filter::kept(places, |place| filter.matches(graph, &graph.flags[*place]))?;
        let view = |place| View::new(graph, place);
        let find = by_id(&kept, |place| graph.flags[place].id);
        simple(&kept, view, QualityFlag::id_text, find, &Paging { first, after, last, before })
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
        change_page(graph, graph.changes.places(), filter, &Paging { first, after, last, before })
    }

    /// The same graph as the documents stood then: of each source the latest edition that stood, under the decisions
    /// that agencies had taken by then, linked anew. Identifiers are the same ones.
    ///
    /// An edition stands from the first day of the date that it speaks for when it is the first of its source with that
    /// date or a later one, else from when the hub got it; never later than that. One without a date stands from when
    /// the hub got it; the one that the hub ships with, when it has no date, from the beginning. A source of which none
    /// stood is `NEVER`. For now or a later time this is the present graph. Counts as 100 fields.
    // Other graphs of a federation know nothing of the time, and a gateway cannot tell it to the hub's entities.
    #[graphql(inaccessible)]
    async fn as_of(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The time, for example `2023-01-01T00:00:00Z`.")] time: Time,
    ) -> Result<Self> {
        let hub = context.data::<Arc<hub::Hub>>()?;
        let _waits = deadline::waits(context);
        let past = hub.as_of(self.graph(context)?, time.0).await;
        Ok(Self(Some(past.map_err(|error| unavailable(&error))?)))
    }

    /// The sources, in the order of the registry.
    async fn sources(&self, context: &Context<'_>) -> Result<Vec<Source>> {
        let graph = self.graph(context)?;
        Ok((0..graph.sources.len()).map(|place| Source::new(graph, place)).collect())
    }

    /// The source of a slug; null when there is none.
    async fn source(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `mptf-pipeline`.")] slug: String,
    ) -> Result<Option<Source>> {
        let graph = self.graph(context)?;
        Ok(graph.source(&slug).map(|place| Source::new(graph, place)))
    }

    /// The hub that answers: version, graph version and build time, limits in force, counts.
    async fn hub(&self, context: &Context<'_>) -> Result<Hub> {
        Ok(Hub::new(self.graph(context)?))
    }

    /// For gateways of Apollo Federation: what representations refer to, in their order, null for each that refers to
    /// nothing. One is an object with `__typename` and a key: `{ __typename: "Country", code: "MDA" }`; the keys are in
    /// `_service`. At most 10,000.
    #[graphql(name = "_entities")]
    async fn entities(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Representations of entities.")] representations: Vec<Any>,
    ) -> Result<Vec<Option<Result<Entity>>>> {
        let asked = representations.len();
        if asked > MOST_REPRESENTATIONS {
            return Err(user_error(format!(
                "`representations` has {asked} representations: {MOST_REPRESENTATIONS} at most"
            )));
        }
        let graph = self.graph(context)?;
        Ok(representations.iter().map(|Any(value)| Entity::find(graph, value).transpose()).collect())
    }

    /// For gateways of Apollo Federation: the schema as one of its subgraphs.
    #[graphql(name = "_service")]
    async fn service(&self) -> Service {
        Service::hub()
    }
}
