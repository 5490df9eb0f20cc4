//! Answers that nobody keeps, coded on their way out.

use std::io;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, VARY};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use futures_util::{StreamExt, stream};

use super::{Coder, Coding, LEAST};
use crate::http::tag;

/// Codes what a handler answers as the client likes it best. What is coded already, is short, or comes as single
/// events goes out as it is.
pub(in super::super) async fn on_the_way(request: Request, next: Next) -> Response<Body> {
    let coding = Coding::wanted(request.headers());
    coded(coding, next.run(request).await)
}

fn coded(coding: Coding, mut response: Response<Body>) -> Response<Body> {
    if !shrinks(&response) {
        return response;
    }
    vary(response.headers_mut());
    let coder = match Coder::new(coding) {
        Ok(Some(coder)) => coder,
        Ok(None) => return response,
        Err(error) => {
            tracing::error!(%error, ?coding, "an answer could not be compressed and goes out as it is");
            return response;
        }
    };
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    if let Some(name) = coding.header() {
        headers.insert(CONTENT_ENCODING, name);
    }
    if let Some(tag) = headers.get(ETAG).and_then(|given| tag::of_coding(given, coding)) {
        headers.insert(ETAG, tag);
    }
    response.map(|body| stream_through(coder, body))
}

/// Whether a coding is worth while, as far as the headers tell.
fn shrinks(response: &Response<Body>) -> bool {
    let headers = response.headers();
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Events are to arrive one by one.
    let text = ["text/", "application/json", "application/graphql-response+json", "application/x-ndjson"];
    let text = text.iter().any(|begins| media_type.starts_with(begins)) || media_type == "image/svg+xml";
    let text = text && !media_type.starts_with("text/event-stream");
    let has_body = response.status() != StatusCode::NOT_MODIFIED && !response.status().is_informational();
    let long = response.body().size_hint().upper().is_none_or(|most| most >= LEAST as u64);
    text && has_body && long && !headers.contains_key(CONTENT_ENCODING)
}

/// Adds that the answer follows from `Accept-Encoding`.
fn vary(headers: &mut HeaderMap) {
    let says = |value: &HeaderValue| {
        value.to_str().is_ok_and(|list| {
            list.split(',')
                .any(|name| name.trim().eq_ignore_ascii_case("accept-encoding") || name.trim() == "*")
        })
    };
    if !headers.get_all(VARY).iter().any(says) {
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    }
}

fn stream_through(coder: Coder, body: Body) -> Body {
    let parts = stream::unfold(Some((coder, body.into_data_stream())), async |state| {
        let (mut coder, mut parts) = state?;
        Some(match parts.next().await {
            None => (coder.finish(), None),
            Some(Ok(bytes)) => (coder.part(&bytes), Some((coder, parts))),
            // The end that a coding has is missing then, so that nobody takes it for the whole.
            Some(Err(error)) => (Err(io::Error::other(error)), None),
        })
    });
    Body::from_stream(parts.filter(|part| {
        let silent = part.as_ref().is_ok_and(Bytes::is_empty);
        std::future::ready(!silent)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(media_type: &'static str, length: usize) -> Response<Body> {
        let mut response = Response::new(Body::from("a".repeat(length)));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        response
    }

    fn check(media_type: &'static str, length: usize, shrinks: bool) {
        let response = coded(Coding::Gzip, answer(media_type, length));
        let headers = response.headers();
        assert_eq!(headers.contains_key(CONTENT_ENCODING), shrinks, "{media_type} {length}");
        assert_eq!(headers.contains_key(VARY), shrinks, "{media_type} {length}");
    }

    #[test]
    fn text_is_coded_and_what_is_short_or_comes_as_events_is_not() {
        check("application/json", LEAST, true);
        check("text/csv; charset=utf-8", 100_000, true);
        check("image/svg+xml", LEAST, true);
        check("application/json", LEAST - 1, false);
        check("text/event-stream", 100_000, false);
        check("image/png", 100_000, false);
    }

    #[test]
    fn what_is_coded_already_or_has_no_body_is_left_alone() {
        let mut response = answer("application/json", LEAST);
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        assert_eq!(coded(Coding::Gzip, response).headers()[CONTENT_ENCODING], "br");
        let mut response = answer("application/json", LEAST);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        assert!(!coded(Coding::Gzip, response).headers().contains_key(CONTENT_ENCODING));
    }

    #[test]
    fn the_tag_and_the_length_are_those_of_what_is_sent() {
        let mut response = answer("application/json", LEAST);
        response.headers_mut().insert(ETAG, HeaderValue::from_static("\"a\""));
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("1024"));
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
        let response = coded(Coding::Zstd, response);
        assert_eq!(response.headers()[ETAG], "\"a-zstd\"");
        assert!(!response.headers().contains_key(CONTENT_LENGTH));
        assert_eq!(response.headers().get_all(VARY).iter().count(), 1);
    }
}
