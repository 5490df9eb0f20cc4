//! Organisations of the field: UN entities, the fund, donors, regional bodies, banks, NGOs.
//!
//! Which ones: those that the fund's and the pledgers' publications name, and those that later
//! editions are likely to. IATI identifiers: the UN system's agency map and IATI's code lists
//! `CRSChannelCode` and `OrganisationIdentifier` (CC BY 4.0); where none was found there is none.
//! National ministries and local partners are not here: a source keeps them as it prints them.

mod lookup;
mod table;

pub(in crate::reference) use lookup::all_names;
pub use lookup::{organisation, similar_organisations};

use serde::{Deserialize, Serialize};

/// An organisation that the hub knows by name.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Organisation {
    /// The short form in use, unique in the list: "IOM", "UN Women". The full name where there is
    /// no other ("Samuel Hall").
    pub acronym: &'static str,
    /// The full English name.
    pub name: &'static str,
    /// What kind of body it is.
    pub kind: OrganisationKind,
    /// Its identifier in IATI; none where none was found published.
    pub iati_id: Option<&'static str>,
    /// Other names and spellings, besides those that only vary "UN", "&" or British spelling.
    pub aliases: &'static [&'static str],
}

/// What kind of body an organisation is, as the migration field speaks of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganisationKind {
    /// An entity, office or network of the United Nations system.
    UnitedNations,
    /// A pooled or trust fund, which pays but is no organisation of its own.
    Fund,
    /// An intergovernmental body outside the UN system: regional communities, state-led processes.
    Intergovernmental,
    /// A multilateral bank.
    DevelopmentBank,
    /// A government or a bilateral donor agency.
    Government,
    /// A non-governmental organisation, and the Red Cross and Red Crescent Movement, which the
    /// DAC's channel list counts among them.
    NonGovernmental,
    /// A private company or consultancy.
    Private,
    /// A university or research institute.
    Academic,
}

/// All organisations in the list, UN entities first.
#[must_use]
pub fn organisations() -> &'static [Organisation] {
    table::ORGANISATIONS
}
