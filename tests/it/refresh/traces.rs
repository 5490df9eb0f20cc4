//! What a collector of traces is sent of refreshes.

use super::*;
use crate::process::hub;
use crate::traces::{Collector, attribute};

#[test]
fn a_refresh_is_one_span_with_one_for_each_stage_that_it_comes_to() {
    let (collector, folder) = (Collector::start(), TempFolder::new("refresh-traces"));
    let publisher = Publisher::start(gives(pledge(16, &[])));
    let file = folder.0.join("config.toml");
    std::fs::write(&file, usual(&publisher)).unwrap();
    let sync = || {
        let mut command = hub(&folder.0);
        command.arg("--config").arg(&file).arg("sync");
        command.env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{}", collector.address));
        command.output().unwrap()
    };
    sync();
    sync();
    publisher.plays(Arc::new(|_| reply(404, &[], "")));
    sync();

    let spans = collector.spans();
    let names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["refresh", "fetch", "read", "keep", "refresh", "fetch", "refresh", "fetch"]);
    let mut whole = &spans[0];
    let mut outcomes = Vec::new();
    for span in &spans {
        if span.name == "refresh" {
            whole = span;
            assert_eq!(attribute(span, "gcm_hub.source"), SLUG);
            outcomes.push((
                attribute(span, "gcm_hub.outcome"),
                span.status.as_ref().is_some_and(|s| s.code == 2),
            ));
        } else {
            assert_eq!((&span.trace_id, &span.parent_span_id), (&whole.trace_id, &whole.span_id));
            assert!(span.end_time_unix_nano <= whole.end_time_unix_nano);
        }
    }
    let outcomes: Vec<_> = outcomes.iter().map(|(outcome, failed)| (outcome.as_str(), *failed)).collect();
    assert_eq!(outcomes, [("updated", false), ("unchanged", false), ("failed", true)]);
}
