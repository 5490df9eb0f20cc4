//! Says what state a store is in, and changes nothing.

use std::path::{Path, PathBuf};

use super::asking;
use super::database::Database;
use super::folder::DataFolder;
use super::inspect::{cause, inspect};
use super::opening::finish_unfinished;
use super::salvage::Log;
use crate::record::Edition;
use crate::store::StoreError;

/// What state a store is in.
#[derive(Debug, Default)]
pub struct Verification {
    /// The editions that are whole.
    pub whole: Vec<Edition>,
    /// How many editions are pruned, their identifiers being whole.
    pub pruned: usize,
    /// The editions that are not, or not as their last commit had them.
    pub broken: Vec<Edition>,
    /// How many decisions are whole.
    pub decisions: usize,
    /// How many decisions are known to be damaged or missing.
    pub broken_decisions: usize,
    /// Everything that is damaged, a phrase each; empty when all is well.
    pub faults: Vec<String>,
    /// How many sources it is known of what came of asking for them.
    pub watches: usize,
    /// Sources of which an edition waits for an operator.
    pub waiting: Vec<String>,
    /// What is damaged and can be had again, a phrase each: no fault, the next start forgets it.
    pub warnings: Vec<String>,
    /// Stores that were set aside earlier.
    pub set_aside: Vec<PathBuf>,
}

/// Reads the whole store of a data folder, from a copy that is removed again, against its checksums.
///
/// # Errors
/// When another process has the folder, it cannot be read and written, or a later gcm-hub wrote the store.
pub fn verify(folder: &Path) -> Result<Verification, StoreError> {
    let folder = DataFolder::take_existing(folder)?;
    folder.tidy()?;
    let mut found = Verification { set_aside: folder.set_aside()?, ..Verification::default() };
    if !folder.store().exists() {
        return Ok(found);
    }
    match folder.check_format() {
        Err(error @ StoreError::Corrupt { .. }) => found.faults.push(cause(&error)),
        result => drop(result?),
    }
    let log = Log::read(&folder.engine())?;
    found.faults.extend(log.fault().map(str::to_owned));
    let copy = folder.copy()?;
    let opened = Database::open(&copy, folder.path()).and_then(|database| {
        // What the last process could not end is no damage.
        finish_unfinished(&database)?;
        Ok(database)
    });
    match opened {
        Ok(database) => {
            let inspection = inspect(&database, &log);
            found.decisions = inspection.decisions.whole.len();
            found.broken_decisions = inspection.decisions.broken.len();
            let (pruned, whole): (Vec<_>, Vec<_>) =
                inspection.whole.into_iter().partition(|entry| entry.pruned);
            found.pruned = pruned.len();
            found.whole = whole.into_iter().map(|entry| entry.edition).collect();
            let asking::Found { asking, warnings, .. } = inspection.asking;
            found.watches = asking.watches.iter().count();
            found.waiting = asking.contents().map(|(source, _)| source.to_owned()).collect();
            found.warnings = warnings;
            found.broken = inspection.broken.into_iter().map(|entry| entry.edition).collect();
            found.faults.extend(inspection.faults);
        }
        Err(error @ StoreError::Corrupt { .. }) => found.faults.push(cause(&error)),
        Err(error) => return Err(error),
    }
    folder.remove_copy()?;
    Ok(found)
}
