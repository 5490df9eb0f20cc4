//! The enumerations of the schema.

use async_graphql::Enum;
use gcm_hub_macros::Written;

use crate::{curation, graph, linking, record, reference};

/// What a programme is in the UN system.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::ProgrammeKind")]
pub enum ProgrammeKind {
    /// A joint programme of the Migration MPTF.
    Joint,
    /// A global programme that runs in phases: the IOM-UNDP one.
    Global,
}

/// How two entities are related.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::LinkType")]
pub enum LinkType {
    /// One undertaking, told twice or under another title (`skos:exactMatch` or `skos:closeMatch`).
    SameAs,
    /// One names the other: by its title, a short name or an abbreviation.
    Names,
    /// The same place and subject (`skos:relatedMatch`).
    Supports,
}

/// How sure the hub is of a link, from its score.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "linking::Strength")]
pub enum LinkStrength {
    /// The hub would not suggest it: only what agencies proposed or decided on is shown with so little.
    Weak,
    /// More likely than not: worth a look.
    Plausible,
    /// People who know the field are expected to agree.
    Strong,
    /// Named, or told in the same words.
    Certain,
}

/// What agencies have made of a link.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "curation::Status")]
pub enum LinkStatus {
    /// Nobody has decided, or agencies do not agree; so is a disputed link that the hub does not suggest and that only
    /// agencies have proposed.
    Suggested,
    /// All standing decisions confirm it.
    Confirmed,
    /// All standing decisions reject it.
    Rejected,
    /// The text of a side has changed since it was decided.
    Stale,
}

/// What an agency can say about a link.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::DecisionAction")]
pub enum DecisionAction {
    /// There is a link that the hub does not suggest; counts as a confirmation.
    Propose,
    /// The link is right.
    Confirm,
    /// The link is wrong.
    Reject,
    /// An earlier decision of the same agency no longer stands.
    Withdraw,
}

/// What has become of a decision.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "curation::DecisionState")]
pub enum DecisionState {
    /// It counts.
    Standing,
    /// The same agency has decided again on the same link.
    Superseded,
    /// The same agency has withdrawn it.
    Withdrawn,
    /// The text of a side has changed since.
    Stale,
    /// A side is in no edition in service; it counts again when that comes back.
    Orphaned,
}

/// How far a programme reaches.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::Scope")]
pub enum Scope {
    /// One country.
    Country,
    /// Several named countries, with one budget that is never split.
    MultiCountry,
    /// A region, headed by its name; its countries are listed.
    Regional,
    /// The world, with participating countries.
    Global,
}

/// Where a programme is in its life.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::Stage")]
pub enum ProgrammeStage {
    /// The fund's steering committee has approved the concept note (IATI activity status 1).
    ConceptNoteApproved,
    /// The committee has also asked for the joint programme document (IATI activity status 1).
    DocumentSolicited,
    /// The fund finances the programme (IATI activity status 2).
    Funded,
    /// The programme has ended (IATI activity status 4).
    Completed,
}

/// How a value is known.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::Availability")]
pub enum Availability {
    /// The source states it in the place for it.
    Stated,
    /// Only the source's running text names it.
    MentionedInProse,
    /// The source that defines the programme does not state it; a later source does.
    FromOtherSource,
    /// No source at hand states it (it may be printed as a logo): unknown, which is not "none".
    NotStated,
}

/// What an organisation does in a programme.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::OrganisationRole")]
pub enum OrganisationRole {
    /// A participating organisation (IATI organisation role 4, implementing).
    Participating,
    /// A donor (IATI organisation role 1, funding).
    Funding,
}

/// What a partner is, as far as its name says.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::PartnerKind")]
pub enum PartnerKind {
    /// A ministry, department, agency or commission of a state (IATI organisation type 10).
    Government,
    /// A municipality, province or other local authority (IATI 11).
    LocalGovernment,
    /// Civil society: associations, trade unions, communities, faith groups (IATI 21 to 24).
    CivilSociety,
    /// Employers, companies, recruiters (IATI 70).
    PrivateSector,
    /// A university or research institute (IATI 80).
    Academic,
    /// An organisation of states (IATI 40).
    Intergovernmental,
}

/// How exact a source says a number is.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::Qualifier")]
pub enum FigureQualifier {
    /// Given without qualification.
    Exact,
    /// "About", "around", "an estimated", or a rounded short form such as "2.2k".
    About,
    /// "Over", "more than", "at least".
    AtLeast,
    /// "Almost", "nearly", "up to".
    Almost,
}

/// What a progress item names.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::MentionKind")]
pub enum MentionKind {
    /// A programme of several projects or phases.
    Programme,
    /// A project, initiative or national strategy that is carried out.
    Project,
    /// A report, study, guide or article.
    Publication,
    /// A workstream, panel, campaign, forum or other activity with a name.
    Activity,
}

/// What an office serves.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::OfficeKind")]
pub enum OfficeKind {
    /// A country or area.
    Country,
    /// A region.
    Region,
    /// A function: a global or subregional office, an administrative centre, a liaison office.
    Functional,
}

/// The layout of a source; each has its own parser.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "record::SourceKind")]
pub enum SourceKind {
    /// Concept notes of joint programmes, a sheet each.
    PipelineBooklet,
    /// Funded joint programmes with their results.
    ResultsLeaflet,
    /// A pledge with its commitments and progress items.
    PledgePage,
    /// A global programme's own leaflet.
    ProgrammeLeaflet,
    /// A programme's page on its agency's site.
    ProgrammePage,
}

/// How fresh the edition in service is.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "crate::hub::FreshnessState")]
pub enum FreshnessState {
    /// The publisher gave this edition when it was last asked, and is asked again by its schedule.
    Live,
    /// An edition that was ingested or fetched before, and that nothing asks for again.
    Cached,
    /// An edition that its publisher may have replaced: the last try failed, gave what is held or was rejected, or is
    /// overdue.
    Stale,
    /// The edition that the hub ships with: facts, no text.
    Bundled,
    /// There is no edition of this source.
    Never,
}

/// Sorts of difference between claims.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "graph::DiscrepancyKind")]
pub enum DiscrepancyKind {
    /// A later source has another value: a programme was retitled, rebudgeted or re-timed.
    ChangedOverTime,
    /// One number, rounded or qualified differently.
    Rounding,
    /// Sources of the same time and scope contradict each other.
    Conflict,
    /// One thing under two names.
    Naming,
}

/// What became of a record from one edition to the next.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "graph::ChangeKind")]
pub enum ChangeKind {
    /// Only the later edition has it.
    Added,
    /// Only the earlier edition has it. Its source may not say why: a sheet leaves the pipeline when its programme is
    /// funded, too.
    Removed,
    /// Both have it, with other values of a field.
    Modified,
}

/// What an organisation is.
#[derive(Enum, Written, Copy, Clone, PartialEq, Eq)]
pub enum OrganisationKind {
    /// An entity, office or network of the United Nations system.
    UnitedNations,
    /// A pooled or trust fund.
    Fund,
    /// An intergovernmental body outside the UN system.
    Intergovernmental,
    /// A multilateral development bank.
    DevelopmentBank,
    /// A government or its development agency.
    Government,
    /// A non-governmental organisation, the Red Cross and Red Crescent Movement among them.
    NonGovernmental,
    /// A private company or consultancy.
    Private,
    /// A university or research institute.
    Academic,
    /// A source names it and the hub's code list does not know it.
    Unknown,
}

impl From<Option<reference::OrganisationKind>> for OrganisationKind {
    fn from(kind: Option<reference::OrganisationKind>) -> Self {
        use reference::OrganisationKind as Known;
        match kind {
            Some(Known::UnitedNations) => Self::UnitedNations,
            Some(Known::Fund) => Self::Fund,
            Some(Known::Intergovernmental) => Self::Intergovernmental,
            Some(Known::DevelopmentBank) => Self::DevelopmentBank,
            Some(Known::Government) => Self::Government,
            Some(Known::NonGovernmental) => Self::NonGovernmental,
            Some(Known::Private) => Self::Private,
            Some(Known::Academic) => Self::Academic,
            None => Self::Unknown,
        }
    }
}
