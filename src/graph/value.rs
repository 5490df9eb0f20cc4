//! Values by which programmes are filtered, and the programmes that have each: looked up, not looked for.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::node::{Organisation, Programme};
use super::{Graph, Ix, Places, Totals};
use crate::record::{ProgrammeKind, Scope, Stage};
use crate::reference::CountryCode;

/// A value that a programme may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProgrammeValue {
    /// It works in the country.
    Country(CountryCode),
    /// It is in the thematic area.
    Area(u8),
    /// A source names the objective of the Global Compact for it.
    Objective(u8),
    /// It is of the kind.
    Kind(ProgrammeKind),
    /// It is of the scope.
    Scope(Scope),
    /// It is in the stage.
    Stage(Stage),
    /// It has a record in the source, by the source's place.
    Source(usize),
    /// The organisation takes part in it or funds it, however that is known.
    Organisation(Ix<Organisation>),
    /// A source reports results of it.
    HasResults,
    /// It has no value of the sort.
    Without(ValueSort),
}

/// Sorts of values by which programmes are put in groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueSort {
    /// Countries.
    Country,
    /// A thematic area.
    Area,
    /// A stage.
    Stage,
    /// Organisations.
    Organisation,
    /// Sources.
    Source,
    /// A kind, which each has.
    Kind,
    /// A scope, which each has.
    Scope,
}

impl ProgrammeValue {
    /// The sort that it is of, or is the lack of; `None` when programmes are in no groups by it.
    #[must_use]
    pub fn sort(self) -> Option<ValueSort> {
        match self {
            Self::Country(_) => Some(ValueSort::Country),
            Self::Area(_) => Some(ValueSort::Area),
            Self::Stage(_) => Some(ValueSort::Stage),
            Self::Organisation(_) => Some(ValueSort::Organisation),
            Self::Source(_) => Some(ValueSort::Source),
            Self::Kind(_) => Some(ValueSort::Kind),
            Self::Scope(_) => Some(ValueSort::Scope),
            Self::Without(sort) => Some(sort),
            Self::Objective(_) | Self::HasResults => None,
        }
    }
}

/// All programmes that have a value.
#[derive(Debug)]
pub struct Having {
    /// Which.
    pub places: Places<Programme>,
    /// How many.
    pub count: usize,
    /// What they come to.
    totals: OnceLock<Totals>,
}

impl Having {
    /// What they come to, in the graph that they are of: added up when it is first asked for.
    pub fn totals(&self, graph: &Graph) -> &Totals {
        self.totals.get_or_init(|| graph.totals(self.places.iter()))
    }
}

/// The values of a sort in an order.
#[derive(Debug)]
pub struct Ranked {
    /// The values, each with the programmes that have it.
    pub values: Vec<(ProgrammeValue, Arc<Having>)>,
    /// How many programmes have none of the first so many values, from none of them to all.
    without: Vec<usize>,
}

impl Ranked {
    fn new(graph: &Graph, values: Vec<(ProgrammeValue, Arc<Having>)>) -> Self {
        let mut left = Places::all(&graph.programmes);
        let mut without = vec![left.len()];
        without.extend(values.iter().map(|(_, having)| {
            left.remove(&having.places);
            left.len()
        }));
        Self { values, without }
    }

    /// How many programmes have none of the first so many values.
    #[must_use]
    pub fn without_first(&self, count: usize) -> usize {
        self.without[count.min(self.values.len())]
    }
}

/// The orders of values that have been asked for.
#[derive(Debug, Default)]
pub(super) struct Rankings([OnceLock<Ranked>; 7]);

/// Of each value the programmes that have it.
pub(super) type ByValue = HashMap<ProgrammeValue, Arc<Having>>;

/// Every value of every programme.
pub(super) fn index(graph: &Graph) -> ByValue {
    let mut found = HashMap::new();
    for (place, programme) in graph.programmes.iter() {
        let mut has = |value: ProgrammeValue| {
            found.entry(value).or_insert_with(|| Places::none(&graph.programmes)).insert(place);
        };
        programme.countries.iter().for_each(|code| has(ProgrammeValue::Country(*code)));
        programme.thematic_area.into_iter().for_each(|area| has(ProgrammeValue::Area(area)));
        let objectives = programme.gcm_objectives.iter();
        objectives.for_each(|objective| has(ProgrammeValue::Objective(objective.value)));
        has(ProgrammeValue::Kind(programme.kind));
        has(ProgrammeValue::Scope(programme.scope));
        programme.stage.into_iter().for_each(|stage| has(ProgrammeValue::Stage(stage)));
        for record in &programme.records {
            let edition = graph.records[*record].edition;
            has(ProgrammeValue::Source(graph.editions[edition].source));
        }
        let parts = programme.participation.iter();
        parts.for_each(|part| has(ProgrammeValue::Organisation(part.organisation)));
        if !programme.results.is_empty() {
            has(ProgrammeValue::HasResults);
        }
        let without = [
            (programme.countries.is_empty(), ValueSort::Country),
            (programme.thematic_area.is_none(), ValueSort::Area),
            (programme.stage.is_none(), ValueSort::Stage),
            (programme.participation.is_empty(), ValueSort::Organisation),
            (programme.records.is_empty(), ValueSort::Source),
        ];
        without
            .into_iter()
            .filter(|(none, _)| *none)
            .for_each(|(_, sort)| has(ProgrammeValue::Without(sort)));
    }
    let having = |places: Places<Programme>| Having { count: places.len(), places, totals: OnceLock::new() };
    found.into_iter().map(|(value, places)| (value, Arc::new(having(places)))).collect()
}

impl Graph {
    /// Every value that some programme has, in no order, with the programmes that have it.
    pub fn programme_values(&self) -> impl Iterator<Item = (ProgrammeValue, &Arc<Having>)> {
        self.index.programmes_by_value.iter().map(|(value, having)| (*value, having))
    }

    /// The programmes that have a value; `None` when none has.
    #[must_use]
    pub fn programmes_with(&self, value: ProgrammeValue) -> Option<&Arc<Having>> {
        self.index.programmes_by_value.get(&value)
    }

    /// The values of a sort, those that most programmes have first, then by their labels; put in order when they are
    /// first asked for, so that a value's label must always be the same.
    pub fn largest<L: Ord>(&self, sort: ValueSort, label: impl Fn(ProgrammeValue) -> L) -> &Ranked {
        self.index.rankings.0[sort as usize].get_or_init(|| {
            let of_sort = self.programme_values().filter(|(value, _)| value.sort() == Some(sort));
            let mut values: Vec<_> = of_sort.map(|(value, having)| (value, Arc::clone(having))).collect();
            values.sort_by_cached_key(|(value, having)| (Reverse(having.count), label(*value)));
            Ranked::new(self, values)
        })
    }
}
