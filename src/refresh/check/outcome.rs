//! What came of a check, in figures and in words.

use super::super::ingest::Ingested;
use crate::hub::{ChangeCounts, Outcome};
use crate::record::Sha256;

/// That an edition went into service.
pub fn updated(done: &Ingested) -> Outcome {
    let changes = &done.changes;
    let counts = ChangeCounts {
        added: changes.added.len(),
        removed: changes.removed.len(),
        changed: changes.changed.len(),
        unchanged: changes.unchanged,
    };
    Outcome::Updated { sha256: done.edition.sha256, counts, rejects: done.rejects }
}

/// What the freshness of the source says until the next check.
pub fn problem(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Unchanged | Outcome::Updated { .. } | Outcome::NotAsked { .. } => None,
        Outcome::Failed { problem } => Some(problem.clone()),
        Outcome::Held { sha256, reason } => Some(format!(
            "its publisher gives another edition ({}), which waits for an operator: {reason}",
            short(sha256)
        )),
        Outcome::Rejected { sha256 } => {
            Some(format!("its publisher gives an edition ({}) that an operator has rejected", short(sha256)))
        }
    }
}

fn short(sha256: &Sha256) -> String {
    sha256.to_string()[..12].to_owned()
}
