//! GraphQL over HTTP: `POST /graphql` with JSON, `GET /graphql?query=…` for queries; subscriptions as server-sent
//! events, and anything on a WebSocket.
//!
//! Follows the GraphQL-over-HTTP specification: what cannot be run has status 4xx and an error that says what to send.
//! An answer is looked for in memory first, by the request as it came, then by what it asks; only then is it run.

mod answer;
mod cache;
mod cost;
mod documents;
mod follow;
mod liked;
mod reply;
mod request;
mod shortcut;
mod socket;

use std::sync::Arc;
use std::time::Instant;

use async_graphql::{Request, Value};
use axum::body::Bytes;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{self, FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, HeaderMap};
use axum::response::Response;
use chrono::Utc;

use super::admission::Asker;
use super::connections::Place;
use super::journal::{self, Told};
use super::refusal::Refusal;
use super::router::App;
use super::version::{Now, Version};
use crate::access::{Bearer, Denied};
use crate::api::{Admitted, Answer, Caller, Snapshot};
use answer::Form;
pub use cache::AnswerSettings;
pub(super) use cache::{Answers, Shape};
use cache::{Asked, Ready};
use cost::Telling;
pub use documents::DocumentSettings;
pub(super) use documents::Documents;
use documents::{Found, Missing};
use follow::Events;
pub(super) use liked::Liked;
pub(super) use reply::CACHE;
use reply::{Asking, Source, Why};
use request::Given;
pub(super) use shortcut::Shortcut;

pub(super) async fn post(State(app): State<Arc<App>>, request: extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let asker = parts.extensions.get().copied().unwrap_or(Asker(None));
    let asking = Asking::new(&parts.headers, false, app.answers.keeps(), &app.answers.counters);
    let body = request::whole(body).await;
    let now = app.versions.now(&app.hub);
    match asking.acceptable().and_then(|()| request::check_media_type(&parts.headers)).and(body) {
        Ok(body) => answer(&app, &asking, asker, now, &body, || request::of_body(&body)).await,
        Err(refusal) => asking.refused(&now.version, refusal),
    }
}

pub(super) async fn get(State(app): State<Arc<App>>, request: extract::Request) -> Response {
    let asker = request.extensions().get().copied().unwrap_or(Asker(None));
    if socket::wanted(request.headers()) {
        let (mut parts, _) = request.into_parts();
        let place = parts.extensions.remove::<Place>();
        let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
        return socket::open(app, &parts.headers, asker, place, upgrade);
    }
    let (headers, uri) = (request.headers(), request.uri());
    let asking = Asking::new(headers, true, app.answers.keeps(), &app.answers.counters);
    let now = app.versions.now(&app.hub);
    if let Err(refusal) = asking.acceptable() {
        return asking.refused(&now.version, refusal);
    }
    let asked = uri.query().unwrap_or_default().as_bytes();
    answer(&app, &asking, asker, now, asked, || request::of_address(uri)).await
}

/// Answers from memory, or runs what is asked.
async fn answer(
    app: &Arc<App>,
    asking: &Asking<'_>,
    asker: Asker,
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
        return asking.ready(&version, &ready, Source::Hit, Instant::now());
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
        return asking.ready(&version, &ready, Source::Hit, Instant::now());
    }

    // In a box of its own, so that what answers from memory stays small.
    let mut told = None;
    let mut response = match Box::pin(run(app, asking, asker, now, request, to_keep, &mut told)).await {
        Ran::Done(Done::Query(bytes)) if asking.events == Events::Always => {
            asking.written(&version, bytes.into(), Why::Stream)
        }
        Ran::Done(Done::Query(bytes)) => {
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
            let source = asking.bypass.map_or(Source::Miss, Source::Bypass);
            asking.ready(&version, &ready, source, Instant::now())
        }
        Ran::Done(Done::Other(now, response, why)) => not_kept(asking, &now.version, response, why),
        Ran::Done(Done::Refused(refusal)) => asking.refused(&version, refusal),
        Ran::Stream(response) => asking.never(Why::Stream, response),
    };
    if let Some(told) = told {
        response.extensions_mut().insert::<Told>(told);
    }
    response
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
    /// What is done with one answer.
    Done(Done),
    /// Events.
    Stream(Response),
}

/// The one answer to a request.
enum Done {
    /// The answer to a query without errors, as JSON: anybody gets it.
    Query(Vec<u8>),
    /// An answer that is never kept, of what is served since.
    Other(Now, async_graphql::Response, Why),
    /// Nothing was run.
    Refused(Refusal),
}

/// Runs a request on the graph of this moment, if it is not one of those that cost too much.
/// `told` is what the log may have of it.
async fn run(
    app: &Arc<App>,
    asking: &Asking<'_>,
    Asker(client): Asker,
    now: Now,
    request: Request,
    to_keep: Option<[u8; 32]>,
    told: &mut Option<Told>,
) -> Ran {
    let headers = asking.headers;
    let tells_cost = match cost::wanted(headers) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ran::Done(Done::Refused(refusal)),
    };
    let admitted = match app.schema.read(&request) {
        Ok(admitted) => admitted,
        Err(refused) => return Ran::Done(Done::Other(now, *refused, Why::Refused)),
    };
    app.documents.keep(to_keep, &request.query);
    let is_told = journal::is_kept() || app.traces.are_on();
    *told = is_told.then(|| Told { operation: request.operation_name.clone(), nodes: admitted.cost().nodes });
    if asking.is_get
        && let Err(refusal) = request::only_queries(admitted.kinds())
    {
        return Ran::Done(Done::Refused(refusal));
    }
    if tells_cost == Some(Telling::Ask) {
        return Ran::Done(cost::alone(now, &admitted));
    }
    let cost = tells_cost.map(|_| cost::told(&admitted));
    match request::no_subscription(admitted.kinds()) {
        Ok(()) => Ran::Done(work(app, now, request, admitted, bearer(headers), cost).await),
        Err(refusal) if asking.events == Events::No => Ran::Done(Done::Refused(refusal)),
        Err(_) => {
            let request = given(app, request, bearer(headers));
            Ran::Stream(follow::answer(app, client, headers, request, cost))
        }
    }
}

/// Runs a query or a mutation that was admitted.
async fn work(
    app: &App,
    now: Now,
    request: Request,
    admitted: Admitted,
    bearer: Option<Result<Bearer, Denied>>,
    cost: Option<(String, Value)>,
) -> Done {
    let changes = request::is_mutation(admitted.kinds());
    let request = given(app, request, bearer).data(Snapshot(Arc::clone(&now.served)));
    let mut response = match app.schema.answer(request, admitted).await {
        Answer::Written(data) => match answer::around(&data, cost, &now.version) {
            Ok(bytes) => return Done::Query(bytes),
            Err(refusal) => return Done::Refused(refusal),
        },
        Answer::Engine(response) => *response,
    };
    response.extensions.extend(cost);
    if changes {
        // What a mutation answers is of the version that it made.
        return Done::Other(app.versions.now(&app.hub), response, Why::Mutation);
    }
    if !response.errors.is_empty() || !response.http_headers.is_empty() {
        return Done::Other(now, response, Why::Errors);
    }
    response.extensions.insert("graph".to_owned(), now.version.extension.clone());
    // Without errors, both forms are the same bytes.
    match answer::write(Form::Json, response) {
        Ok(written) => Done::Query(written.bytes),
        Err(refusal) => Done::Refused(refusal),
    }
}

/// A request with what every resolver may want: the hub, and who asks. A graph is for those alone that end: a
/// subscription would keep the one that it began on for as long as it lasts.
fn given(app: &App, request: Request, bearer: Option<Result<Bearer, Denied>>) -> Request {
    let caller = Caller::new(Arc::clone(&app.gate), bearer, Utc::now());
    request.data(Arc::clone(&app.hub)).data(caller)
}
