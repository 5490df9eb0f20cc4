//! Sources, their editions, and what a parser makes of one.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Lines, PartialDate, Record, Sha256, Stated};

/// What is known of a source whatever its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInfo {
    /// Its name in addresses, commands and filters: `mptf-pipeline`.
    pub slug: Cow<'static, str>,
    /// Its title, for people.
    pub title: Cow<'static, str>,
    /// Acronym of the organisation that publishes it.
    pub publisher: Cow<'static, str>,
    /// What fixes its layout and parser.
    pub kind: SourceKind,
    /// Where it is published.
    pub homepage: Option<Cow<'static, str>>,
}

/// Kinds of source; each has one parser, several sources can share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
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

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::PipelineBooklet,
        Self::ResultsLeaflet,
        Self::PledgePage,
        Self::ProgrammeLeaflet,
        Self::ProgrammePage,
    ];
}

/// One version of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The slug of the source.
    pub source: String,
    /// SHA-256 of the bytes: what the edition is known by.
    pub sha256: Sha256,
    /// IANA media type of the bytes.
    pub media_type: String,
    /// The address or file name that gave the bytes.
    pub origin: String,
    /// What people call it: "1st edition"; `None` when neither the source nor the operator says.
    pub label: Option<String>,
    /// The date it speaks for; `None` when neither the source nor the operator says.
    pub as_of: Option<PartialDate>,
    /// When the hub got the bytes; `None` for a bundled edition.
    pub retrieved_at: Option<DateTime<Utc>>,
    /// Name and version of the parser that read it: `pipeline-booklet/1`.
    pub parser: String,
}

/// What a parser makes of one edition.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the document calls this edition.
    pub label: Option<Stated<String>>,
    /// The date the document says it speaks for.
    pub as_of: Option<Stated<PartialDate>>,
    /// What was read, in the order of the document.
    pub records: Vec<Record>,
    /// What the document itself repeats or gets wrong, noted while it was read.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// What could not be read.
    #[serde(default)]
    pub rejects: Vec<Reject>,
}

/// Something that a source repeats or gets wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// A stable name for this sort of slip, lower case with hyphens: `missing-separator`.
    pub code: String,
    /// What is wrong here and how the hub reads it, for people.
    pub message: String,
    /// The key of the record it is about; `None` when it is about the document.
    pub record: Option<String>,
    /// Where it stands.
    pub at: Vec<Lines>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Where it stands.
    pub at: Lines,
    /// Why it could not be read, for people.
    pub reason: String,
}
