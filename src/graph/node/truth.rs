//! Evidence, claims, discrepancies and quality flags.

use super::{Commitment, EditionNode, Pledge, Programme, ProgrammeResult, ProgressItem};
use crate::graph::Ix;
use crate::record::{Availability, Id, Lines, Sha256};
use crate::reference::CountryCode;

/// Lines of one edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The edition that was read.
    pub edition: Ix<EditionNode>,
    /// Where in it.
    pub lines: Lines,
}

/// A value with its evidence, from any number of editions.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The lines that state it.
    pub evidence: Vec<Evidence>,
}

/// One record of one edition, as the graph remembers it.
#[derive(Debug, Clone)]
pub struct RecordNode {
    /// The edition it was read from.
    pub edition: Ix<EditionNode>,
    /// Its name within the edition.
    pub key: String,
    /// The identifier minted for it; it resolves to the entity that the record was joined to.
    pub id: Id,
    /// Why it describes the same thing as the entity's other records; empty for the one that they were compared with.
    pub matched_by: Vec<Criterion>,
    /// Every line range that one of its fields was read from.
    pub evidence: Vec<Evidence>,
    /// The lines of its running text; empty when it has none.
    pub prose: Vec<Evidence>,
    /// What it says, as one digest; see [`Record::words`](crate::record::Record::words).
    pub words: Sha256,
}

/// A reason with its weight, in log-odds; weights add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// What was compared: `title`, `thematic_area`.
    pub name: &'static str,
    /// For (positive) or against (negative).
    pub weight: f64,
    /// The reason, for people.
    pub detail: String,
    /// The lines on both sides.
    pub evidence: Vec<Evidence>,
}

/// One value of one field that one record states.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The name of the GraphQL field.
    pub field: &'static str,
    /// The value in a plain, comparable form.
    pub value: String,
    /// Whether the entity shows this one.
    pub chosen: bool,
    /// How the record knows it.
    pub availability: Availability,
    /// The record that states it.
    pub record: Ix<RecordNode>,
    /// Where.
    pub evidence: Vec<Evidence>,
}

/// A difference between claims.
#[derive(Debug, Clone)]
pub struct Discrepancy {
    /// Its identifier.
    pub id: Id,
    /// What sort of difference.
    pub kind: DiscrepancyKind,
    /// What it is about.
    pub subject: Subject,
    /// The GraphQL field that differs.
    pub field: &'static str,
    /// The claims, oldest first.
    pub claims: Vec<Claim>,
    /// What differs and how the hub reads it, for people.
    pub explanation: String,
}

/// Sorts of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiscrepancyKind {
    /// The later source has another value.
    ChangedOverTime,
    /// The same number, rounded differently.
    Rounding,
    /// Sources of the same time and scope contradict each other.
    Conflict,
    /// The same thing under two names.
    Naming,
}

/// A source's own slip.
#[derive(Debug, Clone)]
pub struct QualityFlag {
    /// Its identifier.
    pub id: Id,
    /// A stable name for this sort of slip.
    pub code: String,
    /// What is wrong and how the hub reads it, for people.
    pub message: String,
    /// What it is about; `None` for the document as a whole.
    pub subject: Option<Subject>,
    /// Where.
    pub evidence: Vec<Evidence>,
}

/// What a discrepancy or a flag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A programme.
    Programme(Ix<Programme>),
    /// A result.
    Result(Ix<ProgrammeResult>),
    /// A pledge.
    Pledge(Ix<Pledge>),
    /// A commitment.
    Commitment(Ix<Commitment>),
    /// A progress item.
    ProgressItem(Ix<ProgressItem>),
    /// A country.
    Country(CountryCode),
}
