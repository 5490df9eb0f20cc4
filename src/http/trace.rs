//! The span of a request: what it may have of a request and its answer. Never an address, a query or a value.

use axum::extract::{MatchedPath, Request};
use axum::response::Response;

use super::graphql::CACHE;
use super::journal::{self, Told};
use super::metrics::{self, Codes};
use crate::telemetry::{Answered, Incoming, RequestSpan, Traces};

/// A request begins, which has its name already; `None` when there are no traces.
pub(super) fn begin(traces: &Traces, request: &Request) -> Option<RequestSpan> {
    if !traces.are_on() {
        return None;
    }
    let headers = request.headers();
    traces.request(&Incoming {
        method: metrics::named(request.method()).unwrap_or("_OTHER"),
        route: request.extensions().get::<MatchedPath>().map(MatchedPath::as_str),
        request_id: journal::id(headers),
        traceparent: headers.get("traceparent").and_then(|value| value.to_str().ok()),
    })
}

/// Its answer begins.
pub(super) fn end(span: RequestSpan, response: &Response) {
    let told = response.extensions().get::<Told>();
    span.end(&Answered {
        status: response.status().as_u16(),
        cache: response.headers().get(CACHE).and_then(|value| value.to_str().ok()),
        operation: told.and_then(Told::operation),
        nodes: told.map(|told| told.nodes),
        errors: response.extensions().get::<Codes>().map_or(&[], |Codes(codes)| codes),
    });
}
