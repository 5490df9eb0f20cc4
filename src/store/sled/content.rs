//! The bytes of an edition, in pieces under their own SHA-256.
//!
//! What is written here never changes and is named by what it is: a half written content cannot be taken for a whole
//! one, and damage shows. Pieces are small because the engine rewrites a leaf of up to 20 values as one, and a leaf
//! must stay far below what the engine moves out of its log (see `database.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Not;

use serde::{Deserialize, Serialize};

use super::database::Database;
use super::entry::Entry;
use super::frame::find_all;
use crate::record::Sha256;
use crate::store::{StoreError, StoredEdition};

/// Where pieces are: what their keys begin with; then the content's digest, then the number of the piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces(&'static [u8]);

/// The contents of editions.
pub(super) const OF_EDITIONS: Pieces = Pieces(b"c/");
/// Of those that wait for an operator: apart from the others, because one that nothing names is no damage.
pub(super) const OF_HELD: Pieces = Pieces(b"p/");

const PIECE_BYTES: usize = 4096;
const HASH_BYTES: usize = 32;

/// What the bytes say.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    /// Its place among all editions of the store; see [`Entry`].
    pub(super) place: i64,
    /// Whether this is what is left of an edition that was pruned: identifiers, and nothing that was read.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub(super) pruned: bool,
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
        let Self { place, pruned, stored } = self;
        let (edition, with_text) = (stored.edition.clone(), stored.text.is_some());
        Entry { place: *place, pruned: *pruned, edition, with_text, content: Sha256::of(bytes) }
    }
}

impl Pieces {
    /// Writes the bytes of that digest; they are durable after the next flush.
    pub(super) fn write(self, database: &Database, sha256: &Sha256, bytes: &[u8]) -> Result<(), StoreError> {
        for (piece, number) in bytes.chunks(PIECE_BYTES).zip(0_u32..) {
            let key = [&self.prefix(sha256)[..], &number.to_be_bytes()].concat();
            database.put(&key, piece)?;
        }
        Ok(())
    }

    /// The bytes of that digest; `None` when they are not there, or not whole.
    pub(super) fn read(self, database: &Database, sha256: &Sha256) -> Result<Option<Vec<u8>>, StoreError> {
        let mut bytes = Vec::new();
        for piece in database.scan(&self.prefix(sha256)) {
            bytes.extend_from_slice(&piece?.1);
        }
        Ok((Sha256::of(&bytes) == *sha256).then_some(bytes))
    }

    /// Removes the bytes of that digest.
    pub(super) fn remove(self, database: &Database, digest: &[u8; HASH_BYTES]) -> Result<(), StoreError> {
        let prefix = [self.0, &digest[..]].concat();
        let pieces: Vec<_> = database.scan_each(&prefix).collect();
        pieces.into_iter().try_for_each(|piece| database.remove(&piece?.0))
    }

    /// Every digest that has a piece.
    pub(super) fn digests(self, database: &Database) -> Result<BTreeSet<[u8; HASH_BYTES]>, StoreError> {
        let mut digests = BTreeSet::new();
        for piece in database.scan_each(self.0) {
            digests.extend(self.digest_and_number(&piece?.0).map(|(digest, _)| *digest));
        }
        Ok(digests)
    }

    /// All that the bytes of the engine's log have, whole or not, by digest.
    pub(super) fn in_log(self, log: &[u8]) -> BTreeMap<&[u8; HASH_BYTES], Vec<u8>> {
        let mut contents = BTreeMap::<_, BTreeMap<u32, &[u8]>>::new();
        for (key, piece) in find_all(log, |key| self.digest_and_number(key).is_some()) {
            if let Some((digest, number)) = self.digest_and_number(key) {
                contents.entry(digest).or_default().insert(number, piece);
            }
        }
        let joined = |pieces: BTreeMap<_, &[u8]>| pieces.into_values().flatten().copied().collect();
        contents.into_iter().map(|(digest, pieces)| (digest, joined(pieces))).collect()
    }

    /// What a key says, if it is that of a piece.
    fn digest_and_number(self, key: &[u8]) -> Option<(&[u8; HASH_BYTES], u32)> {
        let (digest, number) = key.strip_prefix(self.0)?.split_first_chunk::<HASH_BYTES>()?;
        Some((digest, u32::from_be_bytes(number.try_into().ok()?)))
    }

    fn prefix(self, sha256: &Sha256) -> Vec<u8> {
        [self.0, &sha256.bytes()[..]].concat()
    }
}
