//! `/reconcile`: the Reconciliation Service API 0.2, by which OpenRefine matches a spreadsheet with the hub.
//!
//! Any page may ask it, as the specification wants: it reads only what everybody may read, and takes no credentials.
//! JSONP is not offered: what asks across origins has CORS.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{AGE, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, VARY};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde_json::{Map, Value, json};

use super::connections::Place;
use super::name::Name;
use super::pages;
use super::parameters::pairs;
use super::refusal::Refusal;
use super::router::App;
use super::version::Keeping;
use crate::reconcile::{self, Batch, MOST_BYTES, Type};

const FORM: &str = "application/x-www-form-urlencoded";

/// How a proxy that ends TLS says that it does.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/reconcile", get(by_address).post(by_form))
        .route("/reconcile/suggest/{what}", get(suggest))
        .route("/reconcile/properties", get(properties))
        .route("/reconcile/preview/{id}", get(pages::preview))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

async fn by_address(
    State(app): State<Arc<App>>,
    place: Option<Extension<Place>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let pairs = pairs(uri.query().unwrap_or_default().as_bytes());
    let answer = if pairs.is_empty() {
        let proxied = place.is_some_and(|Extension(place)| app.clients.is_proxy(place.peer));
        base(&headers, &uri, proxied).map(|base| told(&app, &reconcile::manifest(&base)))
    } else {
        answered(&app, &pairs).await
    };
    answer.unwrap_or_else(|refusal| refusal.answer(&headers))
}

async fn by_form(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let answer = match form(&headers, body) {
        Ok(pairs) => answered(&app, &pairs).await,
        Err(refusal) => Err(refusal),
    };
    answer.unwrap_or_else(|refusal| refusal.answer(&headers))
}

/// The fields of a form.
fn form(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Vec<(String, String)>, Refusal> {
    let given = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let bare = given.as_deref().and_then(|given| given.split(';').next()).unwrap_or_default();
    if !bare.trim().eq_ignore_ascii_case(FORM) {
        return Err(Refusal::unsupported_media_type(format!(
            "a body is a form here, with the field `queries` or `extend`: send it with `Content-Type: {FORM}`"
        )));
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large(format!(
            "the body is larger than {MOST_BYTES} bytes: send fewer queries at once"
        )),
        _ => Refusal::bad_request(format!("the body broke off ({rejection}): send it again")),
    })?;
    Ok(pairs(&body))
}

/// Answers a batch of queries, or gives what is wanted of things that were matched.
async fn answered(app: &App, pairs: &[(String, String)]) -> Result<Response, Refusal> {
    let known = ["queries", "extend"];
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        let name: String = name.chars().take(80).collect();
        let remedy = if name == "callback" {
            "JSONP is not offered: ask across origins (CORS), as OpenRefine 3.3 and later do"
        } else {
            "send a batch of queries as `queries`, or what is wanted of things as `extend`"
        };
        return Err(Refusal::bad_request(format!("there is no parameter `{name}`: {remedy}")));
    }
    let served = app.hub.served();
    match pairs {
        [(name, json)] if name == "queries" => {
            let mut answer = Map::new();
            let until = Instant::now().checked_add(Duration::from_secs(app.schema.limits().seconds));
            let mut batch = Batch::new(&served, until);
            for (name, query) in reconcile::queries(json)? {
                let candidates = reconcile::candidates(&mut batch, &query)?;
                let found: Vec<Value> = candidates.iter().map(|candidate| candidate.json()).collect();
                answer.insert(name, json!({ "result": found }));
                // A batch is long work: others get their turn.
                tokio::task::yield_now().await;
            }
            Ok(told(app, &Value::Object(answer)))
        }
        [(_, json)] => {
            let wanted = reconcile::extension(json)?;
            Ok(told(app, &reconcile::extended(&served, &wanted)))
        }
        _ => Err(Refusal::bad_request(
            "give either `queries` or `extend`, and once: each in a request of its own",
        )),
    }
}

async fn suggest(State(app): State<Arc<App>>, Name(what): Name, headers: HeaderMap, uri: Uri) -> Response {
    suggested(&app, &what, &uri).unwrap_or_else(|refusal| refusal.answer(&headers))
}

/// What is suggested. Parameters that are not known are passed over: clients add some of their own.
fn suggested(app: &App, what: &str, uri: &Uri) -> Result<Response, Refusal> {
    let pairs = pairs(uri.query().unwrap_or_default().as_bytes());
    let prefix = given(&pairs, "prefix")
        .ok_or_else(|| Refusal::bad_request("`prefix` is missing: give what was typed, as `?prefix=mold`"))?;
    let skip = number(&pairs, "cursor")?.unwrap_or(0);
    let of = of(&pairs)?;
    let answer = match what {
        "entity" => {
            let types = of.map_or_else(|| Type::ALL.to_vec(), |of| vec![of]);
            reconcile::entities(&app.hub.served(), prefix, &types, skip)?
        }
        "property" => reconcile::properties(prefix, of, skip),
        "type" => reconcile::types(prefix, skip),
        other => {
            let other: String = other.chars().take(80).collect();
            let said =
                format!("nothing is suggested for `{other}`: there are `entity`, `property` and `type`");
            return Err(Refusal::not_found(said));
        }
    };
    Ok(told(app, &answer))
}

async fn properties(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    let pairs = pairs(uri.query().unwrap_or_default().as_bytes());
    let answer = of(&pairs).and_then(|of| Ok((of, number(&pairs, "limit")?)));
    match answer {
        Ok((of, limit)) => told(&app, &reconcile::proposed(of, limit)),
        Err(refusal) => refusal.answer(&headers),
    }
}

fn told(app: &App, answer: &Value) -> Response {
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    let mut response = (headers, answer.to_string()).into_response();
    app.versions.now(&app.hub).version.tell(Keeping::No, response.headers_mut());
    // How old the knowledge is stands in a header of the hub's own; this one is of caches, which keep nothing here.
    response.headers_mut().remove(AGE);
    // The manifest has the address that it was asked at.
    response.headers_mut().insert(VARY, HeaderValue::from_static("host, x-forwarded-proto"));
    response
}

/// Where the hub is for who asks: `https://hub.example.org`. What a header says of TLS counts when a proxy wrote it.
fn base(headers: &HeaderMap, uri: &Uri, proxied: bool) -> Result<String, Refusal> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| uri.authority().map(Authority::as_str));
    let authority = host.and_then(|host| host.parse::<Authority>().ok()).ok_or_else(|| {
        Refusal::bad_request("the request has no `Host` that is one: name the host that was asked")
    })?;
    if authority.as_str().contains('@') {
        return Err(Refusal::bad_request("`Host` has a user in it: name the host alone"));
    }
    let secure = proxied && headers.get(FORWARDED_PROTO).is_some_and(|scheme| scheme.as_bytes() == b"https");
    Ok(format!("{}://{authority}", if secure { "https" } else { "http" }))
}

fn given<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn of(pairs: &[(String, String)]) -> Result<Option<Type>, Refusal> {
    let named = given(pairs, "type").filter(|id| !id.is_empty());
    Ok(named.map(Type::named).transpose()?)
}

fn number(pairs: &[(String, String)], name: &str) -> Result<Option<usize>, Refusal> {
    let given = given(pairs, name).filter(|text| !text.is_empty());
    given
        .map(str::parse)
        .transpose()
        .map_err(|_| Refusal::bad_request(format!("`{name}` is no number: give a whole one from 0 up")))
}
