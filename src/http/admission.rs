//! What is done for a request before its handler runs: it is counted, its body is read, and room is made for its work.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
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
    let request = match read(&app, request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    // After the body, so that whoever sends slowly keeps nobody from working.
    let permit = match app.clients.work(client, Instant::now()) {
        Ok(permit) => permit,
        Err(full) => return turned_away(full, request.headers()),
    };
    kept_for(guard::answer_panics(request, next).await, permit)
}

/// The request with the whole of its body.
fn read(app: &App, request: Request) -> impl Future<Output = Result<Request, Response>> + Send {
    let most = usize::try_from(app.schema.limits().bytes).unwrap_or(usize::MAX);
    let time = app.settings.body_timeout;
    async move {
        if request.body().is_end_stream() {
            return Ok(request);
        }
        let (parts, body) = request.into_parts();
        let refusal = match timeout(time, Limited::new(body, most).collect()).await {
            Ok(Ok(body)) => return Ok(Request::from_parts(parts, Body::from(body.to_bytes()))),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Refusal::too_large(format!(
                "the body is larger than {most} bytes: send a shorter document or fewer variables"
            )),
            Ok(Err(error)) => Refusal::bad_request(format!("the body broke off ({error}): send it again")),
            Err(_) => Refusal::too_slow(format!(
                "the body did not come within {}: send it faster, or less of it",
                humantime::format_duration(time)
            )),
        };
        let mut response = refusal.answer(&parts.headers);
        // What is left of the body would be taken for the next request.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        Err(response)
    }
}

/// Keeps the permit until the whole of an answer is written that is written while it is sent; streams of events have
/// permits of their own.
fn kept_for(response: Response, permit: Permit) -> Response {
    let events = HeaderValue::from_static("text/event-stream");
    let written = response.body().size_hint().exact().is_some();
    if written || response.headers().get(CONTENT_TYPE) == Some(&events) {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |part| {
            let _ = &permit;
            part
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
