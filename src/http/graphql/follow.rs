//! Subscriptions as server-sent events: a request that accepts `text/event-stream` is answered by a stream of `next`
//! events, each with one answer, and at the end `complete` (the distinct connections mode of GraphQL over SSE).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Request;
use axum::http::header::{ACCEPT, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, future, stream};

use super::super::refusal::Refusal;
use super::super::router::App;

/// So often a quiet stream says that it is alive, which proxies want to hear.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Whether a request wants a stream of events.
pub(super) fn wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut types =
        accepted.flat_map(|list| list.split(',')).map(|range| range.split(';').next().unwrap_or(""));
    types.any(|media_type| media_type.trim().eq_ignore_ascii_case("text/event-stream"))
}

/// That there are as many streams and sockets as there may be.
pub(super) fn no_room(app: &App) -> Refusal {
    let most = app.settings.streams;
    Refusal::unavailable(format!("{most} streams are open, which is the most: close one or come again later"))
}

/// Runs a request and streams what it answers, until it ends or the server stops.
pub(super) fn answer(app: &App, request: Request) -> Response {
    let Ok(permit) = Arc::clone(&app.streams).try_acquire_owned() else {
        return no_room(app).into_response();
    };
    let answers = app.schema.execute_stream(request).take_until(Box::pin(app.stopped()));
    let events = answers.map(|answer| {
        let json = serde_json::to_string(&answer).unwrap_or_default();
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
