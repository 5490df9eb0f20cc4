//! The bytes of an edition, in pieces under their own SHA-256.
//!
//! What is written here never changes and is named by what it is: a half written content cannot be taken for a whole
//! one, and damage shows. Pieces are small because the engine rewrites a leaf of up to 20 values as one, and a leaf
//! must stay far below what the engine moves out of its log (see `database.rs`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::database::Database;
use super::entry::Entry;
use crate::record::Sha256;
use crate::store::{StoreError, StoredEdition};

/// What the keys of pieces begin with; then the content's digest, then the number of the piece.
const PIECES: &[u8] = b"c/";
const PIECE_BYTES: usize = 4096;
const HASH_BYTES: usize = 32;

/// What the bytes say.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    /// Its place among all editions of the store; see [`Entry`].
    pub(super) place: i64,
    /// The edition.
    pub(super) stored: StoredEdition,
}

impl Content {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let unfit = |error| StoreError::Unfit {
            source_slug: self.stored.edition.source.clone(),
            what: format!("it cannot be written as JSON and read again ({error})"),
        };
        let bytes = serde_json::to_vec(self).map_err(unfit)?;
        // A number that is none is written and cannot be read: better known now than at the next start.
        serde_json::from_slice::<Self>(&bytes).map_err(unfit)?;
        Ok(bytes)
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|error| format!("the content is not understood: {error}"))
    }

    /// The entry that names it, its bytes being these.
    pub(super) fn entry(&self, bytes: &[u8]) -> Entry {
        let Self { place, stored } = self;
        let (edition, with_text) = (stored.edition.clone(), stored.text.is_some());
        Entry { place: *place, edition, with_text, content: Sha256::of(bytes) }
    }
}

/// Writes the bytes of that digest; they are durable after the next flush.
pub(super) fn write(database: &Database, sha256: &Sha256, bytes: &[u8]) -> Result<(), StoreError> {
    for (number, piece) in (0u32..).zip(bytes.chunks(PIECE_BYTES)) {
        database.put(&[&prefix(sha256)[..], &number.to_be_bytes()].concat(), piece)?;
    }
    Ok(())
}

/// The bytes of that digest; `None` when they are not there, or not whole.
pub(super) fn read(database: &Database, sha256: &Sha256) -> Result<Option<Vec<u8>>, StoreError> {
    let mut bytes = Vec::new();
    for piece in database.scan(&prefix(sha256)) {
        bytes.extend_from_slice(&piece?.1);
    }
    Ok((Sha256::of(&bytes) == *sha256).then_some(bytes))
}

/// Removes the bytes of that digest.
pub(super) fn remove(database: &Database, sha256: &Sha256) -> Result<(), StoreError> {
    let pieces: Vec<_> = database.scan(&prefix(sha256)).collect();
    pieces.into_iter().try_for_each(|piece| database.remove(&piece?.0))
}

/// Every digest that has a piece.
pub(super) fn digests(database: &Database) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    let mut digests = BTreeSet::new();
    for piece in database.scan(PIECES) {
        digests.extend(digest_and_number(&piece?.0).map(|(digest, _)| digest.to_vec()));
    }
    Ok(digests)
}

/// What a key says, if it is that of a piece.
pub(super) fn digest_and_number(key: &[u8]) -> Option<(&[u8; HASH_BYTES], u32)> {
    let (digest, number) = key.strip_prefix(PIECES)?.split_first_chunk::<HASH_BYTES>()?;
    Some((digest, u32::from_be_bytes(number.try_into().ok()?)))
}

fn prefix(sha256: &Sha256) -> Vec<u8> {
    [PIECES, &sha256.bytes()[..]].concat()
}
