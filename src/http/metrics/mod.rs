//! What happened and what is so, in numbers, for Prometheus: requests as they are answered, the rest when it is asked for.
//!
//! Labels are few and bounded: routes and not addresses, codes and not messages, slugs of sources. Nothing of who asks or
//! what.

mod here;
mod text;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use super::router::App;

/// The upper bounds of what requests take, in seconds; what takes longer than all is counted as well.
const BOUNDS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];
/// The hub has some twenty codes of errors; what comes after so many is counted together.
const MOST_CODES: usize = 64;
/// How what has no route of its own, and codes that are one too many, are called.
const OTHER: &str = "other";

/// The codes of the errors of an answer, for those who count them.
#[derive(Debug, Clone)]
pub(super) struct Codes(pub Vec<String>);

/// What was counted since the start.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    routes: Mutex<BTreeMap<String, Route>>,
    codes: Mutex<BTreeMap<String, u64>>,
    under_way: AtomicU64,
}

/// The requests of one route.
#[derive(Debug, Default, Clone)]
struct Route {
    /// How many, by method and status.
    answers: BTreeMap<(&'static str, u16), u64>,
    /// How many took no longer than each bound and longer than the one before.
    within: [u64; BOUNDS.len()],
    seconds: f64,
}

/// A request that is under way; it is no more when this is dropped, as when its client gives it up.
pub(super) struct UnderWay<'a> {
    metrics: &'a Metrics,
    route: Option<MatchedPath>,
    method: &'static str,
    began: Instant,
}

impl UnderWay<'_> {
    /// Counts the request, and how long it took until its answer began.
    pub(super) fn end(self, response: &Response) {
        let route = self.route.as_ref().map_or(OTHER, MatchedPath::as_str);
        self.metrics.add(route, self.method, response.status().as_u16(), self.began.elapsed());
        if let Some(Codes(codes)) = response.extensions().get() {
            self.metrics.add_codes(codes);
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.metrics.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// `GET /metrics`.
pub(super) async fn get(State(app): State<Arc<App>>) -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (headers, text::of(&app)).into_response()
}

/// `GET /metrics` on the hub's own address, which is of this machine only: for who asks there, and for nobody whom a proxy
/// lets in.
pub(super) async fn get_here(state: State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    if here::asks(&headers, &uri) {
        return get(state).await;
    }
    let message = "the numbers of `/metrics` are for this machine: ask for them there by `localhost` and through no \
                   proxy, or have them served apart by `metrics_listen` under `[http]`";
    Refusal::not_found(message).into_response()
}

impl Metrics {
    /// A request begins.
    pub(super) fn begin(&self, request: &Request) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay {
            metrics: self,
            route: request.extensions().get::<MatchedPath>().cloned(),
            method: named(request.method()).unwrap_or(OTHER),
            began: Instant::now(),
        }
    }

    /// Counts a request that was answered with a status, and how long that took.
    pub(super) fn add(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let mut routes = held(&self.routes);
        // Known routes are not named anew.
        if !routes.contains_key(route) {
            routes.insert(route.to_owned(), Route::default());
        }
        let Some(route) = routes.get_mut(route) else { return };
        let seconds = took.as_secs_f64();
        *route.answers.entry((method, status)).or_default() += 1;
        route.seconds += seconds;
        if let Some(within) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            route.within[within] += 1;
        }
    }

    fn add_codes(&self, codes: &[String]) {
        let mut counted = held(&self.codes);
        for code in codes {
            let fits = counted.len() < MOST_CODES || counted.contains_key(code);
            let code = if fits { code.as_str() } else { OTHER };
            *counted.entry(code.to_owned()).or_default() += 1;
        }
    }
}

/// What a panic left half done was only counted.
fn held<T>(counted: &Mutex<T>) -> MutexGuard<'_, T> {
    counted.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a method that the hub has; clients can make up others.
pub(super) fn named(method: &Method) -> Option<&'static str> {
    let known = ["GET", "POST", "HEAD", "OPTIONS"];
    known.into_iter().find(|known| *known == method.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_bounded() {
        let metrics = Metrics::default();
        let codes: Vec<String> = (0..100).map(|number| format!("CODE_{number}")).collect();
        metrics.add_codes(&codes);
        metrics.add_codes(&codes[..1]);
        let counted = held(&metrics.codes);
        assert_eq!(counted.len(), MOST_CODES + 1);
        assert_eq!((counted["CODE_0"], counted[OTHER]), (2, 36));
    }

    #[test]
    fn what_took_longer_than_every_bound_is_counted_all_the_same() {
        let metrics = Metrics::default();
        for seconds in [0, 1, 60] {
            metrics.add("/", "GET", 200, Duration::from_secs(seconds));
        }
        let routes = held(&metrics.routes);
        let route = &routes["/"];
        assert_eq!((route.answers[&("GET", 200)], route.within.iter().sum::<u64>()), (3, 2));
        assert!((route.seconds - 61.0).abs() < 1e-9);
    }
}
