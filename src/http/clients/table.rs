//! The table of clients: bounded, and without those who have nothing and owe nothing.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::{Client, Held};

/// So many clients are known at once. One is forgotten when it has nothing open and its last burst is paid for, mostly
/// within a second, so that these are a flood.
pub(super) const MOST: usize = 65_536;

/// From so many on, a look is had for those who can be forgotten.
const FEW: usize = 1_024;

/// How long a full table stays as it is: a look at all of it for each who is turned away would be what a flood wants.
const PAUSE: Duration = Duration::from_millis(10);

/// What a client has.
#[derive(Debug)]
pub(super) struct Entry {
    connections: usize,
    requests: usize,
    streams: usize,
    bytes: usize,
    /// When all its requests so far would have come, had it kept to its rate.
    pub(super) due: Instant,
}

/// What all clients have.
#[derive(Debug)]
pub(super) struct Table {
    entries: HashMap<Client, Entry>,
    /// The length at which a look is had again: twice what was left by the last one, so that looking costs each entry
    /// the same, however many there are.
    look_at: usize,
    /// While it is full, no look is had before this.
    look_after: Option<Instant>,
}

impl Default for Table {
    fn default() -> Self {
        Self { entries: HashMap::new(), look_at: FEW, look_after: None }
    }
}

impl Entry {
    pub(super) fn held(&mut self, held: Held) -> &mut usize {
        match held {
            Held::Connection => &mut self.connections,
            Held::Request => &mut self.requests,
            Held::Stream => &mut self.streams,
            Held::Bytes => &mut self.bytes,
        }
    }

    fn is_idle(&self, now: Instant) -> bool {
        let holds = self.connections | self.requests | self.streams | self.bytes;
        self.due <= now && holds == 0
    }
}

impl Table {
    /// The entry of a client; `None` when there is no room for another.
    pub(super) fn entry(&mut self, client: Client, now: Instant) -> Option<&mut Entry> {
        if self.entries.len() >= self.look_at.min(MOST) && !self.entries.contains_key(&client) {
            if self.look_after.is_some_and(|after| now < after) {
                return None;
            }
            self.entries.retain(|_, entry| !entry.is_idle(now));
            self.look_at = (2 * self.entries.len()).max(FEW);
            if self.entries.len() >= MOST {
                self.look_after = Some(now + PAUSE);
                return None;
            }
            self.look_after = None;
        }
        let new = Entry { connections: 0, requests: 0, streams: 0, bytes: 0, due: now };
        Some(self.entries.entry(client).or_insert(new))
    }

    pub(super) fn give_back(&mut self, client: Client, held: Held, given: usize) {
        if let Some(entry) = self.entries.get_mut(&client) {
            let count = entry.held(held);
            *count = count.saturating_sub(given);
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
