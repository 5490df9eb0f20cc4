//! Results, which of them repeat each other, and to which programme a figure belongs that is printed under a
//! country only.

use std::collections::BTreeSet;

use super::{Builder, Joined, evidence};
use crate::graph::identity::Rarity;
use crate::graph::node::{Criterion, Evidence, Programme, ProgrammeResult};
use crate::graph::{Graph, Ix};
use crate::record::{Body, Figure, Fingerprint, Stage, terms};
use crate::reference::CountryCode;

/// Below this sum a figure stays without a programme.
const ENOUGH: f64 = 3.0;

/// How much one shared term says, for each unit of its rarity.
const TERM: f64 = 0.45;

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>, joined: &Joined) {
    let rarity = Rarity::of(graph.programmes.iter().map(|(_, programme)| programme.terms.as_slice()));
    let mut fingerprints = Vec::new();
    for entry in &builder.entries {
        let (Body::Result(result), Some(minted)) = (&entry.record.body, &entry.minted) else { continue };
        let named =
            result.programme.as_ref().and_then(|key| joined.programmes.get(&(entry.edition, key.clone())));
        let mut countries: Vec<CountryCode> =
            result.countries.iter().map(|country| country.value.code).collect();
        countries.sort_unstable();
        countries.dedup();
        graph.results.push(ProgrammeResult {
            id: minted.id,
            programme: named.copied(),
            countries,
            theme: result.theme.as_ref().map(|theme| theme.value.clone()),
            figure: result.figure.value.clone(),
            repeats: Vec::new(),
            is_repeat: false,
            record: entry.place,
            evidence: evidence(entry.edition, &result.figure.at),
            terms: result.terms.clone(),
        });
        fingerprints.push(result.text.fingerprint);
    }
    link_repeats(graph, &fingerprints);
    assign_by_repeats(graph, &fingerprints);
    assign_by_subject(graph, &rarity);
    for (place, programme) in graph
        .results
        .iter()
        .filter_map(|(place, result)| Some((place, result.programme?)))
        .collect::<Vec<_>>()
    {
        graph.programmes[programme].results.push(place);
    }
}

/// Two results state the same thing when they come from the same countries, have the same number (or one is the
/// other rounded) and count the same sort of thing. Within one sentence nothing repeats.
fn link_repeats(graph: &mut Graph, fingerprints: &[Fingerprint]) {
    let mut pairs = Vec::new();
    for (one, a) in graph.results.iter() {
        for (other, b) in graph.results.iter().skip(one.number() + 1) {
            let apart =
                fingerprints[one.number()] != fingerprints[other.number()] || a.evidence != b.evidence;
            if apart && repeats(graph, a, b) {
                pairs.push((one, other));
            }
        }
    }
    for (one, other) in pairs {
        graph.results[one].repeats.push(other);
        graph.results[other].repeats.push(one);
        graph.results[other].is_repeat = true;
    }
}

fn repeats(graph: &Graph, a: &ProgrammeResult, b: &ProgrammeResult) -> bool {
    let place = |result: &ProgrammeResult| match result.programme {
        Some(programme) if result.countries.is_empty() => graph.programmes[programme].countries.clone(),
        _ => result.countries.clone(),
    };
    let different = a.programme.is_some() && b.programme.is_some() && a.programme != b.programme;
    if different || a.figure.year != b.figure.year || place(a) != place(b) {
        return false;
    }
    let percent = |figure: &Figure| figure.unit.starts_with('%');
    if percent(&a.figure) != percent(&b.figure) || !same_number(&a.figure, &b.figure) {
        return false;
    }
    let shared = |one: &[String], other: &[String]| one.iter().filter(|term| other.contains(term)).count();
    let (unit_a, unit_b) = (terms(&a.figure.unit), terms(&b.figure.unit));
    let in_common = shared(&a.terms, &b.terms);
    let about = in_common as f64 / a.terms.len().min(b.terms.len()).max(1) as f64;
    let same_unit = shared(&unit_a, &unit_b) > 0;
    // A large number seldom comes twice by chance; a few words in common are enough for it.
    let large = a.figure.value >= 100.0 && a.programme.is_some() && a.programme == b.programme;
    (same_unit && about >= 0.25) || about >= 0.5 || (large && in_common >= 3)
}

/// Equal, or one is the other rounded to fewer digits.
pub(super) fn same_number(one: &Figure, other: &Figure) -> bool {
    one.value == other.value || is_rounding(one.value, other.value) || is_rounding(other.value, one.value)
}

/// Whether `rounded` is `exact` rounded to a hundred or a thousand; smaller numbers are told apart.
pub(super) fn is_rounding(rounded: f64, exact: f64) -> bool {
    rounded != exact
        && exact >= 1000.0
        && [10.0, 100.0, 1000.0].iter().any(|unit| {
            exact / unit >= 100.0 && rounded % unit == 0.0 && ((exact / unit).round() * unit) == rounded
        })
}

/// A figure goes to the programme whose result it repeats, and so does another figure of the same sentence.
fn assign_by_repeats(graph: &mut Graph, fingerprints: &[Fingerprint]) {
    let mut found: Vec<(usize, Ix<Programme>, Criterion)> = Vec::new();
    for (place, result) in graph.results.iter().filter(|(_, result)| result.programme.is_none()) {
        let known = result.repeats.iter().find_map(|other| Some((*other, graph.results[*other].programme?)));
        let Some((other, programme)) = known else { continue };
        let mut evidence = result.evidence.clone();
        evidence.extend(graph.results[other].evidence.clone());
        let detail =
            format!("repeats a result that the programme's own feature reports: {}", result.figure.unit);
        found.push((place.number(), programme, Criterion { name: "repeats", weight: 6.0, detail, evidence }));
    }
    for (number, fingerprint) in fingerprints.iter().enumerate() {
        let sibling =
            found.iter().find(|(other, ..)| *other != number && fingerprints[*other] == *fingerprint);
        let already = found.iter().any(|(other, ..)| *other == number);
        let unassigned =
            graph.results.iter().nth(number).is_some_and(|(_, result)| result.programme.is_none());
        if let (Some((_, programme, reason)), false, true) = (sibling.cloned(), already, unassigned) {
            let detail =
                "stands in one sentence with a figure that repeats the programme's result".to_owned();
            found.push((
                number,
                programme,
                Criterion { name: "sameSentence", weight: 4.0, detail, ..reason },
            ));
        }
    }
    for (number, programme, criterion) in found {
        assign(graph, number, programme, vec![criterion]);
    }
}

/// A figure goes to the one programme of its countries whose subject it shares; never for the country alone, and
/// never where two programmes are as good.
fn assign_by_subject(graph: &mut Graph, rarity: &Rarity) {
    let mut found = Vec::new();
    for (place, result) in graph.results.iter().filter(|(_, result)| result.programme.is_none()) {
        let mut scored: Vec<(f64, Ix<Programme>, Vec<Criterion>)> = Vec::new();
        for (programme, node) in graph.programmes.iter() {
            if node.countries != result.countries || result.countries.is_empty() {
                continue;
            }
            let criteria = reasons(graph, result, node, rarity);
            let subject =
                criteria.iter().any(|criterion| criterion.name == "subject" && criterion.weight > 0.0);
            let score: f64 = criteria.iter().map(|criterion| criterion.weight).sum();
            if subject {
                scored.push((score, programme, criteria));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let ahead = scored.len() < 2 || scored[0].0 >= scored[1].0 + 1.0;
        if let Some((score, programme, criteria)) = scored.into_iter().next()
            && score >= ENOUGH
            && ahead
        {
            found.push((place.number(), programme, criteria));
        }
    }
    for (number, programme, criteria) in found {
        assign(graph, number, programme, criteria);
    }
}

fn reasons(
    graph: &Graph,
    result: &ProgrammeResult,
    programme: &Programme,
    rarity: &Rarity,
) -> Vec<Criterion> {
    let lines = |_: ()| -> Vec<Evidence> {
        let mut evidence = result.evidence.clone();
        evidence.extend(
            programme.records.iter().flat_map(|record| graph.records[*record].evidence.first().cloned()),
        );
        evidence
    };
    let names: Vec<_> = result.countries.iter().map(|code| code.as_str()).collect();
    let mut reasons = vec![Criterion {
        name: "countries",
        weight: 0.8,
        detail: format!("the same countries: {}", names.join(" ")),
        evidence: lines(()),
    }];
    let own_names: BTreeSet<String> = result
        .countries
        .iter()
        .flat_map(|code| {
            let country = crate::reference::country(*code);
            terms(&format!("{} {} {}", country.name, country.aliases.join(" "), country.demonyms.join(" ")))
        })
        .collect();
    let subject: Vec<String> =
        result.terms.iter().filter(|term| !own_names.contains(*term)).cloned().collect();
    let (shared, weight) = rarity.shared(&subject, &programme.terms);
    if !shared.is_empty() {
        let telling = shared.iter().take(6).copied().collect::<Vec<_>>().join(", ");
        reasons.push(Criterion {
            name: "subject",
            weight: (weight * TERM - 1.5).min(3.5),
            detail: format!("{} terms in common, among them {telling}", shared.len()),
            evidence: lines(()),
        });
    }
    let (weight, detail) = match programme.stage {
        Some(Stage::ConceptNoteApproved) => (-0.8, "the programme is known as an approved concept note only"),
        Some(Stage::DocumentSolicited) => (0.3, "the fund had asked for the programme's document"),
        Some(Stage::Funded | Stage::Completed) => (0.8, "the programme is funded"),
        None => return reasons,
    };
    reasons.push(Criterion { name: "stage", weight, detail: detail.to_owned(), evidence: lines(()) });
    reasons
}

fn assign(graph: &mut Graph, number: usize, programme: Ix<Programme>, criteria: Vec<Criterion>) {
    let Some((place, _)) = graph.results.iter().nth(number) else { return };
    graph.results[place].programme = Some(programme);
    let record = graph.results[place].record;
    graph.records[record].matched_by = criteria;
}
