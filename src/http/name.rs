//! The last part of an address, where that names something.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use super::refusal::Refusal;

/// What an address names, decoded; one that cannot be is refused as everything is.
pub(super) struct Name(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let name: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, state).await;
        name.map(|Path(name)| Self(name)).map_err(|rejection| {
            let refusal = match rejection.status() {
                StatusCode::BAD_REQUEST => {
                    Refusal::bad_request("the address is no text: percent-encode the bytes of UTF-8")
                }
                _ => Refusal::internal(),
            };
            refusal.answer(&parts.headers)
        })
    }
}
