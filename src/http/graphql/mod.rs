//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql?query=…` for queries; subscriptions as server-sent
//! events, and anything on a WebSocket.
//!
//! Follows the GraphQL-over-HTTP specification: what cannot be run has status 4xx and an error that says what to send.

mod answer;
mod cost;
mod follow;
mod request;
mod socket;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::header::{ALLOW, AUTHORIZATION, HeaderValue};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use chrono::Utc;

use super::freshness;
use super::router::App;
use crate::access::{Bearer, Denied};
use crate::api::{Caller, Snapshot};
use crate::hub::Served;
pub(super) use answer::Form;

pub(super) async fn post(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match request::of_body(&headers, body, app.schema.limits()) {
        Ok(request) => run(&app, &headers, request, false).await,
        Err(refusal) => refusal.answer(&headers),
    }
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if socket::wanted(&headers) {
        return socket::open(app, &headers, upgrade);
    }
    match request::of_address(&uri) {
        Ok(request) => run(&app, &headers, request, true).await,
        Err(refusal) => refusal.answer(&headers),
    }
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
        let mut response = refusal.answer(headers);
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        return response;
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
    let mut response = app.schema.execute_admitted(request).await;
    if tells_cost.is_some() {
        response.extensions.insert("cost".to_owned(), cost.to_value());
    }
    // What a mutation answers is of the version that it made.
    let served = if changes { app.hub.served() } else { served };
    of_graph(&served, headers, response)
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
