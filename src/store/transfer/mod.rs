//! The way out of any store and into any other: newline-delimited JSON.
//!
//! The first line says what the file is and how much it has; each further line is one [`Decision`] or one
//! [`StoredEdition`] with the SHA-256 of its JSON:
//!
//! ```text
//! {"gcm_hub_export":2,"editions":1,"decisions":1}
//! {"sha256":"…","decision":{…}}
//! {"sha256":"…","stored":{…}}
//! ```
//!
//! Decisions come first, in the order of appending: a file that is cut short costs what can be fetched again. Of each
//! source the current edition comes first. So an import can be repeated and broken off anywhere: what is there already
//! stays as it is. Format 1 is the same without decisions.

mod export;
mod import;

pub use export::{Exported, export};
pub use import::{BadLine, Imported, import};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::StoredEdition;
use crate::record::{Decision, Sha256};

/// The format that is written, and the latest that is read. One that knows only the first is not to take the lines of
/// decisions for damage.
const FORMAT: u32 = 2;
const OLDEST_FORMAT: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    gcm_hub_export: u32,
    editions: usize,
    #[serde(default)]
    decisions: usize,
}

const SHA256: &str = "{\"sha256\":\"";
const STORED: &str = "\",\"stored\":";
const DECISION: &str = "\",\"decision\":";
const DIGITS: usize = 64;

/// What a line brings.
enum Line {
    Edition(Box<StoredEdition>),
    Decision(Decision),
}

/// The line of an edition or a decision, as the tag says.
fn line(tag: &str, value: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    Ok(format!("{SHA256}{}{tag}{json}}}", Sha256::of(json.as_bytes())))
}

/// What a line brings, if it is as it was written. The checksum is of the JSON as it stands there, so the line is
/// taken apart by hand: parsed and written again, a number may look different.
fn read(line: &[u8]) -> Result<Line, String> {
    let line = std::str::from_utf8(line.trim_ascii()).map_err(|error| format!("it is not UTF-8: {error}"))?;
    let other = "it is not laid out as the lines of an export are: was the file edited, or cut short?";
    let rest = line.strip_prefix(SHA256).ok_or(other)?;
    let (digest, rest) = rest.split_at_checked(DIGITS).ok_or(other)?;
    let tagged = |tag| rest.strip_prefix(tag).and_then(|rest| rest.strip_suffix('}'));
    match (tagged(STORED), tagged(DECISION)) {
        (Some(json), _) => Ok(Line::Edition(Box::new(whole(digest, json, "edition")?))),
        (_, Some(json)) => Ok(Line::Decision(whole(digest, json, "decision")?)),
        (None, None) => Err(other.to_owned()),
    }
}

fn whole<T: DeserializeOwned>(digest: &str, json: &str, what: &str) -> Result<T, String> {
    if digest != Sha256::of(json.as_bytes()).to_string() {
        return Err("it does not have its checksum: was the file edited, or damaged on its way?".to_owned());
    }
    serde_json::from_str(json).map_err(|error| format!("it is no {what}: {error}"))
}

#[cfg(test)]
mod tests;
