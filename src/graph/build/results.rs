//! Results, and to which programme a figure belongs that is printed under a country only.

use std::collections::{HashMap, HashSet};

use super::{Builder, Joined, evidence, repeats};
use crate::graph::identity::{Neighbours, Rarity, named, shared_terms};
use crate::graph::node::{Criterion, Evidence, Programme, ProgrammeResult};
use crate::graph::{Graph, Ix};
use crate::record::{Body, Fingerprint, Stage, terms};
use crate::reference::CountryCode;

/// Below this sum a figure stays without a programme.
const ENOUGH: f64 = 3.0;

/// How much one shared term says, for each unit of its rarity.
const TERM: f64 = 0.45;

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>, joined: &Joined) {
    let rarity = Rarity::of(graph.programmes.iter().map(|(_, programme)| programme.terms.iter()));
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
    repeats::link(graph, &fingerprints);
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

/// A figure goes to the programme whose result it repeats, and so does another figure of the same sentence.
fn assign_by_repeats(graph: &mut Graph, fingerprints: &[Fingerprint]) {
    let mut found: Vec<(Ix<ProgrammeResult>, Ix<Programme>, Criterion)> = Vec::new();
    let mut by_sentence: HashMap<Fingerprint, usize> = HashMap::new();
    let without =
        || graph.results.iter().zip(fingerprints).filter(|((_, result), _)| result.programme.is_none());
    for ((place, result), fingerprint) in without() {
        let known = result.repeats.iter().find_map(|other| Some((*other, graph.results[*other].programme?)));
        let Some((other, programme)) = known else { continue };
        let mut evidence = result.evidence.clone();
        evidence.extend(graph.results[other].evidence.clone());
        let detail =
            format!("repeats a result that the programme's own feature reports: {}", result.figure.unit);
        by_sentence.entry(*fingerprint).or_insert(found.len());
        found.push((place, programme, Criterion { name: "repeats", weight: 6.0, detail, evidence }));
    }
    let assigned: HashSet<Ix<ProgrammeResult>> = found.iter().map(|(place, ..)| *place).collect();
    for ((place, _), fingerprint) in without().filter(|((place, _), _)| !assigned.contains(place)) {
        let Some(sibling) = by_sentence.get(fingerprint) else { continue };
        let (_, programme, reason) = found[*sibling].clone();
        let detail = "stands in one sentence with a figure that repeats the programme's result".to_owned();
        found.push((place, programme, Criterion { name: "sameSentence", weight: 4.0, detail, ..reason }));
    }
    for (place, programme, criterion) in found {
        assign(graph, place, programme, vec![criterion]);
    }
}

/// A figure goes to the one programme of its countries whose subject it shares; never for the country alone, and
/// never where two programmes are as good.
fn assign_by_subject(graph: &mut Graph, rarity: &Rarity) {
    let terms: Vec<Vec<u32>> =
        graph.programmes.iter().map(|(_, programme)| rarity.numbers(programme.terms.iter())).collect();
    let places: Vec<Ix<Programme>> = graph.programmes.places().collect();
    let mut programmes = Neighbours::default();
    for (place, node) in graph.programmes.iter() {
        programmes.add(place.number(), [node.countries.as_slice()], &terms[place.number()]);
    }
    let mut found = Vec::new();
    for (place, result) in graph.results.iter() {
        if result.programme.is_some() || result.countries.is_empty() {
            continue;
        }
        let subject = subject(result, rarity);
        let mut scored: Vec<(f64, Ix<Programme>, Vec<Criterion>)> = Vec::new();
        let same = |number: usize| graph.programmes[places[number]].countries == result.countries;
        for number in programmes.of(&[result.countries.as_slice()], &subject, rarity, same) {
            let criteria = reasons(
                &result.countries,
                &subject,
                &terms[number],
                &graph.programmes[places[number]],
                rarity,
            );
            let on_subject =
                criteria.iter().any(|criterion| criterion.name == "subject" && criterion.weight > 0.0);
            let score: f64 = criteria.iter().map(|criterion| criterion.weight).sum();
            if on_subject {
                scored.push((score, places[number], criteria));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let ahead = scored.len() < 2 || scored[0].0 >= scored[1].0 + 1.0;
        if let Some((score, programme, mut criteria)) = scored.into_iter().next()
            && score >= ENOUGH
            && ahead
        {
            let evidence = lines(graph, result, &graph.programmes[programme]);
            criteria.iter_mut().for_each(|criterion| criterion.evidence.clone_from(&evidence));
            found.push((place, programme, criteria));
        }
    }
    for (place, programme, criteria) in found {
        assign(graph, place, programme, criteria);
    }
}

/// The terms of a result without the names of its countries.
fn subject(result: &ProgrammeResult, rarity: &Rarity) -> Vec<u32> {
    let names: HashSet<String> = result
        .countries
        .iter()
        .flat_map(|code| {
            let country = crate::reference::country(*code);
            terms(&format!("{} {} {}", country.name, country.aliases.join(" "), country.demonyms.join(" ")))
        })
        .collect();
    rarity.numbers(result.terms.iter().filter(|term| !names.contains(*term)))
}

/// The lines of a result and the first of each of a programme's records.
fn lines(graph: &Graph, result: &ProgrammeResult, programme: &Programme) -> Vec<Evidence> {
    let mut lines = result.evidence.clone();
    lines
        .extend(programme.records.iter().flat_map(|record| graph.records[*record].evidence.first().cloned()));
    lines
}

/// Why a result may be one of a programme of the same countries; evidence is filled in for the one that is chosen.
fn reasons(
    countries: &[CountryCode],
    subject: &[u32],
    terms: &[u32],
    programme: &Programme,
    rarity: &Rarity,
) -> Vec<Criterion> {
    let reason = |name, weight, detail| Criterion { name, weight, detail, evidence: Vec::new() };
    let mut reasons = vec![reason("countries", 0.8, format!("the same countries: {}", named(countries)))];
    let (shared, weight) = rarity.shared(subject, terms);
    if !shared.is_empty() {
        let detail = shared_terms(&shared, rarity, &[&programme.title]);
        reasons.push(reason("subject", (weight * TERM - 1.5).min(3.5), detail));
    }
    let (weight, detail) = match programme.stage {
        Some(Stage::ConceptNoteApproved) => (-0.8, "the programme is known as an approved concept note only"),
        Some(Stage::DocumentSolicited) => (0.3, "the fund had asked for the programme's document"),
        Some(Stage::Funded | Stage::Completed) => (0.8, "the programme is funded"),
        None => return reasons,
    };
    reasons.push(reason("stage", weight, detail.to_owned()));
    reasons
}

fn assign(graph: &mut Graph, place: Ix<ProgrammeResult>, programme: Ix<Programme>, criteria: Vec<Criterion>) {
    graph.results[place].programme = Some(programme);
    let record = graph.results[place].record;
    graph.records[record].matched_by = criteria;
}
