//! The way out of any store and into any other: newline-delimited JSON.
//!
//! The first line says what the file is and how many editions it has; each further line is one [`StoredEdition`] with
//! the SHA-256 of its JSON:
//!
//! ```text
//! {"gcm_hub_export":1,"editions":2}
//! {"sha256":"…","stored":{…}}
//! {"sha256":"…","stored":{…}}
//! ```
//!
//! Of each source the current edition comes first, so an import can be repeated and broken off anywhere: what is
//! there already stays as it is.

mod export;
mod import;

pub use export::export;
pub use import::{BadLine, Imported, import};

use serde::{Deserialize, Serialize};

use super::StoredEdition;
use crate::record::Sha256;

const FORMAT: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    gcm_hub_export: u32,
    editions: usize,
}

const SHA256: &str = "{\"sha256\":\"";
const STORED: &str = "\",\"stored\":";
const DIGITS: usize = 64;

/// The line of an edition.
fn line(stored: &StoredEdition) -> serde_json::Result<String> {
    let json = serde_json::to_string(stored)?;
    Ok(format!("{SHA256}{}{STORED}{json}}}", Sha256::of(json.as_bytes())))
}

/// The edition of a line, if that is as it was written. The checksum is of the JSON as it stands there, so the line
/// is taken apart by hand: parsed and written again, a number may look different.
fn stored(line: &[u8]) -> Result<StoredEdition, String> {
    let line = std::str::from_utf8(line.trim_ascii()).map_err(|error| format!("it is not UTF-8: {error}"))?;
    let other = "it is not laid out as the lines of an export are: was the file edited, or cut short?";
    let rest = line.strip_prefix(SHA256).ok_or(other)?;
    let (digest, rest) = rest.split_at_checked(DIGITS).ok_or(other)?;
    let json = rest.strip_prefix(STORED).and_then(|rest| rest.strip_suffix('}')).ok_or(other)?;
    if digest != Sha256::of(json.as_bytes()).to_string() {
        return Err("it does not have its checksum: was the file edited, or damaged on its way?".to_owned());
    }
    serde_json::from_str(json).map_err(|error| format!("it is no edition: {error}"))
}

#[cfg(test)]
mod tests;
