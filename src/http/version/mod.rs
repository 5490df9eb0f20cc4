//! What is served now, and what each answer says of it, made ready once: its headers, its `extensions.graph`, what its
//! tags begin with.
//!
//! A version does not keep what it is of: an old graph goes when its last request is done.

mod headers;

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use arc_swap::ArcSwap;
use async_graphql::Value;
use axum::http::HeaderMap;
use axum::http::header::HeaderValue;
use twox_hash::XxHash3_128;

use super::freshness;
use super::graphql::Shape;
use crate::hub::{Hub, Served};
use headers::{Headers, Told};

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
    headers: Headers,
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
            headers: Headers::new(Told {
                graph: HeaderValue::from_str(served.version()).unwrap_or(HeaderValue::from_static("")),
                known_since: served.known_since(),
                next_check: freshness.values().filter_map(|source| source.next_check_at).min(),
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

    /// All headers of an answer from memory in the shape in which it is sent, `None` when it is not; with nothing in
    /// those that are its own, `ETag` and `X-Request-Id`.
    pub fn whole(&self, keeping: Keeping, sent: Option<Shape>, now: Instant) -> HeaderMap {
        self.headers.at(now).heads(keeping).whole(sent).clone()
    }

    /// Puts to the headers of an answer how fresh it is, how long it may be kept, and what it follows from besides its
    /// address.
    ///
    /// `Age` is left to the caches on the way of what they may keep: they compare it with `max-age`, and the age of
    /// what a publisher said years ago would make every answer stale for those that follow the standard.
    pub fn tell(&self, keeping: Keeping, headers: &mut HeaderMap) {
        headers.extend(self.headers.at(Instant::now()).heads(keeping).told.clone());
    }
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
