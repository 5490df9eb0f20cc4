//! Where claims differ: between the records of a programme, between results that repeat each other, and in what
//! countries are called.

use std::collections::BTreeMap;

use super::repeats::is_rounding;
use super::{Builder, evidence};
use crate::graph::node::{Claim, Discrepancy, DiscrepancyKind, EditionNode, Programme, Subject};
use crate::graph::{Graph, Ix};
use crate::record::{
    Availability, Body, EntityKind, Id, PrintedCountry, ProgrammeKind, SourceKind, Stated, terms,
};
use crate::reference::{self, CountryCode};

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>) {
    let mut found = Vec::new();
    for place in graph.programmes.places() {
        let programme = &graph.programmes[place];
        for field in COMPARED {
            if programme.kind == ProgrammeKind::Global && OF_A_PHASE.contains(&field) {
                continue;
            }
            let mut claims: Vec<&Claim> =
                programme.claims.iter().filter(|claim| claim.field == field).collect();
            claims.reverse();
            if let Some((kind, explanation)) = compare(graph, place, field, &claims) {
                found.push(discrepancy(graph, kind, Subject::Programme(place), field, claims, explanation));
            }
        }
    }
    found.extend(between_repeats(graph));
    found.extend(country_names(graph, builder));
    for row in found {
        let subject = row.subject;
        let place = graph.discrepancies.push(row);
        if let Subject::Programme(programme) = subject {
            graph.programmes[programme].discrepancies.push(place);
        }
    }
}

/// Fields whose claims are compared.
const COMPARED: [&str; 7] =
    ["title", "countries", "thematicArea", "budget", "durationMonths", "stage", "regionLabel"];

/// Each phase of a global programme has its own; a difference between phases is no discrepancy.
const OF_A_PHASE: [&str; 3] = ["countries", "durationMonths", "budget"];

fn discrepancy(
    graph: &Graph,
    kind: DiscrepancyKind,
    subject: Subject,
    field: &'static str,
    claims: Vec<&Claim>,
    explanation: String,
) -> Discrepancy {
    let of = match subject {
        Subject::Programme(place) => graph.programmes[place].id.to_string(),
        Subject::Result(place) => graph.results[place].id.to_string(),
        Subject::Country(code) => code.to_string(),
        Subject::Pledge(place) => graph.pledges[place].id.to_string(),
        Subject::Commitment(place) => graph.commitments[place].id.to_string(),
        Subject::ProgressItem(place) => graph.items[place].id.to_string(),
    };
    let id = Id::mint(EntityKind::Discrepancy, &format!("{of}/{field}/{kind:?}"), 0);
    Discrepancy { id, kind, subject, field, claims: claims.into_iter().cloned().collect(), explanation }
}

/// Compares the oldest and the newest claim of one field; those between are shown with them.
fn compare(
    graph: &Graph,
    programme: Ix<Programme>,
    field: &str,
    claims: &[&Claim],
) -> Option<(DiscrepancyKind, String)> {
    let (old, new) = (claims.first()?, claims.last()?);
    if claims.iter().all(|claim| same(field, &claim.value, &old.value)) {
        return None;
    }
    let (from, to) = (title_of(graph, old), title_of(graph, new));
    if let Some(explanation) = only_renamed(field, &old.value, &new.value) {
        return Some((DiscrepancyKind::Naming, explanation));
    }
    let (before, after) = (order(graph, programme, old), order(graph, programme, new));
    if before == after {
        let values: Vec<_> = claims.iter().map(|claim| format!("`{}`", claim.value)).collect();
        return Some((
            DiscrepancyKind::Conflict,
            format!("sources of one time disagree: {}", values.join(", ")),
        ));
    }
    let explanation = match (field, amount(&old.value), amount(&new.value)) {
        ("budget", Some(a), Some(b)) => {
            let change = (b - a) / a * 100.0;
            let why = if after.0 && !before.0 { ", after the pipeline's proposal" } else { "" };
            format!("{from} gives {}, the later {to} {}: {change:+.1} %{why}", old.value, new.value)
        }
        ("durationMonths", Some(a), Some(b)) => {
            format!("{from} gives {a} months, the later {to} {b}: {:+} months", b - a)
        }
        _ => format!("{from} gives `{}`, the later {to} `{}`", old.value, new.value),
    };
    Some((DiscrepancyKind::ChangedOverTime, explanation))
}

/// When a claim speaks: a pipeline before funding, anything else at its edition's date or, without one, at the start of
/// the period that its record gives.
fn order(graph: &Graph, programme: Ix<Programme>, claim: &Claim) -> (bool, Option<String>) {
    let edition = graph.records[claim.record].edition;
    let pipeline = graph.source_of(edition).info.kind == SourceKind::PipelineBooklet;
    let mut claims = graph.programmes[programme].claims.iter();
    let period = claims.find(|other| other.field == "period" && other.record == claim.record);
    let as_of = graph.editions[edition].edition.as_of.map(|date| date.to_string());
    (!pipeline, as_of.or_else(|| period.map(|period| period.value.clone())))
}

fn title_of<'a>(graph: &'a Graph, claim: &Claim) -> &'a str {
    &graph.source_of(graph.records[claim.record].edition).info.title
}

fn amount(value: &str) -> Option<f64> {
    value.split(' ').next()?.parse().ok()
}

fn same(field: &str, one: &str, other: &str) -> bool {
    let folded =
        |text: &str| deunicode::deunicode(text).to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    if field == "title" { folded(one) == folded(other) } else { one == other }
}

/// A title that only a few words set apart is the same title, printed otherwise.
fn only_renamed(field: &str, one: &str, other: &str) -> Option<String> {
    if field != "title" {
        return None;
    }
    let (one_terms, other_terms) = (terms(one), terms(other));
    let apart = one_terms.iter().filter(|term| !other_terms.contains(term)).count()
        + other_terms.iter().filter(|term| !one_terms.contains(term)).count();
    (apart <= 2).then(|| format!("one title, printed in two ways: `{one}` and `{other}`"))
}

/// Results that state the same thing with another number or under another name.
fn between_repeats(graph: &Graph) -> Vec<Discrepancy> {
    let mut found = Vec::new();
    for (place, result) in graph.results.iter() {
        for other in result.repeats.iter().filter(|other| other.number() > place.number()) {
            let again = &graph.results[*other];
            let claims = [place, *other].map(|place| figure_claim(graph, place));
            let (kind, explanation) = if result.figure.value != again.figure.value {
                let rounded = is_rounding(again.figure.value, result.figure.value)
                    || is_rounding(result.figure.value, again.figure.value);
                let kind = if rounded { DiscrepancyKind::Rounding } else { DiscrepancyKind::Conflict };
                (
                    kind,
                    format!("one figure, printed as {} and as {}", result.figure.value, again.figure.value),
                )
            } else if result.figure.qualifier != again.figure.qualifier {
                (
                    DiscrepancyKind::Rounding,
                    format!("{} is printed as exact once and qualified once", again.figure.value),
                )
            } else if !terms(&result.figure.unit).iter().any(|term| terms(&again.figure.unit).contains(term))
            {
                let (one, two) = (&result.figure.unit, &again.figure.unit);
                (
                    DiscrepancyKind::Naming,
                    format!("the same {} are called `{one}` and `{two}`", again.figure.value),
                )
            } else {
                continue;
            };
            found.push(discrepancy(
                graph,
                kind,
                Subject::Result(*other),
                "figure",
                claims.iter().collect(),
                explanation,
            ));
        }
    }
    found
}

fn figure_claim(graph: &Graph, place: Ix<crate::graph::node::ProgrammeResult>) -> Claim {
    let result = &graph.results[place];
    Claim {
        field: "figure",
        value: format!("{} {}", result.figure.value, result.figure.unit),
        chosen: !result.is_repeat,
        availability: Availability::Stated,
        record: result.record,
        evidence: result.evidence.clone(),
    }
}

/// Countries that sources call by different names where they place work there.
fn country_names(graph: &Graph, builder: &Builder<'_>) -> Vec<Discrepancy> {
    let mut names: BTreeMap<CountryCode, BTreeMap<String, Claim>> = BTreeMap::new();
    for entry in &builder.entries {
        let mut note = |country: &PrintedCountry, at: &[crate::record::Lines], edition: Ix<EditionNode>| {
            let name = plain_name(&country.printed);
            names.entry(country.code).or_default().entry(name).or_insert_with_key(|name| Claim {
                field: "name",
                value: country.printed.clone(),
                chosen: *name == plain_name(reference::country(country.code).name),
                availability: Availability::Stated,
                record: entry.place,
                evidence: evidence(edition, at),
            });
        };
        let mut all = |countries: &[Stated<PrintedCountry>]| {
            countries.iter().for_each(|country| note(&country.value, &country.at, entry.edition));
        };
        match &entry.record.body {
            Body::Programme(programme) => all(&programme.countries),
            Body::Result(result) => all(&result.countries),
            Body::Phase(phase) => {
                phase.countries.iter().for_each(|part| note(&part.value.country, &part.at, entry.edition));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (code, claims) in names.into_iter().filter(|(_, claims)| claims.len() > 1) {
        let claims: Vec<Claim> = claims.into_values().collect();
        let printed: Vec<_> = claims.iter().map(|claim| format!("`{}`", claim.value)).collect();
        let explanation =
            format!("{} is printed as {}", reference::country(code).name, printed.join(" and as "));
        let subject = Subject::Country(code);
        found.push(discrepancy(
            graph,
            DiscrepancyKind::Naming,
            subject,
            "name",
            claims.iter().collect(),
            explanation,
        ));
    }
    found
}

/// A country's name without case, accents, articles and marks.
fn plain_name(name: &str) -> String {
    let folded = deunicode::deunicode(name).to_lowercase();
    let words =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the");
    words.collect::<Vec<_>>().join(" ")
}
