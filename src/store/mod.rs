//! What the hub remembers between two starts: editions, what was read from them, identifiers, decisions, and what
//! came of asking publishers.
//!
//! One trait, [`Store`], and two that keep it: [`SledStore`] on disk, [`MemoryStore`] for tests. One conformance
//! suite (`conformance.rs`) runs over both. The store knows records, not graphs; it decides nothing about what they
//! mean, fetches nothing, reads no clock and serves no request.
//!
//! Editions can be fetched again. Decisions cannot: of a damaged store every one that can be read goes on. What came of
//! asking and what waits for an operator can be had again at any time: damage to them costs only them, and no start.
//!
//! | guarantee | where it comes from |
//! |---|---|
//! | an edition is there whole or not at all, also after `kill -9` | `sled/mod.rs`: content first, then one small value that names it |
//! | a decision is there once, in the order of appending | `sled/decisions.rs`: one small value each, numbered |
//! | what was acknowledged stays | `sled/database.rs`: flush, then fsync |
//! | damage is noticed, never served | `sled/frame.rs`, `sled/content.rs`: checksums for everything; opening reads it all |
//! | damage costs what it hit, and the damaged store is kept | `sled/salvage.rs`, `sled/repair.rs`: [`open_or_set_aside`], [`repair`] |
//! | one process a data folder | `sled/folder.rs`: a lock that ends with the process |
//! | an identifier is never minted twice | [`StoredEdition::retired`]: kept with the edition that dropped it; [`Pruned`] |
//! | tokens change while a server runs, none is lost, all or nothing | `tokens.rs`: a file and a lock of their own |
//! | a way out | [`export`] and [`import`]: one line an edition, decision or watch, from any store to any other |

mod decisions;
mod edition;
mod error;
mod held;
mod memory;
mod sled;
mod tokens;
mod transfer;
mod watch;
mod watched;

pub use self::sled::{Notice, SledStore, Verification, open_or_set_aside, repair, verify};
pub use edition::{Committed, Pruned, StoredEdition};
pub use error::StoreError;
pub use held::Held;
pub use memory::MemoryStore;
pub use tokens::TokenFile;
pub use transfer::{BadLine, Exported, Imported, export, import};
pub use watched::{Look, WatchedFile};

use std::collections::BTreeSet;

use crate::record::{Decision, Edition, Id, Sha256, Watch};

/// Keeps editions and decisions. An edition is known by its source and the SHA-256 of its bytes; none is dropped but by
/// [`prune`](Store::prune), and of each source one is current: the one committed last. Decisions are a log that only
/// grows.
pub trait Store: Send + Sync {
    /// Keeps an edition and makes it its source's current one: all of it or, on an error, nothing that is served;
    /// durable when this returns.
    ///
    /// Of bytes that are held already, the new reading takes the place of the earlier one; the text and the
    /// identifiers that only the earlier one has are kept with it. [`Committed::Unchanged`] and nothing written
    /// when the edition is current already as this parser reads it, with this label and date, and brings no text
    /// that is not held. A pruned edition that is committed again is an edition again.
    ///
    /// # Errors
    /// When the edition contradicts itself or cannot be written.
    fn commit(&self, edition: &StoredEdition) -> Result<Committed, StoreError>;

    /// Keeps an edition as older than all that its source has: it is current only when it is the first. `false` and
    /// nothing written when these bytes of this source are held already, however they were read, or were pruned.
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

    /// Forgets what was read from an older edition, and its text: it is listed no more. Its identifiers stay minted.
    /// `false` and nothing written when there is no such edition or it is the current one; durable when this returns.
    ///
    /// # Errors
    /// When the store cannot be read or written, or what it holds is damaged.
    fn prune(&self, source: &str, sha256: &Sha256) -> Result<bool, StoreError>;

    /// What is left of every pruned edition, by source and then SHA-256.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is damaged.
    fn pruned(&self) -> Result<Vec<Pruned>, StoreError>;

    /// Takes over what is left of an edition that another store has pruned. `false` and nothing written when this one
    /// has the edition, or has pruned it.
    ///
    /// # Errors
    /// As [`commit`](Store::commit).
    fn keep_pruned(&self, pruned: &Pruned) -> Result<bool, StoreError>;

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

    /// What came of asking for a source; `None` when it never was asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn watch(&self, source: &str) -> Result<Option<Watch>, StoreError>;

    /// What came of asking, for every source that was asked for, by slug, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn watches(&self) -> Result<Vec<(String, Watch)>, StoreError>;

    /// Remembers what came of asking for a source, in place of what was known; durable when this returns.
    ///
    /// What publishers and their failures may make longer than a small value is bounded: a longer
    /// [`problem`](Watch::problem) is cut, a longer validator of the answer is left out, and of more than 24 rejected
    /// editions some are forgotten, never the one that was given last.
    ///
    /// # Errors
    /// When the source's slug or the address is too long, or it cannot be written.
    fn set_watch(&self, source: &str, watch: &Watch) -> Result<(), StoreError>;

    /// Holds an edition for an operator to look at: it is in service nowhere, none of its identifiers counts as minted,
    /// and it takes the place of one held before. At most one a source; durable when this returns.
    ///
    /// # Errors
    /// When the edition contradicts itself or cannot be written.
    fn hold(&self, held: &Held) -> Result<(), StoreError>;

    /// The edition of a source that waits for an operator.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is damaged.
    fn held(&self, source: &str) -> Result<Option<Held>, StoreError>;

    /// Lets go of it, durably when this returns; `false` when there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    fn release(&self, source: &str) -> Result<bool, StoreError>;
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod samples;
