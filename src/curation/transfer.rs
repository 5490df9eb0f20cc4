//! The log from hub to hub: newline-delimited JSON, one [`Decision`] a line, in the order of the log.
//!
//! A decision keeps its identifier, so an import can be repeated and broken off anywhere.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};

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

/// How far the clocks of two hubs may be apart.
const CLOCKS_APART: TimeDelta = TimeDelta::days(1);

/// Appends the decisions of an export to the log, in their order. A line that cannot be a decision of this log is left
/// out and reported, and costs itself alone. So is one that was not made yet at `now`: as the latest of its agency it
/// would stand above all that the agency says until then.
///
/// # Errors
/// When the lines cannot be read, or the store cannot be read or written.
pub fn import(store: &dyn Store, lines: impl BufRead, now: DateTime<Utc>) -> Result<Imported, ImportError> {
    let mut log = Known::of(store.decisions()?);
    let mut imported = Imported::default();
    for (line, number) in lines.split(b'\n').zip(1..) {
        let line = line.map_err(|cause| ImportError::Read { line: number, cause })?;
        let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| number == 1).unwrap_or(&line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match understood(line, now).and_then(|decision| log.place(decision)) {
            Err(reason) => imported.bad.push(BadLine { number, reason }),
            Ok(Place::Held(id)) => imported.held.push(id),
            Ok(Place::New(decision)) => match store.append(&decision) {
                Ok(_) => {
                    imported.added.push(decision.id);
                    log.add(*decision);
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

/// What some programs put before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether the log has a decision.
enum Place {
    Held(Id),
    New(Box<Decision>),
}

/// The decision of a line, if it could be one of any log.
fn understood(line: &[u8], now: DateTime<Utc>) -> Result<Decision, String> {
    let decision = read(line)?;
    let Decision { id, link, action, withdraws, agency, by, at, note, client_mutation_id, .. } = &decision;
    if id.kind() != EntityKind::Decision {
        return Err(format!("its `id` is `{id}`, which is no identifier of a decision"));
    }
    let known = known_agency(agency).map_err(|refused| refused.to_string())?;
    if known.acronym != agency {
        return Err(format!("its agency is `{agency}`: write `{}`", known.acronym));
    }
    sound_texts(by, note.as_deref(), client_mutation_id.as_deref())
        .map_err(|refused| format!("its {refused}"))?;
    if !(1..=9999).contains(&at.year()) {
        return Err(format!("its `at` is in the year {}: years go from 1 to 9999", at.year()));
    }
    if *at > now + CLOCKS_APART {
        return Err(format!(
            "its `at` is {}, which is to come: correct it, or the clock of this machine",
            at.to_rfc3339_opts(SecondsFormat::Secs, true)
        ));
    }
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

/// The decision as which a line can be read.
fn read(line: &[u8]) -> Result<Decision, String> {
    let no_decision = |how: String| {
        format!(
            "it is no decision as JSON, {how}: a line must be one whole object as `decisions export` writes it"
        )
    };
    if line.trim_ascii_start().first() != Some(&b'{') {
        return Err(no_decision("which begins with `{`".to_owned()));
    }
    serde_json::from_slice(line).map_err(|error| {
        let (said, column) = (error.to_string(), error.column());
        let said = said.split(" at line ").next().unwrap_or_default();
        // What serde says of a value's sort speaks of this program and not of the line.
        let of_this_program = ["invalid type", "invalid length", "invalid value"];
        no_decision(if error.is_eof() {
            "it breaks off".to_owned()
        } else if of_this_program.iter().any(|start| said.starts_with(start)) {
            format!("what ends at byte {column} has no place there")
        } else {
            format!("{said} at byte {column}")
        })
    })
}

/// The log as a new decision is compared with it.
#[derive(Default)]
struct Known {
    by_id: HashMap<Id, Decision>,
    /// What each agency's client has called its decisions.
    by_client: HashMap<(String, String), Id>,
}

impl Known {
    fn of(log: Vec<Decision>) -> Self {
        let mut known = Self::default();
        log.into_iter().for_each(|decision| known.add(decision));
        known
    }

    fn add(&mut self, decision: Decision) {
        if let Some(name) = client_name(&decision) {
            self.by_client.entry(name).or_insert(decision.id);
        }
        self.by_id.insert(decision.id, decision);
    }

    /// Whether a decision is to be added, if it fits what is there.
    fn place(&self, decision: Decision) -> Result<Place, String> {
        let id = decision.id;
        match self.by_id.get(&id) {
            Some(held) if *held == decision => return Ok(Place::Held(id)),
            Some(_) => {
                return Err(format!(
                    "the log holds another decision as `{id}`, which stays: was one of the two edited?"
                ));
            }
            None => {}
        }
        if let Some(target) = decision.withdraws {
            self.may_withdraw(&decision, target)?;
        }
        self.has_a_name_of_its_own(&decision)?;
        Ok(Place::New(Box::new(decision)))
    }

    fn may_withdraw(&self, decision: &Decision, target: Id) -> Result<(), String> {
        let Some(known) = self.by_id.get(&target) else {
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
        if known.link != decision.link {
            return Err(format!(
                "it withdraws `{target}`, which is about another link: was one of the two edited?"
            ));
        }
        Ok(())
    }

    /// One name may stand for one statement that two hubs have recorded, but not for two statements.
    fn has_a_name_of_its_own(&self, decision: &Decision) -> Result<(), String> {
        let Some((agency, name)) = client_name(decision) else { return Ok(()) };
        let first = self.by_client.get(&(agency, name.clone())).and_then(|id| self.by_id.get(id));
        let statement =
            |decision: &Decision| (decision.link, decision.action, decision.withdraws, decision.note.clone());
        match first {
            Some(first) if statement(first) != statement(decision) => Err(format!(
                "its `clientMutationId` `{name}` is that of `{}`, in which {} says something else: was one of the \
                 two edited?",
                first.id, first.agency
            )),
            _ => Ok(()),
        }
    }
}

fn client_name(decision: &Decision) -> Option<(String, String)> {
    Some((decision.agency.clone(), decision.client_mutation_id.clone()?))
}
