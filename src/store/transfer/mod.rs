//! The way out of any store and into any other: newline-delimited JSON.
//!
//! The first line says what the file is and how much it has; each further line is one [`Decision`], what is left of one
//! [`Pruned`] edition, one [`Watch`] with its source, or one [`StoredEdition`], with the SHA-256 of its JSON:
//!
//! ```text
//! {"gcm_hub_export":3,"editions":1,"decisions":1,"pruned":1,"watches":1}
//! {"sha256":"…","decision":{…}}
//! {"sha256":"…","pruned":{…}}
//! {"sha256":"…","watch":["mptf-pipeline",{…}]}
//! {"sha256":"…","stored":{…}}
//! ```
//!
//! Decisions come first, in the order of appending: a file that is cut short costs what can be fetched again. Of each
//! source the current edition comes first. So an import can be repeated and broken off anywhere: what is there already
//! stays as it is. Format 1 is the same with editions alone, format 2 with decisions and editions. Editions that wait for
//! an operator are left out: the publisher gives them again, and the hub that takes the export holds them itself.

mod export;
mod import;

pub use export::{Exported, export};
pub use import::{BadLine, Imported, import};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Pruned, StoredEdition};
use crate::record::{Decision, Sha256, Watch};

/// The format that is written, and the latest that is read. One that knows an earlier one is not to take the lines that
/// it does not know for damage.
const FORMAT: u32 = 3;
const OLDEST_FORMAT: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    gcm_hub_export: u32,
    editions: usize,
    #[serde(default)]
    decisions: usize,
    #[serde(default)]
    pruned: usize,
    #[serde(default)]
    watches: usize,
}

const SHA256: &str = "{\"sha256\":\"";
const STORED: &str = "\",\"stored\":";
const DECISION: &str = "\",\"decision\":";
const PRUNED: &str = "\",\"pruned\":";
const WATCH: &str = "\",\"watch\":";
const DIGITS: usize = 64;

/// What a line brings.
enum Line {
    Edition(Box<StoredEdition>),
    Decision(Decision),
    Pruned(Pruned),
    /// Of the source.
    Watch(String, Watch),
}

/// The line of what the tag says.
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
    if let Some(json) = tagged(STORED) {
        Ok(Line::Edition(Box::new(whole(digest, json, "edition")?)))
    } else if let Some(json) = tagged(DECISION) {
        Ok(Line::Decision(whole(digest, json, "decision")?))
    } else if let Some(json) = tagged(PRUNED) {
        Ok(Line::Pruned(whole(digest, json, "pruned edition")?))
    } else if let Some(json) = tagged(WATCH) {
        let (source, watch) = whole(digest, json, "watch")?;
        Ok(Line::Watch(source, watch))
    } else {
        Err(other.to_owned())
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
