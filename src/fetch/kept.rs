//! Answers and failures that are given again without a request, and callers who wait for the same one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use moka::Expiry;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use reqwest::Url;

use super::Ask;
use super::answer::{Answer, Fetched, Validators};
use super::error::Failure;
use super::publisher::Publisher;

/// The most bytes of documents that are kept in memory.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How long at least: for who asked while the answer was under way.
const AT_LEAST: Duration = Duration::from_secs(1);

pub(super) type Outcome = Result<Arc<Fetched>, Arc<Failure>>;

/// The last outcome of each address.
#[derive(Debug)]
pub(super) struct Kept {
    outcomes: Cache<String, Entry>,
    /// Counts calls and ends of requests, so that it is known which came first.
    turn: AtomicU64,
    failures: TimeDelta,
}

#[derive(Debug, Clone)]
struct Entry {
    outcome: Outcome,
    /// What it was asked with.
    known: Option<Validators>,
    /// Until when it is given again.
    until: DateTime<Utc>,
    /// How long that is.
    lasts: Duration,
    done: u64,
}

impl Kept {
    /// Failures are kept for that long.
    pub(super) fn new(failures: Duration) -> Self {
        let outcomes = Cache::builder()
            .max_capacity(MOST_BYTES)
            .eviction_policy(EvictionPolicy::lru())
            .weigher(|address: &String, entry: &Entry| {
                u32::try_from(1024 + address.len() + entry.bytes()).unwrap_or(u32::MAX)
            })
            .expire_after(Lasts)
            .build();
        let failures = TimeDelta::from_std(failures).unwrap_or(TimeDelta::MAX);
        Self { outcomes, turn: AtomicU64::new(0), failures }
    }

    /// The outcome that is kept for the address, that of a request under way, or else that of a new one.
    pub(super) async fn get(
        &self,
        publisher: &Publisher,
        address: &Url,
        known: Option<&Validators>,
        ask: Ask,
    ) -> Outcome {
        let called = self.next_turn();
        loop {
            let make = async {
                let outcome = publisher.fetch(address, known).await.map(Arc::new).map_err(Arc::new);
                self.entry(outcome, known.cloned(), publisher.clock.now())
            };
            let unusable = |entry: &Entry| {
                let fresh = ask == Ask::WhenStale && publisher.clock.now() < entry.until;
                !((fresh || entry.done > called) && entry.serves(known))
            };
            let entry = self.outcomes.entry_by_ref(address.as_str());
            let entry = entry.or_insert_with_if(Box::pin(make), unusable).await.into_value();
            // Who waited for another's request has an answer to another's question, perhaps.
            if entry.serves(known) {
                return entry.outcome;
            }
        }
    }

    /// Forgets the outcome of the address. A request under way ends as it does.
    pub(super) async fn forget(&self, address: &Url) {
        self.outcomes.invalidate(address.as_str()).await;
    }

    fn entry(&self, outcome: Outcome, known: Option<Validators>, now: DateTime<Utc>) -> Entry {
        let until = match &outcome {
            Ok(fetched) => fetched.fresh_until.unwrap_or(now),
            Err(_) => now.checked_add_signed(self.failures).unwrap_or(DateTime::<Utc>::MAX_UTC),
        };
        let lasts = (until - now).to_std().unwrap_or_default().max(AT_LEAST);
        Entry { outcome, known, until, lasts, done: self.next_turn() }
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }
}

impl Entry {
    fn bytes(&self) -> usize {
        match &self.outcome {
            Ok(fetched) => match &fetched.answer {
                Answer::Changed { bytes, .. } => bytes.len(),
                Answer::NotModified => 0,
            },
            Err(_) => 0,
        }
    }

    /// Whether it answers who has `known`: "not modified" means nothing to who has something else.
    fn serves(&self, known: Option<&Validators>) -> bool {
        match &self.outcome {
            Ok(fetched) if fetched.answer == Answer::NotModified => self.known.as_ref() == known,
            _ => true,
        }
    }
}

/// Frees the memory of what is past: what counts as fresh is decided by the hub's clock, not by this.
struct Lasts;

impl Expiry<String, Entry> for Lasts {
    fn expire_after_create(&self, _: &String, entry: &Entry, _: Instant) -> Option<Duration> {
        Some(entry.lasts)
    }

    fn expire_after_update(
        &self,
        _: &String,
        entry: &Entry,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(entry.lasts)
    }
}
