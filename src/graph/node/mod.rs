//! What the graph holds: one file a family of nodes.

mod change;
mod organisation;
mod pledge;
mod programme;
mod source;
mod truth;

pub use change::{Change, FieldChange};
pub use organisation::{Office, Organisation};
pub use pledge::{Commitment, Pledge, ProgressItem};
pub use programme::{Participation, Phase, PhaseCountry, Programme, ProgrammeResult};
pub use source::{EditionNode, SourceNode};
pub use truth::{
    Claim, Criterion, Discrepancy, DiscrepancyKind, Evidence, QualityFlag, RecordNode, Sourced, Subject,
};
