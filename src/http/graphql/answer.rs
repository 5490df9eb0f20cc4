//! What is answered: which media type, which status, which bytes.

use async_graphql::{ServerError, Value};
use axum::Extension;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::super::metrics::Codes;
use super::super::refusal::Refusal;

/// The two media types of an answer. They differ in the status of a request that fails before it is run: `Json`, for
/// older clients, says 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Whether an answer is of a request that was not run: errors of fields have a path, and those of the request as a whole
/// have none.
pub(super) fn not_run(response: &async_graphql::Response) -> bool {
    let errors = &response.errors;
    response.data == Value::Null && !errors.is_empty() && errors.iter().all(|error| error.path.is_empty())
}

/// The engine's answer over HTTP.
pub(super) fn answer(form: Form, response: async_graphql::Response) -> Response {
    let errors = &response.errors;
    let not_run = not_run(&response);
    let bytes = if not_run { serde_json::to_vec(&NotRun { errors }) } else { serde_json::to_vec(&response) };
    let status = match form {
        Form::GraphqlResponse if not_run => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let Ok(bytes) = bytes else { return Refusal::internal().into_response() };
    let headers = [(CONTENT_TYPE, form.media_type()), (CACHE_CONTROL, "no-store"), (VARY, "accept")];
    let codes = errors.iter().filter_map(|error| match error.extensions.as_ref()?.get("code") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => None,
    });
    let codes = Codes(codes.collect());
    (status, Extension(codes), headers, response.http_headers, bytes).into_response()
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
