//! The span of a request, named as OpenTelemetry's conventions for HTTP servers have it.

use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{Span as _, SpanBuilder, SpanKind, Status};
use opentelemetry::{Array, Context, KeyValue, StringValue, Value};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::Span;

use super::Traces;

/// The header by which a client says which trace its request belongs to (W3C Trace Context).
const TRACEPARENT: &str = "traceparent";

/// What is known of a request before it is answered.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// The method; `_OTHER` for one that HTTP does not know.
    pub method: &'static str,
    /// The pattern that its path matches, as `/entity/{id}`; `None` when it matches none.
    pub route: Option<&'a str>,
    /// The name by which the log has it.
    pub request_id: &'a str,
    /// The trace that its client wants it to belong to, as the header has it.
    pub traceparent: Option<&'a str>,
}

/// What is known of it when its answer begins.
#[derive(Debug)]
pub struct Answered<'a> {
    /// The status of HTTP.
    pub status: u16,
    /// What came of looking for the answer in memory; `None` when it is never looked for there.
    pub cache: Option<&'a str>,
    /// The operation that the request names; `None` also when the document was not read.
    pub operation: Option<&'a str>,
    /// Values of the answer, as estimated before it was run.
    pub nodes: Option<u64>,
    /// The codes of its errors.
    pub errors: &'a [String],
}

/// A request that is under way. One that its client gives up has no status.
#[derive(Debug)]
pub struct RequestSpan(Span);

impl Traces {
    /// A request begins; `None` when there are no traces.
    #[must_use]
    pub fn request(&self, incoming: &Incoming<'_>) -> Option<RequestSpan> {
        let on = self.0.as_ref()?;
        let Incoming { method, route, request_id, traceparent } = incoming;
        let name = match route {
            Some(route) => format!("{method} {route}").into(),
            None => (*method).into(),
        };
        let parent = match traceparent {
            Some(traceparent) => {
                TraceContextPropagator::new().extract_with_context(&Context::new(), &Parent(traceparent))
            }
            None => Context::new(),
        };
        let builder = SpanBuilder::default().with_kind(SpanKind::Server);
        let mut span = SpanBuilder { name, ..builder }.start_with_context(&on.tracer, &parent);
        if span.is_recording() {
            span.set_attribute(KeyValue::new("http.request.method", *method));
            span.set_attribute(KeyValue::new("gcm_hub.request_id", (*request_id).to_owned()));
            if let Some(route) = route {
                span.set_attribute(KeyValue::new("http.route", (*route).to_owned()));
            }
        }
        Some(RequestSpan(span))
    }
}

impl RequestSpan {
    /// Its answer begins.
    pub fn end(self, answered: &Answered<'_>) {
        let Self(mut span) = self;
        if !span.is_recording() {
            return;
        }
        let Answered { status, cache, operation, nodes, errors } = answered;
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(*status)));
        if let Some(cache) = cache {
            span.set_attribute(KeyValue::new("gcm_hub.cache", (*cache).to_owned()));
        }
        if let Some(operation) = operation {
            span.set_attribute(KeyValue::new("graphql.operation.name", (*operation).to_owned()));
        }
        if let Some(nodes) = nodes {
            span.set_attribute(KeyValue::new(
                "gcm_hub.cost.nodes",
                i64::try_from(*nodes).unwrap_or(i64::MAX),
            ));
        }
        if !errors.is_empty() {
            let codes: Vec<StringValue> = errors.iter().cloned().map(StringValue::from).collect();
            span.set_attribute(KeyValue::new("gcm_hub.error_codes", Value::Array(Array::String(codes))));
        }
        // By the conventions, what a client does wrong is no failure of a server.
        if *status >= 500 {
            span.set_attribute(KeyValue::new("error.type", status.to_string()));
            span.set_status(Status::error(""));
        }
    }
}

/// The one header that is read: `tracestate` may have anything in it, and would be sent on.
struct Parent<'a>(&'a str);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}
