//! What happens to a store that cannot be used as it is: it is set aside, and what is whole in it goes on.
//!
//! Nothing is mended in place and nothing is deleted.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::asking::Asking;
use super::content::OF_EDITIONS;
use super::database::Database;
use super::entry::Entry;
use super::folder::DataFolder;
use super::inspect::cause;
use super::opening::open;
use super::salvage::{Salvage, salvage};
use super::{SledStore, asking, decisions};
use crate::record::{Edition, Sha256};
use crate::store::StoreError;
use crate::store::decisions::to_json;
use crate::store::watch::of_what_is_there;

/// What was done about a store that could not be used as it was.
#[derive(Debug)]
pub struct Notice {
    /// What was wrong.
    pub cause: StoreError,
    /// Where the store is now.
    pub set_aside: PathBuf,
    /// The editions that were whole and are in use.
    pub recovered: Vec<Edition>,
    /// Those of them that are in use as an earlier commit had them, because a later one is lost.
    pub outdated: Vec<Edition>,
    /// The editions that are known to have been there and are lost.
    pub lost: Vec<Edition>,
    /// Editions that had been pruned and whose identifiers are lost, so that they may be minted again.
    pub lost_pruned: Vec<Edition>,
    /// Sources of which an edition waited for an operator that is lost.
    pub lost_held: Vec<String>,
    /// How many decisions were read from it and are in use.
    pub decisions: usize,
    /// How many decisions are known to have been there and cannot be read.
    pub lost_decisions: usize,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.cause {
            StoreError::Corrupt { .. } => format!("is damaged, {}", cause(&self.cause)),
            StoreError::NewerFormat { found, known, .. } => {
                format!("has format {found}, and this gcm-hub knows formats up to {known}")
            }
            error => error.to_string(),
        };
        write!(f, "the store {what}; it was set aside as `{}`", self.set_aside.display())?;
        write!(f, "; editions recovered from it: {}", self.recovered.len())?;
        let again = [("as an earlier commit had it", &self.outdated), ("lost", &self.lost)];
        for (how, editions) in again {
            for Edition { source, sha256, .. } in editions {
                write!(f, "; {how}: edition {sha256} of `{source}`, fetch or ingest it again")?;
            }
        }
        for Edition { source, sha256, .. } in &self.lost_pruned {
            write!(
                f,
                "; lost: the identifiers of the pruned edition {sha256} of `{source}`, import the latest export"
            )?;
        }
        for source in &self.lost_held {
            write!(
                f,
                "; lost: the edition of `{source}` that waited for an operator, it is asked for again"
            )?;
        }
        if matches!(self.cause, StoreError::NewerFormat { .. }) {
            return f.write_str("; its decisions are not in use: let the gcm-hub that wrote it export them");
        }
        write!(f, "; decisions carried over from it: {}", self.decisions)?;
        if self.lost_decisions > 0 {
            let lost = self.lost_decisions;
            write!(
                f,
                "; decisions that cannot be read: {lost}, import the latest export, which may have them"
            )?;
        }
        Ok(())
    }
}

/// Opens the store of a data folder whatever state it is in. One that is damaged or of a later format is set aside
/// as `store.set-aside-<n>`, what is whole in a damaged one stays in use, and the notice says so.
///
/// # Errors
/// When another process has the folder, or it cannot be read and written. Nothing is set aside then.
pub fn open_or_set_aside(folder: &Path) -> Result<(SledStore, Option<Notice>), StoreError> {
    let folder = DataFolder::take(folder)?;
    let (opened, notice) = match open(&folder) {
        Ok(opened) => (opened, None),
        Err(error @ (StoreError::Corrupt { .. } | StoreError::NewerFormat { .. })) => {
            let notice = rebuild(&folder, error)?;
            (open(&folder)?, Some(notice))
        }
        Err(error) => return Err(error),
    };
    let (database, known) = opened;
    Ok((SledStore { known: Mutex::new(known), database, folder }, notice))
}

/// Repairs the store of a data folder as [`open_or_set_aside`] does, but a store of a later format is an error.
/// `None` when there is nothing to repair.
///
/// # Errors
/// When another process has the folder, it cannot be read and written, or a later gcm-hub wrote the store.
pub fn repair(folder: &Path) -> Result<Option<Notice>, StoreError> {
    let folder = DataFolder::take_existing(folder)?;
    match open(&folder) {
        Ok(_) => Ok(None),
        Err(error @ StoreError::Corrupt { .. }) => rebuild(&folder, error).map(Some),
        Err(error) => Err(error),
    }
}

/// Makes a new store of what is whole in the one there is, which is set aside.
fn rebuild(folder: &DataFolder, cause: StoreError) -> Result<Notice, StoreError> {
    folder.tidy()?;
    let found = match cause {
        // A later format is for its own gcm-hub to read.
        StoreError::NewerFormat { .. } => Salvage::default(),
        _ => salvage(&folder.engine())?,
    };
    let new = Database::open(&folder.new_engine(), folder.path())?;
    for (entry, bytes) in &found.whole {
        OF_EDITIONS.write(&new, &entry.content, bytes)?;
        entry.write(&new)?;
    }
    let lost_decisions = found.decisions.lost().len();
    let decisions = found.decisions.whole.len();
    for ((_, decision), number) in found.decisions.whole.iter().zip(1..) {
        decisions::write(&new, number, &to_json(decision)?)?;
    }
    let lost_held = carry_over(&found, &new)?;
    new.flush()?;
    drop(new);
    let set_aside = folder.swap_in_new()?.unwrap_or_default();
    let recovered: Vec<_> = found.whole.into_iter().map(|(entry, _)| entry).collect();
    let (mut outdated, mut lost, mut lost_pruned) = (Vec::new(), Vec::new(), Vec::new());
    for known in found.known {
        match recovered.iter().find(|entry| Entry::same(&entry.edition, &known.edition)) {
            Some(entry) if known.is_later_than(entry) => outdated.push(known.edition),
            Some(_) => {}
            None if known.pruned => lost_pruned.push(known.edition),
            None => lost.push(known.edition),
        }
    }
    let recovered = recovered.into_iter().filter(|entry| !entry.pruned).map(|entry| entry.edition).collect();
    Ok(Notice {
        cause,
        set_aside,
        recovered,
        outdated,
        lost,
        lost_pruned,
        lost_held,
        decisions,
        lost_decisions,
    })
}

/// Carries over what came of asking and what waits for an operator. The sources of what waited and is lost.
fn carry_over(found: &Salvage, new: &Database) -> Result<Vec<String>, StoreError> {
    let (mut carried, mut lost) = (Asking::default(), Vec::new());
    let mut there: Vec<_> = found.whole.iter().map(|(entry, _)| entry.edition.clone()).collect();
    for (source, content) in found.asking.contents() {
        let bytes = found.held.get(content).map(Vec::as_slice).unwrap_or_default();
        match asking::of_bytes(source, bytes) {
            Some(held) => {
                carried.hold(new, source, bytes)?;
                there.push(held.edition);
            }
            None => lost.push(source.to_owned()),
        }
    }
    let is_there = |source: &str, sha256: &Sha256| {
        there.iter().any(|edition| edition.source == source && edition.sha256 == *sha256)
    };
    for (source, watch) in found.asking.watches.iter() {
        carried.set_watch(new, source, of_what_is_there(watch, |answer| is_there(source, answer)))?;
    }
    Ok(lost)
}
