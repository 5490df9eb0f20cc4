//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql?query=…` for queries; subscriptions as server-sent
//! events, and anything on a WebSocket.
//!
//! Follows the GraphQL-over-HTTP specification: what cannot be run has status 4xx and an error that says what to send.

mod answer;
mod cost;
mod follow;
mod request;
mod socket;
mod time;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State};
use axum::http::header::{ACCEPT, ALLOW, AUTHORIZATION, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use chrono::Utc;

use super::admission::Asker;
use super::refusal::Refusal;
use super::router::App;
use super::{freshness, journal};
use crate::access::{Bearer, Denied};
use crate::api::{Caller, Snapshot};
use crate::hub::Served;
pub(super) use answer::Form;

pub(super) async fn post(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    match acceptable(&headers).and_then(|()| request::of_body(&headers, &body)) {
        Ok(request) => run(&app, &headers, request, false).await,
        Err(refusal) => refused(refusal, &headers),
    }
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    Extension(asker): Extension<Asker>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if socket::wanted(&headers) {
        return socket::open(app, &headers, asker, upgrade);
    }
    match acceptable(&headers).and_then(|()| request::of_address(&uri)) {
        Ok(request) => run(&app, &headers, request, true).await,
        Err(refusal) => refused(refusal, &headers),
    }
}

/// An answer is JSON or a stream of events, and whoever takes neither gets none.
fn acceptable(headers: &HeaderMap) -> Result<(), Refusal> {
    if Form::is_accepted(headers) || follow::wanted(headers) {
        return Ok(());
    }
    Err(Refusal::not_acceptable(
        "the request accepts no form that an answer can have: send `Accept: application/graphql-response+json`, \
         `Accept: application/json` or, for a subscription, `Accept: text/event-stream`",
    ))
}

/// A refusal with what HTTP wants beside its status: the methods or the media types that there are (RFC 9110, 15.5.6 and
/// 15.5.16).
fn refused(refusal: Refusal, headers: &HeaderMap) -> Response {
    let mut response = refusal.answer(headers);
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
    response
}

/// What the request says of who sends it.
fn bearer(headers: &HeaderMap) -> Option<Result<Bearer, Denied>> {
    // A header that is no text is no bearer.
    let given = headers.get(AUTHORIZATION)?;
    Some(Bearer::of_header(given.to_str().unwrap_or_default()))
}

/// Runs a request on the graph of this moment, if it is not one of those that cost too much.
async fn run(
    app: &App,
    headers: &HeaderMap,
    mut request: async_graphql::Request,
    only_queries: bool,
) -> Response {
    let tells_cost = match cost::wanted(headers) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal.answer(headers),
    };
    let cost = match app.schema.admit(&mut request) {
        Ok(cost) => cost,
        // Whoever listens to a stream reads errors there.
        Err(_) if follow::wanted(headers) => return follow::answer(app, request),
        Err(refused) => return answered(app, headers, *refused),
    };
    if only_queries && let Err(refusal) = request::only_queries(&mut request) {
        return refused(refusal, headers);
    }
    if tells_cost == Some(cost::Telling::Ask) {
        let mut response = async_graphql::Response::default();
        response.extensions.insert("cost".to_owned(), cost.to_value());
        return answered(app, headers, response);
    }
    let streams = follow::wanted(headers);
    if !streams && let Err(refusal) = request::no_subscription(&mut request) {
        return refusal.answer(headers);
    }
    let changes = request::is_mutation(&mut request);
    let served = app.hub.served();
    let request = grounded(app, request, &served, bearer(headers));
    if streams {
        return follow::answer(app, request);
    }
    let told = journal::is_kept()
        .then(|| journal::Told { operation: request.operation_name.clone(), nodes: cost.nodes });
    let seconds = (!changes).then_some(app.schema.limits().seconds);
    let mut response = time::within(seconds, app.schema.execute_admitted(request)).await;
    if tells_cost.is_some() {
        response.extensions.insert("cost".to_owned(), cost.to_value());
    }
    // What a mutation answers is of the version that it made.
    let served = if changes { app.hub.served() } else { served };
    let mut answer = of_graph(&served, headers, response);
    if let Some(told) = told {
        answer.extensions_mut().insert(told);
    }
    answer
}

/// A request with what its resolvers want: the graph, the hub, and who asks.
fn grounded(
    app: &App,
    request: async_graphql::Request,
    served: &Arc<Served>,
    bearer: Option<Result<Bearer, Denied>>,
) -> async_graphql::Request {
    let caller = Caller::new(Arc::clone(&app.gate), bearer, Utc::now());
    request.data(Snapshot(Arc::clone(served))).data(Arc::clone(&app.hub)).data(caller)
}

/// An answer for which nothing was run.
fn answered(app: &App, headers: &HeaderMap, response: async_graphql::Response) -> Response {
    of_graph(&app.hub.served(), headers, response)
}

/// An answer with how fresh it is.
fn of_graph(served: &Served, headers: &HeaderMap, mut response: async_graphql::Response) -> Response {
    response.extensions.insert("graph".to_owned(), freshness::extension(served));
    let mut answer = answer::answer(Form::wanted(headers), response);
    answer.headers_mut().extend(freshness::headers(served, Utc::now()));
    answer
}
