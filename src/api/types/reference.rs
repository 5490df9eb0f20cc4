//! Code lists in the schema: regions, thematic areas, objectives of the Global Compact.

use std::sync::Arc;

use async_graphql::{Object, Result, SimpleObject};
use gcm_hub_macros::{Written, written};

use super::truth::Evidence;
use crate::api::aggregate::{ProgrammeConnection, programme_page};
use crate::api::page::Paging;
use crate::graph;
use crate::hub::Served;
use crate::reference;

/// A region of the UN's M49 list.
#[derive(SimpleObject, Written)]
pub struct Region {
    /// The three digits of M49: `202`.
    code: &'static str,
    /// The English name in M49.
    name: &'static str,
}

impl From<&'static reference::Region> for Region {
    fn from(region: &'static reference::Region) -> Self {
        Self { code: region.code, name: region.name }
    }
}

/// A thematic area of the fund.
pub struct ThematicArea {
    graph: Arc<Served>,
    area: &'static reference::ThematicArea,
}

impl ThematicArea {
    /// The area of that number.
    pub fn new(graph: &Arc<Served>, number: u8) -> Option<Self> {
        Some(Self { graph: Arc::clone(graph), area: reference::thematic_area(number)? })
    }
}

/// A thematic area of the Migration MPTF.
#[written]
#[Object]
impl ThematicArea {
    /// Its number, 1 to 5.
    async fn number(&self) -> u8 {
        self.area.number
    }
    /// Its full name.
    async fn name(&self) -> &str {
        self.area.name
    }
    /// Its short name.
    async fn short_name(&self) -> &str {
        self.area.short_name
    }
    /// The objectives that the fund's results framework clusters under it: a code list to be confirmed, and never a
    /// reason to tag a programme with an objective.
    async fn gcm_objectives(&self) -> Vec<GcmObjective> {
        let objectives =
            self.area.gcm_objectives.iter().filter_map(|number| reference::gcm_objective(*number));
        objectives.map(GcmObjective::from).collect()
    }
    /// Programmes in this area.
    async fn programmes(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgrammeConnection> {
        let programmes = self.graph.programmes_of_area(self.area.number);
        programme_page(&self.graph, programmes, None, None, &Paging::forward(first, after))
    }
}

/// An objective of the Global Compact for Safe, Orderly and Regular Migration (A/RES/73/195).
#[derive(SimpleObject, Written)]
pub struct GcmObjective {
    /// Its number, 1 to 23.
    number: u8,
    /// A short name.
    short_name: &'static str,
    /// Its title in the resolution.
    title: &'static str,
}

impl From<&'static reference::GcmObjective> for GcmObjective {
    fn from(objective: &'static reference::GcmObjective) -> Self {
        Self { number: objective.number, short_name: objective.short_name, title: objective.title }
    }
}

/// An objective that a source names.
#[derive(SimpleObject, Written)]
pub struct GcmObjectiveRef<'a> {
    /// The objective.
    objective: GcmObjective,
    /// Where the source names it.
    evidence: Vec<Evidence<'a>>,
}

impl<'a> GcmObjectiveRef<'a> {
    /// Every objective of a list.
    pub fn all(graph: &'a Arc<Served>, objectives: &'a [graph::Sourced<u8>]) -> Vec<Self> {
        let mut all = Vec::new();
        for named in objectives {
            if let Some(objective) = reference::gcm_objective(named.value) {
                all.push(Self {
                    objective: objective.into(),
                    evidence: Evidence::all(graph, &named.evidence),
                });
            }
        }
        all
    }
}
