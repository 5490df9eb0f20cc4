//! Reads everything and says what is whole.

use std::collections::BTreeSet;

use super::asking;
use super::content::{Content, OF_EDITIONS};
use super::database::Database;
use super::decisions::{self, Found};
use super::entry::{Entry, entries};
use super::salvage::Log;
use crate::record::{Edition, Id};
use crate::store::StoreError;

/// What a database holds.
#[derive(Debug, Default)]
pub(super) struct Inspection {
    /// The editions that are whole, and what is left of pruned ones.
    pub(super) whole: Vec<Entry>,
    /// Entries of editions that are not.
    pub(super) broken: Vec<Entry>,
    /// Every identifier that the whole ones use or retire.
    pub(super) minted: BTreeSet<Id>,
    /// The log of decisions.
    pub(super) decisions: Found,
    /// What came of asking, and what waits for an operator.
    pub(super) asking: asking::Found,
    /// What is damaged, a phrase each.
    pub(super) faults: Vec<String>,
}

/// Reads every entry, every content, every decision and what came of asking. What cannot be read is a fault, never an error; so is what the
/// log named before the engine opened it and is not there now.
pub(super) fn inspect(database: &Database, log: &Log) -> Inspection {
    let mut found =
        Inspection { decisions: decisions::read(database, log.decisions()), ..Inspection::default() };
    found.faults.append(&mut found.decisions.faults);
    match asking::read(database, log) {
        Ok(asking) => found.asking = asking,
        Err(error) => found.faults.push(cause(&error)),
    }
    for entry in entries(database) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.faults.push(cause(&error));
                continue;
            }
        };
        match whole(database, &entry) {
            Ok(content) => {
                found.minted.extend(content.stored.minted());
                found.whole.push(entry);
            }
            Err(fault) => {
                found.faults.push(fault);
                found.broken.push(entry);
            }
        }
    }
    match OF_EDITIONS.digests(database) {
        Ok(mut digests) => {
            for entry in found.whole.iter().chain(&found.broken) {
                digests.remove(entry.content.bytes());
            }
            if !digests.is_empty() {
                found.faults.push(format!("contents that belong to no edition: {}", digests.len()));
            }
        }
        Err(error) => found.faults.push(cause(&error)),
    }
    for entry in log.entries() {
        let as_late = |held: &Entry| Entry::same(&held.edition, &entry.edition) && !entry.is_later_than(held);
        if !found.whole.iter().chain(&found.broken).any(as_late) {
            let Edition { source, sha256, .. } = &entry.edition;
            let what = if entry.pruned { "what pruning left" } else { "a commit" };
            found.faults.push(format!("{what} of edition {sha256} of `{source}` was not found again"));
            found.broken.push(entry);
        }
    }
    found
}

/// The content of an entry, if it is there, whole, and the entry's own.
pub(super) fn whole(database: &Database, entry: &Entry) -> Result<Content, String> {
    let Entry { edition, place, pruned, with_text, .. } = entry;
    let of = |fault: String| format!("in edition {} of `{}` {fault}", edition.sha256, edition.source);
    let bytes = OF_EDITIONS.read(database, &entry.content).map_err(|error| of(cause(&error)))?;
    let bytes = bytes.ok_or_else(|| of("the content is not whole".to_owned()))?;
    let content = Content::of_bytes(&bytes).map_err(of)?;
    let says = (content.place, content.pruned, &content.stored.edition, content.stored.text.is_some());
    if says != (*place, *pruned, edition, *with_text) {
        return Err(of("the content is another's".to_owned()));
    }
    Ok(content)
}

/// What an error says beside where and what to do.
pub(super) fn cause(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt { what, source: Some(source), .. } => format!("{what} ({source})"),
        StoreError::Corrupt { what, .. } => what.clone(),
        error => error.to_string(),
    }
}
