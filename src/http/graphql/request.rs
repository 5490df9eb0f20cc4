//! What is asked: from a body or from an address.

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Variables};
use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::refusal::Refusal;

const EXAMPLE: &str = r#"`{"query": "{ hub { version } }", "variables": {}}`"#;

/// A request in JSON. Keys that are not known are passed over, as the specification has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    extensions: Option<Map<String, Value>>,
}

/// A request in an address: the maps are JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddressParameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// `extensions.persistedQuery`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersistedQuery {
    pub version: i64,
    pub sha256_hash: String,
}

/// What a request gives: a document or how it is known, and the rest.
pub(super) struct Given {
    pub query: Option<String>,
    pub document_id: Option<String>,
    pub persisted: Option<PersistedQuery>,
    /// The request, its document still to be put in.
    pub request: Request,
    /// What to say where nothing names a document.
    pub without: &'static str,
}

/// A body, which was read to its end, within the limits, before any handler ran.
pub(super) async fn whole(body: Body) -> Result<Bytes, Refusal> {
    let body = body.collect().await;
    body.map(|body| body.to_bytes())
        .map_err(|error| Refusal::bad_request(format!("the body broke off ({error}): send it again")))
}

/// What a body gives.
pub(super) fn of_body(body: &[u8]) -> Result<Given, Refusal> {
    if body.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::bad_request("the body is a batch: send each operation in a request of its own"));
    }
    let parameters: Parameters = serde_json::from_slice(body).map_err(|error| {
        Refusal::bad_request(format!("the body is no GraphQL request ({error}): send JSON like {EXAMPLE}"))
    })?;
    given(
        parameters,
        "the body has no `query`: send JSON like `{\"query\": \"{ hub { version } }\", \"variables\": {}}`",
    )
}

/// What an address gives.
pub(super) fn of_address(uri: &Uri) -> Result<Given, Refusal> {
    let Query(AddressParameters { query, document_id, operation_name, variables, extensions }) =
        Query::try_from_uri(uri).map_err(|error| {
            Refusal::bad_request(format!("the parameters cannot be read: {}", error.body_text()))
        })?;
    let parameters = Parameters {
        query,
        document_id: document_id.filter(|id| !id.is_empty()),
        operation_name: operation_name.filter(|name| !name.is_empty()),
        variables: json_of("variables", variables)?,
        extensions: json_of("extensions", extensions)?,
    };
    given(
        parameters,
        "this is the GraphQL endpoint, and the address has no `query`: POST JSON, GET \
         `/graphql?query={hub{version}}`, or open `/graphiql` in a browser",
    )
}

/// What a message gives on a socket.
pub(super) fn of_message(parameters: Parameters) -> Result<Given, Refusal> {
    given(
        parameters,
        "the payload has no `query`: send JSON like `{\"query\": \"{ hub { version } }\", \"variables\": {}}`",
    )
}

/// A mutation may not hide in an address that a crawler or a link can follow (HTTP's GET is safe).
pub(super) fn only_queries(mut meant: impl Iterator<Item = OperationType>) -> Result<(), Refusal> {
    match meant.find(|kind| *kind != OperationType::Query) {
        None => Ok(()),
        Some(kind) => {
            Err(Refusal::method_not_allowed(format!("GET is for queries, and this is a {kind}: POST it")))
        }
    }
}

/// A subscription can only be answered by a stream.
pub(super) fn no_subscription(mut meant: impl Iterator<Item = OperationType>) -> Result<(), Refusal> {
    if !meant.any(|kind| kind == OperationType::Subscription) {
        return Ok(());
    }
    Err(Refusal::not_acceptable(
        "a subscription is answered by a stream of events, which this request does not accept: send it with \
         `Accept: text/event-stream`, or on a WebSocket",
    ))
}

/// Whether the operation that is asked for may change something.
pub(super) fn is_mutation(mut meant: impl Iterator<Item = OperationType>) -> bool {
    meant.any(|kind| kind == OperationType::Mutation)
}

fn given(parameters: Parameters, without: &'static str) -> Result<Given, Refusal> {
    let Parameters { query, document_id, operation_name, variables, extensions } = parameters;
    let mut request = Request::new("");
    request.operation_name = operation_name;
    request.variables = Variables::from_json(Value::Object(variables.unwrap_or_default()));
    let mut extensions = extensions.unwrap_or_default();
    let persisted = extensions.remove("persistedQuery").map(serde_json::from_value).transpose();
    let persisted = persisted.map_err(|error| {
        Refusal::bad_request(format!(
            "`extensions.persistedQuery` cannot be read ({error}): write `{{\"version\": 1, \"sha256Hash\": \"…\"}}`"
        ))
    })?;
    for (key, value) in extensions {
        if let Ok(value) = async_graphql::Value::from_json(value) {
            request.extensions.insert(key, value);
        }
    }
    let query = query.filter(|query| !query.trim().is_empty());
    Ok(Given { query, document_id, persisted, request, without })
}

fn json_of(name: &str, text: Option<String>) -> Result<Option<Map<String, Value>>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    serde_json::from_str(&text).map_err(|error| {
        Refusal::bad_request(format!(
            "`{name}` in the address is no JSON object ({error}): give one like `{{\"code\": \"MDA\"}}`"
        ))
    })
}

/// Refuses a body that is not said to be JSON in UTF-8.
pub(super) fn check_media_type(headers: &HeaderMap) -> Result<(), Refusal> {
    if headers.get(CONTENT_TYPE).is_some_and(|value| value == "application/json") {
        return Ok(());
    }
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
