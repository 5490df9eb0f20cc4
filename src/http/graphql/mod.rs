//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql?query=…` for queries; subscriptions as server-sent
//! events.
//!
//! Follows the GraphQL-over-HTTP specification: what cannot be run has status 4xx and an error that says what to send.

mod answer;
mod follow;
mod request;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header::{ALLOW, AUTHORIZATION, HeaderValue};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use chrono::Utc;

use super::freshness;
use super::router::App;
use crate::access::{Bearer, Denied};
use crate::api::{Caller, Snapshot};
pub(super) use answer::Form;
pub(super) use follow::MOST_STREAMS;

/// How large a request's body may be, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;

pub(super) async fn post(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match request::of_body(&headers, body) {
        Ok(request) => run(&app, &headers, request).await,
        Err(refusal) => refusal.answer(&headers),
    }
}

pub(super) async fn get(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    match request::of_address(&uri) {
        Ok(mut request) => match request::only_queries(&mut request) {
            Ok(()) => run(&app, &headers, request).await,
            Err(refusal) => {
                let mut response = refusal.answer(&headers);
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
                response
            }
        },
        Err(refusal) => refusal.answer(&headers),
    }
}

/// What the request says of who sends it.
fn bearer(headers: &HeaderMap) -> Option<Result<Bearer, Denied>> {
    // A header that is no text is no bearer.
    let given = headers.get(AUTHORIZATION)?;
    Some(Bearer::of_header(given.to_str().unwrap_or_default()))
}

/// Runs a request on the graph of this moment.
async fn run(app: &App, headers: &HeaderMap, mut request: async_graphql::Request) -> Response {
    let streams = follow::wanted(headers);
    if !streams && let Err(refusal) = request::no_subscription(&mut request) {
        return refusal.answer(headers);
    }
    let changes = request::is_mutation(&mut request);
    let served = app.hub.served();
    let caller = Caller::new(Arc::clone(&app.gate), bearer(headers), Utc::now());
    let request = request.data(Snapshot(Arc::clone(&served))).data(Arc::clone(&app.hub)).data(caller);
    if streams {
        return follow::answer(app, request);
    }
    let mut response = app.schema.execute(request).await;
    // What a mutation answers is of the version that it made.
    let served = if changes { app.hub.served() } else { served };
    response.extensions.insert("graph".to_owned(), freshness::extension(&served));
    let mut answer = answer::answer(Form::wanted(headers), response);
    answer.headers_mut().extend(freshness::headers(&served, Utc::now()));
    answer
}
