//! The hub's own words for what a source says in its own.

use std::collections::HashMap;

use super::Fingerprint;

/// Synopses and headlines, each keyed to the fingerprint of the text it describes: when the text changes, its
/// wording is absent rather than wrong.
pub type Wording = HashMap<Fingerprint, String>;
