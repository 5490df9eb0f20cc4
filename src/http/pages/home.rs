//! The page at `/`.

use std::fmt::Write;

use super::escape;
use crate::graph::{Graph, SourceNode};
use crate::hub::{Freshness, Served};
use crate::reference;

const HOME: &str = include_str!("../../../web/home.html");

pub(super) fn render(served: &Served) -> String {
    let graph: &Graph = served;
    let rows: String = graph.sources.iter().map(|source| row(served, source)).collect();
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

/// A row of the table. The roles keep it a table for screen readers where narrow windows show it as blocks.
fn row(served: &Served, source: &SourceNode) -> String {
    let title = escape(&source.info.title);
    let title = match &source.info.homepage {
        Some(address) => format!("<a href=\"{}\">{title}</a>", escape(address)),
        None => title,
    };
    let publisher = escape(&served.organisations[source.publisher].name);
    let known = served.freshness(source);
    let cells = [
        ("Edition", edition(served, source, &known)),
        ("Freshness", freshness(&known)),
        ("Records", source.record_count.to_string()),
    ];
    let mut html = format!(
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{title} <small>{publisher}</small></th>"
    );
    for (label, cell) in cells {
        let _ = write!(html, "<td role=\"cell\" data-label=\"{label}\"><div>{cell}</div></td>");
    }
    html + "</tr>\n"
}

fn edition(graph: &Graph, source: &SourceNode, known: &Freshness) -> String {
    let Some(current) = source.current else { return "none".to_owned() };
    let label = graph.editions[current].edition.label.as_deref().map(escape);
    let date = known.as_of.map_or_else(|| "undated".to_owned(), |date| format!("<time>{date}</time>"));
    label.map_or_else(|| date.clone(), |label| format!("{label}, {date}"))
}

fn freshness(freshness: &Freshness) -> String {
    format!("<strong>{}</strong> <small>{}</small>", freshness.state, with_code(&freshness.reason))
}

/// Text as HTML in which what stands in backticks is code.
fn with_code(text: &str) -> String {
    let parts = text.split('`').map(escape).enumerate();
    parts.map(|(place, part)| if place % 2 == 1 { format!("<code>{part}</code>") } else { part }).collect()
}
