//! The document that a record pretends to have been read from: each value has a line, each line a hash.

use gcm_hub::record::{Fingerprint, Lines, Prose, Sha256, Stated};

/// Lines that are given out one after the other.
pub struct Page {
    source: &'static str,
    line: u32,
}

impl Page {
    /// The first line of a source's document.
    pub fn of(source: &'static str) -> Self {
        Self { source, line: 0 }
    }

    fn lines(&mut self, count: u32) -> Lines {
        let first = self.line + 1;
        self.line += count;
        Lines { first, last: self.line, sha256: Sha256::of(format!("{} {first}", self.source).as_bytes()) }
    }

    /// A value on a line of its own.
    pub fn stated<T>(&mut self, value: T) -> Stated<T> {
        Stated::new(value, self.lines(1))
    }

    /// Values, each on a line of its own.
    pub fn all<T>(&mut self, values: impl IntoIterator<Item = T>) -> Vec<Stated<T>> {
        values.into_iter().map(|value| self.stated(value)).collect()
    }

    /// Running text that is not kept.
    pub fn prose(&mut self, lines: u32) -> Prose {
        let at = self.lines(lines);
        Prose { fingerprint: Fingerprint::of(&at.sha256.to_string()), at: vec![at] }
    }
}
