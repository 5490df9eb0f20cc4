//! What is asked: from a body or from an address.

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Variables};
use axum::body::Bytes;
use axum::extract::Query;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::refusal::Refusal;
use crate::api::Limits;

const EXAMPLE: &str = r#"`{"query": "{ hub { version } }", "variables": {}}`"#;

/// A request in JSON. Keys that are not known are passed over, as the specification has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    extensions: Option<Map<String, Value>>,
}

/// A request in an address: the maps are JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddressParameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// The request that a body holds.
pub(super) fn of_body(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    limits: &Limits,
) -> Result<Request, Refusal> {
    check_media_type(headers)?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large(format!(
            "the body is larger than {} bytes: send a shorter document or fewer variables",
            limits.bytes
        )),
        _ => Refusal::bad_request(format!("the body broke off ({rejection}): send it again")),
    })?;
    if body.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::bad_request("the body is a batch: send each operation in a request of its own"));
    }
    let parameters: Parameters = serde_json::from_slice(&body).map_err(|error| {
        Refusal::bad_request(format!("the body is no GraphQL request ({error}): send JSON like {EXAMPLE}"))
    })?;
    request(parameters, &format!("the body has no `query`: send JSON like {EXAMPLE}"))
}

/// The request that an address holds.
pub(super) fn of_address(uri: &Uri) -> Result<Request, Refusal> {
    let Query(AddressParameters { query, operation_name, variables, extensions }) = Query::try_from_uri(uri)
        .map_err(|error| {
            Refusal::bad_request(format!("the parameters cannot be read: {}", error.body_text()))
        })?;
    let parameters = Parameters {
        query,
        operation_name: operation_name.filter(|name| !name.is_empty()),
        variables: json_of("variables", variables)?,
        extensions: json_of("extensions", extensions)?,
    };
    request(
        parameters,
        "this is the GraphQL endpoint, and the address has no `query`: POST JSON, GET \
         `/graphql?query={hub{version}}`, or open `/graphiql` in a browser",
    )
}

/// The request of a message on a socket.
pub(super) fn of_message(parameters: Parameters) -> Result<Request, Refusal> {
    request(parameters, &format!("the payload has no `query`: send JSON like {EXAMPLE}"))
}

/// A mutation may not hide in an address that a crawler or a link can follow (HTTP's GET is safe).
pub(super) fn only_queries(request: &mut Request) -> Result<(), Refusal> {
    match asked(request, |kind| kind != OperationType::Query) {
        None => Ok(()),
        Some(kind) => {
            Err(Refusal::method_not_allowed(format!("GET is for queries, and this is a {kind}: POST it")))
        }
    }
}

/// A subscription can only be answered by a stream.
pub(super) fn no_subscription(request: &mut Request) -> Result<(), Refusal> {
    match asked(request, |kind| kind == OperationType::Subscription) {
        None => Ok(()),
        Some(_) => Err(Refusal::not_acceptable(
            "a subscription is answered by a stream of events, which this request does not accept: send it with \
             `Accept: text/event-stream`, or on a WebSocket",
        )),
    }
}

/// Whether the operation that is asked for may change something.
pub(super) fn is_mutation(request: &mut Request) -> bool {
    asked(request, |kind| kind == OperationType::Mutation).is_some()
}

/// The type of an operation that is asked for, if it is one of these.
fn asked(request: &mut Request, of: impl Fn(OperationType) -> bool) -> Option<OperationType> {
    let chosen = request.operation_name.clone();
    // What cannot be parsed is for the engine to complain of.
    let document = request.parsed_query().ok()?;
    let mut asked = document.operations.iter().filter(|(name, _)| match &chosen {
        Some(chosen) => name.is_none_or(|name| name.as_str() == chosen),
        None => true,
    });
    asked.find(|(_, operation)| of(operation.node.ty)).map(|(_, operation)| operation.node.ty)
}

fn request(parameters: Parameters, without_query: &str) -> Result<Request, Refusal> {
    let query = parameters.query.filter(|query| !query.trim().is_empty());
    let query = query.ok_or_else(|| Refusal::bad_request(without_query))?;
    let mut request = Request::new(query);
    request.operation_name = parameters.operation_name;
    request.variables = Variables::from_json(Value::Object(parameters.variables.unwrap_or_default()));
    for (key, value) in parameters.extensions.unwrap_or_default() {
        if let Ok(value) = async_graphql::Value::from_json(value) {
            request.extensions.insert(key, value);
        }
    }
    Ok(request)
}

fn json_of(name: &str, text: Option<String>) -> Result<Option<Map<String, Value>>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    serde_json::from_str(&text).map_err(|error| {
        Refusal::bad_request(format!(
            "`{name}` in the address is no JSON object ({error}): give one like `{{\"code\": \"MDA\"}}`"
        ))
    })
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let remedy = format!("send JSON like {EXAMPLE} with `Content-Type: application/json`");
    let Some(given) = given else {
        return Err(Refusal::unsupported_media_type(format!("the request has no `Content-Type`: {remedy}")));
    };
    let mut parts = given.split(';').map(|part| part.trim().to_ascii_lowercase());
    let json = parts.next().as_deref() == Some("application/json");
    let utf8 = parts.all(|part| match part.strip_prefix("charset=") {
        Some(charset) => matches!(charset.trim_matches('"'), "utf-8" | "utf8"),
        None => true,
    });
    if json && utf8 {
        return Ok(());
    }
    Err(Refusal::unsupported_media_type(format!("the hub does not read `{given}`: {remedy}")))
}
