//! What is kept as one, and what becomes of an edition that is held already.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::document::text::Text;
use crate::record::{Edition, Id, Identities, Reading};

/// What is known of an edition is one small value: far above any title or address, far below what a value can be.
const MOST_WORDS: usize = 8 * 1024;

/// Everything one edition brings, written and read as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredEdition {
    /// What is known of the edition.
    pub edition: Edition,
    /// What its parser made of it.
    pub reading: Reading,
    /// Its lines, when the hub holds the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// For the keys of its records, what their entities are known by.
    pub identities: Identities,
    /// Identifiers that earlier readings of the same bytes had minted and this one does not use: never to be minted
    /// again. The store adds to them; whoever commits leaves them empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub retired: BTreeSet<Id>,
}

/// What is left of an edition that was pruned: that it was there, and what is never to be minted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruned {
    /// What was known of the edition.
    pub edition: Edition,
    /// The identifiers that its readings had minted.
    pub retired: BTreeSet<Id>,
}

/// What a commit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// The bytes are new to the store, or it had pruned them.
    New,
    /// The bytes were held: as an older edition, or read in another way.
    Replaced {
        /// What was known of the edition before.
        earlier: Box<Edition>,
    },
    /// The edition was current already, just so: nothing was written.
    Unchanged,
}

impl StoredEdition {
    /// Every identifier it uses or retires.
    pub fn minted(&self) -> impl Iterator<Item = Id> + '_ {
        self.identities.values().map(|minted| minted.id).chain(self.retired.iter().copied())
    }

    /// Refuses what contradicts itself.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let keys = check(&self.edition, &self.reading)?;
        match self.identities.keys().find(|key| !keys.contains(key.as_str())) {
            Some(key) => {
                Err(unfit(&self.edition, format!("`{key}` has an identifier and is the key of no record")))
            }
            None => Ok(()),
        }
    }

    /// Whether committing this would change nothing worth writing, when this edition is current, with its text or
    /// without. Where and when the same bytes came again does not.
    pub(super) fn adds_nothing_to(&self, current: &Edition, with_text: bool) -> bool {
        let said = |of: &Edition| {
            let Edition { source, sha256, media_type, parser, label, as_of, .. } = of.clone();
            (source, sha256, media_type, parser, label, as_of)
        };
        said(&self.edition) == said(current) && (with_text || self.text.is_none())
    }

    /// This, with what only the earlier reading of the same bytes has: its lines (when they were split from the
    /// bytes in the same way) and the identifiers that it alone uses.
    pub(super) fn after(&self, earlier: &Self) -> Self {
        let mut this = self.clone();
        if this.text.is_none() && this.edition.media_type == earlier.edition.media_type {
            this.text.clone_from(&earlier.text);
        }
        this.retire(earlier.minted());
        this
    }

    /// Retires those of the identifiers that it does not use.
    pub(super) fn retire(&mut self, minted: impl Iterator<Item = Id>) {
        self.retired.extend(minted);
        for minted in self.identities.values() {
            self.retired.remove(&minted.id);
        }
    }

    /// What pruning leaves of it.
    pub(super) fn pruned(&self) -> Pruned {
        Pruned { edition: self.edition.clone(), retired: self.minted().collect() }
    }
}

impl Pruned {
    /// Refuses what cannot be written.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        check(&self.edition, &Reading::default()).map(drop)
    }
}

/// Refuses an edition of too many words and records that share a key; the keys otherwise.
pub(super) fn check<'a>(edition: &Edition, reading: &'a Reading) -> Result<BTreeSet<&'a str>, StoreError> {
    let Edition { source, media_type, origin, label, parser, .. } = edition;
    let words = [source, media_type, origin, parser].map(String::len).iter().sum::<usize>();
    if words + label.as_ref().map_or(0, String::len) > MOST_WORDS {
        return Err(unfit(edition, format!("its origin, label and names have more than {MOST_WORDS} bytes")));
    }
    let mut keys = BTreeSet::new();
    for record in &reading.records {
        if !keys.insert(record.key.as_str()) {
            return Err(unfit(edition, format!("two records have the key `{}`", record.key)));
        }
    }
    Ok(keys)
}

fn unfit(edition: &Edition, what: String) -> StoreError {
    StoreError::Unfit { source_slug: edition.source.clone(), what }
}
