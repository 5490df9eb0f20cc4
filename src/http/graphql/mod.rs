//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql?query=…` for queries; subscriptions as server-sent
//! events.
//!
//! Follows the GraphQL-over-HTTP specification: what cannot be run has status 4xx and an error that says what to send.
//! An answer is looked for in memory first, by the request as it came, then by what it asks; only then is it run.

mod answer;
mod cache;
mod cost;
mod documents;
mod follow;
mod reply;
mod request;

use std::sync::Arc;

use async_graphql::Request;
use axum::body::Bytes;
use axum::extract::{self, State};
use axum::http::header::{ALLOW, AUTHORIZATION, HeaderMap, HeaderValue};
use axum::response::Response;
use chrono::Utc;

use super::refusal::Refusal;
use super::router::App;
use super::version::{Now, Version};
use crate::access::{Bearer, Denied};
use crate::api::{Answer, Caller, Snapshot};
pub(super) use answer::Form;
pub use cache::AnswerSettings;
pub(super) use cache::Answers;
use cache::{Asked, Ready};
pub use documents::DocumentSettings;
pub(super) use documents::Documents;
use documents::{Found, Missing};
pub(super) use follow::MOST_STREAMS;
use reply::{Asking, Source, Why};
use request::Given;

pub(super) async fn post(State(app): State<Arc<App>>, request: extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let asking = Asking::new(&parts.headers, false, app.answers.keeps(), &app.answers.counters);
    let body = request::whole(body, app.schema.limits()).await;
    let now = app.versions.now(&app.hub);
    let body = request::check_media_type(&parts.headers).and(body);
    match body {
        Ok(body) => answer(&app, &asking, now, &body, || request::of_body(&body)).await,
        Err(refusal) => asking.refused(&now.version, refusal),
    }
}

pub(super) async fn get(State(app): State<Arc<App>>, request: extract::Request) -> Response {
    let (headers, uri) = (request.headers(), request.uri());
    let asking = Asking::new(headers, true, app.answers.keeps(), &app.answers.counters);
    let now = app.versions.now(&app.hub);
    let asked = uri.query().unwrap_or_default().as_bytes();
    answer(&app, &asking, now, asked, || request::of_address(uri)).await
}

/// Answers from memory, or runs what is asked.
async fn answer(
    app: &App,
    asking: &Asking<'_>,
    now: Now,
    raw: &[u8],
    read: impl FnOnce() -> Result<Given, Refusal>,
) -> Response {
    let (answers, version) = (&app.answers, Arc::clone(&now.version));
    let may_be_kept = asking.bypass.is_none();
    let raw = may_be_kept.then(|| answers.raw(!asking.is_get, raw));
    if let Some(raw) = raw
        && let Some(ready) = answers.find(&version, raw, asking.shape)
    {
        return asking.ready(&version, &ready, Source::Hit);
    }

    let found = read().map_err(Missing::from).and_then(|given| app.documents.find(given));
    let Found { request, to_keep } = match found {
        Ok(found) => found,
        Err(Missing::Refused(refusal)) => return asking.refused(&version, refusal),
        Err(Missing::Unknown(response)) => return not_kept(asking, &version, *response, Why::Refused),
    };
    let meant = may_be_kept.then(|| answers.meant(&request));
    if let Some(meant) = meant
        && let Some(ready) = answers.find_or_code(&version, meant, asking.shape)
    {
        // It was admitted when it was run.
        app.documents.keep(to_keep, &request.query);
        keep_raw(answers, asking, &version, raw, &ready);
        return asking.ready(&version, &ready, Source::Hit);
    }

    // In a box of its own, so that what answers from memory stays small.
    match Box::pin(run(app, asking, now, request, to_keep)).await {
        Ran::Query(bytes) => {
            let plain = Bytes::from(bytes);
            let ready = Arc::new(Ready::new(plain.clone(), asking.shape));
            if let Some(meant) = meant
                && answers.again(meant)
            {
                answers.keep_whole(&version, meant, asking.shape, plain, &ready);
                keep_raw(answers, asking, &version, raw, &ready);
            } else if let Some(raw) = raw {
                answers.again(raw);
            }
            asking.ready(&version, &ready, asking.bypass.map_or(Source::Miss, Source::Bypass))
        }
        Ran::Other(now, response, why) => not_kept(asking, &now.version, response, why),
        Ran::Refused(refusal, allow) => {
            let mut response = asking.refused(&version, refusal);
            response.headers_mut().extend(allow.map(|allow| (ALLOW, allow)));
            response
        }
        Ran::Stream(response) => asking.never(Why::Stream, response),
    }
}

/// Lets an answer be found by a request as it came, from the second time that it comes so.
fn keep_raw(
    answers: &Answers,
    asking: &Asking<'_>,
    version: &Version,
    raw: Option<Asked>,
    ready: &Arc<Ready>,
) {
    if let Some(raw) = raw
        && answers.again(raw)
    {
        answers.keep(version, raw, asking.shape, ready);
    }
}

fn not_kept(
    asking: &Asking<'_>,
    version: &Version,
    mut response: async_graphql::Response,
    why: Why,
) -> Response {
    response.extensions.insert("graph".to_owned(), version.extension.clone());
    match answer::write(asking.shape.form, response) {
        Ok(written) => asking.written(version, written, why),
        Err(refusal) => asking.refused(version, refusal),
    }
}

/// What the request says of who sends it.
fn bearer(headers: &HeaderMap) -> Option<Result<Bearer, Denied>> {
    // A header that is no text is no bearer.
    let given = headers.get(AUTHORIZATION)?;
    Some(Bearer::of_header(given.to_str().unwrap_or_default()))
}

/// What came of a request.
enum Ran {
    /// A query without errors, with its `extensions.graph`: anybody gets this answer.
    Query(Vec<u8>),
    /// An answer that is never kept, of what is served since.
    Other(Now, async_graphql::Response, Why),
    /// Nothing was run; which method would do.
    Refused(Refusal, Option<HeaderValue>),
    /// Events.
    Stream(Response),
}

/// Runs a request on the graph of this moment, if it is not one of those that cost too much.
async fn run(app: &App, asking: &Asking<'_>, now: Now, request: Request, to_keep: Option<[u8; 32]>) -> Ran {
    let headers = asking.headers;
    let streams = follow::wanted(headers);
    let tells_cost = match cost::wanted(headers) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ran::Refused(refusal, None),
    };
    let admitted = match app.schema.read(&request) {
        Ok(admitted) => admitted,
        // Whoever listens to a stream reads errors there.
        Err(_) if streams => return Ran::Stream(follow::answer(app, request)),
        Err(refused) => return Ran::Other(now, *refused, Why::Refused),
    };
    app.documents.keep(to_keep, &request.query);
    if asking.is_get
        && let Err(refusal) = request::only_queries(&admitted)
    {
        return Ran::Refused(refusal, Some(HeaderValue::from_static("POST")));
    }
    if tells_cost == Some(cost::Telling::Ask) {
        let mut response = async_graphql::Response::default();
        response.extensions.insert("cost".to_owned(), admitted.cost().to_value());
        return Ran::Other(now, response, Why::Cost);
    }
    if !streams && let Err(refusal) = request::no_subscription(&admitted) {
        return Ran::Refused(refusal, None);
    }
    let changes = request::is_mutation(&admitted);
    let caller = Caller::new(Arc::clone(&app.gate), bearer(headers), Utc::now());
    let snapshot = Snapshot(Arc::clone(&now.served));
    let request = request.data(snapshot).data(Arc::clone(&app.hub)).data(caller);
    if streams {
        return Ran::Stream(follow::answer(app, request));
    }
    let mut response = if tells_cost.is_some() {
        let mut response = app.schema.execute_admitted(request).await;
        response.extensions.insert("cost".to_owned(), admitted.cost().to_value());
        response
    } else {
        match app.schema.answer(request, admitted).await {
            Answer::Written(answer) => {
                return Ran::Query(answer::ended(answer, &now.version.extension_json));
            }
            Answer::Engine(response) => *response,
        }
    };
    if changes {
        // What a mutation answers is of the version that it made.
        return Ran::Other(app.versions.now(&app.hub), response, Why::Mutation);
    }
    if tells_cost.is_some() || !response.errors.is_empty() || !response.http_headers.is_empty() {
        let why = if response.errors.is_empty() { Why::Cost } else { Why::Errors };
        return Ran::Other(now, response, why);
    }
    response.extensions.insert("graph".to_owned(), now.version.extension.clone());
    match answer::write(asking.shape.form, response) {
        Ok(written) => Ran::Query(written.bytes),
        Err(refusal) => Ran::Refused(refusal, None),
    }
}
