//! What is done for a request before its handler runs: it is counted, its body is read, and room is made for its work.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::StreamExt;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;

use super::clients::{Client, Full, Permit};
use super::connections::Place;
use super::guard;
use super::refusal::Refusal;
use super::router::App;

/// Whose a request is, among its extensions; `None` for this machine's own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker(pub Option<Client>);

/// Whoever watches over the hub may ask after it however busy it is.
const ALWAYS: [&str; 3] = ["/healthz", "/metrics", "/readyz"];

/// Runs a request's handler if there is room for it.
pub(super) async fn admit(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Place>().map(|place| place.peer);
    let client = peer.and_then(|peer| app.clients.whose(peer, request.headers()));
    request.extensions_mut().insert(Asker(client));
    if ALWAYS.contains(&request.uri().path()) {
        return guard::answer_panics(request, next).await;
    }
    if let Err(full) = app.clients.count(client, Instant::now()) {
        return turned_away(full, request.headers());
    }
    let (request, _bytes) = match read(&app, client, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    // After the body, so that whoever sends slowly keeps nobody from working.
    let permit = match app.clients.work(client, Instant::now()) {
        Ok(permit) => permit,
        Err(full) => return turned_away(full, request.headers()),
    };
    kept_for(guard::answer_panics(request, next).await, permit)
}

/// The request with the whole of its body, and the right to have that in memory.
async fn read(
    app: &App,
    client: Option<Client>,
    request: Request,
) -> Result<(Request, Option<Permit>), Response> {
    if request.body().is_end_stream() {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let time = app.settings.body_timeout;
    let read = match coded(&parts.headers) {
        Some(refusal) => Err(refusal.answer(&parts.headers)),
        None => match timeout(time, whole(app, client, &parts.headers, body)).await {
            Ok(read) => read,
            Err(_) => {
                let refusal = Refusal::too_slow(format!(
                    "the body did not come within {}: send it faster, or less of it",
                    humantime::format_duration(time)
                ));
                Err(refusal.answer(&parts.headers))
            }
        },
    };
    match read {
        Ok((bytes, permit)) => Ok((Request::from_parts(parts, Body::from(bytes)), Some(permit))),
        Err(mut response) => {
            // What is left of the body would be taken for the next request.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            Err(response)
        }
    }
}

/// The bytes of a body, for which room is made as they come.
async fn whole(
    app: &App,
    client: Option<Client>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Bytes, Permit), Response> {
    let refused = |refusal: Refusal| refusal.answer(headers);
    let most = usize::try_from(app.schema.limits().bytes).unwrap_or(usize::MAX);
    let mut permit = app.clients.body(client, Instant::now()).map_err(|full| turned_away(full, headers))?;
    let mut parts = Limited::new(body, most).into_data_stream();
    let mut bytes = Vec::new();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| {
            refused(if error.is::<LengthLimitError>() {
                Refusal::too_large(format!(
                    "the body is larger than {most} bytes: send a shorter document or fewer variables"
                ))
            } else {
                Refusal::bad_request(format!("the body broke off ({error}): send it again"))
            })
        })?;
        permit.grow(part.len(), Instant::now()).map_err(|full| turned_away(full, headers))?;
        bytes.extend_from_slice(&part);
    }
    Ok((bytes.into(), permit))
}

/// Refuses a body that is compressed: its size would say nothing of what it becomes.
fn coded(headers: &HeaderMap) -> Option<Refusal> {
    let coding = headers.get(CONTENT_ENCODING)?;
    (!coding.as_bytes().eq_ignore_ascii_case(b"identity")).then(|| {
        let coding = String::from_utf8_lossy(coding.as_bytes()).chars().take(80).collect::<String>();
        Refusal::unsupported_media_type(format!(
            "the hub does not read bodies in the coding `{coding}`: send it uncompressed, without `Content-Encoding`"
        ))
    })
}

/// Keeps the permit until the whole of an answer is written that is written while it is sent, and breaks it off where
/// that meets a panic; streams of events have permits and an end of their own.
fn kept_for(response: Response, permit: Permit) -> Response {
    let events = HeaderValue::from_static("text/event-stream");
    let written = response.body().size_hint().exact().is_some();
    if written || response.headers().get(CONTENT_TYPE) == Some(&events) {
        return response;
    }
    response.map(|body| {
        let parts = AssertUnwindSafe(body.into_data_stream()).catch_unwind();
        Body::from_stream(parts.map(move |part| {
            let _ = &permit;
            part.unwrap_or_else(|panic| {
                tracing::error!(panic = guard::words(&*panic), "an answer met a panic and broke off");
                Err(axum::Error::new("the hub failed"))
            })
        }))
    })
}

fn turned_away(full: Full, headers: &HeaderMap) -> Response {
    told_when(self::full(full), full, headers)
}

/// The refusal of a request for which there is no room.
pub(super) fn full(full: Full) -> Refusal {
    match full {
        Full::Client(again) => too_many(again),
        Full::Server(_) => {
            Refusal::unavailable("the hub has more requests than it can work on: come again in a moment")
        }
    }
}

/// A refusal with when to come again.
pub(super) fn told_when(refusal: Refusal, full: Full, headers: &HeaderMap) -> Response {
    let (Full::Client(again) | Full::Server(again)) = full;
    let mut response = refusal.answer(headers);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds(again)));
    response
}

/// The refusal of one who asks more than a client may.
fn too_many(again: Duration) -> Refusal {
    Refusal {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "TOO_MANY_REQUESTS",
        message: format!(
            "you ask more than one client may: come again in {} s, ask less often, or ask for more at once",
            seconds(again)
        ),
        parameter: None,
    }
}

/// Whole seconds, at least one.
fn seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
