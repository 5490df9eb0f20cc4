//! Small values: which editions there are, and what is being changed.

use std::ops::Not;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::database::Database;
use crate::record::{Edition, Sha256};
use crate::store::StoreError;

/// What the keys of entries begin with.
pub(super) const ENTRIES: &[u8] = b"e/";
const UNFINISHED: &[u8] = b"unfinished";

/// One edition of the store. Writing this value is what commits it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its place among all editions of the store: of each source the highest is current.
    pub(super) place: i64,
    /// Whether the edition was pruned: what its content then has is its identifiers.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub(super) pruned: bool,
    /// What is known of the edition.
    pub(super) edition: Edition,
    /// Whether its lines are held.
    pub(super) with_text: bool,
    /// The digest of its content.
    pub(super) content: Sha256,
}

impl Entry {
    fn key(edition: &Edition) -> Vec<u8> {
        [ENTRIES, edition.source.as_bytes(), &[0], &edition.sha256.bytes()[..]].concat()
    }

    /// Whether both are of the same bytes of the same source.
    pub(super) fn same(a: &Edition, b: &Edition) -> bool {
        a.source == b.source && a.sha256 == b.sha256
    }

    /// Whether it was written after the other one of the same edition: an edition that comes back goes to a later place.
    pub(super) fn is_later_than(&self, other: &Self) -> bool {
        (self.place, self.pruned) > (other.place, other.pruned)
    }

    /// Writes it in the place of the one of the same bytes of the same source.
    pub(super) fn write(&self, database: &Database) -> Result<(), StoreError> {
        write(database, &Self::key(&self.edition), self)
    }
}

/// Every entry, or why it cannot be read.
pub(super) fn entries(database: &Database) -> impl Iterator<Item = Result<Entry, StoreError>> + '_ {
    database.scan(ENTRIES).map(|pair| understood(database, &pair?.1))
}

/// A change that has begun: contents that the entries may or may not name.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Unfinished {
    /// Contents to remove unless an entry names them.
    pub(super) contents: Vec<Sha256>,
}

impl Unfinished {
    pub(super) fn read(database: &Database) -> Result<Option<Self>, StoreError> {
        database.get(UNFINISHED)?.map(|json| understood(database, &json)).transpose()
    }

    pub(super) fn write(&self, database: &Database) -> Result<(), StoreError> {
        write(database, UNFINISHED, self)
    }

    pub(super) fn remove(database: &Database) -> Result<(), StoreError> {
        database.remove(UNFINISHED)
    }
}

pub(super) fn write(database: &Database, key: &[u8], value: &impl Serialize) -> Result<(), StoreError> {
    let json = serde_json::to_vec(value);
    let json = json.map_err(|error| StoreError::corrupt(database.data_folder(), error.to_string()))?;
    database.put(key, &json)
}

/// What a payload says.
pub(super) fn understood<T: DeserializeOwned>(database: &Database, json: &[u8]) -> Result<T, StoreError> {
    let foreign =
        |error| StoreError::corrupt(database.data_folder(), format!("a value is not understood: {error}"));
    serde_json::from_slice(json).map_err(foreign)
}
