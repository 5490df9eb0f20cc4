//! Programmes, their phases, results and the offices of organisations.

use reference::CountryCode;
use serde::{Deserialize, Serialize};

use super::{Figure, Lines, Money, Period, Prose, Stated, Terms, add};
use crate::reference;

/// A programme as one source describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeRecord {
    /// Joint or global.
    pub kind: ProgrammeKind,
    /// The title as a person reads it: lines joined, hyphens lost at line ends restored where sure.
    pub title: Stated<String>,
    /// Short names that the source itself uses: "STEPS", "BRIDGE", "M4SD".
    #[serde(default)]
    pub aliases: Vec<Stated<String>>,
    /// The name of the region when the programme is headed as regional: "IGAD".
    pub region_label: Option<Stated<String>>,
    /// Where the work is.
    pub countries: Vec<Stated<PrintedCountry>>,
    /// Places below the country that the title names ("Khatlon", "Parrot's Beak"); used to tell programmes apart.
    #[serde(default)]
    pub places: Vec<Stated<String>>,
    /// The number of the Migration MPTF thematic area, 1 to 5.
    pub thematic_area: Option<Stated<u8>>,
    /// The GCM objectives that the source names, by number.
    #[serde(default)]
    pub gcm_objectives: Vec<Stated<u8>>,
    /// The budget as printed.
    pub budget: Option<Stated<Money>>,
    /// The duration in months.
    pub duration_months: Option<Stated<u32>>,
    /// From when to when.
    pub period: Option<Stated<Period>>,
    /// The implementation status.
    pub status: Option<Stated<Status>>,
    /// Participating organisations, each with how it is known. What is printed as logos only is not here.
    #[serde(default)]
    pub participants: Vec<Stated<Participant>>,
    /// National and other partners, as printed.
    #[serde(default)]
    pub partners: Vec<Stated<PartnerName>>,
    /// The summary or background.
    pub text: Option<Prose>,
    /// Stems of the distinctive words in title and text, sorted: an index of the text, not the text.
    #[serde(default)]
    pub terms: Terms,
}

/// What a programme is in the UN system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProgrammeKind {
    /// A joint programme of the Migration MPTF.
    Joint,
    /// A global programme that runs in phases.
    Global,
}

/// How far a programme reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    /// One country.
    Country,
    /// Several named countries.
    MultiCountry,
    /// A region, with its countries.
    Regional,
    /// The world, with participating countries.
    Global,
}

/// A country with the name that the source prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedCountry {
    /// Which country it is.
    pub code: CountryCode,
    /// How the source prints it: "REPUBLIC OF MOLDOVA".
    pub printed: String,
}

/// An implementation status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// As printed in the place for it, lines joined; `None` when only running text tells the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// What it means; `None` when the wording is not known.
    pub stage: Option<Stage>,
}

/// Where a programme is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// The steering committee has approved the concept note.
    ConceptNoteApproved,
    /// The committee has asked for the joint programme document.
    DocumentSolicited,
    /// The fund finances it.
    Funded,
    /// It has ended.
    Completed,
}

impl Stage {
    /// The IATI activity status: 1 pipeline/identification, 2 implementation, 4 closed
    /// (IATI code list `ActivityStatus`).
    #[must_use]
    pub fn iati_status(self) -> u8 {
        match self {
            Self::ConceptNoteApproved | Self::DocumentSolicited => 1,
            Self::Funded => 2,
            Self::Completed => 4,
        }
    }
}

/// An organisation that takes part, with its role and how it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Acronym in the organisations' code list, or the name as printed when it is not there.
    pub organisation: String,
    /// What it does in the programme.
    pub role: OrganisationRole,
    /// [`Availability::Stated`] or [`Availability::MentionedInProse`].
    pub availability: Availability,
}

/// What an organisation does in a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrganisationRole {
    /// A participating organisation of a joint programme (IATI role 4, implementing).
    Participating,
    /// A donor (IATI role 1, funding).
    Funding,
}

/// How a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Availability {
    /// The source states it in the place for it.
    Stated,
    /// Only the running text names it.
    MentionedInProse,
    /// Another source states it.
    FromOtherSource,
    /// No source at hand states it (it may be a logo): unknown, which is not "none".
    NotStated,
}

/// A partner as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerName {
    /// Its name, lines joined.
    pub name: String,
    /// The group it is printed under ("Government", "Chile"), without the colon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it is, where its name says so; `None` where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PartnerKind>,
}

/// What a partner is, as far as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartnerKind {
    /// A ministry, department, agency or commission of a state (IATI organisation type 10).
    Government,
    /// A municipality, province or other local authority (IATI 11).
    LocalGovernment,
    /// Civil society: associations, unions of workers, communities, faith groups (IATI 21 to 24).
    CivilSociety,
    /// Employers, companies, recruiters (IATI 70).
    PrivateSector,
    /// A university or research institute (IATI 80).
    Academic,
    /// An organisation of states (IATI 40).
    Intergovernmental,
}

/// One phase of a programme that runs in phases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseRecord {
    /// The key of the programme's record in the same edition.
    pub programme: String,
    /// Its number; where a source describes several phases together, the last of them.
    pub number: Option<Stated<u32>>,
    /// Its title.
    pub title: Stated<String>,
    /// From when to when.
    pub period: Option<Stated<Period>>,
    /// Who pays, by acronym or name.
    #[serde(default)]
    pub donors: Vec<Stated<String>>,
    /// The participating countries.
    #[serde(default)]
    pub countries: Vec<Stated<ParticipatingCountry>>,
    /// Priority sectors, as printed.
    #[serde(default)]
    pub sectors: Vec<Stated<String>>,
    /// Outcomes or achievements, each as a place in the text.
    #[serde(default)]
    pub outcomes: Vec<Prose>,
    /// Figures of this phase.
    #[serde(default)]
    pub figures: Vec<Stated<Figure>>,
    /// Figures that the source gives for what came before this phase.
    #[serde(default)]
    pub earlier_figures: Vec<Stated<Figure>>,
    /// The programme that the source says this phase continues, by its title there; `None` when it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<Stated<String>>,
    /// All lines that describe it.
    pub text: Option<Prose>,
}

/// A country in a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipatingCountry {
    /// The country, as printed.
    #[serde(flatten)]
    pub country: PrintedCountry,
    /// Whether it receives financial support; `None` when the source does not say.
    pub financial_support: Option<bool>,
}

/// One figure that a programme reports as its result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultRecord {
    /// The key of the programme's record in the same edition; `None` when the source prints the figure under a
    /// country only.
    pub programme: Option<String>,
    /// Where the work is.
    pub countries: Vec<Stated<PrintedCountry>>,
    /// The sub-heading that the figure stands under; `None` in a programme's own feature.
    pub theme: Option<Stated<String>>,
    /// The figure.
    pub figure: Stated<Figure>,
    /// The sentence or item that reports it.
    pub text: Prose,
    /// Stems of the distinctive words around it, sorted.
    #[serde(default)]
    pub terms: Terms,
}

/// An office of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficeRecord {
    /// Acronym of the organisation whose office it is.
    pub organisation: String,
    /// The name as printed.
    pub name: Stated<String>,
    /// What it serves.
    pub kind: OfficeKind,
    /// The country it serves; `None` unless it is a country's office.
    pub country: Option<CountryCode>,
}

/// What an office serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OfficeKind {
    /// A country or area.
    Country,
    /// A region.
    Region,
    /// A function: a global or subregional office, an administrative centre, a liaison office.
    Functional,
}

impl ProgrammeRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        add(lines, [&self.title]);
        add(lines, &self.aliases);
        add(lines, &self.region_label);
        add(lines, &self.countries);
        add(lines, &self.places);
        add(lines, &self.thematic_area);
        add(lines, &self.gcm_objectives);
        add(lines, &self.budget);
        add(lines, &self.duration_months);
        add(lines, &self.period);
        add(lines, &self.status);
        add(lines, &self.participants);
        add(lines, &self.partners);
        lines.extend(self.text.iter().flat_map(|text| text.at.iter().cloned()));
    }
}

impl PhaseRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        add(lines, &self.number);
        add(lines, [&self.title]);
        add(lines, &self.period);
        add(lines, &self.donors);
        add(lines, &self.countries);
        add(lines, &self.sectors);
        lines.extend(self.outcomes.iter().flat_map(|outcome| outcome.at.iter().cloned()));
        add(lines, &self.figures);
        add(lines, &self.continues);
        lines.extend(self.text.iter().flat_map(|text| text.at.iter().cloned()));
    }
}

impl ResultRecord {
    pub(super) fn collect_lines(&self, lines: &mut Vec<Lines>) {
        add(lines, &self.countries);
        add(lines, &self.theme);
        add(lines, [&self.figure]);
        lines.extend(self.text.at.iter().cloned());
    }
}
