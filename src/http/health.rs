//! Whether the server lives, and whether it should be sent requests, with reasons.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::router::App;
use crate::hub::Served;

/// What `/readyz` says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Readiness {
    ready: bool,
    /// Why not; empty when it is.
    reasons: Vec<&'static str>,
    graph: GraphState,
    sources: Vec<SourceState>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GraphState {
    version: String,
    built_at: String,
    records: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceState {
    source: String,
    state: String,
    as_of: Option<String>,
    confirmed_at: Option<String>,
    next_check_at: Option<String>,
    /// Whether an edition waits for an operator.
    held: bool,
    reason: String,
}

/// `GET /readyz`: 200 when requests may come, 503 when not. A source that is stale or cannot be reached is no reason
/// against it: what is in service is served, and says how old it is.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response {
    let served = app.hub.served();
    let mut reasons = Vec::new();
    if *app.stopping.borrow() {
        reasons.push("the server is stopping: it answers what is under way and takes nothing new");
    }
    if served.records.is_empty() {
        reasons.push("no source has an edition in service: run `gcm-hub ingest` or `gcm-hub sync`");
    }
    let readiness = Readiness {
        ready: reasons.is_empty(),
        reasons,
        graph: GraphState {
            version: served.version().to_owned(),
            built_at: time(served.built_at),
            records: served.records.len(),
        },
        sources: sources(&served),
    };
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = serde_json::to_vec(&readiness).unwrap_or_default();
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}

fn sources(served: &Served) -> Vec<SourceState> {
    let state = |source| {
        let known = served.freshness(source);
        SourceState {
            source: source.slug().to_owned(),
            state: format!("{:?}", known.state).to_uppercase(),
            as_of: known.as_of.map(|date| date.to_string()),
            confirmed_at: known.confirmed_at.map(time),
            next_check_at: known.next_check_at.map(time),
            held: known.held.is_some(),
            reason: known.reason,
        }
    };
    served.sources.iter().map(state).collect()
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
