//! What programmes can be grouped by.

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{Enum, Result};

use super::group::{GroupKey, largest_first, most};
use super::kept::{Counted, Kept};
use crate::api::filter::Picked;
use crate::api::types::{ProgrammeKind, ProgrammeStage, Scope};
use crate::graph::{Graph, Places, Programme, ProgrammeValue, ValueSort};
use crate::reference;

/// Groups with the programmes of each.
pub struct SomeGroups {
    /// The groups that are shown.
    pub shown: Vec<(Vec<GroupKey>, Kept)>,
    /// How many groups are not shown.
    pub other_groups: usize,
    /// How many programmes are in no shown group; each is counted once.
    pub other_rows: usize,
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
    /// Programmes in groups, by the graph's index of values; `None` for what it has no index of, and for programmes in
    /// another order than by slug.
    ///
    /// # Errors
    /// When `first` is negative.
    pub fn of_set(self, graph: &Graph, kept: &Kept, first: Option<i32>) -> Result<Option<SomeGroups>> {
        let (Some(sort), Some(picked)) = (self.sort(), kept.by_slug()) else { return Ok(None) };
        let most = most(first)?;
        Ok(Some(match picked {
            Picked::All => self.of_all(graph, sort, most),
            Picked::Having(having) => self.of_some(graph, &having.places, sort, most),
            Picked::Set(set) => self.of_some(graph, set, sort, most),
        }))
    }

    /// All programmes in groups. The graph knows how many have a value, and what they come to.
    fn of_all(self, graph: &Graph, sort: ValueSort, most: usize) -> SomeGroups {
        let by = self.name();
        let ranked = graph.largest(sort, |value| {
            let key = key(graph, &by, value);
            (key.label.clone(), key)
        });
        let shown = ranked.values.iter().take(most).map(|(value, having)| {
            let rows = Counted::new(graph, Picked::Having(Arc::clone(having)));
            (vec![key(graph, &by, *value)], Kept::Set(rows))
        });
        let other_groups = ranked.values.len().saturating_sub(most);
        let other_rows = if other_groups == 0 { 0 } else { ranked.without_first(most) };
        SomeGroups { shown: shown.collect(), other_groups, other_rows }
    }

    /// The programmes of a set in groups.
    fn of_some(self, graph: &Graph, set: &Places<Programme>, sort: ValueSort, most: usize) -> SomeGroups {
        let by = self.name();
        let of_sort = graph.programme_values().filter(|(value, _)| value.sort() == Some(sort));
        let counted = of_sort.map(|(value, having)| (set.shared(&having.places), value, having));
        let mut counted: Vec<_> = counted.filter(|(count, ..)| *count > 0).collect();
        let other_groups = counted.len().saturating_sub(most);
        if other_groups > 0 && most > 0 {
            // Labels decide among those that are as large as the last that is shown, and are made for no others.
            let (_, (least, ..), _) =
                counted.select_nth_unstable_by_key(most - 1, |(count, ..)| Reverse(*count));
            let least = *least;
            counted.retain(|(count, ..)| *count >= least);
        }
        let keyed =
            counted.into_iter().map(|(count, value, having)| (vec![key(graph, &by, value)], (count, having)));
        let mut groups: Vec<_> = keyed.collect();
        largest_first(&mut groups, |(count, _)| *count);
        groups.truncate(most);
        let other_rows = if other_groups == 0 {
            0
        } else {
            let mut others = set.clone();
            groups.iter().for_each(|(_, (_, having))| others.remove(&having.places));
            others.len()
        };
        let shown = groups.into_iter().map(|(keys, (_, having))| {
            (keys, Kept::Set(Counted::new(graph, Picked::Set(set.both(&having.places)))))
        });
        SomeGroups { shown: shown.collect(), other_groups, other_rows }
    }

    /// Its name in the enumeration.
    fn name(self) -> String {
        async_graphql::resolver_utils::enum_value(self).to_string()
    }

    /// The sort of the values that this groups by; `None` where the graph has no index of them.
    fn sort(self) -> Option<ValueSort> {
        match self {
            Self::ThematicArea => Some(ValueSort::Area),
            Self::Country => Some(ValueSort::Country),
            Self::Stage => Some(ValueSort::Stage),
            Self::Organisation => Some(ValueSort::Organisation),
            Self::Kind => Some(ValueSort::Kind),
            Self::Scope => Some(ValueSort::Scope),
            Self::Source => Some(ValueSort::Source),
            Self::Region | Self::SubRegion | Self::DurationMonths => None,
        }
    }

    /// The keys of a programme.
    pub fn keys(self, graph: &Graph, programme: &Programme) -> Vec<GroupKey> {
        use ProgrammeValue as Value;
        let by = self.name();
        let values: Vec<Value> = match self {
            Self::ThematicArea => programme.thematic_area.map(Value::Area).into_iter().collect(),
            Self::Country => programme.countries.iter().map(|code| Value::Country(*code)).collect(),
            Self::Stage => programme.stage.map(Value::Stage).into_iter().collect(),
            Self::Organisation => {
                programme.participation.iter().map(|part| Value::Organisation(part.organisation)).collect()
            }
            Self::Kind => vec![Value::Kind(programme.kind)],
            Self::Scope => vec![Value::Scope(programme.scope)],
            Self::Source => {
                let editions = programme.records.iter().map(|record| graph.records[*record].edition);
                editions.map(|edition| Value::Source(graph.editions[edition].source)).collect()
            }
            Self::Region | Self::SubRegion | Self::DurationMonths => Vec::new(),
        };
        let mut keys: Vec<GroupKey> = match self {
            Self::Region => regions(&by, programme, |country| country.region),
            Self::SubRegion => regions(&by, programme, |country| country.sub_region),
            Self::DurationMonths => programme
                .duration_months
                .map(|months| GroupKey::new(&by, months.to_string(), format!("{months} months")))
                .into_iter()
                .collect(),
            _ => values.into_iter().map(|value| key(graph, &by, value)).collect(),
        };
        keys.sort();
        keys.dedup();
        if keys.is_empty() {
            keys.push(GroupKey::none(&by));
        }
        keys
    }
}

/// A key for a value that is indexed.
fn key(graph: &Graph, by: &str, value: ProgrammeValue) -> GroupKey {
    match value {
        ProgrammeValue::Area(number) => match reference::thematic_area(number) {
            Some(area) => GroupKey::new(by, area.number.to_string(), area.name),
            None => GroupKey::none(by),
        },
        ProgrammeValue::Country(code) => {
            let country = reference::country(code);
            GroupKey::new(by, country.code.as_str(), country.name)
        }
        ProgrammeValue::Stage(stage) => name(by, ProgrammeStage::from(stage)),
        ProgrammeValue::Organisation(place) => {
            let organisation = &graph.organisations[place];
            GroupKey::new(by, organisation.acronym.as_str(), organisation.name.as_str())
        }
        ProgrammeValue::Kind(kind) => name(by, ProgrammeKind::from(kind)),
        ProgrammeValue::Scope(scope) => name(by, Scope::from(scope)),
        ProgrammeValue::Source(place) => {
            let info = &graph.sources[place].info;
            GroupKey::new(by, info.slug.as_ref(), info.title.as_ref())
        }
        ProgrammeValue::Objective(_) | ProgrammeValue::HasResults | ProgrammeValue::Without(_) => {
            GroupKey::none(by)
        }
    }
}

fn regions(
    by: &str,
    programme: &Programme,
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
