//! The vocabulary: what can be read from a source, and where it was read.
//!
//! A record is one thing read from one edition. Records hold facts (names, sums, months, statuses, figures, line
//! numbers, hashes) and never a source's sentences: of running text they keep where it stands and its
//! [`Fingerprint`]. No clock, no IO, no GraphQL here.

mod date;
mod decision;
mod edition;
mod evidence;
mod figure;
mod hex;
mod id;
mod pledge;
mod programme;
mod terms;
mod watch;
mod wording;

pub use date::{PartialDate, Period};
pub use decision::{Decision, DecisionAction, LinkKey, LinkType, SeenTexts};
pub use edition::{Edition, Flag, Reading, Reject, SourceInfo, SourceKind};
pub use evidence::{Fingerprint, Lines, Prose, Sha256, Stated};
pub use figure::{Figure, Money, Qualifier};
pub use id::{EntityKind, Id, Identities, Minted, NotAnId};
pub use pledge::{CommitmentRecord, Mention, MentionKind, PledgeRecord, ProgressItemRecord};
pub use programme::{
    Availability, OfficeKind, OfficeRecord, OrganisationRole, Participant, ParticipatingCountry, PartnerKind,
    PartnerName, PhaseRecord, PrintedCountry, ProgrammeKind, ProgrammeRecord, ResultRecord, Scope, Stage,
    Status,
};
pub use terms::{Terms, slug, terms};
pub use watch::{LastAnswer, Watch};
pub use wording::Wording;

use serde::{Deserialize, Serialize};

/// One thing read from one edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Names the record within its edition, and is the same in the next edition as long as the thing keeps its
    /// place and name there: `tjk/abandoned-families-khatlon`, `5.16`.
    pub key: String,
    /// What was read.
    #[serde(flatten)]
    pub body: Body,
}

/// What a record describes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Body {
    /// A programme: a booklet's sheet, a leaflet's feature, a programme's own leaflet or page.
    Programme(Box<ProgrammeRecord>),
    /// One phase of a programme that runs in phases.
    Phase(Box<PhaseRecord>),
    /// One figure that a programme reports as its result.
    Result(Box<ResultRecord>),
    /// A pledge.
    Pledge(Box<PledgeRecord>),
    /// One commitment of a pledge.
    Commitment(Box<CommitmentRecord>),
    /// One item of progress under a commitment.
    ProgressItem(Box<ProgressItemRecord>),
    /// One office of an organisation.
    Office(Box<OfficeRecord>),
}

impl Body {
    /// The kind of entity that the record describes; `None` for what is part of another entity (a phase, an
    /// office).
    #[must_use]
    pub fn entity_kind(&self) -> Option<EntityKind> {
        match self {
            Self::Programme(_) => Some(EntityKind::Programme),
            Self::Result(_) => Some(EntityKind::Result),
            Self::Pledge(_) => Some(EntityKind::Pledge),
            Self::Commitment(_) => Some(EntityKind::Commitment),
            Self::ProgressItem(_) => Some(EntityKind::ProgressItem),
            Self::Phase(_) | Self::Office(_) => None,
        }
    }
}

impl Record {
    /// Every line range that one of the record's fields was read from, each once, in the order of the document.
    #[must_use]
    pub fn lines(&self) -> Vec<Lines> {
        let mut lines = Vec::new();
        self.body.collect_lines(&mut lines);
        lines.sort();
        lines.dedup();
        lines
    }
}

impl Record {
    /// The record's running text; `None` when it has none.
    #[must_use]
    pub fn prose(&self) -> Option<&Prose> {
        match &self.body {
            Body::Programme(programme) => programme.text.as_ref(),
            Body::Phase(phase) => phase.text.as_ref(),
            Body::Result(result) => Some(&result.text),
            Body::Commitment(commitment) => Some(&commitment.text),
            Body::ProgressItem(item) => Some(&item.text),
            Body::Pledge(_) | Body::Office(_) => None,
        }
    }

    /// What the record says, as one digest: the title and running text of a programme, the text of a commitment or
    /// progress item, the text and figure of a result, the title of a pledge. The same words give the same digest
    /// however they are set, and wherever they stand.
    #[must_use]
    pub fn words(&self) -> Sha256 {
        let head = match &self.body {
            Body::Programme(programme) => programme.title.value.clone(),
            Body::Phase(phase) => phase.title.value.clone(),
            Body::Result(result) => {
                let Figure { value, unit, .. } = &result.figure.value;
                format!("{value} {unit}")
            }
            Body::Pledge(pledge) => pledge.title.value.clone(),
            Body::Commitment(_) | Body::ProgressItem(_) => String::new(),
            Body::Office(office) => office.name.value.clone(),
        };
        let text = self.prose().map(|prose| prose.fingerprint.to_string()).unwrap_or_default();
        Sha256::of(format!("{} {text}", Fingerprint::of(&head)).as_bytes())
    }
}

impl Body {
    fn collect_lines(&self, lines: &mut Vec<Lines>) {
        match self {
            Self::Programme(programme) => programme.collect_lines(lines),
            Self::Phase(phase) => phase.collect_lines(lines),
            Self::Result(result) => result.collect_lines(lines),
            Self::Pledge(pledge) => pledge.collect_lines(lines),
            Self::Commitment(commitment) => commitment.collect_lines(lines),
            Self::ProgressItem(item) => item.collect_lines(lines),
            Self::Office(office) => lines.extend(office.name.at.iter().cloned()),
        }
    }
}

fn add<'a, T: 'a>(lines: &mut Vec<Lines>, stated: impl IntoIterator<Item = &'a Stated<T>>) {
    for value in stated {
        lines.extend(value.at.iter().cloned());
    }
}
