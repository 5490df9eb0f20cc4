//! The numbers as text, in the exposition format 0.0.4 of Prometheus.

use std::fmt::Write;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};

use super::{BOUNDS, held};
use crate::http::router::App;
use crate::hub::{FreshnessState, Served};

const STATES: [(FreshnessState, &str); 5] = [
    (FreshnessState::Live, "LIVE"),
    (FreshnessState::Cached, "CACHED"),
    (FreshnessState::Stale, "STALE"),
    (FreshnessState::Bundled, "BUNDLED"),
    (FreshnessState::Never, "NEVER"),
];

/// Everything that is counted and everything that is so.
pub(super) fn of(app: &App) -> String {
    let mut text = Text::default();
    requests(&mut text, app);
    answers(&mut text, app);
    streams(&mut text, app);
    let served = app.hub.served();
    graph(&mut text, &served);
    sources(&mut text, &served);
    text.0
}

fn requests(text: &mut Text, app: &App) {
    let routes = held(&app.metrics.routes).clone();
    text.begin("gcm_hub_requests_total", "counter", "Requests that were answered.");
    for (route, requests) in &routes {
        for ((method, status), count) in &requests.answers {
            let status = status.to_string();
            text.line("", &[("route", route), ("method", method), ("status", &status)], *count as f64);
        }
    }
    text.begin("gcm_hub_request_seconds", "histogram", "Seconds until an answer began.");
    for (route, requests) in &routes {
        let mut so_far = 0;
        for (bound, within) in BOUNDS.iter().zip(requests.within) {
            so_far += within;
            text.line("_bucket", &[("route", route), ("le", &bound.to_string())], so_far as f64);
        }
        let all: u64 = requests.answers.values().sum();
        text.line("_bucket", &[("route", route), ("le", "+Inf")], all as f64);
        text.line("_sum", &[("route", route)], requests.seconds);
        text.line("_count", &[("route", route)], all as f64);
    }
    let codes = held(&app.metrics.codes).clone();
    text.begin("gcm_hub_errors_total", "counter", "Errors that were answered, by `extensions.code`.");
    for (code, count) in &codes {
        text.line("", &[("code", code)], *count as f64);
    }
    text.begin("gcm_hub_requests_under_way", "gauge", "Requests whose answer has not begun.");
    text.line("", &[], app.metrics.under_way.load(Ordering::Relaxed) as f64);
}

fn answers(text: &mut Text, app: &App) {
    let counts = app.answers.counts();
    text.begin("gcm_hub_answers_total", "counter", "Answers to GraphQL requests, by where they came from.");
    for (from, count) in [("memory", counts.hits), ("run", counts.misses), ("never_kept", counts.bypasses)] {
        text.line("", &[("from", from)], count as f64);
    }
    for (name, kind, about, value) in [
        (
            "gcm_hub_answers_not_modified_total",
            "counter",
            "Answers that the client had.",
            counts.not_modified,
        ),
        (
            "gcm_hub_answers_admitted_total",
            "counter",
            "Answers that were put into memory.",
            counts.admissions,
        ),
        ("gcm_hub_answers_evicted_total", "counter", "Answers that made room for others.", counts.evictions),
        ("gcm_hub_answers_evicted_bytes_total", "counter", "The bytes of these.", counts.evicted_bytes),
        ("gcm_hub_answers_kept", "gauge", "Answers in memory, about.", counts.entries),
        ("gcm_hub_answers_kept_bytes", "gauge", "The bytes of these.", counts.bytes),
    ] {
        text.begin(name, kind, about);
        text.line("", &[], value as f64);
    }
}

fn streams(text: &mut Text, app: &App) {
    let most = app.settings.streams;
    text.begin("gcm_hub_streams_open", "gauge", "Subscriptions that are open.");
    text.line("", &[], app.clients.streams_open() as f64);
    text.begin("gcm_hub_streams_most", "gauge", "Subscriptions that may be open at once.");
    text.line("", &[], most as f64);
}

fn graph(text: &mut Text, served: &Served) {
    text.begin("gcm_hub_info", "gauge", "Which program serves which graph; always 1.");
    text.line("", &[("version", env!("CARGO_PKG_VERSION")), ("graph", served.version())], 1.0);
    text.begin("gcm_hub_graph_built_timestamp_seconds", "gauge", "When the graph was built.");
    text.line("", &[], seconds(served.built_at));
    let about = "Since when the oldest part of the graph is known to be so.";
    text.begin("gcm_hub_graph_known_since_timestamp_seconds", "gauge", about);
    text.line("", &[], seconds(served.known_since()));
    text.begin("gcm_hub_graph_rows", "gauge", "What the graph has.");
    for (kind, count) in [
        ("programmes", served.programmes.len()),
        ("results", served.results.len()),
        ("commitments", served.commitments.len()),
        ("progress_items", served.items.len()),
        ("organisations", served.organisations.len()),
        ("links", served.links.links.len()),
    ] {
        text.line("", &[("kind", kind)], count as f64);
    }
}

fn sources(text: &mut Text, served: &Served) {
    let known: Vec<_> = served.sources.iter().map(|source| (source, served.freshness(source))).collect();
    text.begin("gcm_hub_source_state", "gauge", "How fresh a source is: 1 for its state, 0 for the others.");
    for (source, freshness) in &known {
        for (state, name) in STATES {
            let is = f64::from(u8::from(freshness.state == state));
            text.line("", &[("source", source.slug()), ("state", name)], is);
        }
    }
    text.begin("gcm_hub_source_records", "gauge", "Records of the edition in service.");
    for (source, _) in &known {
        text.line("", &[("source", source.slug())], source.record_count as f64);
    }
    text.begin("gcm_hub_source_held", "gauge", "Whether an edition waits for an operator.");
    for (source, freshness) in &known {
        text.line("", &[("source", source.slug())], f64::from(u8::from(freshness.held.is_some())));
    }
    let mut times =
        |name: &'static str, about: &str, time: fn(&crate::hub::Freshness) -> Option<DateTime<Utc>>| {
            text.begin(name, "gauge", about);
            for (source, freshness) in &known {
                if let Some(time) = time(freshness) {
                    text.line("", &[("source", source.slug())], seconds(time));
                }
            }
        };
    times(
        "gcm_hub_source_checked_timestamp_seconds",
        "When its publisher was last asked; missing when it never was.",
        |freshness| freshness.checked_at,
    );
    times(
        "gcm_hub_source_confirmed_timestamp_seconds",
        "When the edition in service was last known to be what its publisher gives; missing when it never was.",
        |freshness| freshness.confirmed_at,
    );
    times(
        "gcm_hub_source_next_check_timestamp_seconds",
        "When its publisher is asked next; missing when it is not.",
        |freshness| freshness.next_check_at,
    );
}

fn seconds(time: DateTime<Utc>) -> f64 {
    time.timestamp() as f64
}

/// Metrics one after the other.
#[derive(Default)]
struct Text(String, &'static str);

impl Text {
    fn begin(&mut self, name: &'static str, kind: &str, about: &str) {
        let _ = writeln!(self.0, "# HELP {name} {about}\n# TYPE {name} {kind}");
        self.1 = name;
    }

    /// A value of the metric that was begun.
    fn line(&mut self, suffix: &str, labels: &[(&str, &str)], value: f64) {
        let Self(text, name) = self;
        let _ = write!(text, "{name}{suffix}");
        for (index, (label, value)) in labels.iter().enumerate() {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(text, "{}{label}=\"{value}\"", if index == 0 { '{' } else { ',' });
        }
        let _ = writeln!(text, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn labels_cannot_break_out_of_their_quotes() {
        let mut text = Text::default();
        text.begin("m", "gauge", "A.");
        text.line("", &[("a", "x\"y\\z\n"), ("b", "")], 1.5);
        text.line("_sum", &[], 1e9);
        assert_eq!(
            text.0,
            "# HELP m A.\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\n\",b=\"\"} 1.5\nm_sum 1000000000\n"
        );
    }
}
