//! Results and figures.

use std::sync::Arc;

use async_graphql::{ID, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::Country;
use super::enums::FigureQualifier;
use super::link::{LinkConnection, links_of};
use super::programme::Programme;
use super::truth::{Evidence, Record};
use crate::api::aggregate::ResultAggregates;
use crate::api::filter::{self, LinkFilter, ResultFilter};
use crate::api::order::{ResultOrder, sort_results};
use crate::api::page::{Page, Paging, by_id, page};
use crate::api::view::View;
use crate::graph::{self, Ix};
use crate::hub::Served;
use crate::linking::End;
use crate::record;

/// A result; see the type's description.
pub type ProgrammeResult = View<graph::ProgrammeResult>;

/// A page of results, with what can be counted of the whole list.
pub type ResultConnection = Page<ProgrammeResult, ResultAggregates>;

/// One figure that a source reports as a programme's result.
#[written]
#[Object(name = "Result")]
impl ProgrammeResult {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// The programme that achieved it; null where no evidence says which (never guessed from the country alone).
    async fn programme(&self) -> Option<Programme> {
        self.programme_view()
    }
    /// Where the work was; empty where the source names no country for this figure.
    async fn countries(&self) -> Vec<Country> {
        self.countries.iter().map(|code| Country::new(&self.graph, *code)).collect()
    }
    /// The sub-heading that the figure stands under in the spotlight; null for a figure in a programme's own feature.
    async fn theme(&self) -> Option<&str> {
        self.theme.as_deref()
    }
    /// The figure.
    async fn figure(&self) -> Figure<'_> {
        Figure::new(&self.graph, &self.figure, &self.evidence)
    }
    /// Results that state the same thing; sum only one of them.
    async fn repeats(&self) -> Vec<Self> {
        Self::all(&self.graph, self.repeats.iter().copied())
    }
    /// Whether an earlier result states the same thing, so that this one must not be added to it.
    async fn is_repeat(&self) -> bool {
        self.is_repeat
    }
    /// The record it was read as; its `matchedBy` gives the reasons for the programme where the source prints the
    /// figure under a country only.
    async fn record(&self) -> Record {
        View::new(&self.graph, self.record)
    }
    /// Links that suggest its programme, where the source does not say which it is.
    async fn links(
        &self,
        #[graphql(name = "where", desc = "Which links; null for all.")] filter: Option<LinkFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<LinkConnection> {
        links_of(&self.graph, End::Result(self.place), filter, &Paging::forward(first, after))
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

impl ProgrammeResult {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// A page of some results, filtered and ordered.
pub fn result_page(
    graph: &Arc<Served>,
    results: impl IntoIterator<Item = Ix<graph::ProgrammeResult>>,
    filter: Option<ResultFilter>,
    order: Option<Vec<ResultOrder>>,
    paging: &Paging,
) -> Result<ResultConnection> {
    let kept = paging.rows(|| {
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let mut kept = filter::kept(results, |place| filter.matches(graph, &graph.results[*place]))?;
        sort_results(graph, &mut kept, &order.unwrap_or_default());
        Ok(kept)
    })?;
    let aggregates = ResultAggregates::new(graph, Arc::clone(&kept));
    let find = by_id(&kept, |place| graph.results[place].id);
    page(&kept, |place| View::new(graph, place), ProgrammeResult::id_text, find, paging, aggregates)
}

/// A number that a source gives, with what it counts.
#[derive(SimpleObject, Written)]
pub struct Figure<'a> {
    /// The number; the lower end where the source gives a range.
    value: f64,
    /// The upper end of a range; null where one number is given.
    value_max: Option<f64>,
    /// How exact the source says it is.
    qualifier: FigureQualifier,
    /// What is counted, in a few of the source's words; `%` leads where it is a share.
    unit: &'a str,
    /// The year that the figure is for; null where the source does not say.
    year: Option<u16>,
    /// What it covers, when that is more or other than what it is listed with; null otherwise.
    scope: Option<&'a str>,
    /// Where it was read.
    evidence: Vec<Evidence<'a>>,
}

impl<'a> Figure<'a> {
    /// A figure with its evidence.
    pub fn new(graph: &'a Arc<Served>, figure: &'a record::Figure, evidence: &'a [graph::Evidence]) -> Self {
        Self {
            value: figure.value,
            value_max: figure.value_max,
            qualifier: figure.qualifier.into(),
            unit: &figure.unit,
            year: figure.year,
            scope: figure.scope.as_deref(),
            evidence: Evidence::all(graph, evidence),
        }
    }

    /// Every figure of a list.
    pub fn all(graph: &'a Arc<Served>, figures: &'a [graph::Sourced<record::Figure>]) -> Vec<Self> {
        figures.iter().map(|figure| Self::new(graph, &figure.value, &figure.evidence)).collect()
    }
}
