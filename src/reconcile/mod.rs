//! Names of a spreadsheet matched with what the hub knows: countries, organisations and programmes, after the
//! Reconciliation Service API 0.2 of the W3C's Entity Reconciliation Community Group, which OpenRefine speaks.
//!
//! What a client sends is read and checked in `ask.rs`; what answers a query is found and scored in `candidate.rs`; which
//! facts can be asked for, and used to tell things of one name apart, is the table in `property.rs`. Everything is read
//! from one graph. It knows no HTTP.

mod ask;
mod candidate;
mod entity;
mod extend;
mod known;
mod manifest;
mod problem;
mod property;
mod suggest;

pub use ask::{Extension, Query, extension, queries};
pub use candidate::{Candidate, Feature, candidates};
pub use entity::{Entity, Type};
pub use extend::{extended, proposed};
pub use known::Batch;
pub use manifest::manifest;
pub use problem::Problem;
pub use property::{PROPERTIES, Property, Value};
pub use suggest::{entities, properties, types};

/// So many queries are answered in one request; the manifest tells it as `batchSize`.
pub const MOST_QUERIES: usize = 50;
/// So many characters a name or a value of a property may have.
pub const MOST_CHARACTERS: usize = 300;
/// So many candidates are given for one query, however many are wanted.
pub const MOST_CANDIDATES: usize = 50;
/// So many things are extended in one request.
pub const MOST_IDS: usize = 500;
/// So many bytes a request may have.
pub const MOST_BYTES: usize = 1 << 20;
