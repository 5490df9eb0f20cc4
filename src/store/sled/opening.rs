//! From a data folder to a store that has been read whole.

use super::content::OF_EDITIONS;
use super::database::Database;
use super::decisions;
use super::entry::{Unfinished, entries};
use super::folder::DataFolder;
use super::inspect::inspect;
use super::known::Known;
use super::salvage::Log;
use crate::record::Sha256;
use crate::store::StoreError;

/// Opens the store of a data folder, made if need be, and reads all of it.
pub(super) fn open(folder: &DataFolder) -> Result<(Database, Known), StoreError> {
    folder.tidy()?;
    if !folder.store().exists() {
        // Made beside its place: an end in the middle of it leaves no half-made store.
        Database::open(&folder.new_engine(), folder.path())?.flush()?;
        folder.swap_in_new()?;
    }
    folder.check_format()?;
    let log = Log::read(&folder.engine())?;
    let opened = read_all(folder, &log);
    if let Err(StoreError::Corrupt { .. }) = opened {
        log.keep_if_changed(&folder.engine())?;
    }
    let opened = opened?;
    folder.upgrade()?;
    Ok(opened)
}

fn read_all(folder: &DataFolder, log: &Log) -> Result<(Database, Known), StoreError> {
    if let Some(fault) = log.fault() {
        return Err(StoreError::corrupt(folder.path(), fault));
    }
    let database = Database::open(&folder.engine(), folder.path())?;
    finish_unfinished(&database)?;
    let found = inspect(&database, log);
    if let Some(fault) = found.faults.first() {
        let more = if found.faults.len() > 1 { ", and more" } else { "" };
        return Err(StoreError::corrupt(folder.path(), format!("{fault}{more}")));
    }
    decisions::finish(&database, &found.decisions)?;
    let asking = found.asking.finish(&database)?;
    let decisions = found.decisions.whole.into_values().collect();
    let known = Known { entries: found.whole, minted: found.minted, decisions, asking, stopped: false };
    Ok((database, known))
}

/// Ends a change that the last process could not end.
pub(super) fn finish_unfinished(database: &Database) -> Result<(), StoreError> {
    let Some(Unfinished { mut contents }) = Unfinished::read(database)? else { return Ok(()) };
    for entry in entries(database) {
        let named = entry?.content;
        contents.retain(|content| *content != named);
    }
    remove_unnamed(database, &contents)?;
    database.flush()
}

/// Removes contents that no entry names any more, then the note about them.
pub(super) fn remove_unnamed(database: &Database, contents: &[Sha256]) -> Result<(), StoreError> {
    contents.iter().try_for_each(|sha256| OF_EDITIONS.remove(database, sha256.bytes()))?;
    Unfinished::remove(database)
}
