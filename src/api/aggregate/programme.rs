//! Statistics and groups of programmes.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::group::{GroupKey, Groups, group};
use super::grouping::{ProgrammeGrouping, SomeGroups};
use super::kept::{Counted, Kept};
use crate::api::filter::{self, Picked, ProgrammeFilter, check};
use crate::api::limits::deadline;
use crate::api::order::{ProgrammeOrder, sort_programmes};
use crate::api::page::{Page, Paging, shown, slice};
use crate::api::types::Programme;
use crate::api::view::View;
use crate::graph::{self, Budgets, Graph, Ix, Node, Sums};
use crate::hub::Served;

/// A page of programmes, with what can be counted of the whole list.
pub type ProgrammeConnection = Page<Programme, ProgrammeAggregates>;

/// A page of all programmes, filtered and ordered.
pub fn all_programmes_page(
    graph: &Arc<Served>,
    filter: Option<ProgrammeFilter>,
    order: Option<Vec<ProgrammeOrder>>,
    paging: &Paging,
) -> Result<ProgrammeConnection> {
    let choose = || {
        let order = order.unwrap_or_default();
        let filter = filter.unwrap_or_default();
        filter.check(graph)?;
        let set = Counted::new(graph, filter.select(graph)?);
        // To sort a few is cheaper than to look for them in the order of all.
        let many = set.len() > graph.programmes.len() / 64;
        Ok(match order.as_slice() {
            [] => Kept::Set(set),
            [one] if many && let Some((by, greatest_first)) = one.column() => {
                Kept::Ordered { set, by, greatest_first }
            }
            _ => {
                let mut list: Vec<_> = set.iter(graph).collect();
                sort_programmes(graph, &mut list, &order, &filter);
                Kept::List(list)
            }
        })
    };
    kept_page(graph, paging.rows(choose)?, paging)
}

/// A page of some programmes, which are in the order of the graph, filtered and ordered.
pub fn programme_page(
    graph: &Arc<Served>,
    programmes: &[Ix<graph::Programme>],
    filter: Option<ProgrammeFilter>,
    order: Option<Vec<ProgrammeOrder>>,
    paging: &Paging,
) -> Result<ProgrammeConnection> {
    let mut list = programmes.to_vec();
    if let Some(filter) = &filter {
        filter.check(graph)?;
        list = filter::kept(list, |place| filter.matches(graph, &graph.programmes[*place]))?;
    }
    if let Some(order) = order {
        sort_programmes(graph, &mut list, &order, &filter.unwrap_or_default());
    }
    kept_page(graph, Arc::new(Kept::List(list)), paging)
}

fn kept_page(graph: &Arc<Served>, kept: Arc<Kept>, paging: &Paging) -> Result<ProgrammeConnection> {
    deadline::check()?;
    // The cursor of a programme is its identifier; one that it had before is none.
    let place = |cursor: &str| match graph.node(cursor.parse().ok()?)? {
        Node::Programme(place) if graph.programmes[place].id.to_string() == cursor => Some(place),
        _ => None,
    };
    let slice = slice(paging, kept.len(), |cursor| kept.position(graph, place(cursor)?))?;
    let rows = View::all(graph, kept.part(graph, slice.start, slice.end));
    Ok(shown(rows, Programme::id_text, &slice, ProgrammeAggregates { graph: Arc::clone(graph), kept }))
}

/// What can be counted of a list of programmes.
pub struct ProgrammeAggregates {
    graph: Arc<Served>,
    kept: Arc<Kept>,
}

/// What can be counted of a list of programmes.
#[written]
#[Object]
impl ProgrammeAggregates {
    /// How many programmes are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.kept.len()
    }
    /// Statistics of the whole list.
    async fn stats(
        &self,
        #[graphql(
            desc = "Take budgets and durations as this source states them, by slug; as the newest does when null."
        )]
        source: Option<String>,
    ) -> Result<ProgrammeStats> {
        ProgrammeStats::of(&self.graph, &self.kept, source)
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
        let groups = match by.as_slice() {
            [one] if let Some(groups) = one.of_set(graph, &self.kept, first)? => groups,
            _ => {
                let rows: Vec<_> = self.kept.iter(graph).collect();
                let keys = |row, index: usize| by[index].keys(graph, &graph.programmes[row]);
                let Groups { shown, other_groups, other_rows } = group(&rows, by.len(), first, keys)?;
                let shown = shown.into_iter().map(|(keys, rows)| (keys, Kept::List(rows))).collect();
                SomeGroups { shown, other_groups, other_rows }
            }
        };
        let view = |(keys, kept)| ProgrammeGroup { keys, graph: Arc::clone(graph), kept: Arc::new(kept) };
        Ok(ProgrammeGroups {
            groups: groups.shown.into_iter().map(view).collect(),
            other_groups: groups.other_groups,
            other_count: groups.other_rows,
        })
    }
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
    kept: Arc<Kept>,
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
        ProgrammeStats::of(&self.graph, &self.kept, source)
    }
    /// The programmes of the group, in the order of the list.
    async fn programmes(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgrammeConnection> {
        kept_page(&self.graph, Arc::clone(&self.kept), &Paging::forward(first, after))
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
    fn of(graph: &Graph, kept: &Kept, source: Option<String>) -> Result<Self> {
        let source = source.map(|slug| vec![slug]);
        check::sources(graph, &source)?;
        let source = source.as_ref().and_then(|slugs| graph.source(&slugs[0]));
        let totals = match (source, kept.by_slug()) {
            (Some(source), _) => Cow::Owned(graph.totals_stated_by(source, kept.iter(graph))),
            (None, Some(Picked::All)) => Cow::Borrowed(graph.totals_of_all()),
            (None, Some(Picked::Having(having))) => Cow::Borrowed(having.totals(graph)),
            (None, _) => Cow::Owned(graph.totals(kept.iter(graph))),
        };
        Ok(Self {
            count: totals.count,
            budget: totals.budgets().map(MoneyStats::from),
            duration_months: totals.months.map(NumberStats::from),
        })
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

impl From<&Budgets> for MoneyStats {
    fn from(budgets: &Budgets) -> Self {
        let NumberStats { count, sum, min, max, mean } = budgets.sums.into();
        let (currency, exclusive_sum) = (budgets.currency.clone(), budgets.exclusive_sum);
        Self { currency, count, sum, min, max, mean, exclusive_sum }
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

impl From<Sums> for NumberStats {
    fn from(Sums { count, sum, min, max }: Sums) -> Self {
        Self { count, sum, min: Some(min), max: Some(max), mean: Some(sum / count as f64) }
    }
}
