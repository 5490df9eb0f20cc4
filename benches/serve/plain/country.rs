//! Countries, and what sources say of them.

use async_graphql::{Context, InputObject, Object};
use gcm_hub::graph::{self, Graph};
use gcm_hub::reference;

use super::programme::{Evidence, Programme, ProgrammeResult};
use super::{IntRange, Page, ProgrammeConnection, ProgressItemConnection, ResultConnection, graph};

#[derive(InputObject)]
pub struct CountryFilter {
    source: Option<Vec<String>>,
    source_count: Option<IntRange>,
}

impl CountryFilter {
    pub fn matches(&self, graph: &Graph, row: &reference::Country) -> bool {
        let wanted = self.source.as_deref().unwrap_or_default();
        let mut sources = graph.sources_in(row.code).map(|place| graph.sources[place].slug());
        let is_of = wanted.is_empty() || sources.any(|slug| wanted.iter().any(|wanted| wanted == slug));
        let count = i32::try_from(graph.sources_in(row.code).count()).unwrap_or(i32::MAX);
        is_of
            && self.source_count.as_ref().is_none_or(|range| {
                range.min.is_none_or(|min| count >= min) && range.max.is_none_or(|max| count <= max)
            })
    }
}

pub struct Country(pub &'static reference::Country);

#[Object]
impl Country {
    async fn code(&self) -> &str {
        self.0.code.as_str()
    }
    async fn name(&self) -> &str {
        self.0.name
    }
    async fn region(&self) -> Option<Region> {
        self.0.region.map(Region)
    }
    async fn sources<'c>(&self, context: &Context<'c>) -> Vec<Source<'c>> {
        let graph = graph(context);
        graph.sources_in(self.0.code).map(|place| Source(&graph.sources[place])).collect()
    }
    async fn programmes<'c>(&self, context: &Context<'c>, first: Option<usize>) -> ProgrammeConnection<'c> {
        let graph = graph(context);
        let mut rows: Vec<_> =
            graph.programmes_in(self.0.code).iter().map(|place| &graph.programmes[*place]).collect();
        rows.sort_by(|one, other| one.slug.cmp(&other.slug));
        Page::of(rows.into_iter().map(Programme), first)
    }
    async fn progress_items<'c>(
        &self,
        context: &Context<'c>,
        first: Option<usize>,
    ) -> ProgressItemConnection<'c> {
        let graph = graph(context);
        let rows = graph.items_in(self.0.code).iter().map(|place| &graph.items[*place]);
        Page::of(rows.map(ProgressItem), first)
    }
    async fn results<'c>(&self, context: &Context<'c>, first: Option<usize>) -> ResultConnection<'c> {
        let graph = graph(context);
        let rows = graph.results_in(self.0.code).iter().map(|place| &graph.results[*place]);
        Page::of(rows.map(ProgrammeResult), first)
    }
}

struct Region(&'static reference::Region);

#[Object]
impl Region {
    async fn name(&self) -> &str {
        self.0.name
    }
}

pub struct Source<'a>(pub &'a graph::SourceNode);

#[Object]
impl Source<'_> {
    async fn slug(&self) -> &str {
        self.0.slug()
    }
}

pub struct ProgressItem<'a>(pub &'a graph::ProgressItem);

#[Object]
impl ProgressItem<'_> {
    async fn commitment<'c>(&self, context: &Context<'c>) -> Commitment<'c> {
        Commitment(&graph(context).commitments[self.0.commitment])
    }
    async fn position(&self) -> u32 {
        self.0.position
    }
    async fn headline(&self) -> Option<&str> {
        self.0.headline.as_deref()
    }
    async fn countries(&self) -> Vec<Country> {
        self.0.countries.iter().map(|code| Country(reference::country(code.value))).collect()
    }
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        self.0.evidence.iter().map(Evidence).collect()
    }
}

struct Commitment<'a>(&'a graph::Commitment);

#[Object]
impl Commitment<'_> {
    async fn number(&self) -> &str {
        &self.0.number
    }
}
