//! Programmes and their results.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use gcm_hub::graph::{self, Graph};
use gcm_hub::record::{PartnerName, Qualifier, Stage};
use gcm_hub::reference;

use super::country::{Country, Source};
use super::{FloatRange, Page, ResultConnection, graph};

#[derive(InputObject)]
pub struct ProgrammeFilter {
    budget: Option<FloatRange>,
}

impl ProgrammeFilter {
    pub fn matches(&self, row: &graph::Programme) -> bool {
        let amount = row.budget.as_ref().map(|budget| budget.amount);
        self.budget.as_ref().is_none_or(|range| range.holds(amount))
    }
}

#[derive(InputObject)]
pub struct ResultFilter {
    value: Option<FloatRange>,
}

#[derive(Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "Stage")]
enum ProgrammeStage {
    ConceptNoteApproved,
    DocumentSolicited,
    Funded,
    Completed,
}

#[derive(Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "Qualifier")]
enum FigureQualifier {
    Exact,
    About,
    AtLeast,
    Almost,
}

pub struct Programme<'a>(pub &'a graph::Programme);

#[Object]
impl<'a> Programme<'a> {
    async fn slug(&self) -> &str {
        &self.0.slug
    }
    async fn title(&self) -> &str {
        &self.0.title
    }
    async fn synopsis(&self) -> Option<&str> {
        self.0.synopsis.as_deref()
    }
    async fn stage(&self) -> Option<ProgrammeStage> {
        self.0.stage.map(Into::into)
    }
    async fn duration_months(&self) -> Option<u32> {
        self.0.duration_months
    }
    async fn countries(&self) -> Vec<Country> {
        self.0.countries.iter().map(|code| Country(reference::country(*code))).collect()
    }
    async fn thematic_area(&self) -> Option<ThematicArea> {
        let area = reference::thematic_area(self.0.thematic_area?)?;
        Some(ThematicArea { number: area.number, name: area.name })
    }
    async fn budget(&self) -> Option<Money<'_>> {
        let budget = self.0.budget.as_ref()?;
        Some(Money { amount: budget.amount, currency: &budget.currency })
    }
    async fn partners(&self) -> Vec<Partner<'_>> {
        self.0.partners.iter().map(|partner| Partner(&partner.value)).collect()
    }
    async fn results<'c>(
        &self,
        context: &Context<'c>,
        #[graphql(name = "where")] filter: Option<ResultFilter>,
        first: Option<usize>,
    ) -> ResultConnection<'c> {
        let graph = graph(context);
        let range = filter.and_then(|filter| filter.value);
        let rows = self.0.results.iter().map(|place| &graph.results[*place]);
        let kept = rows.filter(|row| range.as_ref().is_none_or(|range| range.holds(Some(row.figure.value))));
        Page::of(kept.map(ProgrammeResult), first)
    }
}

#[derive(SimpleObject)]
struct ThematicArea {
    number: u8,
    name: &'static str,
}

struct Money<'a> {
    amount: f64,
    currency: &'a str,
}

#[Object]
impl Money<'_> {
    async fn amount(&self) -> f64 {
        self.amount
    }
    async fn currency(&self) -> &str {
        self.currency
    }
}

struct Partner<'a>(&'a PartnerName);

#[Object]
impl Partner<'_> {
    async fn name(&self) -> &str {
        &self.0.name
    }
    async fn group(&self) -> Option<&str> {
        self.0.group.as_deref()
    }
}

pub struct ProgrammeResult<'a>(pub &'a graph::ProgrammeResult);

#[Object(name = "Result")]
impl ProgrammeResult<'_> {
    async fn theme(&self) -> Option<&str> {
        self.0.theme.as_deref()
    }
    async fn figure(&self) -> Figure<'_> {
        Figure(&self.0.figure)
    }
    async fn programme<'c>(&self, context: &Context<'c>) -> Option<Programme<'c>> {
        Some(Programme(&graph(context).programmes[self.0.programme?]))
    }
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        self.0.evidence.iter().map(Evidence).collect()
    }
}

struct Figure<'a>(&'a gcm_hub::record::Figure);

#[Object]
impl Figure<'_> {
    async fn value(&self) -> f64 {
        self.0.value
    }
    async fn unit(&self) -> &str {
        &self.0.unit
    }
    async fn qualifier(&self) -> FigureQualifier {
        self.0.qualifier.into()
    }
}

pub struct Evidence<'a>(pub &'a graph::Evidence);

#[Object]
impl Evidence<'_> {
    async fn source<'c>(&self, context: &Context<'c>) -> Source<'c> {
        let graph: &Graph = graph(context);
        Source(graph.source_of(self.0.edition))
    }
    async fn first_line(&self) -> u32 {
        self.0.lines.first
    }
    async fn last_line(&self) -> u32 {
        self.0.lines.last
    }
    async fn quote_sha256(&self) -> String {
        self.0.lines.sha256.to_string()
    }
}
