//! The span of a refresh of one source, with one below it for each stage that it comes to.

use std::sync::{Mutex, PoisonError};

use opentelemetry::trace::{Span as _, SpanBuilder, SpanContext, Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{SdkTracer, Span};

use super::Traces;

/// A refresh that is under way; nothing when there are no traces. One that is broken off has no outcome.
#[derive(Debug)]
pub struct RefreshSpan(Option<Refresh>);

#[derive(Debug)]
struct Refresh {
    tracer: SdkTracer,
    context: SpanContext,
    /// The last of these ends before the whole does.
    stage: Mutex<Option<Span>>,
    whole: Span,
}

impl Traces {
    /// A source, by slug, is asked for.
    #[must_use]
    pub fn refresh(&self, source: &str) -> RefreshSpan {
        RefreshSpan(self.0.as_ref().map(|on| {
            let tracer = on.tracer.clone();
            let mut whole = SpanBuilder::from_name("refresh").start_with_context(&tracer, &Context::new());
            whole.set_attribute(KeyValue::new("gcm_hub.source", source.to_owned()));
            Refresh { context: whole.span_context().clone(), tracer, stage: Mutex::default(), whole }
        }))
    }
}

impl RefreshSpan {
    /// A stage begins, and the one before ends.
    pub fn stage(&self, name: &'static str) {
        let Some(Refresh { tracer, context, stage, .. }) = &self.0 else { return };
        let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
        // What is replaced ends, and shall not end after its successor has begun.
        drop(stage.take());
        let above = Context::new().with_remote_span_context(context.clone());
        *stage = Some(SpanBuilder::from_name(name).start_with_context(tracer, &above));
    }

    /// The refresh ends.
    pub fn end(self, outcome: &'static str, failed: bool) {
        let Some(Refresh { stage, mut whole, .. }) = self.0 else { return };
        drop(stage);
        whole.set_attribute(KeyValue::new("gcm_hub.outcome", outcome));
        if failed {
            whole.set_status(Status::error(""));
        }
    }
}
