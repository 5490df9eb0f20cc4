//! Statistics and groups of programmes.

use std::sync::Arc;

use async_graphql::{Enum, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::group::{GroupKey, group};
use crate::api::filter::{ProgrammeFilter, check};
use crate::api::order::{ProgrammeOrder, sort_programmes};
use crate::api::page::{Page, Paging, page};
use crate::api::types::{Programme, ProgrammeKind, ProgrammeStage, Scope};
use crate::api::view::View;
use crate::graph::{self, Graph, Ix};
use crate::hub::Served;
use crate::record::Money;
use crate::reference;

/// A page of programmes, with what can be counted of the whole list.
pub type ProgrammeConnection = Page<Programme, ProgrammeAggregates>;

/// A page of some programmes, filtered and ordered.
pub fn programme_page(
    graph: &Arc<Served>,
    programmes: impl IntoIterator<Item = Ix<graph::Programme>>,
    filter: Option<ProgrammeFilter>,
    order: Option<Vec<ProgrammeOrder>>,
    paging: &Paging,
) -> Result<ProgrammeConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let mut kept: Vec<_> =
        programmes.into_iter().filter(|place| filter.matches(graph, &graph.programmes[*place])).collect();
    sort_programmes(graph, &mut kept, &order.unwrap_or_default(), &filter);
    let aggregates = ProgrammeAggregates { graph: Arc::clone(graph), rows: kept.clone() };
    page(&kept, |place| View::new(graph, place), Programme::id_text, paging, aggregates)
}

/// What can be counted of a list of programmes.
pub struct ProgrammeAggregates {
    graph: Arc<Served>,
    rows: Vec<Ix<graph::Programme>>,
}

/// What can be counted of a list of programmes.
#[written]
#[Object]
impl ProgrammeAggregates {
    /// How many programmes are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.rows.len()
    }
    /// Statistics of the whole list.
    async fn stats(
        &self,
        #[graphql(
            desc = "Take budgets and durations as this source states them, by slug; as the newest does when null."
        )]
        source: Option<String>,
    ) -> Result<ProgrammeStats> {
        ProgrammeStats::of(&self.graph, &self.rows, source)
    }
    /// The whole list in groups, the largest first. A programme stands in the group of each of its values; its budget
    /// is not split.
    async fn groups(
        &self,
        #[graphql(desc = "Up to three groupings; several make a group of each combination.")] by: Vec<
            ProgrammeGrouping,
        >,
        #[graphql(desc = "At most so many groups; all when null. The rest is in `otherCount`.")]
        first: Option<i32>,
    ) -> Result<ProgrammeGroups> {
        let graph = &self.graph;
        let groups =
            group(&self.rows, by.len(), first, |row, index| by[index].keys(graph, &graph.programmes[row]))?;
        let view = |(keys, rows)| ProgrammeGroup { keys, graph: Arc::clone(graph), rows };
        Ok(ProgrammeGroups {
            groups: groups.shown.into_iter().map(view).collect(),
            other_groups: groups.other_groups,
            other_count: groups.other_rows,
        })
    }
}

/// What programmes can be grouped by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ProgrammeGrouping {
    /// The fund's thematic area.
    ThematicArea,
    /// Each country of work.
    Country,
    /// Each M49 region of its countries.
    Region,
    /// Each M49 sub-region of its countries.
    SubRegion,
    /// The stage.
    Stage,
    /// Each organisation that takes part or funds, so far as it is known.
    Organisation,
    /// Joint or global.
    Kind,
    /// How far it reaches.
    Scope,
    /// The duration in months.
    DurationMonths,
    /// Each source that has a record of it.
    Source,
}

impl ProgrammeGrouping {
    fn keys(self, graph: &Graph, programme: &graph::Programme) -> Vec<GroupKey> {
        let by = async_graphql::resolver_utils::enum_value(self).to_string();
        let mut keys: Vec<GroupKey> = match self {
            Self::ThematicArea => {
                let area = programme.thematic_area.and_then(reference::thematic_area);
                area.map(|area| GroupKey::new(&by, area.number.to_string(), area.name)).into_iter().collect()
            }
            Self::Country => {
                let countries = programme.countries.iter().map(|code| reference::country(*code));
                countries.map(|country| GroupKey::new(&by, country.code.as_str(), country.name)).collect()
            }
            Self::Region => regions(&by, programme, |country| country.region),
            Self::SubRegion => regions(&by, programme, |country| country.sub_region),
            Self::Stage => {
                programme.stage.map(|stage| name(&by, ProgrammeStage::from(stage))).into_iter().collect()
            }
            Self::Organisation => programme
                .participation
                .iter()
                .map(|part| &graph.organisations[part.organisation])
                .map(|organisation| {
                    GroupKey::new(&by, organisation.acronym.as_str(), organisation.name.as_str())
                })
                .collect(),
            Self::Kind => vec![name(&by, ProgrammeKind::from(programme.kind))],
            Self::Scope => vec![name(&by, Scope::from(programme.scope))],
            Self::DurationMonths => programme
                .duration_months
                .map(|months| GroupKey::new(&by, months.to_string(), format!("{months} months")))
                .into_iter()
                .collect(),
            Self::Source => programme
                .records
                .iter()
                .map(|record| &graph.source_of(graph.records[*record].edition).info)
                .map(|info| GroupKey::new(&by, info.slug.as_ref(), info.title.as_ref()))
                .collect(),
        };
        keys.sort();
        keys.dedup();
        if keys.is_empty() {
            keys.push(GroupKey::none(&by));
        }
        keys
    }
}

fn regions(
    by: &str,
    programme: &graph::Programme,
    of: impl Fn(&reference::Country) -> Option<&'static reference::Region>,
) -> Vec<GroupKey> {
    let regions = programme.countries.iter().filter_map(|code| of(reference::country(*code)));
    regions.map(|region| GroupKey::new(by, region.code, region.name)).collect()
}

/// A key for a value of an enumeration: its name as filters take it, and the same in words.
fn name<E: async_graphql::resolver_utils::EnumType>(by: &str, value: E) -> GroupKey {
    let name = async_graphql::resolver_utils::enum_value(value).to_string();
    let label = name.to_lowercase().replace('_', " ");
    GroupKey::new(by, name, label)
}

/// Programmes in groups.
#[derive(SimpleObject, Written)]
pub struct ProgrammeGroups {
    /// The groups, the largest first, then by label.
    groups: Vec<ProgrammeGroup>,
    /// How many groups `first` left out.
    other_groups: usize,
    /// How many programmes stand in none of the groups shown.
    other_count: usize,
}

/// Programmes that share their keys.
pub struct ProgrammeGroup {
    keys: Vec<GroupKey>,
    graph: Arc<Served>,
    rows: Vec<Ix<graph::Programme>>,
}

/// Programmes that share their keys.
#[written]
#[Object]
impl ProgrammeGroup {
    /// The keys, in the order of the groupings asked for.
    async fn keys(&self) -> &[GroupKey] {
        &self.keys
    }
    /// Statistics of the group.
    async fn stats(
        &self,
        #[graphql(
            desc = "Take budgets and durations as this source states them, by slug; as the newest does when null."
        )]
        source: Option<String>,
    ) -> Result<ProgrammeStats> {
        ProgrammeStats::of(&self.graph, &self.rows, source)
    }
    /// The programmes of the group, in the order of the list.
    async fn programmes(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgrammeConnection> {
        let aggregates = ProgrammeAggregates { graph: Arc::clone(&self.graph), rows: self.rows.clone() };
        let view = |place| View::new(&self.graph, place);
        page(&self.rows, view, Programme::id_text, &Paging::forward(first, after), aggregates)
    }
}

/// Statistics of a list of programmes.
#[derive(SimpleObject, Written)]
pub struct ProgrammeStats {
    /// How many programmes.
    count: usize,
    /// Budgets; null where no programme has one, or where they are not all in one currency.
    budget: Option<MoneyStats>,
    /// Durations in months; null where no programme has one.
    duration_months: Option<NumberStats>,
}

impl ProgrammeStats {
    fn of(graph: &Graph, rows: &[Ix<graph::Programme>], source: Option<String>) -> Result<Self> {
        let source = source.map(|slug| vec![slug]);
        check::sources(graph, &source)?;
        let source = source.as_ref().and_then(|slugs| graph.source(&slugs[0]));
        let mut budgets = Vec::new();
        let mut months = Vec::new();
        for programme in rows.iter().map(|row| &graph.programmes[*row]) {
            let (budget, duration) = match source {
                Some(source) => graph.stated_by(programme, source),
                None => (programme.budget.clone(), programme.duration_months),
            };
            budgets.extend(budget.map(|budget| (programme.countries.len() == 1, budget)));
            months.extend(duration.map(f64::from));
        }
        let budget = MoneyStats::of(&budgets);
        Ok(Self { count: rows.len(), budget, duration_months: NumberStats::of(&months) })
    }
}

/// Statistics of sums of money in one currency.
#[derive(SimpleObject, Written)]
pub struct MoneyStats {
    /// ISO 4217 code.
    currency: String,
    /// How many rows have a sum.
    count: usize,
    /// All of them added up, each once, shared ones whole.
    sum: f64,
    /// The least.
    min: Option<f64>,
    /// The most.
    max: Option<f64>,
    /// The mean.
    mean: Option<f64>,
    /// Single-country programmes only: what a country or region has for itself. A shared budget is never split, so
    /// sums over groups by country count it in each.
    exclusive_sum: f64,
}

impl MoneyStats {
    /// Of budgets, each with whether it is one country's alone.
    fn of(budgets: &[(bool, Money)]) -> Option<Self> {
        let currency = budgets.first()?.1.currency.clone();
        if budgets.iter().any(|(_, budget)| budget.currency != currency) {
            return None;
        }
        let amounts: Vec<f64> = budgets.iter().map(|(_, budget)| budget.amount).collect();
        let numbers = NumberStats::of(&amounts)?;
        let single = budgets.iter().filter(|(single, _)| *single);
        Some(Self {
            currency,
            count: amounts.len(),
            sum: numbers.sum,
            min: numbers.min,
            max: numbers.max,
            mean: numbers.mean,
            exclusive_sum: single.map(|(_, budget)| budget.amount).sum(),
        })
    }
}

/// Statistics of numbers.
#[derive(SimpleObject, Written)]
pub struct NumberStats {
    /// How many rows have a number.
    count: usize,
    /// All of them added up.
    sum: f64,
    /// The least.
    min: Option<f64>,
    /// The most.
    max: Option<f64>,
    /// The mean.
    mean: Option<f64>,
}

impl NumberStats {
    /// Of some numbers; `None` of none.
    fn of(numbers: &[f64]) -> Option<Self> {
        let min = numbers.iter().copied().reduce(f64::min)?;
        let sum: f64 = numbers.iter().sum();
        Some(Self {
            count: numbers.len(),
            sum,
            min: Some(min),
            max: numbers.iter().copied().reduce(f64::max),
            mean: Some(sum / numbers.len() as f64),
        })
    }
}
