//! The shortest way: what is asked again, as it was asked before, is answered ahead of the router and all that stands
//! around it.
//!
//! Here stand only requests of which nothing is to be decided: the same bytes have been answered by the long way, and
//! anybody gets that answer. Whatever is unusual about a request goes the long way: who asks, from which page, what the
//! answer costs, a body that is not there yet. The answer is the same either way, header by header.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, EXPECT, HeaderMap, HeaderName,
    HeaderValue, ORIGIN, SEC_WEBSOCKET_KEY, UPGRADE,
};
use axum::http::{Method, Request};
use axum::response::Response;
use futures_util::{StreamExt, future, stream};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::super::coding::Coding;
use super::super::journal;
use super::super::router::App;
use super::cache::Shape;
use super::cost;
use super::follow::Events;
use super::liked::Liked;
use super::reply::{Asking, Source};

/// Where GraphQL is.
const PATH: &str = "/graphql";

/// Who sends one of these goes the long way.
const UNUSUAL: [HeaderName; 6] =
    [AUTHORIZATION, ORIGIN, UPGRADE, SEC_WEBSOCKET_KEY, EXPECT, CONTENT_ENCODING];

/// Longer bodies go the long way, on which there is a bound on the bytes of all of them.
const MOST_BYTES: u64 = 64 * 1024;

/// The shortcut of one connection.
pub(in super::super) struct Shortcut {
    app: Arc<App>,
    /// Pages that may ask from elsewhere are told so by a layer of the router.
    is_open: bool,
    /// What the client accepted the last time: mostly it says the same again.
    last: Mutex<Option<Accepted>>,
}

/// What a client accepts, and the shape that its answers have therefore; `None` when they are no JSON.
struct Accepted {
    forms: Option<HeaderValue>,
    codings: Option<HeaderValue>,
    shape: Option<Shape>,
}

impl Shortcut {
    pub fn new(app: &Arc<App>) -> Self {
        let is_open = app.settings.cors_origins.is_empty() && app.answers.keeps();
        Self { app: Arc::clone(app), is_open, last: Mutex::default() }
    }

    /// The answer; or the request, for the long way.
    pub async fn answer(&self, peer: IpAddr, request: Request<Incoming>) -> Result<Response, Request<Body>> {
        let Some((is_get, shape)) = self.may_take(&request) else { return Err(request.map(Body::new)) };
        let began = Instant::now();
        if is_get {
            let asked = request.uri().query().unwrap_or_default();
            let found = self.find(peer, request.headers(), true, asked.as_bytes(), shape, began);
            return found.ok_or_else(|| request.map(Body::new));
        }
        let (parts, body) = request.into_parts();
        let (bytes, body) = whole(body).await;
        let found = bytes.and_then(|bytes| self.find(peer, &parts.headers, false, &bytes, shape, began));
        found.ok_or_else(|| Request::from_parts(parts, body))
    }

    /// Whether a request by GET or POST is one of those that are answered here, and in which shape.
    fn may_take(&self, request: &Request<Incoming>) -> Option<(bool, Shape)> {
        // Who wants lines or spans of requests gets them of all.
        let is_watched = journal::is_kept() || self.app.traces.are_on();
        if !self.is_open || is_watched || request.uri().path() != PATH {
            return None;
        }
        let is_get = request.method() == Method::GET;
        let is_plain = if is_get {
            request.body().is_end_stream()
        } else {
            request.method() == Method::POST && request.body().size_hint().exact()? <= MOST_BYTES
        };
        if !is_plain {
            return None;
        }
        let (mut forms, mut codings, mut media_type) = (None, None, None);
        for (name, value) in request.headers() {
            if name == ACCEPT {
                if forms.replace(value).is_some() {
                    return None;
                }
            } else if name == ACCEPT_ENCODING {
                if codings.replace(value).is_some() {
                    return None;
                }
            } else if name == CONTENT_TYPE {
                if media_type.replace(value).is_some() {
                    return None;
                }
            } else if UNUSUAL.contains(name) || name == cost::NAME {
                return None;
            }
        }
        if !is_get && media_type? != "application/json" {
            return None;
        }
        Some((is_get, self.shape(forms, codings, request.headers())?))
    }

    fn shape(
        &self,
        forms: Option<&HeaderValue>,
        codings: Option<&HeaderValue>,
        headers: &HeaderMap,
    ) -> Option<Shape> {
        // What a panic left half done is only remembered.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && last.forms.as_ref() == forms
            && last.codings.as_ref() == codings
        {
            return last.shape;
        }
        let liked = Liked::of(headers);
        let is_json = liked.takes_json() && liked.events() != Events::Always;
        let shape = is_json.then(|| Shape { form: liked.form(), coding: Coding::wanted(headers) });
        // Copies: a header holds on to all that was read with it.
        let copy = |value: &HeaderValue| HeaderValue::from_bytes(value.as_bytes()).ok();
        *last = Some(Accepted { forms: forms.and_then(copy), codings: codings.and_then(copy), shape });
        shape
    }

    fn find(
        &self,
        peer: IpAddr,
        asked: &HeaderMap,
        is_get: bool,
        raw: &[u8],
        shape: Shape,
        began: Instant,
    ) -> Option<Response> {
        let app = &*self.app;
        let now = app.versions.now(&app.hub);
        let ready = app.answers.find(&now.version, app.answers.raw(!is_get, raw), shape)?;
        // Last, as the long way counts again whom it turns away.
        app.clients.count(app.clients.whose(peer, asked), began).ok()?;
        let asking = Asking::again(asked, is_get, shape, &app.answers.counters);
        let mut response = asking.ready(&now.version, &ready, Source::Hit, began);
        journal::name_answer(asked, response.headers_mut());
        let method = if is_get { "GET" } else { "POST" };
        app.metrics.add(PATH, method, response.status().as_u16(), began.elapsed());
        Some(response)
    }
}

/// The bytes of a body that is there as a whole, and the body, whatever was read of it.
async fn whole(mut body: Incoming) -> (Option<Bytes>, Body) {
    let first = future::poll_fn(|context| Poll::Ready(Pin::new(&mut body).poll_frame(context))).await;
    let first = match first {
        Poll::Pending => return (None, Body::new(body)),
        Poll::Ready(None) => return (None, Body::empty()),
        // Trailers of a body without bytes say nothing.
        Poll::Ready(Some(frame)) => frame.map(|frame| frame.into_data().unwrap_or_default()),
    };
    match first {
        Ok(bytes) if body.is_end_stream() => (Some(bytes.clone()), Body::from(bytes)),
        first => {
            let rest = body.into_data_stream();
            (None, Body::from_stream(stream::once(future::ready(first)).chain(rest)))
        }
    }
}
