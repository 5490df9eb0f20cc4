//! What the hub remembers between two starts: editions, what was read from them, identifiers, decisions.
//!
//! One trait, [`Store`], and two that keep it: [`SledStore`] on disk, [`MemoryStore`] for tests. One conformance
//! suite (`conformance.rs`) runs over both. The store knows records, not graphs; it decides nothing about what they
//! mean, fetches nothing, reads no clock and serves no request.
//!
//! Editions can be fetched again. Decisions cannot: of a damaged store every one that can be read goes on.
//!
//! | guarantee | where it comes from |
//! |---|---|
//! | an edition is there whole or not at all, also after `kill -9` | `sled/mod.rs`: content first, then one small value that names it |
//! | a decision is there once, in the order of appending | `sled/decisions.rs`: one small value each, numbered |
//! | what was acknowledged stays | `sled/database.rs`: flush, then fsync |
//! | damage is noticed, never served | `sled/frame.rs`, `sled/content.rs`: checksums for everything; opening reads it all |
//! | damage costs what it hit, and the damaged store is kept | `sled/salvage.rs`, `sled/repair.rs`: [`open_or_set_aside`], [`repair`] |
//! | one process a data folder | `sled/folder.rs`: a lock that ends with the process |
//! | an identifier is never minted twice | [`StoredEdition::retired`]: kept with the edition that dropped it |
//! | tokens change while a server runs, none is lost, all or nothing | `tokens.rs`: a file and a lock of their own |
//! | a way out | [`export`] and [`import`]: one line an edition or decision, from any store to any other |

mod decisions;
mod edition;
mod error;
mod memory;
mod sled;
mod tokens;
mod transfer;
mod watched;

pub use self::sled::{Notice, SledStore, Verification, open_or_set_aside, repair, verify};
pub use edition::{Committed, StoredEdition};
pub use error::StoreError;
pub use memory::MemoryStore;
pub use tokens::TokenFile;
pub use transfer::{BadLine, Exported, Imported, export, import};
pub use watched::{Look, WatchedFile};

use std::collections::BTreeSet;

use crate::record::{Decision, Edition, Id, Sha256};

/// Keeps editions and decisions. An edition is known by its source and the SHA-256 of its bytes; none is ever dropped,
/// and of each source one is current: the one committed last. Decisions are a log that only grows.
pub trait Store: Send + Sync {
    /// Keeps an edition and makes it its source's current one: all of it or, on an error, nothing that is served;
    /// durable when this returns.
    ///
    /// Of bytes that are held already, the new reading takes the place of the earlier one; the text and the
    /// identifiers that only the earlier one has are kept with it. [`Committed::Unchanged`] and nothing written
    /// when the edition is current already as this parser reads it, with this label and date, and brings no text
    /// that is not held.
    ///
    /// # Errors
    /// When the edition contradicts itself or cannot be written.
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError>;

    /// Keeps an edition as older than all that its source has: it is current only when it is the first. `false` and
    /// nothing written when these bytes of this source are held already, however they were read.
    ///
    /// # Errors
    /// As [`commit`](Store::commit).
    fn keep(&self, edition: &StoredEdition) -> Result<bool, StoreError>;

    /// Every source with an edition, by slug, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn sources(&self) -> Result<Vec<String>, StoreError>;

    /// The edition of a source that was committed last.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is damaged.
    fn current(&self, source: &str) -> Result<Option<StoredEdition>, StoreError>;

    /// Every edition of a source, the current one first, then back in the order of their commits.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn editions(&self, source: &str) -> Result<Vec<Edition>, StoreError>;

    /// One edition of a source.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is damaged.
    fn edition(&self, source: &str, sha256: &Sha256) -> Result<Option<StoredEdition>, StoreError>;

    /// Every identifier ever minted here, those no longer used too.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn minted(&self) -> Result<BTreeSet<Id>, StoreError>;

    /// Appends a decision to the log; durable when this returns `true`. `false` and nothing written when a decision
    /// with this identifier is held already, whatever it says.
    ///
    /// # Errors
    /// When the decision takes more than 6 KiB as JSON or cannot be written.
    fn append(&self, decision: &Decision) -> Result<bool, StoreError>;

    /// Every decision, in the order of appending, which need not be that of their times.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decisions(&self) -> Result<Vec<Decision>, StoreError>;
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod samples;
