//! Where agencies decide: each statement is checked, made a decision and durable before it is acknowledged.
//!
//! Two statements at once are taken one after the other, so that both cannot pass the same check. The desk reads no
//! clock, checks no token (whoever calls it knows who speaks) and does not lay the log over the links: that is
//! [`curate`](super::curate)'s.

mod check;
mod refused;
mod statement;

pub use refused::Refused;
pub use statement::{Recorded, Statement, What};

pub(super) use check::{known_agency, sound_texts};

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::links::Links;
use super::seen::Records;
use crate::graph::Graph;
use crate::record::{Decision, EntityKind, Id};
use crate::store::{Store, StoreError};

/// The log of decisions, open for more.
pub struct Desk {
    store: Arc<dyn Store>,
    log: Mutex<Arc<Vec<Decision>>>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("decisions", &self.held().len()).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the log of a store. Only one desk of a store may be open: what another appends is not seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        let log = Mutex::new(Arc::new(store.decisions()?));
        Ok(Self { store, log })
    }

    /// Every decision so far, in the order in which they were made or imported.
    #[must_use]
    pub fn log(&self) -> Arc<Vec<Decision>> {
        Arc::clone(&self.held())
    }

    /// Makes a statement a decision: durable when this returns. A statement that was sent before under the same
    /// client mutation id gives the decision that it made then, and nothing is appended. `links` are those of `graph`;
    /// they may be older than the log.
    ///
    /// A decision is never older than the last one of its agency, whatever `now` says: the latest stands.
    ///
    /// # Errors
    /// When the statement cannot be a decision, or it cannot be written. Nothing has been acknowledged then.
    pub fn record(
        &self,
        graph: &Graph,
        links: &Links,
        statement: Statement,
        now: DateTime<Utc>,
    ) -> Result<Recorded, Refused> {
        let agency = known_agency(&statement.agency)?.acronym.to_owned();
        let Statement { what, by, note, client_mutation_id, .. } = statement;
        sound_texts(&by, note.as_deref(), client_mutation_id.as_deref())?;
        let records = Records::of(graph);
        let mut log = self.held();
        if let Some(first) = check::sent_before(&log, &agency, client_mutation_id.as_deref()) {
            return check::repeated(first, &records, links, &what, note.as_deref());
        }
        let about = check::decided(&records, links, &log, &what, &agency)?;
        let own = log.iter().filter(|decision| decision.agency == agency);
        let mut decision = Decision {
            id: Id::mint(EntityKind::Decision, "", 0),
            link: about.link,
            action: what.action(),
            withdraws: about.withdraws,
            at: own.map(|decision| decision.at).max().map_or(now, |last| last.max(now)),
            agency,
            by,
            note,
            client_mutation_id,
            seen: about.seen,
        };
        decision.id = mint(&decision, &log);
        // What this says about a decision held already does not matter: the identifier is new to the log.
        self.store.append(&decision).map_err(unfit)?;
        Arc::make_mut(&mut log).push(decision.clone());
        Ok(Recorded { decision, repeated: false })
    }

    fn held(&self) -> MutexGuard<'_, Arc<Vec<Decision>>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A decision that the log has no room for is its note's fault, not the disk's: sending it again would not help.
fn unfit(error: StoreError) -> Refused {
    match error {
        StoreError::UnfitDecision { .. } => Refused::Text {
            field: "note",
            what: "takes more bytes than the log has room for in one decision: shorten it".to_owned(),
        },
        error => error.into(),
    }
}

/// The identifier of a decision from all that it says and how long the log was.
fn mint(decision: &Decision, log: &[Decision]) -> Id {
    let Decision { link, action, withdraws, agency, by, at, note, client_mutation_id, seen, .. } = decision;
    let seed = format!(
        "{} {at:?} {agency:?} {by:?} {action:?} {link:?} {withdraws:?} {note:?} {client_mutation_id:?} {seen:?}",
        log.len()
    );
    let mut salt = 0;
    loop {
        let id = Id::mint(EntityKind::Decision, &seed, salt);
        if log.iter().all(|known| known.id != id) {
            return id;
        }
        salt += 1;
    }
}
