//! Values by which programmes are filtered, and the programmes that have each: looked up, not looked for.

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

/// Sorts of values that a programme may have none of.
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
    pub fn programmes_with(&self, value: ProgrammeValue) -> Option<&Places<Programme>> {
        self.index.programmes_by_value.get(&value).map(|having| &having.places)
    }
}
