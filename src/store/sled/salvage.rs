//! Finds what is whole in the files of a database, without the engine.
//!
//! sled 0.34 refuses to open a folder for one damaged byte in `snap.*` or `conf`, or in the wrong place of its log.
//! But values lie in the log as they were written, in [frames](super::frame), and stay there until the engine reuses
//! the space; so here the log is searched for frames. Every piece and every whole is checked against its SHA-256,
//! and contents name themselves: nothing else in the files needs to be right. An edition that was written in full
//! and not yet acknowledged is found as well.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::content::{Content, digest_and_number};
use super::database::log_file;
use super::entry::{ENTRIES, Entry};
use super::frame::find_all;
use crate::record::Sha256;
use crate::store::StoreError;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    /// Whole editions: of each the latest, with its place and the bytes of its content.
    pub(super) whole: Vec<(Entry, Vec<u8>)>,
    /// Editions that there were, as the latest of their entries names them.
    pub(super) known: Vec<Entry>,
}

/// Searches the engine's folder; what is not there is not found.
pub(super) fn salvage(folder: &Path) -> Result<Salvage, StoreError> {
    let path = log_file(folder);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) => {
            return Ok(Salvage::default());
        }
        Err(error) => return Err(StoreError::at(&path)(error)),
    };
    let mut contents = BTreeMap::<&[u8; 32], BTreeMap<u32, &[u8]>>::new();
    let mut known = Latest::default();
    for (key, payload) in find_all(&bytes) {
        if let Some((digest, number)) = digest_and_number(key) {
            contents.entry(digest).or_default().insert(number, payload);
        } else if key.starts_with(ENTRIES)
            && let Ok(entry) = serde_json::from_slice::<Entry>(payload)
        {
            known.add(entry, ());
        }
    }
    let mut whole = Latest::default();
    for (digest, pieces) in contents {
        let bytes: Vec<u8> = pieces.into_values().flatten().copied().collect();
        let sha256 = Sha256::of(&bytes);
        if sha256.bytes() == digest
            && let Ok(content) = Content::of_bytes(&bytes)
        {
            let entry = Entry { place: content.place, edition: content.stored.edition, content: sha256 };
            whole.add(entry, bytes);
        }
    }
    Ok(Salvage { whole: whole.all(), known: known.all().into_iter().map(|(entry, ())| entry).collect() })
}

/// Of each edition what was committed last.
struct Latest<T>(BTreeMap<(String, Sha256), (Entry, T)>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Latest<T> {
    fn add(&mut self, entry: Entry, with: T) {
        let key = (entry.edition.source.clone(), entry.edition.sha256);
        if self.0.get(&key).is_none_or(|(held, _)| held.place < entry.place) {
            self.0.insert(key, (entry, with));
        }
    }

    fn all(self) -> Vec<(Entry, T)> {
        self.0.into_values().collect()
    }
}
