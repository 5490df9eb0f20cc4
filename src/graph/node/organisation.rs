//! Organisations and their offices.

use super::{Evidence, Phase, Pledge, Programme, ProgressItem};
use crate::graph::Ix;
use crate::record::{Id, OfficeKind};
use crate::reference::{CountryCode, OrganisationKind};

/// An organisation: of the code list, or one that a source names.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its identifier, from its acronym.
    pub id: Id,
    /// Acronym; the name as printed when a source gives no acronym.
    pub acronym: String,
    /// Full name.
    pub name: String,
    /// Identifier in IATI.
    pub iati_id: Option<&'static str>,
    /// What it is; `None` when it is not in the code list.
    pub kind: Option<OrganisationKind>,
    /// Programmes it takes part in or funds.
    pub programmes: Vec<Ix<Programme>>,
    /// Progress items that name it.
    pub items: Vec<Ix<ProgressItem>>,
    /// Its pledges.
    pub pledges: Vec<Ix<Pledge>>,
    /// Phases it funds.
    pub funds: Vec<Ix<Phase>>,
}

/// An office of an organisation.
#[derive(Debug, Clone)]
pub struct Office {
    /// Whose office it is.
    pub organisation: Ix<Organisation>,
    /// As printed.
    pub name: String,
    /// What it serves.
    pub kind: OfficeKind,
    /// The country it serves.
    pub country: Option<CountryCode>,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
}
