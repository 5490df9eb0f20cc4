//! What is served now, and what each answer says of it, made ready once: its headers, its `extensions.graph`, what its
//! tags begin with.
//!
//! A version does not keep what it is of: an old graph goes when its last request is done.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, Guard};
use async_graphql::Value;
use axum::http::HeaderMap;
use axum::http::header::{
    AGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, VARY,
};
use chrono::{DateTime, Utc};
use twox_hash::XxHash3_128;

use super::graphql::{CACHE, Shape};
use super::headers::secure;
use super::{freshness, journal};
use crate::hub::{Hub, Served};

/// The version of the graph that an answer is of.
const GRAPH_VERSION: HeaderName = HeaderName::from_static("gcm-hub-graph-version");
/// The seconds since the oldest part of an answer was known to be so: see [`Served::known_since`].
const KNOWN_AGE: HeaderName = HeaderName::from_static("gcm-hub-age");

/// So many seconds an answer may be used without asking again, at most. No hub knows when a person ingests a document
/// or decides about a link, and who did so wants others to see it within a minute or two.
const MOST_FRESH: i64 = 60;
/// So many seconds more it may be used while it is asked for again.
const WHILE_ASKED: i64 = 60;

/// Whether answers may be kept by caches on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeping {
    /// By all of them, for as long as nothing is expected to change.
    Public,
    /// By none.
    No,
}

/// Something that is served, from when it is put in place to when something else is: another graph, other decisions,
/// something else known of the sources.
pub(super) struct Version {
    of: Weak<Served>,
    /// Grows with each version of this process.
    pub number: u64,
    /// `extensions.graph`.
    pub extension: Value,
    /// The same as JSON.
    pub extension_json: String,
    /// The same for what is served alike by the same program since the same start or refresh; what tags of answers
    /// begin with.
    tag: u128,
    graph: HeaderValue,
    known_since: DateTime<Utc>,
    /// When the next source is asked for; `None` when none is.
    next_check: Option<DateTime<Utc>>,
    stamp: ArcSwap<Stamp>,
}

/// The headers of answers, for as long as a second lasts.
struct Stamp {
    /// When the second is over.
    until: Instant,
    public: Heads,
    private: Heads,
}

/// The headers of answers that may be kept alike.
struct Heads {
    /// What is said of the version.
    told: HeaderMap,
    /// All headers of answers from memory, by their shapes, made when one is first asked for: a copy costs less than to
    /// put each in. The last are those of answers that are not sent, as the client has them.
    whole: [OnceLock<HeaderMap>; Shape::COUNT + 1],
}

impl Heads {
    fn new(told: HeaderMap) -> Self {
        Self { told, whole: Default::default() }
    }

    fn whole(&self, sent: Option<Shape>) -> &HeaderMap {
        let place = sent.map_or(Shape::COUNT, Shape::index);
        self.whole[place].get_or_init(|| {
            let mut headers = self.told.clone();
            secure(&mut headers);
            headers.insert(CACHE, HeaderValue::from_static("hit"));
            // A map that has a header bears another value for it without growing.
            for name in [ETAG, journal::REQUEST_ID] {
                headers.insert(name, HeaderValue::from_static(""));
            }
            if let Some(Shape { form, coding }) = sent {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
                headers.extend(coding.header().map(|coding| (CONTENT_ENCODING, coding)));
            }
            headers
        })
    }
}

impl Stamp {
    fn heads(&self, keeping: Keeping) -> &Heads {
        match keeping {
            Keeping::Public => &self.public,
            Keeping::No => &self.private,
        }
    }
}

impl Version {
    fn new(served: &Arc<Served>, number: u64) -> Self {
        let freshness = served.freshnesses();
        let told = format!(
            "{} {} {} {freshness:?}",
            env!("CARGO_PKG_VERSION"),
            served.version(),
            // Another program of the same number is another process.
            served.built_at.timestamp_micros(),
        );
        let extension = freshness::extension(served);
        Self {
            of: Arc::downgrade(served),
            number,
            // A value of the engine is always JSON: its numbers are.
            extension_json: serde_json::to_string(&extension).unwrap_or_else(|_| "null".to_owned()),
            extension,
            tag: XxHash3_128::oneshot(told.as_bytes()),
            graph: HeaderValue::from_str(served.version()).unwrap_or(HeaderValue::from_static("")),
            known_since: served.known_since(),
            next_check: freshness.values().filter_map(|source| source.next_check_at).min(),
            stamp: ArcSwap::from_pointee(Stamp {
                until: Instant::now(),
                public: Heads::new(HeaderMap::new()),
                private: Heads::new(HeaderMap::new()),
            }),
        }
    }

    fn is_of(&self, served: &Arc<Served>) -> bool {
        // The weak pointer keeps the address from being given to another.
        std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(served))
    }

    /// The base of the tag of an answer that follows from this version and these words alone.
    pub fn tag(&self, words: &[&str]) -> Vec<u8> {
        let mut base = self.tag.to_le_bytes().to_vec();
        for word in words {
            base.extend_from_slice(&(word.len() as u64).to_le_bytes());
            base.extend_from_slice(word.as_bytes());
        }
        base
    }

    /// All headers of an answer from memory in the shape in which it is sent, `None` when it is not; with nothing in those
    /// that are its own, `ETag` and `X-Request-Id`.
    pub fn whole(&self, keeping: Keeping, sent: Option<Shape>, now: Instant) -> HeaderMap {
        self.stamp(now).heads(keeping).whole(sent).clone()
    }

    /// Puts how fresh an answer is to its headers, how long it may be kept, and what it follows from besides its address.
    ///
    /// `Age` is left to the caches on the way of what they may keep: they compare it with `max-age`, and the age of
    /// what a publisher said years ago would make every answer stale for those that follow the standard.
    pub fn tell(&self, keeping: Keeping, headers: &mut HeaderMap) {
        headers.extend(self.stamp(Instant::now()).heads(keeping).told.clone());
    }

    fn stamp(&self, now: Instant) -> Guard<Arc<Stamp>> {
        let stamp = self.stamp.load();
        if now < stamp.until {
            return stamp;
        }
        self.stamp.store(Arc::new(self.at(Utc::now())));
        self.stamp.load()
    }

    fn at(&self, now: DateTime<Utc>) -> Stamp {
        let age = HeaderValue::from((now - self.known_since).num_seconds().max(0));
        let mut public = HeaderMap::with_capacity(16);
        public.insert(GRAPH_VERSION, self.graph.clone());
        public.insert(KNOWN_AGE, age.clone());
        public.insert(VARY, HeaderValue::from_static("accept, accept-encoding, authorization, gcm-hub-cost"));
        let mut private = public.clone();
        private.insert(AGE, age);
        private.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let fresh = fresh_for(now, self.next_check);
        let control = format!("public, max-age={fresh}, stale-while-revalidate={WHILE_ASKED}");
        let control = HeaderValue::from_str(&control).unwrap_or(HeaderValue::from_static("no-store"));
        public.insert(CACHE_CONTROL, control);
        // A leap second is counted on in the one before it.
        let gone = Duration::from_nanos(now.timestamp_subsec_nanos().into());
        let until = Instant::now() + Duration::from_secs(1).saturating_sub(gone);
        Stamp { until, public: Heads::new(public), private: Heads::new(private) }
    }
}

/// The seconds until something may change, as far as a hub knows.
fn fresh_for(now: DateTime<Utc>, next_check: Option<DateTime<Utc>>) -> i64 {
    next_check.map_or(MOST_FRESH, |next| (next - now).num_seconds().clamp(0, MOST_FRESH))
}

/// What one request takes and keeps, with its version.
pub(super) struct Now {
    pub served: Arc<Served>,
    pub version: Arc<Version>,
}

/// The version of this moment.
pub(super) struct Versions {
    current: ArcSwap<Version>,
    making: Mutex<()>,
}

impl Versions {
    pub fn new(hub: &Hub) -> Self {
        Self { current: ArcSwap::from_pointee(Version::new(&hub.served(), 1)), making: Mutex::new(()) }
    }

    /// What is served now.
    pub fn now(&self, hub: &Hub) -> Now {
        let served = hub.served();
        let version = self.current.load();
        if version.is_of(&served) {
            return Now { served, version: Arc::clone(&version) };
        }
        drop(version);
        self.newer(hub)
    }

    /// `extensions.graph` of what was served when something happened; of what is served now where that is not known.
    pub fn extension(&self, hub: &Hub, served: Option<&Arc<Served>>) -> Value {
        let now = self.now(hub).version;
        match served {
            Some(served) if !now.is_of(served) => freshness::extension(served),
            _ => now.extension.clone(),
        }
    }

    /// The version of what is served since the last one, made by the first request that meets it.
    fn newer(&self, hub: &Hub) -> Now {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        // Another request may have been first; what is served may be newer still.
        let served = hub.served();
        let current = self.current.load_full();
        if current.is_of(&served) {
            return Now { served, version: current };
        }
        let version = Arc::new(Version::new(&served, current.number + 1));
        self.current.store(Arc::clone(&version));
        Now { served, version }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn an_answer_is_fresh_until_a_source_is_asked_for_and_never_for_long() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for (next, seconds) in
            [(None, 60), (Some(6 * 3600), 60), (Some(61), 60), (Some(17), 17), (Some(0), 0), (Some(-300), 0)]
        {
            let next = next.map(|next| now + TimeDelta::seconds(next));
            assert_eq!(fresh_for(now, next), seconds, "{next:?}");
        }
    }
}
