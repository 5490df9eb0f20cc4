//! Organisations and their offices.

use std::sync::Arc;

use async_graphql::{ID, Object, Result};
use gcm_hub_macros::written;

use super::enums::{OfficeKind, OrganisationKind};
use super::phase::Phase;
use super::pledge::{ProgressItemConnection, item_page};
use super::truth::Evidence;
use super::{Country, Pledge};
use crate::api::aggregate::{ProgrammeConnection, programme_page};
use crate::api::filter::{self, OfficeFilter, OrganisationFilter, ProgrammeFilter};
use crate::api::page::{Page, Paging, by_id, simple};
use crate::api::view::View;
use crate::graph;
use crate::hub::Served;

/// An organisation; see the type's description.
pub type Organisation = View<graph::Organisation>;

/// A page of organisations.
pub type OrganisationConnection = Page<Organisation>;

/// A page of offices.
pub type OfficeConnection = Page<Office>;

/// An organisation: one of the hub's code list, or one that a source names.
#[written]
#[Object(name = "Organisation")]
impl Organisation {
    /// Opaque and stable.
    pub async fn id(&self) -> ID {
        self.id_text().into()
    }
    /// Its acronym: `UNDP`; its name where it has none.
    async fn acronym(&self) -> &str {
        &self.acronym
    }
    /// Its full name.
    async fn name(&self) -> &str {
        &self.name
    }
    /// Its identifier in IATI: `XM-DAC-41114`; null where none is confirmed.
    async fn iati_id(&self) -> Option<&str> {
        self.iati_id
    }
    /// What it is.
    async fn kind(&self) -> OrganisationKind {
        self.kind.into()
    }
    /// Programmes that it takes part in or funds, so far as a source says.
    async fn programmes(
        &self,
        #[graphql(name = "where", desc = "Which programmes; null for all.")] filter: Option<ProgrammeFilter>,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgrammeConnection> {
        programme_page(&self.graph, &self.programmes, filter, None, &Paging::forward(first, after))
    }
    /// Progress items that name it.
    async fn progress_items(
        &self,
        #[graphql(desc = "At most so many from the front; 250 when null, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<ProgressItemConnection> {
        item_page(&self.graph, self.items.iter().copied(), None, None, &Paging::forward(first, after))
    }
    /// Its pledges.
    async fn pledges(&self) -> Vec<Pledge> {
        View::all(&self.graph, self.pledges.iter().copied())
    }
    /// Phases of global programmes that it funds.
    async fn funds(&self) -> Vec<Phase> {
        View::all(&self.graph, self.funds.iter().copied())
    }
}

impl Organisation {
    /// The identifier as text.
    pub fn id_text(&self) -> String {
        self.id.to_string()
    }
}

/// An office; see the type's description.
pub type Office = View<graph::Office>;

/// An office of an organisation. That an organisation has an office in a country says nothing of programmes there.
#[written]
#[Object(name = "Office")]
impl Office {
    /// Whose office it is.
    async fn organisation(&self) -> Organisation {
        View::new(&self.graph, self.organisation)
    }
    /// Its name, as printed.
    async fn name(&self) -> &str {
        &self.name
    }
    /// What it serves.
    async fn kind(&self) -> OfficeKind {
        self.kind.into()
    }
    /// The country that it serves; null for a region's office or one with a function of its own.
    async fn country(&self) -> Option<Country> {
        Some(Country::new(&self.graph, self.country?))
    }
    /// Where it was read.
    async fn evidence(&self) -> Vec<Evidence<'_>> {
        Evidence::all(&self.graph, &self.evidence)
    }
}

/// A page of the organisations that a filter lets through, by acronym.
pub fn organisation_page(
    graph: &Arc<Served>,
    filter: Option<OrganisationFilter>,
    paging: &Paging,
) -> Result<OrganisationConnection> {
    let kept = paging.rows(|| {
        let filter = filter.unwrap_or_default();
        let places = graph.organisations.places();
        let mut kept = filter::kept(places, |place| filter.matches(&graph.organisations[*place]))?;
        kept.sort_by_cached_key(|place| {
            let organisation = &graph.organisations[*place];
            (organisation.acronym.to_lowercase(), organisation.id)
        });
        Ok(kept)
    })?;
    let find = by_id(&kept, |place| graph.organisations[place].id);
    simple(&kept, |place| View::new(graph, place), Organisation::id_text, find, paging)
}

/// A page of the offices that a filter lets through.
pub fn office_page(
    graph: &Arc<Served>,
    filter: Option<OfficeFilter>,
    paging: &Paging,
) -> Result<OfficeConnection> {
    let filter = filter.unwrap_or_default();
    filter.check(graph)?;
    let places = graph.offices.places();
    let kept = filter::kept(places, |place| filter.matches(graph, &graph.offices[*place]))?;
    let cursor = |office: &Office| office.name.clone();
    let find = |cursor: &str| kept.iter().position(|place| graph.offices[*place].name == cursor);
    simple(&kept, |place| View::new(graph, place), cursor, find, paging)
}
