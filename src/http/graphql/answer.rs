//! What is answered: which media type, which status, which bytes. How it is sent is in `reply.rs`.

use async_graphql::{ServerError, Value};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::super::refusal::Refusal;

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
    /// What the request accepts; `Json` unless it names the other and likes it no less.
    pub fn wanted(headers: &HeaderMap) -> Self {
        let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let mut weights = [None; 2];
        for range in accepted.flat_map(|list| list.split(',')) {
            let (media_type, weight) = weighed(range);
            for (form, kept) in [Self::Json, Self::GraphqlResponse].iter().zip(&mut weights) {
                if media_type.eq_ignore_ascii_case(form.name()) {
                    *kept = Some(weight);
                }
            }
        }
        match weights {
            [json, Some(new)] if new > 0.0 && json.is_none_or(|json| new >= json) => Self::GraphqlResponse,
            _ => Self::Json,
        }
    }

    /// For `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    fn name(self) -> &'static str {
        self.media_type().split(';').next().unwrap_or_default()
    }
}

/// A media range of `Accept` with its weight.
fn weighed(range: &str) -> (&str, f32) {
    let mut parts = range.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (media_type, weight.and_then(|weight| weight.parse().ok()).unwrap_or(1.0))
}

/// An answer without `data`: what the specification wants of a request that was never run.
#[derive(Serialize)]
struct NotRun<'a> {
    errors: &'a [ServerError],
}

/// The engine's answer as bytes.
pub(super) struct Written {
    pub status: StatusCode,
    /// What resolvers add.
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// Writes the engine's answer.
pub(super) fn write(form: Form, response: async_graphql::Response) -> Result<Written, Refusal> {
    // Errors of fields have a path; errors of the request as a whole have none, and then nothing was run.
    let errors = &response.errors;
    let not_run = response.data == Value::Null
        && !errors.is_empty()
        && errors.iter().all(|error| error.path.is_empty());
    let bytes = if not_run { serde_json::to_vec(&NotRun { errors }) } else { serde_json::to_vec(&response) };
    let status = match form {
        Form::GraphqlResponse if not_run => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let bytes = bytes.map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Refusal::internal()
    })?;
    Ok(Written { status, headers: response.http_headers, bytes })
}

/// An answer that is written but for its end, with `extensions.graph` as JSON.
pub(super) fn ended(mut answer: Vec<u8>, graph: &[u8]) -> Vec<u8> {
    for part in [b",\"extensions\":{\"graph\":".as_slice(), graph, b"}}"] {
        answer.extend_from_slice(part);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &str, form: Form) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        assert_eq!(Form::wanted(&headers), form, "{accept}");
    }

    #[test]
    fn the_newer_form_is_for_those_who_name_it() {
        check("application/graphql-response+json", Form::GraphqlResponse);
        check("application/graphql-response+json, application/json;q=0.9", Form::GraphqlResponse);
        check("application/json, application/graphql-response+json", Form::GraphqlResponse);
        check("application/graphql-response+json; charset=utf-8; q=0.5, */*; q=0.9", Form::GraphqlResponse);
        check("application/json, application/graphql-response+json;q=0.1", Form::Json);
        check("application/graphql-response+json;q=0", Form::Json);
        check("*/*", Form::Json);
        check("text/html,application/xhtml+xml,*/*;q=0.8", Form::Json);
        check("", Form::Json);
    }
}
