//! How an answer goes out: its headers, its coding, and that a client has it already.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{
    ACCEPT, ALLOW, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::super::coding::{Coding, coded};
use super::super::refusal::Refusal;
use super::super::tag;
use super::super::version::{Keeping, Version};
use super::answer::Written;
use super::cache::{Counters, Ready, Shape};
use super::cost;
use super::follow::{self, Events};
use super::liked::Liked;

/// Whether an answer came from memory.
pub(in super::super) const CACHE: HeaderName = HeaderName::from_static("gcm-hub-cache");

/// Where an answer comes from, for `GCM-Hub-Cache`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// From memory.
    Hit,
    /// It was made, and could have been in memory.
    Miss,
    /// It is never in memory.
    Bypass(Why),
}

/// Why an answer is never in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Nothing is kept.
    Off,
    /// Somebody in particular asks.
    Authorization,
    /// The cost is told.
    Cost,
    /// Events are streamed.
    Stream,
    /// Something may change.
    Mutation,
    /// Something failed.
    Errors,
    /// Nothing was run.
    Refused,
}

impl Source {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Bypass(Why::Off) => "bypass; off",
            Self::Bypass(Why::Authorization) => "bypass; authorization",
            Self::Bypass(Why::Cost) => "bypass; cost",
            Self::Bypass(Why::Stream) => "bypass; stream",
            Self::Bypass(Why::Mutation) => "bypass; mutation",
            Self::Bypass(Why::Errors) => "bypass; errors",
            Self::Bypass(Why::Refused) => "bypass; refused",
        })
    }

    fn count(self, counters: &Counters) {
        match self {
            Self::Hit => counters.hits.add(),
            Self::Miss => counters.misses.add(),
            Self::Bypass(_) => counters.bypasses.add(),
        }
    }
}

/// Who asks and how, as far as headers tell.
pub(super) struct Asking<'a> {
    pub headers: &'a HeaderMap,
    pub is_get: bool,
    pub shape: Shape,
    /// Why no answer to it is in memory; `None` when one may be.
    pub bypass: Option<Why>,
    pub events: Events,
    takes_json: bool,
    counters: &'a Counters,
}

impl<'a> Asking<'a> {
    pub fn new(headers: &'a HeaderMap, is_get: bool, keeps: bool, counters: &'a Counters) -> Self {
        let liked = Liked::of(headers);
        let events = liked.events();
        let bypass = if headers.contains_key(AUTHORIZATION) {
            Some(Why::Authorization)
        } else if headers.contains_key(cost::NAME) {
            Some(Why::Cost)
        } else if events == Events::Always {
            Some(Why::Stream)
        } else if !keeps {
            Some(Why::Off)
        } else {
            None
        };
        let shape = Shape { form: liked.form(), coding: Coding::wanted(headers) };
        Self { headers, is_get, shape, bypass, events, takes_json: liked.takes_json(), counters }
    }

    /// A request whose answer may be in memory, and is JSON.
    pub fn again(headers: &'a HeaderMap, is_get: bool, shape: Shape, counters: &'a Counters) -> Self {
        Self { headers, is_get, shape, bypass: None, events: Events::No, takes_json: true, counters }
    }

    /// An answer is JSON or a stream of events, and whoever takes neither gets none.
    pub fn acceptable(&self) -> Result<(), Refusal> {
        if self.takes_json || self.events != Events::No {
            return Ok(());
        }
        Err(Refusal::not_acceptable(
            "the request accepts no form that an answer can have: send `Accept: application/graphql-response+json`, \
             `Accept: application/json` or, for a subscription, `Accept: text/event-stream`",
        ))
    }

    /// An answer without errors. One by GET may be kept by caches on the way, and is not sent to who has it already.
    ///
    /// By POST a condition is ignored: it is about what GET would answer at this address (RFC 9110, 13.2.1), and
    /// nothing can be kept by the standard's rules (9.3.3); the tag is there for clients that compare it themselves.
    pub fn ready(&self, version: &Version, ready: &Arc<Ready>, source: Source, now: Instant) -> Response {
        source.count(self.counters);
        // What is anybody's is so whether this process keeps it or not.
        let anybodys = matches!(source, Source::Hit | Source::Miss | Source::Bypass(Why::Off));
        let private = !anybodys || !self.is_get;
        let keeping = if private { Keeping::No } else { Keeping::Public };
        let is_known = self.is_get && tag::is_known(self.headers, &ready.tag);
        let mut headers = version.whole(keeping, (!is_known).then_some(ready.shape), now);
        headers.insert(ETAG, ready.tag.clone());
        if source != Source::Hit {
            headers.insert(CACHE, source.header());
        }
        if is_known {
            self.counters.not_modified.add();
            return response(StatusCode::NOT_MODIFIED, headers, Body::empty());
        }
        response(StatusCode::OK, headers, Body::from(ready.bytes.clone()))
    }

    /// An answer that nobody may keep.
    pub fn written(&self, version: &Version, written: Written, why: Why) -> Response {
        let Written { status, mut headers, codes, bytes } = written;
        version.tell(Keeping::No, &mut headers);
        if self.events == Events::Always {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(follow::MEDIA_TYPE));
            // Whoever listens to events reads errors there.
            let mut response = response(StatusCode::OK, headers, Body::from(follow::told(&bytes)));
            response.extensions_mut().insert(codes);
            return self.never(why, response);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.shape.form.media_type()));
        let body = match coded(&bytes, self.shape.coding) {
            Some(coded) => {
                headers.extend(self.shape.coding.header().map(|name| (CONTENT_ENCODING, name)));
                Body::from(coded)
            }
            None => Body::from(bytes),
        };
        let mut response = response(status, headers, body);
        response.extensions_mut().insert(codes);
        self.never(why, response)
    }

    /// A refusal: nothing was run.
    pub fn refused(&self, version: &Version, refusal: Refusal) -> Response {
        let mut response = refusal.answer(self.headers);
        // What HTTP wants beside the status: the methods or the media types that there are (RFC 9110, 15.5.6, 15.5.16).
        match response.status() {
            StatusCode::METHOD_NOT_ALLOWED => {
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                for name in [ACCEPT, HeaderName::from_static("accept-post")] {
                    response.headers_mut().insert(name, HeaderValue::from_static("application/json"));
                }
            }
            _ => {}
        }
        version.tell(Keeping::No, response.headers_mut());
        self.never(Why::Refused, response)
    }

    /// Whatever else is answered.
    pub fn never(&self, why: Why, mut response: Response) -> Response {
        let source = Source::Bypass(self.bypass.unwrap_or(why));
        source.count(self.counters);
        response.headers_mut().insert(CACHE, source.header());
        response
    }
}

fn response(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
