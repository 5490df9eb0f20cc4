//! Programmes, phases and results.

use super::{Claim, Discrepancy, Evidence, Organisation, RecordNode, Sourced};
use crate::graph::Ix;
use crate::record::{
    Availability, Figure, Id, Money, OrganisationRole, PartnerName, Period, ProgrammeKind, Scope, Stage,
    Terms,
};
use crate::reference::CountryCode;

/// One real-world programme, joined from every record that describes it.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Minted with its first record.
    pub id: Id,
    /// Readable and stable; former slugs still resolve.
    pub slug: String,
    /// Joint or global.
    pub kind: ProgrammeKind,
    /// The newest record's title.
    pub title: String,
    /// Other titles and short names, newest first.
    pub other_titles: Vec<String>,
    /// The hub's own words.
    pub synopsis: Option<String>,
    /// The source's own words, when the document is held.
    pub text: Option<String>,
    /// How far it reaches.
    pub scope: Scope,
    /// The region it is headed by.
    pub region_label: Option<String>,
    /// Where the work is, by code.
    pub countries: Vec<CountryCode>,
    /// Number of the thematic area.
    pub thematic_area: Option<u8>,
    /// GCM objectives that a source names.
    pub gcm_objectives: Vec<Sourced<u8>>,
    /// The newest record's budget.
    pub budget: Option<Money>,
    /// Months.
    pub duration_months: Option<u32>,
    /// From when to when.
    pub period: Option<Period>,
    /// Where it is in its life.
    pub stage: Option<Stage>,
    /// The status as the newest source prints one.
    pub stage_as_printed: Option<String>,
    /// Organisations, with role and how it is known.
    pub participation: Vec<Participation>,
    /// How the participating organisations are known.
    pub participation_known: Availability,
    /// Partners as printed.
    pub partners: Vec<Sourced<PartnerName>>,
    /// Its results, repeats among them.
    pub results: Vec<Ix<ProgrammeResult>>,
    /// Its phases, oldest first.
    pub phases: Vec<Ix<Phase>>,
    /// The records joined here, oldest first.
    pub records: Vec<Ix<RecordNode>>,
    /// Every value that a record states.
    pub claims: Vec<Claim>,
    /// Budget and months of each record that states one, oldest first.
    pub stated: Vec<(Ix<RecordNode>, Option<Money>, Option<u32>)>,
    /// Differences between its claims.
    pub discrepancies: Vec<Ix<Discrepancy>>,
    /// Stems of the distinctive words of all its records, sorted.
    pub terms: Terms,
}

/// An organisation's part in a programme.
#[derive(Debug, Clone)]
pub struct Participation {
    /// Which organisation.
    pub organisation: Ix<Organisation>,
    /// What it does.
    pub role: OrganisationRole,
    /// How it is known.
    pub availability: Availability,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
}

/// One phase of a programme.
#[derive(Debug, Clone)]
pub struct Phase {
    /// The programme.
    pub programme: Ix<Programme>,
    /// Its number.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// From when to when.
    pub period: Option<Period>,
    /// Who pays.
    pub donors: Vec<Ix<Organisation>>,
    /// Participating countries.
    pub countries: Vec<PhaseCountry>,
    /// Priority sectors.
    pub sectors: Vec<String>,
    /// Outcomes in the hub's own words; one that has no wording is not here.
    pub outcomes: Vec<String>,
    /// Its figures.
    pub figures: Vec<Sourced<Figure>>,
    /// Every line range it was read from.
    pub evidence: Vec<Evidence>,
}

/// A country's part in a phase.
#[derive(Debug, Clone)]
pub struct PhaseCountry {
    /// Which country.
    pub country: CountryCode,
    /// Whether it receives financial support.
    pub financial_support: Option<bool>,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
}

/// One figure that a programme reports as its result.
#[derive(Debug, Clone)]
pub struct ProgrammeResult {
    /// Its identifier.
    pub id: Id,
    /// The programme; `None` where no evidence says which.
    pub programme: Option<Ix<Programme>>,
    /// Where the work is.
    pub countries: Vec<CountryCode>,
    /// The sub-heading it stands under.
    pub theme: Option<String>,
    /// The figure.
    pub figure: Figure,
    /// Results that state the same thing.
    pub repeats: Vec<Ix<ProgrammeResult>>,
    /// Whether an earlier result states the same thing, so that it must not be summed.
    pub is_repeat: bool,
    /// The record it was read as, with the reasons for its programme.
    pub record: Ix<RecordNode>,
    /// Where it was read.
    pub evidence: Vec<Evidence>,
    /// Stems of the distinctive words around it, sorted.
    pub terms: Terms,
}
