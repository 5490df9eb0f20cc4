//! The root of queries: [`Lists`], and what is one thing.

mod lists;

use std::sync::Arc;

use async_graphql::{Any, Context, ID, Object, Result};
use gcm_hub_macros::written;

use super::error::{unavailable, user_error};
use super::federation::{Entity, MOST_REPRESENTATIONS, Service};
use super::limits::{MOST_PAGE, deadline};
use super::node::Node;
use super::plan::Gives;
use super::scalar::{CountryCode, Time};
use super::types::{Country, GcmObjective, Hub, Organisation, Pledge, Programme, Source, ThematicArea};
use super::view::View;
use crate::hub::{self, Served};
use crate::reference;
use lists::Lists;

/// The root of queries: of the graph that the request took, or of one of an earlier time.
#[derive(Default)]
pub struct Query {
    lists: Lists,
}

impl Query {
    fn graph<'a>(&'a self, context: &impl Gives<'a>) -> Result<&'a Arc<Served>> {
        self.lists.graph(context)
    }
}

/// What the hub can be asked. Every list is a connection: `nodes` for the rows of a page, `totalCount` for all of
/// them, `where` for a filter. Values say where they were read in `evidence` or, for programmes, in `claims`.
#[written]
#[Object]
impl Query {
    #[graphql(flatten)]
    async fn lists(&self) -> &Lists {
        &self.lists
    }

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

    /// The programme of a slug, former slugs among them; null when there is none.
    async fn programme(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `tjk-families-left-behind-khatlon`.")] slug: String,
    ) -> Result<Option<Programme>> {
        let graph = self.graph(context)?;
        Ok(graph.programme(&slug).map(|place| View::new(graph, place)))
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

    /// A country by alpha-3 or alpha-2 code, or by any known name or alias.
    async fn country(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For example `MDA`, `md` or `Moldova`.")] code: CountryCode,
    ) -> Result<Option<Country>> {
        Ok(Some(Country::new(self.graph(context)?, code.0)))
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
        Ok(Self { lists: Lists::of(past.map_err(|error| unavailable(&error))?) })
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
