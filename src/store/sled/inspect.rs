//! Reads everything and says what is whole.

use std::collections::BTreeSet;

use super::content::{self, Content};
use super::database::Database;
use super::entry::{Entry, entries};
use crate::record::Id;
use crate::store::StoreError;

/// What a database holds.
#[derive(Debug, Default)]
pub(super) struct Inspection {
    /// The editions that are whole.
    pub(super) whole: Vec<Entry>,
    /// The editions of which only the entry can be read.
    pub(super) broken: Vec<Entry>,
    /// Every identifier that the whole ones use or retire.
    pub(super) minted: BTreeSet<Id>,
    /// What is damaged, a phrase each.
    pub(super) faults: Vec<String>,
}

/// Reads every entry and every content. What cannot be read is a fault, never an error.
pub(super) fn inspect(database: &Database) -> Inspection {
    let mut found = Inspection::default();
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
    match content::digests(database) {
        Ok(mut digests) => {
            for entry in found.whole.iter().chain(&found.broken) {
                digests.remove(&entry.content.bytes()[..]);
            }
            if !digests.is_empty() {
                found.faults.push(format!("contents that belong to no edition: {}", digests.len()));
            }
        }
        Err(error) => found.faults.push(cause(&error)),
    }
    found
}

/// The content of an entry, if it is there, whole, and the entry's own.
pub(super) fn whole(database: &Database, entry: &Entry) -> Result<Content, String> {
    let Entry { edition, place, .. } = entry;
    let of = |fault: String| format!("in edition {} of `{}` {fault}", edition.sha256, edition.source);
    let bytes = content::read(database, &entry.content).map_err(|error| of(cause(&error)))?;
    let bytes = bytes.ok_or_else(|| of("the content is not whole".to_owned()))?;
    let content = Content::of_bytes(&bytes).map_err(of)?;
    if content.stored.edition != *edition || content.place != *place {
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
