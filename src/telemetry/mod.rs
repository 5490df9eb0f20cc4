//! Traces for those who run a hub: one span of each request and one of each refresh with its stages, sent to an
//! OpenTelemetry collector (OTLP over HTTP, protobuf).
//!
//! Off unless a collector is named, and then nothing is made at all. Spans wait in a queue of bounded length and are sent
//! in batches by a thread of their own: no request ever waits for a collector, and what one does not take is lost. No span
//! has the text of a query, a value, an address that was asked for or a token, and there is none for a field.

mod collector;
mod refresh;
mod request;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{ExporterBuildError, Protocol, RetryPolicy, SpanExporter};
use opentelemetry_otlp::{WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use collector::Collector;
pub use refresh::RefreshSpan;
pub use request::{Answered, Incoming, RequestSpan};
pub use settings::{Endpoint, EndpointError, Settings};

/// The longest that a collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest that the last batches may take when the hub stops.
const PARTING: Duration = Duration::from_secs(3);

/// Why there can be no traces.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The client that would send them cannot be made.
    #[error(
        "the client that sends traces cannot be set up: leave `otlp_endpoint` of `[telemetry]` out to go without"
    )]
    Client(#[source] reqwest::Error),
    /// What the environment has for exporters is not right.
    #[error(
        "traces cannot be sent as the environment's `OTEL_EXPORTER_OTLP_*` have it: correct them or unset them"
    )]
    Exporter(#[source] ExporterBuildError),
}

/// Where spans go; nowhere by default. Its clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Traces(Option<Arc<On>>);

#[derive(Debug)]
struct On {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Traces {
    /// Traces as the settings have them: off without an endpoint. To be called in the runtime that shall send them.
    ///
    /// # Errors
    /// When what sends them cannot be set up; that a collector cannot be reached is none.
    pub fn start(settings: &Settings) -> Result<Self, TelemetryError> {
        let Some(endpoint) = &settings.otlp_endpoint else { return Ok(Self::default()) };
        let collector = Collector::new(endpoint, PATIENCE).map_err(TelemetryError::Client)?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(collector)
            .with_endpoint(endpoint.traces())
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(PATIENCE)
            // Whoever waits to send again keeps newer spans from the queue and the hub from its end.
            .with_retry_policy(RetryPolicy::disabled())
            .build()
            .map_err(TelemetryError::Exporter)?;
        let version = env!("CARGO_PKG_VERSION");
        let resource = Resource::builder_empty()
            .with_service_name(settings.service_name.clone())
            .with_attribute(KeyValue::new("service.version", version))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sampling_ratio))))
            .with_resource(resource)
            .build();
        let scope = InstrumentationScope::builder("gcm-hub").with_version(version).build();
        let tracer = provider.tracer_with_scope(scope);
        Ok(Self(Some(Arc::new(On { provider, tracer }))))
    }

    /// Whether spans are made.
    #[must_use]
    pub fn are_on(&self) -> bool {
        self.0.is_some()
    }

    /// Sends what waits, as far as the collector takes it within three seconds, and makes no span any more.
    pub async fn end(&self) {
        let Some(on) = self.0.clone() else { return };
        // What could not be sent was told when it failed; a second end has nothing to send.
        let _ = tokio::task::spawn_blocking(move || on.provider.shutdown_with_timeout(PARTING)).await;
    }
}
