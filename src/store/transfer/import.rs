//! From the lines of an export into a store.

use std::collections::HashMap;
use std::io::BufRead;

use super::{FORMAT, Header, Line, OLDEST_FORMAT, read};
use crate::record::{Decision, Edition, Id, Watch};
use crate::store::watch::of_what_is_there;
use crate::store::{Pruned, Store, StoreError, StoredEdition};

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// Editions that the store did not have.
    pub added: Vec<Edition>,
    /// Editions that the store has or has pruned, and which stay as they are there.
    pub held: Vec<Edition>,
    /// How many pruned editions, as their identifiers, the store did not have.
    pub pruned_added: usize,
    /// How many pruned editions the store has, pruned or not, and which stay as they are there.
    pub pruned_held: usize,
    /// For how many sources the store did not have what came of asking.
    pub watches_added: usize,
    /// For how many sources the store has what came of asking, which stays as it is there.
    pub watches_held: usize,
    /// How many decisions the store did not have; they are the last of its log now.
    pub decisions_added: usize,
    /// How many decisions the store has, just so.
    pub decisions_held: usize,
    /// Lines that cannot be imported.
    pub bad: Vec<BadLine>,
    /// How many lines there should be and are not: the export was cut short.
    pub missing: usize,
}

/// A line that cannot be imported.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its 1-based number.
    pub number: usize,
    /// Why, for people.
    pub reason: String,
}

/// Takes what an export has into a store. Editions are older there than what their source has,
/// and current only where it has nothing. Decisions that the store does not have are appended to its log in their
/// order. What came of asking is taken where the store knows nothing of the source; a document that is not in the store
/// then is asked for again, whole. A bad line costs itself alone.
///
/// # Errors
/// When the first line is not that of an export, the lines cannot be read, or the store cannot be written. What was
/// taken in before that stays, and the import can be repeated.
pub fn import(store: &dyn Store, lines: impl BufRead) -> Result<Imported, StoreError> {
    let mut lines = lines.split(b'\n').zip(1..).map(|(line, number)| match line {
        Ok(line) => Ok((line, number)),
        Err(error) => {
            Err(StoreError::NotAnExport { what: format!("line {number} cannot be read ({error})") })
        }
    });
    let first = lines.next().transpose()?.map(|(line, _)| line).unwrap_or_default();
    let promised = check(&first)?;
    let held = store.decisions()?.into_iter().map(|decision| (decision.id, decision)).collect();
    let mut import = Import { store, held, watches: Vec::new(), imported: Imported::default() };
    let mut seen = 0;
    for line in lines {
        let (line, number) = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        seen += 1;
        let taken = match read(&line) {
            Ok(Line::Edition(stored)) => import.keep(*stored),
            Ok(Line::Decision(decision)) => import.append(decision),
            Ok(Line::Pruned(pruned)) => import.keep_pruned(&pruned),
            Ok(Line::Watch(source, watch)) => {
                // Only when all editions are there can be told what is.
                import.watches.push((number, source, watch));
                continue;
            }
            Err(reason) => Ok(Err(reason)),
        };
        import.note(number, taken)?;
    }
    for (number, source, watch) in std::mem::take(&mut import.watches) {
        let taken = import.watch(&source, &watch);
        import.note(number, taken)?;
    }
    import.imported.missing = promised.saturating_sub(seen);
    Ok(import.imported)
}

/// An import that is going on.
struct Import<'a> {
    store: &'a dyn Store,
    /// The decisions that the store has.
    held: HashMap<Id, Decision>,
    /// With the number of the line and the source.
    watches: Vec<(usize, String, Watch)>,
    imported: Imported,
}

/// Taken in, or why for people it is not.
type Taken = Result<(), String>;

impl Import<'_> {
    /// Notes a line that cannot be imported, and goes on.
    fn note(&mut self, number: usize, taken: Result<Taken, StoreError>) -> Result<(), StoreError> {
        use StoreError::{Unfit, UnfitDecision, UnfitWatch};
        let reason = match taken {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(reason)) => reason,
            Err(error @ (Unfit { .. } | UnfitDecision { .. } | UnfitWatch { .. })) => error.to_string(),
            Err(error) => return Err(error),
        };
        self.imported.bad.push(BadLine { number, reason });
        Ok(())
    }

    fn keep(&mut self, stored: StoredEdition) -> Result<Taken, StoreError> {
        match self.store.keep(&stored)? {
            true => self.imported.added.push(stored.edition),
            false => self.imported.held.push(stored.edition),
        }
        Ok(Ok(()))
    }

    fn keep_pruned(&mut self, pruned: &Pruned) -> Result<Taken, StoreError> {
        match self.store.keep_pruned(pruned)? {
            true => self.imported.pruned_added += 1,
            false => self.imported.pruned_held += 1,
        }
        Ok(Ok(()))
    }

    fn watch(&mut self, source: &str, watch: &Watch) -> Result<Taken, StoreError> {
        if self.store.watch(source)?.is_some() {
            self.imported.watches_held += 1;
            return Ok(Ok(()));
        }
        let editions = self.store.editions(source)?;
        let is_there = |sha256: &_| editions.iter().any(|edition| edition.sha256 == *sha256);
        self.store.set_watch(source, &of_what_is_there(watch, is_there))?;
        self.imported.watches_added += 1;
        Ok(Ok(()))
    }

    fn append(&mut self, decision: Decision) -> Result<Taken, StoreError> {
        if self.store.append(&decision)? {
            self.imported.decisions_added += 1;
            self.held.insert(decision.id, decision);
            return Ok(Ok(()));
        }
        // A decision that was appended meanwhile and is not among those read at the start cannot be compared.
        if self.held.get(&decision.id).is_some_and(|held| *held != decision) {
            return Ok(Err(format!("the store has a decision `{}` that says something else", decision.id)));
        }
        self.imported.decisions_held += 1;
        Ok(Ok(()))
    }
}

/// How many lines the first line promises.
fn check(first: &[u8]) -> Result<usize, StoreError> {
    let what = match serde_json::from_slice::<Header>(first) {
        Ok(Header { gcm_hub_export: OLDEST_FORMAT..=FORMAT, editions, decisions, pruned, watches }) => {
            let all = [decisions, pruned, watches];
            return Ok(all.into_iter().fold(editions, usize::saturating_add));
        }
        Ok(header) => {
            format!("its format is {}, and this gcm-hub reads formats up to {FORMAT}", header.gcm_hub_export)
        }
        Err(_) => "its first line does not say so".to_owned(),
    };
    Err(StoreError::NotAnExport { what })
}
