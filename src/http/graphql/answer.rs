//! What is answered: which media type, which status, which bytes. How it is sent is in `reply.rs`.

use async_graphql::{ServerError, Value};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::super::metrics::Codes;
use super::super::refusal::Refusal;
use super::super::version::Version;

/// The two media types of an answer. They differ in the status of a request that fails before it is run: `Json`, for
/// older clients, says 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Form {
    /// `application/json`.
    Json,
    /// `application/graphql-response+json`.
    GraphqlResponse,
}

impl Form {
    /// How many there are.
    pub const COUNT: usize = Self::GraphqlResponse as usize + 1;

    /// For `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// The media type without its parameters.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
        }
    }
}

/// An answer without `data`: what the specification wants of a request that was never run.
#[derive(Serialize)]
struct NotRun<'a> {
    errors: &'a [ServerError],
}

/// Whether an answer is of a request that was not run: errors of fields have a path, and those of the request as a whole
/// have none.
pub(super) fn not_run(response: &async_graphql::Response) -> bool {
    let errors = &response.errors;
    response.data == Value::Null && !errors.is_empty() && errors.iter().all(|error| error.path.is_empty())
}

/// The engine's answer as bytes.
pub(super) struct Written {
    pub status: StatusCode,
    /// What resolvers add.
    pub headers: HeaderMap,
    /// For those who count errors.
    pub codes: Codes,
    pub bytes: Vec<u8>,
}

impl From<Vec<u8>> for Written {
    /// An answer without errors.
    fn from(bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, headers: HeaderMap::new(), codes: Codes(Vec::new()), bytes }
    }
}

/// Writes the engine's answer.
pub(super) fn write(form: Form, response: async_graphql::Response) -> Result<Written, Refusal> {
    let errors = &response.errors;
    let not_run = not_run(&response);
    let bytes = if not_run { serde_json::to_vec(&NotRun { errors }) } else { serde_json::to_vec(&response) };
    let status = match form {
        Form::GraphqlResponse if not_run => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let bytes = bytes.map_err(|error| unwritten(&error))?;
    let codes = errors.iter().filter_map(|error| match error.extensions.as_ref()?.get("code") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => None,
    });
    let codes = Codes(codes.collect());
    Ok(Written { status, headers: response.http_headers, codes, bytes })
}

/// An answer whose `data` is JSON already, as [`write()`] would write it.
pub(super) fn around(
    data: &[u8],
    cost: Option<(String, Value)>,
    version: &Version,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(data.len() + version.extension_json.len() + 256);
    bytes.extend_from_slice(br#"{"data":"#);
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(br#","extensions":{"#);
    if let Some((name, cost)) = cost {
        let pair = serde_json::to_string(&name).and_then(|name| Ok((name, serde_json::to_string(&cost)?)));
        let (name, cost) = pair.map_err(|error| unwritten(&error))?;
        bytes.extend_from_slice(format!("{name}:{cost},").as_bytes());
    }
    bytes.extend_from_slice(br#""graph":"#);
    bytes.extend_from_slice(version.extension_json.as_bytes());
    bytes.extend_from_slice(b"}}");
    Ok(bytes)
}

fn unwritten(error: &serde_json::Error) -> Refusal {
    tracing::error!(%error, "an answer cannot be written");
    Refusal::internal()
}
