//! The headers by which answers tell of a version, made ready for as long as a second lasts.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, Guard};
use axum::http::HeaderMap;
use axum::http::header::{
    AGE, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, VARY,
};
use chrono::{DateTime, Utc};

use super::Keeping;
use crate::http::graphql::{CACHE, Shape};
use crate::http::headers::secure;
use crate::http::journal;

/// The version of the graph that an answer is of.
const GRAPH_VERSION: HeaderName = HeaderName::from_static("gcm-hub-graph-version");
/// The seconds since the oldest part of an answer was known to be so: see
/// [`Served::known_since`](crate::hub::Served::known_since).
const KNOWN_AGE: HeaderName = HeaderName::from_static("gcm-hub-age");

/// So many seconds an answer may be used without asking again, at most. No hub knows when a person ingests a document
/// or decides about a link, and who did so wants others to see it within a minute or two.
const MOST_FRESH: i64 = 60;
/// So many seconds more it may be used while it is asked for again.
const WHILE_ASKED: i64 = 60;

/// What headers tell of a version.
pub(super) struct Told {
    /// The version of the graph.
    pub graph: HeaderValue,
    /// Since when the oldest part is known to be so.
    pub known_since: DateTime<Utc>,
    /// When the next source is asked for; `None` when none is.
    pub next_check: Option<DateTime<Utc>>,
}

/// The headers of a version's answers.
pub(super) struct Headers {
    told: Told,
    stamp: ArcSwap<Stamp>,
}

/// The headers of answers, for as long as a second lasts.
pub(super) struct Stamp {
    /// When the second is over.
    until: Instant,
    public: Heads,
    private: Heads,
}

/// The headers of answers that may be kept alike.
pub(super) struct Heads {
    /// What is said of the version.
    pub told: HeaderMap,
    /// All headers of answers from memory, by their shapes, made when one is first asked for: a copy costs less than to
    /// put each in. The last are those of answers that are not sent, as the client has them.
    whole: [OnceLock<HeaderMap>; Shape::COUNT + 1],
}

impl Heads {
    fn new(told: HeaderMap) -> Self {
        Self { told, whole: Default::default() }
    }

    /// All headers of an answer in the shape in which it is sent, `None` when it is not, with nothing in those that
    /// are its own.
    pub fn whole(&self, sent: Option<Shape>) -> &HeaderMap {
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

impl Headers {
    pub fn new(told: Told) -> Self {
        let stamp = ArcSwap::from_pointee(told.at(Instant::now(), Utc::now()));
        Self { told, stamp }
    }

    /// Those of a moment that is not long ago, or of a later one.
    pub fn at(&self, now: Instant) -> Guard<Arc<Stamp>> {
        let stamp = self.stamp.load();
        if now < stamp.until {
            return stamp;
        }
        self.stamp.store(Arc::new(self.told.at(Instant::now(), Utc::now())));
        self.stamp.load()
    }
}

impl Stamp {
    /// Those of answers that are kept so.
    pub fn heads(&self, keeping: Keeping) -> &Heads {
        match keeping {
            Keeping::Public => &self.public,
            Keeping::No => &self.private,
        }
    }
}

impl Told {
    /// As it is told at a moment, by both clocks.
    fn at(&self, moment: Instant, now: DateTime<Utc>) -> Stamp {
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
        // chrono gives a leap second nanoseconds beyond a second; nothing is kept while one lasts.
        let gone = Duration::from_nanos(now.timestamp_subsec_nanos().into());
        let until = moment + Duration::from_secs(1).saturating_sub(gone);
        Stamp { until, public: Heads::new(public), private: Heads::new(private) }
    }
}

/// The seconds until something may change, as far as a hub knows.
fn fresh_for(now: DateTime<Utc>, next_check: Option<DateTime<Utc>>) -> i64 {
    next_check.map_or(MOST_FRESH, |next| (next - now).num_seconds().clamp(0, MOST_FRESH))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn all_headers_are_there_from_the_first_moment_on_and_before() {
        let before = Instant::now();
        let told = Told {
            graph: HeaderValue::from_static("1"),
            known_since: DateTime::UNIX_EPOCH,
            next_check: None,
        };
        let headers = Headers::new(told);
        for keeping in [Keeping::Public, Keeping::No] {
            let stamp = headers.at(before);
            assert!(stamp.heads(keeping).told.contains_key(CACHE_CONTROL));
            assert!(stamp.heads(keeping).whole(None).contains_key(CACHE_CONTROL));
        }
    }

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
