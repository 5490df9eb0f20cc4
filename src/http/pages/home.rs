//! The page at `/`.

use std::fmt::Write;

use super::escape;
use crate::graph::{FreshnessState, Graph, SourceNode};
use crate::reference;

const HOME: &str = include_str!("../../../web/home.html");

pub(super) fn render(graph: &Graph) -> String {
    let rows: String = graph.sources.iter().map(|source| row(graph, source)).collect();
    let notes = reference::countries().iter().filter_map(|country| country.note);
    let notes: String = notes.map(|note| format!("<p>{}</p>", escape(note))).collect();
    HOME.replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{built_at}}", &graph.built_at.format("%Y-%m-%d %H:%M UTC").to_string())
        .replace("{{graph}}", &escape(&graph.version))
        .replace("{{counts}}", &counts(graph))
        .replace("{{notes}}", &notes)
        .replace("{{sources}}", &rows)
}

fn counts(graph: &Graph) -> String {
    let counts = [
        (graph.programmes.len(), "programmes"),
        (graph.results.len(), "results"),
        (graph.commitments.len(), "commitments"),
        (graph.items.len(), "progress items"),
        (graph.offices.len(), "offices"),
    ];
    let counts = counts.map(|(count, name)| format!("<li><strong>{count}</strong> {name}</li>"));
    counts.concat()
}

fn row(graph: &Graph, source: &SourceNode) -> String {
    let title = escape(source.info.title);
    let title = match source.info.homepage {
        Some(address) => format!("<a href=\"{}\">{title}</a>", escape(address)),
        None => title,
    };
    let publisher = escape(&graph.organisations[source.publisher].acronym);
    let edition = source.current.map(|current| &graph.editions[current].edition);
    let label = edition.and_then(|edition| edition.label.as_deref()).map(escape);
    let date = source.freshness.as_of.map(|date| date.to_string());
    let edition = match (edition, label, date) {
        (None, ..) => "none".to_owned(),
        (Some(_), Some(label), Some(date)) => format!("{label}, <time>{date}</time>"),
        (Some(_), Some(label), None) => format!("{label}, undated"),
        (Some(_), None, Some(date)) => format!("<time>{date}</time>"),
        (Some(_), None, None) => "undated".to_owned(),
    };
    let state = state(source.freshness.state);
    let reason = escape(&source.freshness.reason);
    let mut html = format!("<tr><th scope=\"row\">{title} <small>{publisher}</small></th><td>{edition}</td>");
    let _ = write!(html, "<td><strong>{state}</strong> <small>{reason}</small></td>");
    let _ = writeln!(html, "<td class=\"number\">{}</td></tr>", source.record_count);
    html
}

fn state(state: FreshnessState) -> &'static str {
    match state {
        FreshnessState::Live => "live",
        FreshnessState::Cached => "cached",
        FreshnessState::Stale => "stale",
        FreshnessState::Bundled => "bundled",
        FreshnessState::Never => "never read",
    }
}
