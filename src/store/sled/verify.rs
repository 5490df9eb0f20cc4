//! Says what state a store is in, and changes nothing.

use std::path::{Path, PathBuf};

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
    /// The editions that are not, or not as their last commit had them.
    pub broken: Vec<Edition>,
    /// How many decisions are whole.
    pub decisions: usize,
    /// How many decisions are known to be damaged or missing.
    pub broken_decisions: usize,
    /// Everything that is damaged, a phrase each; empty when all is well.
    pub faults: Vec<String>,
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
            found.whole = inspection.whole.into_iter().map(|entry| entry.edition).collect();
            found.broken = inspection.broken.into_iter().map(|entry| entry.edition).collect();
            found.faults.extend(inspection.faults);
        }
        Err(error @ StoreError::Corrupt { .. }) => found.faults.push(cause(&error)),
        Err(error) => return Err(error),
    }
    folder.remove_copy()?;
    Ok(found)
}
