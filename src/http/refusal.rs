//! What the server says when it does not run a request: a status and an error in GraphQL's shape.

use axum::Extension;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::graphql::Liked;
use super::metrics::Codes;
use crate::export::{Kind, Problem};
use crate::reconcile;

/// A refusal, or the news that something broke.
#[derive(Debug)]
pub(super) struct Refusal {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
    /// The parameter of the address that it is about, where it is about one.
    pub parameter: Option<String>,
}

impl Refusal {
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "BAD_REQUEST",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: "NOT_FOUND", message: message.into(), parameter: None }
    }

    pub fn forbidden(message: impl Into<String>) -> Self {
        Self { status: StatusCode::FORBIDDEN, code: "FORBIDDEN", message: message.into(), parameter: None }
    }

    pub fn method_not_allowed(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "METHOD_NOT_ALLOWED",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn not_acceptable(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_ACCEPTABLE,
            code: "NOT_ACCEPTABLE",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn too_large(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            code: "PAYLOAD_TOO_LARGE",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn too_slow(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::REQUEST_TIMEOUT,
            code: "REQUEST_TIMEOUT",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn unsupported_media_type(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            code: "UNSUPPORTED_MEDIA_TYPE",
            message: message.into(),
            parameter: None,
        }
    }

    pub fn unavailable(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "UNAVAILABLE",
            message: message.into(),
            parameter: None,
        }
    }

    /// What a panic is told as; its words stay in the log.
    pub fn internal() -> Self {
        let message =
            "the hub failed on this request, which is a fault of the hub: its log says more".to_owned();
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "INTERNAL_SERVER_ERROR",
            message,
            parameter: None,
        }
    }

    /// The refusal as JSON.
    pub fn json(&self) -> String {
        // Written out, so that the message comes first.
        let (message, code) = (json!(self.message), json!(self.code));
        let parameter = self.parameter.as_ref().map(|name| format!(r#","parameter":{}"#, json!(name)));
        let parameter = parameter.unwrap_or_default();
        format!(r#"{{"errors":[{{"message":{message},"extensions":{{"code":{code}{parameter}}}}}]}}"#)
    }

    /// The refusal in the form that the request asks for.
    pub fn answer(self, headers: &HeaderMap) -> Response {
        let body = self.json();
        let codes = Codes(vec![self.code.to_owned()]);
        let headers = [(CONTENT_TYPE, Liked::of(headers).form().media_type())];
        (self.status, Extension(codes), headers, body).into_response()
    }
}

impl From<Problem> for Refusal {
    fn from(Problem { kind, parameter, message }: Problem) -> Self {
        match kind {
            Kind::Input => Self { code: "BAD_USER_INPUT", parameter, ..Self::bad_request(message) },
            Kind::Limit => Self { code: "LIMIT_EXCEEDED", ..Self::bad_request(message) },
            Kind::Unknown => Self::not_found(message),
            Kind::Form => Self::not_acceptable(message),
            Kind::Unavailable => Self::unavailable(message),
            Kind::Internal => {
                tracing::error!(error = message, "an export failed");
                Self::internal()
            }
        }
    }
}

impl From<reconcile::Problem> for Refusal {
    fn from(problem: reconcile::Problem) -> Self {
        match problem {
            reconcile::Problem::Input(message) => {
                Self { code: "BAD_USER_INPUT", ..Self::bad_request(message) }
            }
            reconcile::Problem::TooMuch(message) => Self::too_large(message),
            reconcile::Problem::TooLong(message) => {
                Self { code: "LIMIT_EXCEEDED", ..Self::bad_request(message) }
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.answer(&HeaderMap::new())
    }
}
