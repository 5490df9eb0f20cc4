//! Where agencies decide: each statement is checked, made a decision and durable before it is acknowledged.
//!
//! Two statements at once are taken one after the other, so that both cannot pass the same check. The desk reads no
//! clock, checks no token (whoever calls it knows who speaks) and does not lay the log over the links: that is
//! [`curate`](super::curate())'s.

mod book;
mod check;
mod refused;
mod statement;

pub use refused::Refused;
pub use statement::{Recorded, Statement, What};

pub(super) use check::{known_agency, sound_texts};

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use book::Book;

use super::links::Links;
use super::seen::Records;
use crate::graph::Graph;
use crate::record::{Decision, EntityKind, Id};
use crate::store::{Store, StoreError};

/// The log of decisions, open for more.
pub struct Desk {
    store: Arc<dyn Store>,
    book: Mutex<Book>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("decisions", &self.held().log().len()).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the log of a store. Only one desk of a store may be open: what another appends is not seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        let book = Mutex::new(Book::of(store.decisions()?));
        Ok(Self { store, book })
    }

    /// Every decision so far, in the order in which they were made or imported.
    #[must_use]
    pub fn log(&self) -> Arc<Vec<Decision>> {
        Arc::clone(self.held().log())
    }

    /// Makes a statement a decision: durable when this returns. A statement that was sent before under the same
    /// client mutation id gives the decision that it made then, and nothing is appended. `links` are those of `graph`;
    /// they may be older than the log.
    ///
    /// A decision is dated `now` and nothing else. Where the agency has a decision on the link that is dated later (a
    /// clock was wrong), a new one would be superseded as soon as it was made: it is refused until the agency has
    /// withdrawn the later one. Its other links are not touched by that.
    ///
    /// Takes time in proportion to the records of the graph, and not to the length of the log.
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
        let note = note.map(with_plain_line_ends);
        sound_texts(&by, note.as_deref(), client_mutation_id.as_deref())?;
        let records = Records::of(graph);
        let mut book = self.held();
        if let Some(first) = book.sent_before(&agency, client_mutation_id.as_deref()) {
            return check::repeated(first, &records, links, &what, note.as_deref());
        }
        let about = check::decided(&records, links, &book, &what, &agency, now)?;
        let mut decision = Decision {
            id: Id::mint(EntityKind::Decision, "", 0),
            link: about.link,
            action: what.action(),
            withdraws: about.withdraws,
            at: now,
            agency,
            by,
            note,
            client_mutation_id,
            seen: about.seen,
        };
        decision.id = mint(&decision, &book);
        // What this says about a decision held already does not matter: the identifier is new to the log.
        self.store.append(&decision).map_err(unfit)?;
        book.push(decision.clone());
        Ok(Recorded { decision, repeated: false })
    }

    fn held(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text from a form has the line ends of its system.
fn with_plain_line_ends(note: String) -> String {
    if note.contains('\r') { note.replace("\r\n", "\n") } else { note }
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
fn mint(decision: &Decision, book: &Book) -> Id {
    let Decision { link, action, withdraws, agency, by, at, note, client_mutation_id, seen, .. } = decision;
    let seed = format!(
        "{} {at:?} {agency:?} {by:?} {action:?} {link:?} {withdraws:?} {note:?} {client_mutation_id:?} {seen:?}",
        book.log().len()
    );
    let mut salt = 0;
    loop {
        let id = Id::mint(EntityKind::Decision, &seed, salt);
        if book.get(id).is_none() {
            return id;
        }
        salt += 1;
    }
}
