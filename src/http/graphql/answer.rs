//! What is answered: which media type, which status, which bytes. How it is sent is in `reply.rs`.

use async_graphql::{ServerError, Value};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use super::super::accept;
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
    /// What the request accepts; `Json` unless it names the other and likes it no less.
    pub fn wanted(headers: &HeaderMap) -> Self {
        match [Self::Json, Self::GraphqlResponse].map(|form| form.weight(headers)) {
            [Some((0.0, _)), Some((new, _))] if new > 0.0 => Self::GraphqlResponse,
            // What a range like `*/*` says of both decides nothing.
            [json, Some((new, EXACT))] if new > 0.0 => match json {
                Some((json, EXACT)) if json > new => Self::Json,
                _ => Self::GraphqlResponse,
            },
            _ => Self::Json,
        }
    }

    /// Whether the request takes either form; one that does not say takes any.
    pub fn is_accepted(headers: &HeaderMap) -> bool {
        let blank = |value: &HeaderValue| value.as_bytes().trim_ascii().is_empty();
        headers.get_all(ACCEPT).iter().all(blank) || Self::best(headers) > 0.0
    }

    /// The weight that the request gives the form that it likes better; 0 where it takes neither.
    pub(super) fn best(headers: &HeaderMap) -> f32 {
        let weights = [Self::Json, Self::GraphqlResponse].into_iter().filter_map(|form| form.weight(headers));
        weights.map(|(weight, _)| weight).fold(0.0, f32::max)
    }

    /// The weight that the request gives a form, and how exactly the range names it: the most exact one counts.
    fn weight(self, headers: &HeaderMap) -> Option<(f32, u8)> {
        let of_form = accept::listed(headers, &ACCEPT).filter_map(|(range, weight)| match range {
            "*/*" => Some((weight, 0)),
            _ if range.eq_ignore_ascii_case("application/*") => Some((weight, 1)),
            _ if range.eq_ignore_ascii_case(self.name()) => Some((weight, EXACT)),
            _ => None,
        });
        of_form.max_by_key(|(_, exact)| *exact)
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

/// How exactly a range names a form: by its whole name.
const EXACT: u8 = 2;

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
        check("application/*;q=0.1, application/json;q=0", Form::GraphqlResponse);
    }

    #[test]
    fn who_takes_neither_form_is_told_from_who_does_not_say() {
        let accepted = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(ACCEPT, value.parse().unwrap());
            }
            Form::is_accepted(&headers)
        };
        for fine in [&[][..], &[""], &["*/*"], &["text/html", "application/*;q=0.1"], &["APPLICATION/JSON"]] {
            assert!(accepted(fine), "{fine:?}");
        }
        for neither in
            ["text/html", "image/png, text/*", "application/json;q=0", "*/*;q=0", "application/jsonp"]
        {
            assert!(!accepted(&[neither]), "{neither}");
        }
    }
}
