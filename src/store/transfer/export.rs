//! From a store to a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use super::{DECISION, FORMAT, Header, STORED, line};
use crate::record::{Decision, Edition};
use crate::store::{Store, StoreError};

/// How much an export has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// How many editions.
    pub editions: usize,
    /// How many decisions.
    pub decisions: usize,
}

/// Writes every edition and decision of a store to a file, which is there whole or not at all. Says how many there are.
///
/// # Errors
/// When the store cannot be read, or the file cannot be written.
pub fn export(store: &dyn Store, file: &Path) -> Result<Exported, StoreError> {
    let mut editions = Vec::new();
    for source in store.sources()? {
        editions.extend(store.editions(&source)?);
    }
    let decisions = store.decisions()?;
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let written = write(store, &editions, &decisions, partial)
        .and_then(|()| fs::rename(partial, file).map_err(StoreError::at(file)));
    if written.is_err() {
        // Whatever this says, the first error is the one to report.
        let _ = fs::remove_file(partial);
    }
    written.map(|()| Exported { editions: editions.len(), decisions: decisions.len() })
}

fn write(
    store: &dyn Store,
    editions: &[Edition],
    decisions: &[Decision],
    path: &Path,
) -> Result<(), StoreError> {
    let at = StoreError::at(path);
    let mut out = BufWriter::new(File::create(path).map_err(&at)?);
    let header = Header { gcm_hub_export: FORMAT, editions: editions.len(), decisions: decisions.len() };
    serde_json::to_writer(&mut out, &header).map_err(|error| at(error.into()))?;
    for decision in decisions {
        let line = line(DECISION, decision).map_err(|error| at(error.into()))?;
        write!(out, "\n{line}").map_err(&at)?;
    }
    for edition in editions {
        // No edition is ever dropped: what was listed a moment ago is there.
        if let Some(stored) = store.edition(&edition.source, &edition.sha256)? {
            let line = line(STORED, &stored).map_err(|error| at(error.into()))?;
            write!(out, "\n{line}").map_err(&at)?;
        }
    }
    writeln!(out).map_err(&at)?;
    let file = out.into_inner().map_err(|error| at(error.into_error()))?;
    file.sync_all().map_err(&at)
}
