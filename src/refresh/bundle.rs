//! The editions that the hub ships with: facts as JSON under each source, made by the hub's own parsers; synopses and
//! headlines as TOML beside them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::graph::Loaded;
use crate::graph::identity::carry_over;
use crate::record::{Body, Edition, Fingerprint, Identities, Prose, Reading, Sha256, Wording};
use crate::sources::{Source, Sources};

/// A bundled edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// What is known of the edition.
    pub edition: Edition,
    /// Its records, flags and rejects.
    pub reading: Reading,
}

/// The bundled edition of a source; `None` when the source ships with none (its file holds `null`).
///
/// The file is part of the program and compared with the parsers' output by a test; a program with a broken one still
/// starts, without that edition.
#[must_use]
pub fn bundle(source: &Source) -> Option<Bundle> {
    match serde_json::from_str(source.bundled) {
        Ok(bundle) => bundle,
        Err(error) => {
            tracing::error!(source = source.slug(), %error, "the bundled edition cannot be read and is left out");
            None
        }
    }
}

/// The bundled edition of a source as the graph takes it, with the identifiers that every hub mints for it.
#[must_use]
pub fn bundled(source: &Source) -> Option<Loaded> {
    let Bundle { edition, reading } = bundle(source)?;
    let identities = identities(source, &reading);
    Some(Loaded { edition, reading, text: None, identities })
}

fn identities(source: &Source, reading: &Reading) -> Identities {
    carry_over(source.slug(), None, &[], &reading.records, &BTreeSet::new())
}

/// Every synopsis and headline of the sources, by the fingerprint of what it describes.
#[must_use]
pub fn wording(sources: &Sources) -> Wording {
    let mut wording = Wording::new();
    for source in sources {
        match toml::from_str::<WordingFile>(source.wording) {
            Ok(file) => wording
                .extend(file.wording.into_iter().map(|entry| (Fingerprint(entry.fingerprint), entry.text))),
            Err(error) => {
                tracing::error!(source = source.slug(), %error, "the wording cannot be read and is left out");
            }
        }
    }
    wording
}

/// Entries of a wording file, to be filled in, for the texts of a reading that have no words yet.
#[must_use]
pub fn unworded(reading: &Reading, wording: &Wording) -> String {
    let mut entries = String::new();
    for record in &reading.records {
        for prose in described(&record.body) {
            if !wording.contains_key(&prose.fingerprint) {
                let lines: Vec<_> =
                    prose.at.iter().map(|lines| format!("{}-{}", lines.first, lines.last)).collect();
                let of = format!("{}, lines {}", record.key, lines.join(", "));
                entries += &format!(
                    "[[wording]]\nof = {of:?}\nfingerprint = \"{}\"\ntext = \"\"\n\n",
                    prose.fingerprint
                );
            }
        }
    }
    entries
}

/// The texts of a record that the hub says in its own words.
fn described(body: &Body) -> Vec<&Prose> {
    match body {
        Body::Programme(programme) => programme.text.iter().collect(),
        Body::Phase(phase) => phase.outcomes.iter().collect(),
        Body::Commitment(commitment) => vec![&commitment.text],
        Body::ProgressItem(item) => vec![&item.text],
        Body::Result(_) | Body::Pledge(_) | Body::Office(_) => Vec::new(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    #[serde(default)]
    wording: Vec<WordingEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingEntry {
    /// What it is about, for those who edit the file.
    #[serde(rename = "of")]
    _of: String,
    /// The fingerprint of the text that it describes.
    fingerprint: Sha256,
    /// The words.
    text: String,
}
