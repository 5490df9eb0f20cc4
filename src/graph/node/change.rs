//! What changed from one edition of a source to the next.

use chrono::{DateTime, Utc};

use super::{EditionNode, Evidence, Subject};
use crate::graph::{ChangeKind, Ix};
use crate::record::Id;

/// What became of one record between two editions that are kept.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its identifier: the same as long as both editions are kept and none between them.
    pub id: Id,
    /// What became of it.
    pub kind: ChangeKind,
    /// The earlier edition.
    pub before: Ix<EditionNode>,
    /// The later edition.
    pub after: Ix<EditionNode>,
    /// From when the later edition stands; `None` for one that stands from the beginning.
    pub at: Option<DateTime<Utc>>,
    /// The record's name within the later edition, or else within the earlier one.
    pub key: String,
    /// What people call the record.
    pub label: String,
    /// The entity as it is now; `None` when no edition in service has it, and for an office.
    pub subject: Option<Subject>,
    /// What differs; of a record that is only in one edition everything that it states.
    pub fields: Vec<FieldChange>,
    /// What is known of why, for people.
    pub explanation: String,
}

/// What became of one field.
#[derive(Debug, Clone)]
pub struct FieldChange {
    /// The name of the field.
    pub field: &'static str,
    /// What the earlier edition states; `None` when it does not.
    pub before: Option<String>,
    /// What the later edition states; `None` when it does not.
    pub after: Option<String>,
    /// Where the earlier edition states it.
    pub evidence_before: Vec<Evidence>,
    /// Where the later edition states it.
    pub evidence_after: Vec<Evidence>,
}
