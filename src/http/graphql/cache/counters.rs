//! What came of looking for answers in memory, counted since the start.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts as they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super::super) struct Counts {
    /// Requests that were answered from memory.
    pub hits: u64,
    /// Requests that could have been and were run.
    pub misses: u64,
    /// Requests that never are, for what they ask or how.
    pub bypasses: u64,
    /// Answers that were put into memory.
    pub admissions: u64,
    /// Answers that had to make room for others, not those of an old graph.
    pub evictions: u64,
    /// Their bytes.
    pub evicted_bytes: u64,
    /// Requests whose client had the answer already.
    pub not_modified: u64,
    /// Answers in memory, about.
    pub entries: u64,
    /// Their bytes, about.
    pub bytes: u64,
}

/// Counts while they are counted.
#[derive(Debug, Default)]
pub(in super::super) struct Counters {
    pub hits: Counter,
    pub misses: Counter,
    pub bypasses: Counter,
    pub admissions: Counter,
    pub evictions: Counter,
    pub evicted_bytes: Counter,
    pub not_modified: Counter,
}

impl Counters {
    /// How they stand; what is in memory is for who keeps it to say.
    pub fn counts(&self, entries: u64, bytes: u64) -> Counts {
        Counts {
            hits: self.hits.get(),
            misses: self.misses.get(),
            bypasses: self.bypasses.get(),
            admissions: self.admissions.get(),
            evictions: self.evictions.get(),
            evicted_bytes: self.evicted_bytes.get(),
            not_modified: self.not_modified.get(),
            entries,
            bytes,
        }
    }
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(in super::super) struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self) {
        self.add_many(1);
    }

    /// So many more.
    pub fn add_many(&self, many: u64) {
        self.0.fetch_add(many, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
