//! The graph: everything read, joined and indexed, immutable once built.
//!
//! [`Graph::build`] takes editions with their records and knows neither the store nor the network; it takes the time as
//! an argument. Joining is in [`identity`], what is built in which order in `build/`, what there is in `node/`, what a
//! record states in [`plain`] form, by which editions are compared ([`differences`]).

mod build;
mod column;
mod difference;
mod figures;
pub mod identity;
mod index;
mod ix;
mod node;
mod places;
pub mod plain;
mod standing;
mod totals;
mod value;

pub use column::ProgrammeColumn;
pub use difference::{ChangeKind, Difference, Differences, FieldDifference, differences};
pub use figures::Figures;
pub use index::Node;
pub use ix::{Ix, Table};
pub use node::{
    Change, Claim, Commitment, Criterion, Discrepancy, DiscrepancyKind, EditionNode, Evidence, FieldChange,
    Office, Organisation, Participation, Phase, PhaseCountry, Pledge, Programme, ProgrammeResult,
    ProgressItem, QualityFlag, RecordNode, SourceNode, Sourced, Subject,
};
pub use places::Places;
pub use standing::standing;
pub use totals::{Budgets, Sums, Totals};
pub use value::{Having, ProgrammeValue, Ranked, ValueSort};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::document::text::Text;
use crate::record::{Edition, Id, Identities, Reading, Sha256, SourceInfo, Wording};

/// What a graph is built from: for each source, in the order in which they speak for identity, its edition in
/// service, and those before it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The sources.
    pub sources: Vec<SourceInput>,
    /// The hub's own words.
    pub wording: Wording,
    /// What agencies decided on which records are one programme; goes before what the records say.
    pub identity: IdentityRules,
}

/// Pairs of records, by the identifiers that were minted for them, the smaller first, that are one programme or two
/// whatever they say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityRules {
    /// One programme, also when both stand in one edition.
    pub together: BTreeSet<(Id, Id)>,
    /// Two programmes.
    pub apart: BTreeSet<(Id, Id)>,
    /// Left to the evidence, and weighed: agencies are at odds, or someone wants to know.
    pub open: BTreeSet<(Id, Id)>,
}

/// A source with its editions.
#[derive(Debug, Clone)]
pub struct SourceInput {
    /// What is known of it whatever its edition.
    pub info: SourceInfo,
    /// The edition in service; `None` when there is none.
    pub loaded: Option<Loaded>,
    /// The editions before it that are kept, the newest first: what changed is told from them, and nothing else.
    pub former: Vec<Loaded>,
}

/// An edition with what was read from it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What is known of the edition.
    pub edition: Edition,
    /// Its records, flags and rejects.
    pub reading: Reading,
    /// Its lines, when the hub holds the document.
    pub text: Option<Text>,
    /// The identifier of each record's entity, by the record's key.
    pub identities: Identities,
}

impl Loaded {
    /// Its records, with what they are known by.
    #[must_use]
    pub fn known(&self) -> identity::Known<'_> {
        (&self.reading.records, &self.identities)
    }
}

/// Two programme records that were compared.
#[derive(Debug)]
struct Weighed {
    reasons: Vec<Criterion>,
    /// Whether the evidence joined them, if only through a third.
    joined: bool,
}

/// One immutable build of everything that was read.
#[derive(Debug)]
pub struct Graph {
    /// Known again by: the same editions, read by the same parsers and built by the same hub, give the same version.
    pub version: String,
    /// When it was built.
    pub built_at: DateTime<Utc>,
    /// The sources, in the order of the registry.
    pub sources: Vec<SourceNode>,
    /// The editions: those in service, then the older ones that are kept.
    pub editions: Table<EditionNode>,
    /// Every record of the editions in service.
    pub records: Table<RecordNode>,
    /// Programmes, by slug.
    pub programmes: Table<Programme>,
    /// Phases of programmes.
    pub phases: Table<Phase>,
    /// Results.
    pub results: Table<ProgrammeResult>,
    /// Pledges.
    pub pledges: Table<Pledge>,
    /// Commitments.
    pub commitments: Table<Commitment>,
    /// Progress items.
    pub items: Table<ProgressItem>,
    /// Organisations.
    pub organisations: Table<Organisation>,
    /// Offices.
    pub offices: Table<Office>,
    /// Differences between claims.
    pub discrepancies: Table<Discrepancy>,
    /// Slips of the sources.
    pub flags: Table<QualityFlag>,
    /// What changed between editions that are kept, the newest first.
    pub changes: Table<Change>,
    identity: BTreeMap<(Id, Id), Weighed>,
    index: index::Index,
    columns: column::Columns,
}

impl Graph {
    /// Builds the graph. The same input gives the same graph; `built_at` is only remembered.
    #[must_use]
    pub fn build(input: Input, built_at: DateTime<Utc>) -> Self {
        let version = version(&input);
        build::build(input, version, built_at)
    }

    /// What speaks for and against two records being one programme, by the identifiers that were minted for them,
    /// whether they were joined or not; the same for both. Known of each record of a programme and the one that the
    /// programme has its identifier from, and of the pairs of [`IdentityRules`]; `None` of others.
    #[must_use]
    pub fn identity_reasons(&self, one: Id, other: Id) -> Option<&[Criterion]> {
        let weighed = self.identity.get(&(one.min(other), one.max(other)))?;
        Some(&weighed.reasons)
    }

    /// Whether two records whose reasons are known are one programme by the evidence, and not only because agencies
    /// say so.
    #[must_use]
    pub fn joined_by_evidence(&self, one: Id, other: Id) -> bool {
        self.identity.get(&(one.min(other), one.max(other))).is_some_and(|weighed| weighed.joined)
    }

    /// The source that an edition belongs to.
    #[must_use]
    pub fn source_of(&self, edition: Ix<EditionNode>) -> &SourceNode {
        &self.sources[self.editions[edition].source]
    }

    /// The quoted lines; `None` unless the hub holds the document.
    #[must_use]
    pub fn quote(&self, evidence: &Evidence) -> Option<String> {
        let text = self.editions[evidence.edition].text.as_ref()?;
        text.quote(evidence.lines.first, evidence.lines.last)
    }
}

fn version(input: &Input) -> String {
    let mut seed = format!("gcm-hub {}\n", env!("CARGO_PKG_VERSION"));
    for source in &input.sources {
        for loaded in source.loaded.iter().chain(&source.former) {
            let Edition { sha256, label, as_of, parser, .. } = &loaded.edition;
            let held = loaded.text.is_some();
            let as_of = as_of.map(|date| date.to_string());
            seed += &format!("{} {sha256} {label:?} {as_of:?} {parser} {held}\n", source.info.slug);
            for (key, minted) in &loaded.identities {
                seed += &format!("{key} {}\n", minted.id);
            }
        }
    }
    let IdentityRules { together, apart, open } = &input.identity;
    for (rule, pairs) in [("together", together), ("apart", apart), ("open", open)] {
        for (one, other) in pairs {
            seed += &format!("{rule} {one} {other}\n");
        }
    }
    Sha256::of(seed.as_bytes()).to_string()[..16].to_owned()
}
