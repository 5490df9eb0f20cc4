//! Server-sent events: a request that accepts `text/event-stream` is answered by `next` events, each with one answer,
//! and at the end `complete` (the distinct connections mode of GraphQL over SSE). Only a subscription is run while its
//! events are sent; anything else has been run before, as every request is, and its one answer is told as events.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::{Request, Value};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, future, stream};

use super::super::clients::{Client, Full};
use super::super::refusal::Refusal;
use super::super::router::App;
use super::super::{admission, guard};
use crate::api::EventGraph;

/// So often a quiet stream says that it is alive, which proxies want to hear.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// The media type of a stream of events.
pub(super) const MEDIA_TYPE: &str = "text/event-stream";

/// Which answers a request wants as events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Events {
    /// None.
    No,
    /// Those of a subscription, which cannot be answered otherwise.
    OfSubscriptions,
    /// All, since it likes nothing better.
    Always,
}

/// That there are as many streams and sockets as there may be.
pub(super) fn no_room(app: &App, full: Full, headers: &HeaderMap) -> Response {
    let refusal = match full {
        Full::Client(_) => Refusal {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "TOO_MANY_REQUESTS",
            ..Refusal::unavailable(format!(
                "you have {} streams open, which is the most of one client: close one, or follow several things on one \
                 WebSocket",
                app.settings.streams_per_client
            ))
        },
        Full::Server(_) => Refusal::unavailable(format!(
            "{} streams are open, which is the most: come again later",
            app.settings.streams
        )),
    };
    admission::told_when(refusal, full, headers)
}

/// The answers of a subscription, each with what every answer says beside `data`: of which graph it is, and the cost
/// where that is wanted.
pub(super) fn answers(
    app: &Arc<App>,
    request: Request,
    cost: Option<(String, Value)>,
) -> impl Stream<Item = async_graphql::Response> + use<> {
    let graph = EventGraph::default();
    let answers = app.schema.execute_stream(request.data(graph.clone()));
    let app = Arc::clone(app);
    answers.map(move |mut answer| {
        answer.extensions.extend(cost.clone());
        let graph = app.versions.extension(&app.hub, graph.take().as_ref());
        answer.extensions.insert("graph".to_owned(), graph);
        answer
    })
}

/// Follows a subscription and streams what it answers, until it ends or the server stops.
pub(super) fn answer(
    app: &Arc<App>,
    client: Option<Client>,
    headers: &HeaderMap,
    request: Request,
    cost: Option<(String, Value)>,
) -> Response {
    let permit = match app.clients.stream(client, Instant::now()) {
        Ok(permit) => permit,
        Err(full) => return no_room(app, full, headers),
    };
    // It is polled when the handler is done, where nothing else would meet a panic.
    let answers = AssertUnwindSafe(answers(app, request, cost)).catch_unwind();
    let answers = answers.take_until(Box::pin(app.stopped()));
    let events = answers.map(move |answer| {
        let json = match answer {
            Ok(answer) => serde_json::to_string(&answer).unwrap_or_default(),
            Err(panic) => {
                tracing::error!(panic = guard::words(&*panic), "a stream met a panic");
                Refusal::internal().json()
            }
        };
        Event::default().event("next").data(json)
    });
    let complete = stream::once(future::ready(Event::default().event("complete").data("")));
    let events = events.chain(complete).map(move |event| {
        // Held until the last event.
        let _ = &permit;
        Ok::<_, Infallible>(event)
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The one answer of what is no subscription, as JSON, told as events.
pub(super) fn told(answer: &[u8]) -> Vec<u8> {
    // JSON as it is written here has no line breaks.
    [b"event: next\ndata: ", answer, b"\n\nevent: complete\ndata: \n\n"].concat()
}
