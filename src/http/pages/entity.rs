//! What the hub knows of one country, organisation or programme: a page, and a preview for the frames of others.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::refusal::Refusal;
use super::escape;
use crate::graph::Graph;
use crate::reconcile::{Entity, Property, Type, Value};

const PAGE: &str = include_str!("../../../web/entity.html");
const PREVIEW: &str = include_str!("../../../web/preview.html");

/// So many values of a fact are shown; the rest is counted.
const SHOWN: usize = 25;
/// The facts of a preview, which has room for a few, and so many values of each.
const IN_PREVIEW: [&str; 8] =
    ["iso2", "m49", "acronym", "iati", "otherNames", "synopsis", "thematicArea", "status"];
const SHOWN_IN_PREVIEW: usize = 3;

/// Where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// By itself.
    Page,
    /// In a frame of somebody else's page.
    Preview,
}

/// The thing of an identifier as HTML.
pub(super) fn render(graph: &Graph, id: &str, frame: Frame) -> Result<String, Refusal> {
    let entity = Entity::find(graph, id).ok_or_else(|| {
        let id: String = id.chars().take(80).collect();
        Refusal::not_found(format!(
            "`{id}` is no country, organisation or programme of this hub: take an identifier that `/reconcile` or an \
             `id` field gives"
        ))
    })?;
    let properties = Property::of(Some(entity.of));
    let properties = properties.filter(|one| frame == Frame::Page || IN_PREVIEW.contains(&one.id));
    let mut notes = BTreeSet::new();
    let mut facts = String::new();
    for property in properties {
        let values = property.values(&entity);
        if !values.is_empty() {
            let _ = writeln!(
                facts,
                "<dt>{}</dt><dd>{}</dd>",
                escape(property.name),
                listed(graph, &values, frame)
            );
        }
        notes.extend(values.iter().filter_map(|value| note(graph, value)));
    }
    let template = if frame == Frame::Page { PAGE } else { PREVIEW };
    let notes: String = notes.iter().map(|note| format!("<p>{}</p>", escape(note))).collect();
    // What comes from sources goes in last, so that nothing in it is taken for a gap.
    Ok(template
        .replace("{{more}}", &more(&entity))
        .replace("{{id}}", &entity.id().to_string())
        .replace("{{notes}}", &notes)
        .replace("{{description}}", &escape(&entity.description()))
        .replace("{{facts}}", &facts)
        .replace("{{name}}", &escape(entity.name())))
}

fn listed(graph: &Graph, values: &[Value], frame: Frame) -> String {
    let most = if frame == Frame::Page { SHOWN } else { SHOWN_IN_PREVIEW };
    let shown: Vec<String> = values.iter().take(most).map(|value| html(graph, value)).collect();
    let rest = values.len().saturating_sub(most);
    match (shown.as_slice(), rest) {
        ([one], 0) => one.clone(),
        (shown, rest) => {
            let items: String = shown.iter().map(|one| format!("<li>{one}</li>")).collect();
            let rest =
                if rest > 0 { format!("<li class=\"quiet\">and {rest} more</li>") } else { String::new() };
            format!("<ul>{items}{rest}</ul>")
        }
    }
}

fn html(graph: &Graph, value: &Value) -> String {
    match value {
        Value::Text(text) => escape(text),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Thing(node) => Entity::new(graph, *node).map_or_else(String::new, |entity| {
            format!("<a href=\"/entity/{}\">{}</a>", entity.id(), escape(entity.name()))
        }),
    }
}

fn note(graph: &Graph, value: &Value) -> Option<&'static str> {
    match value {
        Value::Thing(node) => Entity::new(graph, *node)?.note(),
        _ => None,
    }
}

/// Where everything about it is, with its evidence.
fn more(entity: &Entity<'_>) -> String {
    let first = |id: &str| {
        let property = Property::named(id).ok()?;
        match property.values(entity).into_iter().next()? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    };
    let (address, words) = match entity.of {
        Type::Country => (
            first("iso3").map(|code| format!("/api/country-profile?country={code}")),
            "What all sources say of it, as JSON",
        ),
        Type::Programme => (
            first("slug").map(|slug| format!("/api/programme-provenance?slug={}", encoded(&slug))),
            "Where each value was read, as JSON",
        ),
        Type::Organisation => (
            first("acronym")
                .map(|acronym| format!("/export/programmes.json?organisation={}", encoded(&acronym))),
            "Programmes that it takes part in, as JSON",
        ),
    };
    address.map(|address| format!("<a href=\"{}\">{words}</a>", escape(&address))).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_template_is_left_with_a_gap() {
        let gaps = ["{{more}}", "{{id}}", "{{notes}}", "{{description}}", "{{facts}}", "{{name}}"];
        for template in [super::PAGE, super::PREVIEW] {
            let filled = gaps.iter().fold(template.to_owned(), |text, gap| text.replace(gap, ""));
            assert!(!filled.contains("{{"), "{filled}");
        }
    }
}
