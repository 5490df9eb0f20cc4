//! The baseline: async-graphql and its axum integration, written as their book shows, over the same graph: objects that
//! lend rows, the graph in the schema's data, the default executor, no cache. It answers the benchmark's questions and
//! has no more of the schema than they want.

mod country;
mod programme;

use std::path::Path;
use std::sync::Arc;

use async_graphql::{Context, EmptyMutation, EmptySubscription, InputObject, Object, OutputType, Schema};
use async_graphql_axum::{GraphQLRequest, GraphQLResponse};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use gcm_hub::graph::Graph;
use gcm_hub::store::{MemoryStore, SledStore, Store};

use crate::limit;
use country::{Country, CountryFilter};
use programme::{Programme, ProgrammeFilter};

type Plain = Schema<Query, EmptyMutation, EmptySubscription>;

/// Serves what the hub has in that data folder.
pub fn run(folder: &Path) {
    let store: Box<dyn Store> = if folder.exists() {
        Box::new(SledStore::open(folder).expect("the data folder can be opened"))
    } else {
        Box::new(MemoryStore::new())
    };
    let now = chrono::DateTime::UNIX_EPOCH;
    let graph = gcm_hub::refresh::load(&*store, &gcm_hub::sources::Sources::default(), now).unwrap();
    // The hub opens it next.
    drop(store);
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).data(Arc::new(graph)).finish();
    limit::serve(Router::new().route("/graphql", post(graphql)).with_state(schema));
}

async fn graphql(State(schema): State<Plain>, request: GraphQLRequest) -> GraphQLResponse {
    schema.execute(request.into_inner()).await.into()
}

fn graph<'a>(context: &Context<'a>) -> &'a Graph {
    context.data_unchecked::<Arc<Graph>>()
}

struct Query;

#[Object]
impl Query {
    async fn programme<'a>(&self, context: &Context<'a>, slug: String) -> Option<Programme<'a>> {
        let graph = graph(context);
        graph.programme(&slug).map(|place| Programme(&graph.programmes[place]))
    }
    async fn programmes<'a>(
        &self,
        context: &Context<'a>,
        #[graphql(name = "where")] filter: Option<ProgrammeFilter>,
        first: Option<usize>,
    ) -> ProgrammeConnection<'a> {
        let all = graph(context).programmes.iter().map(|(_, row)| row);
        let mut rows: Vec<_> =
            all.filter(|row| filter.as_ref().is_none_or(|filter| filter.matches(row))).collect();
        rows.sort_by(|one, other| one.slug.cmp(&other.slug));
        Page::of(rows.into_iter().map(Programme), first)
    }
    async fn countries<'a>(
        &self,
        context: &Context<'a>,
        #[graphql(name = "where")] filter: Option<CountryFilter>,
        first: Option<usize>,
    ) -> CountryConnection {
        let graph = graph(context);
        let all = gcm_hub::reference::countries().iter();
        let kept = all.filter(|row| filter.as_ref().is_none_or(|filter| filter.matches(graph, row)));
        Page::of(kept.map(Country), first)
    }
}

/// A page of a list from its front.
struct Page<T> {
    total: usize,
    nodes: Vec<T>,
}

impl<T> Page<T> {
    fn of(rows: impl Iterator<Item = T>, first: Option<usize>) -> Self {
        let mut nodes: Vec<T> = rows.collect();
        let total = nodes.len();
        nodes.truncate(first.unwrap_or(250));
        Self { total, nodes }
    }
}

#[Object(
    concrete(name = "ProgrammeConnection", params("Programme<'_>")),
    concrete(name = "CountryConnection", params("Country")),
    concrete(name = "ProgressItemConnection", params("country::ProgressItem<'_>")),
    concrete(name = "ResultConnection", params("programme::ProgrammeResult<'_>"))
)]
impl<T: OutputType> Page<T> {
    async fn total_count(&self) -> usize {
        self.total
    }
    async fn nodes(&self) -> &[T] {
        &self.nodes
    }
}

type ProgrammeConnection<'a> = Page<Programme<'a>>;
type CountryConnection = Page<Country>;
type ProgressItemConnection<'a> = Page<country::ProgressItem<'a>>;
type ResultConnection<'a> = Page<programme::ProgrammeResult<'a>>;

#[derive(InputObject)]
struct FloatRange {
    min: Option<f64>,
    max: Option<f64>,
}

impl FloatRange {
    fn holds(&self, number: Option<f64>) -> bool {
        number.is_some_and(|number| {
            self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
        })
    }
}

#[derive(InputObject)]
struct IntRange {
    min: Option<i32>,
    max: Option<i32>,
}
