//! The log from hub to hub: newline-delimited JSON, one [`Decision`] a line, in the order of the log.
//!
//! A decision keeps its identifier, so an import can be repeated and broken off anywhere.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use super::desk::{known_agency, sound_texts};
use super::fit;
use crate::record::{Decision, DecisionAction, EntityKind, Id};
use crate::store::{BadLine, Store, StoreError};

/// Writes decisions, a line each.
///
/// # Errors
/// When it cannot be written.
pub fn export(log: &[Decision], mut out: impl Write) -> io::Result<()> {
    for decision in log {
        serde_json::to_writer(&mut out, decision)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// What an import did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Decisions that the log did not have.
    pub added: Vec<Id>,
    /// Decisions that the log has already, just so.
    pub held: Vec<Id>,
    /// Lines that were left out.
    pub bad: Vec<BadLine>,
}

/// Why an import came to an end. What was taken in before stays, and the import can be repeated.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The lines cannot be read.
    #[error("line {line} of the decisions cannot be read: check the file and import it again")]
    Read {
        /// The 1-based number of the line.
        line: usize,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The store cannot be read or written.
    #[error("the decisions cannot be kept")]
    Store(#[from] StoreError),
}

/// Appends the decisions of an export to the log, in their order. A line that cannot be a decision of this log is left
/// out and reported, and costs itself alone.
///
/// # Errors
/// When the lines cannot be read, or the store cannot be read or written.
pub fn import(store: &dyn Store, lines: impl BufRead) -> Result<Imported, ImportError> {
    let mut log: HashMap<Id, Decision> =
        store.decisions()?.into_iter().map(|decision| (decision.id, decision)).collect();
    let mut imported = Imported::default();
    for (line, number) in lines.split(b'\n').zip(1..) {
        let line = line.map_err(|cause| ImportError::Read { line: number, cause })?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match understood(&line).and_then(|decision| is_new(&log, decision)) {
            Err(reason) => imported.bad.push(BadLine { number, reason }),
            Ok(Known::Held(id)) => imported.held.push(id),
            Ok(Known::New(decision)) => match store.append(&decision) {
                Ok(_) => {
                    imported.added.push(decision.id);
                    log.insert(decision.id, *decision);
                }
                Err(StoreError::UnfitDecision { what: reason, .. }) => {
                    imported.bad.push(BadLine { number, reason });
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
    Ok(imported)
}

enum Known {
    Held(Id),
    New(Box<Decision>),
}

/// The decision of a line, if it could be one of any log.
fn understood(line: &[u8]) -> Result<Decision, String> {
    let decision: Decision =
        serde_json::from_slice(line).map_err(|error| format!("it is no decision as JSON: {error}"))?;
    let Decision { id, link, action, withdraws, agency, by, note, client_mutation_id, .. } = &decision;
    if id.kind() != EntityKind::Decision {
        return Err(format!("its `id` is `{id}`, which is no identifier of a decision"));
    }
    let known = known_agency(agency).map_err(|refused| refused.to_string())?;
    if known.acronym != agency {
        return Err(format!("its agency is `{agency}`: write `{}`", known.acronym));
    }
    sound_texts(by, note.as_deref(), client_mutation_id.as_deref())
        .map_err(|refused| format!("its {refused}"))?;
    let (from, to) = (link.from.kind(), link.to.kind());
    if !fit::fits(link.kind, from, to) {
        let joins = fit::pairs(link.kind);
        return Err(format!(
            "a link of type {} joins {joins}, not {} and {}",
            link.kind,
            fit::name(from),
            fit::name(to)
        ));
    }
    match (action, withdraws) {
        (DecisionAction::Withdraw, None) => {
            Err("it is a withdrawal and does not say of what: `withdraws` is missing".to_owned())
        }
        (DecisionAction::Withdraw, Some(_)) | (_, None) => Ok(decision),
        _ => Err("it has `withdraws` and is no withdrawal".to_owned()),
    }
}

/// Whether a decision is to be added to the log, if it fits what is there.
fn is_new(log: &HashMap<Id, Decision>, decision: Decision) -> Result<Known, String> {
    let id = decision.id;
    match log.get(&id) {
        Some(held) if *held == decision => return Ok(Known::Held(id)),
        Some(_) => {
            return Err(format!(
                "the log holds another decision as `{id}`, which stays: was one of the two edited?"
            ));
        }
        None => {}
    }
    if let Some(target) = decision.withdraws {
        let Some(known) = log.get(&target) else {
            return Err(format!(
                "it withdraws `{target}`, which is neither in the log nor earlier in this file: import that first"
            ));
        };
        if known.agency != decision.agency {
            return Err(format!(
                "it withdraws `{target}`, which is a decision of {} and not of {}",
                known.agency, decision.agency
            ));
        }
        if known.action == DecisionAction::Withdraw {
            return Err(format!("it withdraws `{target}`, which is itself a withdrawal"));
        }
    }
    Ok(Known::New(Box::new(decision)))
}
