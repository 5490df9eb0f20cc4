//! From a store to a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::{DECISION, FORMAT, Header, PRUNED, STORED, WATCH, line};
use crate::record::{Decision, Edition, Watch};
use crate::store::{Pruned, Store, StoreError};

/// How much an export has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// How many editions.
    pub editions: usize,
    /// How many pruned editions, as their identifiers.
    pub pruned: usize,
    /// How many decisions.
    pub decisions: usize,
    /// For how many sources it has what came of asking.
    pub watches: usize,
}

/// Writes every edition, what is left of pruned ones, every decision and what came of asking to a file, which is there
/// whole or not at all. Says how many there are. Editions that wait for an operator are left out.
///
/// # Errors
/// When the store cannot be read, or the file cannot be written.
pub fn export(store: &dyn Store, file: &Path) -> Result<Exported, StoreError> {
    let mut all = All { decisions: store.decisions()?, watches: store.watches()?, ..All::default() };
    for source in store.sources()? {
        all.editions.extend(store.editions(&source)?);
    }
    // After the editions: one that is pruned meanwhile is in both, and none is in neither.
    all.pruned = store.pruned()?;
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let written =
        write(store, &all, partial).and_then(|()| fs::rename(partial, file).map_err(StoreError::at(file)));
    if written.is_err() {
        // Whatever this says, the first error is the one to report.
        let _ = fs::remove_file(partial);
    }
    written.map(|()| Exported {
        editions: all.editions.len(),
        pruned: all.pruned.len(),
        decisions: all.decisions.len(),
        watches: all.watches.len(),
    })
}

/// What an export has, the editions by what is known of them.
#[derive(Default)]
struct All {
    editions: Vec<Edition>,
    pruned: Vec<Pruned>,
    decisions: Vec<Decision>,
    watches: Vec<(String, Watch)>,
}

fn write(store: &dyn Store, all: &All, path: &Path) -> Result<(), StoreError> {
    let at = StoreError::at(path);
    let mut out = BufWriter::new(File::create(path).map_err(&at)?);
    let header = Header {
        gcm_hub_export: FORMAT,
        editions: all.editions.len(),
        decisions: all.decisions.len(),
        pruned: all.pruned.len(),
        watches: all.watches.len(),
    };
    serde_json::to_writer(&mut out, &header).map_err(|error| at(error.into()))?;
    let mut out = Lines { out, at };
    all.decisions.iter().try_for_each(|decision| out.write(DECISION, decision))?;
    all.pruned.iter().try_for_each(|pruned| out.write(PRUNED, pruned))?;
    all.watches.iter().try_for_each(|watch| out.write(WATCH, watch))?;
    for edition in &all.editions {
        match store.edition(&edition.source, &edition.sha256)? {
            Some(stored) => out.write(STORED, &stored)?,
            // Pruned since it was listed: what is left of it takes its line.
            None => {
                let pruned = store.pruned()?;
                let left = pruned.iter().find(|pruned| pruned.edition == *edition);
                left.map_or(Ok(()), |left| out.write(PRUNED, left))?;
            }
        }
    }
    let Lines { mut out, at } = out;
    writeln!(out).map_err(&at)?;
    let file = out.into_inner().map_err(|error| at(error.into_error()))?;
    file.sync_all().map_err(&at)
}

/// The file being written.
struct Lines<At> {
    out: BufWriter<File>,
    at: At,
}

impl<At: Fn(std::io::Error) -> StoreError> Lines<At> {
    fn write(&mut self, tag: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let line = line(tag, value).map_err(|error| (self.at)(error.into()))?;
        write!(self.out, "\n{line}").map_err(&self.at)
    }
}
