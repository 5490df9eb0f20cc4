//! Phases of global programmes.

use super::{Builder, Joined, evidence, organisations, sourced};
use crate::graph::node::{Phase, PhaseCountry};
use crate::graph::{Graph, Ix};
use crate::record::Body;

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>, joined: &Joined) {
    let mut earlier = Vec::new();
    for entry in &builder.entries {
        let Body::Phase(phase) = &entry.record.body else { continue };
        let Some(programme) = joined.programmes.get(&(entry.edition, phase.programme.clone())) else {
            continue;
        };
        let mut donors: Vec<_> = Vec::new();
        for donor in &phase.donors {
            let donor = organisations::named(graph, &donor.value);
            if !donors.contains(&donor) {
                donors.push(donor);
            }
        }
        let mut countries: Vec<PhaseCountry> = phase
            .countries
            .iter()
            .map(|part| PhaseCountry {
                country: part.value.country.code,
                financial_support: part.value.financial_support,
                evidence: evidence(entry.edition, &part.at),
            })
            .collect();
        countries.sort_by_key(|part| part.country);
        let node = Phase {
            programme: *programme,
            number: phase.number.as_ref().map(|number| number.value),
            title: phase.title.value.clone(),
            period: phase.period.as_ref().map(|period| period.value),
            donors,
            countries,
            sectors: phase.sectors.iter().map(|sector| sector.value.clone()).collect(),
            outcomes: phase.outcomes.iter().filter_map(|outcome| builder.words(outcome)).collect(),
            figures: phase.figures.iter().map(|figure| sourced(entry.edition, figure)).collect(),
            evidence: graph.records[entry.place].evidence.clone(),
        };
        let place = graph.phases.push(node);
        graph.programmes[*programme].phases.push(place);
        earlier.push((place, entry.edition, &phase.earlier_figures));
    }
    for programme in graph.programmes.places() {
        let mut phases = std::mem::take(&mut graph.programmes[programme].phases);
        phases.sort_by_key(|phase| {
            let phase = &graph.phases[*phase];
            (phase.period.and_then(|period| period.start), phase.number)
        });
        graph.programmes[programme].phases = phases;
    }
    for (place, edition, figures) in earlier {
        let target = phase_before(graph, place).unwrap_or(place);
        let figures = figures.iter().map(|figure| sourced(edition, figure));
        graph.phases[target].figures.extend(figures);
    }
}

/// The phase that a programme ran before this one.
fn phase_before(graph: &Graph, place: Ix<Phase>) -> Option<Ix<Phase>> {
    let phases = &graph.programmes[graph.phases[place].programme].phases;
    let at = phases.iter().position(|phase| *phase == place)?;
    phases.get(at.checked_sub(1)?).copied()
}
