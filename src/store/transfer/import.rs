//! From the lines of an export into a store.

use std::io::BufRead;

use super::{FORMAT, Header, stored};
use crate::record::Edition;
use crate::store::{Store, StoreError};

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// Editions that the store did not have.
    pub added: Vec<Edition>,
    /// Editions that the store has, and which stay as they are there.
    pub held: Vec<Edition>,
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

/// Takes the editions of an export into a store. They are older there than what their source has, and current only
/// where it has nothing. A bad line costs itself alone.
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
    let editions = check(&first)?;
    let mut imported = Imported::default();
    let mut seen = 0;
    for line in lines {
        let (line, number) = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        seen += 1;
        let stored = match stored(&line) {
            Ok(stored) => stored,
            Err(reason) => {
                imported.bad.push(BadLine { number, reason });
                continue;
            }
        };
        match store.keep(&stored) {
            Ok(true) => imported.added.push(stored.edition),
            Ok(false) => imported.held.push(stored.edition),
            Err(error @ StoreError::Unfit { .. }) => {
                imported.bad.push(BadLine { number, reason: error.to_string() })
            }
            Err(error) => return Err(error),
        }
    }
    imported.missing = editions.saturating_sub(seen);
    Ok(imported)
}

/// How many editions the first line promises.
fn check(first: &[u8]) -> Result<usize, StoreError> {
    let what = match serde_json::from_slice::<Header>(first) {
        Ok(header) if header.gcm_hub_export == FORMAT => return Ok(header.editions),
        Ok(header) => {
            format!("its format is {}, and this gcm-hub reads format {FORMAT}", header.gcm_hub_export)
        }
        Err(_) => "its first line does not say so".to_owned(),
    };
    Err(StoreError::NotAnExport { what })
}
