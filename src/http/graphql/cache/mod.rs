//! Whole answers of queries, in memory until something else is served.
//!
//! What is kept is public: an answer that anybody gets who asks the same. Which answers these are is for the caller to
//! know (`graphql/mod.rs`); here they are found, bounded by their bytes and dropped. An answer is found by the request
//! as it came, before any of it is read, or by what it asks, however that is written. One that can be found in several
//! ways counts as often, so that what is in memory is never more than is said.

mod counters;
mod key;
mod sights;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::Request;
use axum::body::Bytes;
use axum::http::header::HeaderValue;
use moka::notification::RemovalCause;
use moka::sync::Cache;
use serde::Deserialize;

pub(super) use counters::Counters;
pub(in super::super) use counters::Counts;
pub(super) use key::Asked;
pub(in super::super) use key::Shape;
use key::{AsTheyAre, Key, Secret};
use sights::Sights;

use crate::http::coding::{Coding, coded};
use crate::http::tag;
use crate::http::version::Version;

/// What an answer takes besides its bytes: its key, its tag, its place among others. Estimated, on the high side.
const OVERHEAD: u64 = 512;

/// The share of the memory that one answer may take: a tenth of a second's work is not worth dropping all others.
const LARGEST: u64 = 8;

/// What is kept of answers: the section `[answers]` of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerSettings {
    /// The bytes of whole answers in memory at most, each in every form in which it was asked for; 0 keeps none.
    pub cache_bytes: u64,
}

impl Default for AnswerSettings {
    /// Some hundred of the largest answers that dashboards ask of the bundled editions, thousands of others.
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024 }
    }
}

/// An answer without errors, ready to be sent.
#[derive(Debug)]
pub(super) struct Ready {
    pub bytes: Bytes,
    pub shape: Shape,
    pub tag: HeaderValue,
}

impl Ready {
    /// The bytes of an answer in the shape that is wanted, or as they are where a coding does not make them smaller.
    pub fn new(bytes: Bytes, wanted: Shape) -> Self {
        let Shape { form, coding } = wanted;
        let (sent, coding) = match coded(&bytes, coding) {
            Some(sent) => (sent, coding),
            None => (bytes.clone(), Coding::Identity),
        };
        let tag = tag::of_bytes(&bytes, form as u64, coding);
        Self { bytes: sent, shape: Shape { form, coding }, tag }
    }

    fn weight(&self) -> u64 {
        self.bytes.len() as u64 + OVERHEAD
    }
}

/// The answers in memory.
pub(in super::super) struct Answers {
    /// `None` where nothing is kept.
    kept: Option<Cache<Key, Arc<Ready>, AsTheyAre>>,
    largest: u64,
    secret: Secret,
    sights: Sights,
    /// The version that answers are kept of.
    version: AtomicU64,
    pub(super) counters: Arc<Counters>,
}

impl Answers {
    pub fn new(settings: AnswerSettings) -> Self {
        let counters = Arc::new(Counters::default());
        let counted = Arc::clone(&counters);
        let most = settings.cache_bytes;
        let kept = (most > 0).then(|| {
            Cache::builder()
                .max_capacity(most)
                .weigher(|_, ready: &Arc<Ready>| u32::try_from(ready.weight()).unwrap_or(u32::MAX))
                .eviction_listener(move |_, ready: Arc<Ready>, cause| {
                    if cause == RemovalCause::Size {
                        counted.evictions.add();
                        counted.evicted_bytes.add_many(ready.weight());
                    }
                })
                .build_with_hasher(AsTheyAre)
        });
        Self {
            kept,
            largest: most / LARGEST,
            secret: Secret::new(),
            sights: Sights::new(),
            version: AtomicU64::new(0),
            counters,
        }
    }

    /// Whether anything is kept.
    pub(super) fn keeps(&self) -> bool {
        self.kept.is_some()
    }

    /// What a request is known by as it came.
    pub(super) fn raw(&self, is_body: bool, bytes: &[u8]) -> Asked {
        self.secret.raw(is_body, bytes)
    }

    /// What a request is known by for what it asks.
    pub(super) fn meant(&self, request: &Request) -> Asked {
        self.secret.meant(request)
    }

    /// The answer of a version in a shape.
    pub(super) fn find(&self, version: &Version, asked: Asked, shape: Shape) -> Option<Arc<Ready>> {
        self.turn_to(version);
        self.kept.as_ref()?.get(&Key { asked: asked.0, shape, version: version.number })
    }

    /// The answer in a shape, coded from the one that is kept as it is where only that is.
    pub(super) fn find_or_code(&self, version: &Version, asked: Asked, shape: Shape) -> Option<Arc<Ready>> {
        if let Some(ready) = self.find(version, asked, shape) {
            return Some(ready);
        }
        let plain = Shape { coding: Coding::Identity, ..shape };
        let ready = self.find(version, asked, plain).filter(|_| plain != shape)?;
        let ready = Arc::new(Ready::new(ready.bytes.clone(), shape));
        self.keep(version, asked, shape, &ready);
        Some(ready)
    }

    /// Whether this was asked before, as far as is remembered. Now it was.
    pub(super) fn again(&self, asked: Asked) -> bool {
        self.sights.again(asked)
    }

    /// Keeps an answer to be found by what it was asked as; not when something else is served since, nor when it is
    /// large.
    pub(super) fn keep(&self, version: &Version, asked: Asked, shape: Shape, ready: &Arc<Ready>) {
        let Some(kept) = &self.kept else { return };
        if ready.weight() > self.largest || self.version.load(Ordering::Relaxed) != version.number {
            return;
        }
        kept.insert(Key { asked: asked.0, shape, version: version.number }, Arc::clone(ready));
        self.counters.admissions.add();
    }

    /// Keeps an answer as it was asked for and, to code it from, as it is.
    pub(super) fn keep_whole(
        &self,
        version: &Version,
        asked: Asked,
        shape: Shape,
        plain: Bytes,
        ready: &Arc<Ready>,
    ) {
        self.keep(version, asked, shape, ready);
        let plain_shape = Shape { coding: Coding::Identity, ..shape };
        if shape != plain_shape {
            self.keep(version, asked, plain_shape, &Arc::new(Ready::new(plain, plain_shape)));
        }
    }

    /// Lets go of the answers of older versions as soon as a newer one is met.
    fn turn_to(&self, version: &Version) {
        if self.version.load(Ordering::Relaxed) < version.number
            && self.version.fetch_max(version.number, Ordering::Relaxed) < version.number
            && let Some(kept) = &self.kept
        {
            kept.invalidate_all();
        }
    }

    /// The counts of this moment.
    pub fn counts(&self) -> Counts {
        let (entries, bytes) = self.kept.as_ref().map_or((0, 0), |kept| {
            kept.run_pending_tasks();
            (kept.entry_count(), kept.weighted_size())
        });
        self.counters.counts(entries, bytes)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::answer::Form;
    use super::*;
    use crate::http::version::Versions;
    use crate::hub::Hub;
    use crate::store::MemoryStore;

    const PLAIN: Shape = Shape { form: Form::Json, coding: Coding::Identity };

    fn hub() -> Hub {
        crate::refresh::open_hub(Arc::new(MemoryStore::new()), Arc::default(), DateTime::UNIX_EPOCH).unwrap()
    }

    /// Something else is known of the sources.
    fn move_on(hub: &Hub) {
        let mut known = (**hub.served().freshnesses()).clone();
        let served = hub.served();
        let source = &served.sources[0];
        let mut freshness = served.freshness(source);
        freshness.reason.push('!');
        known.insert(source.slug().to_owned(), freshness);
        hub.know(known);
    }

    fn ready(length: usize) -> Arc<Ready> {
        Arc::new(Ready::new(Bytes::from(vec![b'a'; length]), PLAIN))
    }

    #[test]
    fn what_is_kept_stays_within_its_bytes_and_is_counted() {
        let hub = hub();
        let version = Versions::new(&hub).now(&hub).version;
        let answers = Answers::new(AnswerSettings { cache_bytes: 20_000 });
        for n in 0..100_u128 {
            assert!(answers.find(&version, Asked(n), PLAIN).is_none());
            answers.keep(&version, Asked(n), PLAIN, &ready(1_000));
        }
        let counts = answers.counts();
        assert!(counts.bytes <= 20_000 && counts.entries > 5, "{counts:?}");
        assert_eq!((counts.admissions, counts.entries + counts.evictions), (100, 100));
        assert_eq!(counts.evicted_bytes, counts.evictions * (1_000 + OVERHEAD));
        answers.keep(&version, Asked(100), PLAIN, &ready(20_000 / 8));
        assert!(answers.find(&version, Asked(100), PLAIN).is_none(), "too large for its share");
    }

    #[test]
    fn a_newer_version_finds_nothing_of_an_older_one_and_an_older_answer_comes_too_late() {
        let hub = hub();
        let versions = Versions::new(&hub);
        let answers = Answers::new(AnswerSettings::default());
        let before = versions.now(&hub).version;
        assert!(answers.find(&before, Asked(1), PLAIN).is_none());
        answers.keep(&before, Asked(1), PLAIN, &ready(10));
        assert!(answers.find(&before, Asked(1), PLAIN).is_some());

        move_on(&hub);
        let after = versions.now(&hub).version;
        assert!(after.number > before.number);
        assert!(answers.find(&after, Asked(1), PLAIN).is_none());
        assert_eq!(answers.counts().entries, 0, "what is old takes no room");
        // One that was being made meanwhile.
        answers.keep(&before, Asked(2), PLAIN, &ready(10));
        assert!(answers.find(&after, Asked(2), PLAIN).is_none());
        assert_eq!(answers.counts().entries, 0);
        answers.keep(&after, Asked(2), PLAIN, &ready(10));
        assert!(answers.find(&after, Asked(2), PLAIN).is_some());
    }

    #[test]
    fn one_answer_in_memory_is_coded_for_whoever_asks_next() {
        let hub = hub();
        let version = Versions::new(&hub).now(&hub).version;
        let answers = Answers::new(AnswerSettings::default());
        assert!(answers.find(&version, Asked(1), PLAIN).is_none());
        answers.keep(&version, Asked(1), PLAIN, &ready(5_000));
        let zstd = Shape { coding: Coding::Zstd, ..PLAIN };
        assert!(answers.find(&version, Asked(1), zstd).is_none());
        let coded = answers.find_or_code(&version, Asked(1), zstd).unwrap();
        assert!(coded.bytes.len() < 100 && coded.shape == zstd);
        assert!(Arc::ptr_eq(&coded, &answers.find(&version, Asked(1), zstd).unwrap()));
        assert!(answers.find_or_code(&version, Asked(2), zstd).is_none());
        let other = Shape { form: Form::GraphqlResponse, ..PLAIN };
        assert!(answers.find_or_code(&version, Asked(1), other).is_none());
    }
}
