//! Counts and groups of results and progress items.

use std::sync::Arc;

use async_graphql::{Enum, Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::group::{GroupKey, Groups, group};
use crate::graph::{Graph, Ix, ProgrammeResult, ProgressItem};
use crate::hub::Served;
use crate::reference::{self, CountryCode};

/// Rows in groups.
#[derive(SimpleObject, Written)]
pub struct CountGroups {
    /// The groups, the largest first, then by label.
    groups: Vec<CountGroup>,
    /// How many groups `first` left out.
    other_groups: usize,
    /// How many rows stand in none of the groups shown.
    other_count: usize,
}

/// Rows that share their keys.
#[derive(SimpleObject, Written)]
pub struct CountGroup {
    /// The keys, in the order of the groupings asked for.
    keys: Vec<GroupKey>,
    /// How many rows.
    count: usize,
}

impl<R> From<Groups<R>> for CountGroups {
    fn from(groups: Groups<R>) -> Self {
        let group = |(keys, rows): (Vec<GroupKey>, Vec<R>)| CountGroup { keys, count: rows.len() };
        Self {
            groups: groups.shown.into_iter().map(group).collect(),
            other_groups: groups.other_groups,
            other_count: groups.other_rows,
        }
    }
}

fn countries(by: &str, codes: impl Iterator<Item = CountryCode>) -> Vec<GroupKey> {
    let names = codes.map(reference::country);
    or_none(by, names.map(|country| GroupKey::new(by, country.code.as_str(), country.name)).collect())
}

fn or_none(by: &str, mut keys: Vec<GroupKey>) -> Vec<GroupKey> {
    keys.sort();
    keys.dedup();
    if keys.is_empty() {
        keys.push(GroupKey::none(by));
    }
    keys
}

/// What can be counted of a list of results.
pub struct ResultAggregates {
    graph: Arc<Served>,
    rows: Arc<Vec<Ix<ProgrammeResult>>>,
}

impl ResultAggregates {
    /// Over some results.
    pub fn new(graph: &Arc<Served>, rows: Arc<Vec<Ix<ProgrammeResult>>>) -> Self {
        Self { graph: Arc::clone(graph), rows }
    }
}

/// What can be counted of a list of results. Figures of different units are never added up.
#[written]
#[Object]
impl ResultAggregates {
    /// How many results are in the whole list, not only on this page; exact, repeats among them.
    async fn total_count(&self) -> usize {
        self.rows.len()
    }
    /// How many of them repeat an earlier result.
    async fn repeat_count(&self) -> usize {
        self.rows.iter().filter(|row| self.graph.results[**row].is_repeat).count()
    }
    /// The whole list in groups, the largest first.
    async fn groups(
        &self,
        #[graphql(desc = "Up to three groupings; several make a group of each combination.")] by: Vec<
            ResultGrouping,
        >,
        #[graphql(desc = "At most so many groups; all when null. The rest is in `otherCount`.")]
        first: Option<i32>,
    ) -> Result<CountGroups> {
        let keys = |row, index: usize| by[index].keys(&self.graph, &self.graph.results[row]);
        Ok(group(&self.rows, by.len(), first, keys)?.into())
    }
}

/// What results can be grouped by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ResultGrouping {
    /// The programme.
    Programme,
    /// Each country of the work.
    Country,
    /// The spotlight's theme.
    Theme,
    /// The year of the figure.
    Year,
}

impl ResultGrouping {
    fn keys(self, graph: &Graph, result: &ProgrammeResult) -> Vec<GroupKey> {
        let by = async_graphql::resolver_utils::enum_value(self).to_string();
        match self {
            Self::Country => countries(&by, result.countries.iter().copied()),
            Self::Programme => {
                let programme = result.programme.map(|place| &graph.programmes[place]);
                let key = programme.map(|p| GroupKey::new(&by, p.slug.as_str(), p.title.as_str()));
                or_none(&by, key.into_iter().collect())
            }
            Self::Theme => {
                let key = result.theme.as_deref().map(|theme| GroupKey::new(&by, theme, theme));
                or_none(&by, key.into_iter().collect())
            }
            Self::Year => {
                let key =
                    result.figure.year.map(|year| GroupKey::new(&by, year.to_string(), year.to_string()));
                or_none(&by, key.into_iter().collect())
            }
        }
    }
}

/// What can be counted of a list of progress items.
pub struct ProgressItemAggregates {
    graph: Arc<Served>,
    rows: Arc<Vec<Ix<ProgressItem>>>,
}

impl ProgressItemAggregates {
    /// Over some items.
    pub fn new(graph: &Arc<Served>, rows: Arc<Vec<Ix<ProgressItem>>>) -> Self {
        Self { graph: Arc::clone(graph), rows }
    }
}

/// What can be counted of a list of progress items.
#[written]
#[Object]
impl ProgressItemAggregates {
    /// How many items are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.rows.len()
    }
    /// The whole list in groups, the largest first. An item stands in the group of each of its values.
    async fn groups(
        &self,
        #[graphql(desc = "Up to three groupings; several make a group of each combination.")] by: Vec<
            ProgressItemGrouping,
        >,
        #[graphql(desc = "At most so many groups; all when null. The rest is in `otherCount`.")]
        first: Option<i32>,
    ) -> Result<CountGroups> {
        let keys = |row, index: usize| by[index].keys(&self.graph, &self.graph.items[row]);
        Ok(group(&self.rows, by.len(), first, keys)?.into())
    }
}

/// What progress items can be grouped by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ProgressItemGrouping {
    /// The pledge.
    Pledge,
    /// The commitment.
    Commitment,
    /// Each country that it is about.
    Country,
    /// Each organisation that it names.
    Organisation,
}

impl ProgressItemGrouping {
    fn keys(self, graph: &Graph, item: &ProgressItem) -> Vec<GroupKey> {
        let by = async_graphql::resolver_utils::enum_value(self).to_string();
        match self {
            Self::Pledge => {
                let pledge = &graph.pledges[item.pledge];
                vec![GroupKey::new(&by, pledge.slug.as_str(), pledge.title.as_str())]
            }
            Self::Commitment => {
                let commitment = &graph.commitments[item.commitment];
                let label = commitment.headline.as_deref().unwrap_or(&commitment.number);
                vec![GroupKey::new(&by, commitment.number.as_str(), label)]
            }
            Self::Country => countries(&by, item.countries.iter().map(|country| country.value)),
            Self::Organisation => {
                let named = item.organisations.iter().map(|place| &graph.organisations[*place]);
                or_none(&by, named.map(|o| GroupKey::new(&by, o.acronym.as_str(), o.name.as_str())).collect())
            }
        }
    }
}
