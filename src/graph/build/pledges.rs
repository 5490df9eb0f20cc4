//! Pledges with their commitments and progress items.

use std::collections::HashMap;

use super::{Builder, Entry, evidence, organisations, sourced, words_of};
use crate::graph::Graph;
use crate::graph::node::{Commitment, Pledge, ProgressItem};
use crate::record::Body;

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>) {
    let mut pledges = HashMap::new();
    let mut commitments = HashMap::new();
    for entry in &builder.entries {
        let (Body::Pledge(pledge), Some(minted)) = (&entry.record.body, &entry.minted) else { continue };
        let organisation = organisations::named(graph, &pledge.organisation.value);
        let jointly_with =
            pledge.jointly_with.iter().map(|name| organisations::named(graph, &name.value)).collect();
        let slug = minted.slug.clone().unwrap_or_else(|| graph.source_of(entry.edition).slug().to_owned());
        let place = graph.pledges.push(Pledge {
            id: minted.id,
            slug,
            title: pledge.title.value.clone(),
            organisation,
            jointly_with,
            last_updated: pledge.last_updated.as_ref().map(|date| date.value),
            commitments: Vec::new(),
            record: entry.place,
        });
        pledges.insert((entry.edition, entry.record.key.as_str()), place);
    }
    for entry in &builder.entries {
        let (Body::Commitment(commitment), Some(minted)) = (&entry.record.body, &entry.minted) else {
            continue;
        };
        let Some(pledge) = pledges.get(&(entry.edition, commitment.pledge.as_str())) else { continue };
        let place = graph.commitments.push(Commitment {
            id: minted.id,
            pledge: *pledge,
            number: commitment.number.value.clone(),
            headline: builder.words(&commitment.text),
            text: words_of(graph.editions[entry.edition].text.as_ref(), &commitment.text),
            gcm_objectives: commitment
                .gcm_objectives
                .iter()
                .map(|number| sourced(entry.edition, number))
                .collect(),
            items: Vec::new(),
            evidence: graph.records[entry.place].evidence.clone(),
            record: entry.place,
            terms: commitment.terms.clone(),
        });
        graph.pledges[*pledge].commitments.push(place);
        commitments.insert((entry.edition, entry.record.key.as_str()), place);
    }
    for entry in &builder.entries {
        let Body::ProgressItem(item) = &entry.record.body else { continue };
        let Some(commitment) = commitments.get(&(entry.edition, item.commitment.as_str())) else { continue };
        let Some(node) = progress_item(graph, builder, entry, *commitment) else { continue };
        let place = graph.items.push(node);
        graph.commitments[*commitment].items.push(place);
    }
}

fn progress_item(
    graph: &mut Graph,
    builder: &Builder<'_>,
    entry: &Entry<'_>,
    commitment: crate::graph::Ix<Commitment>,
) -> Option<ProgressItem> {
    let (Body::ProgressItem(item), Some(minted)) = (&entry.record.body, &entry.minted) else { return None };
    let mut organisations = Vec::new();
    for name in &item.organisations {
        let organisation = organisations::named(graph, &name.value);
        if !organisations.contains(&organisation) {
            organisations.push(organisation);
        }
    }
    let edition = entry.edition;
    Some(ProgressItem {
        id: minted.id,
        pledge: graph.commitments[commitment].pledge,
        commitment,
        position: item.position,
        reported_on: item.reported_on.as_ref().map(|date| date.value),
        headline: builder.words(&item.text),
        text: words_of(graph.editions[edition].text.as_ref(), &item.text),
        countries: item.countries.iter().map(|country| sourced(edition, country)).collect(),
        planned: item.planned.iter().map(|country| sourced(edition, country)).collect(),
        regions: item.regions.iter().map(|region| region.value.clone()).collect(),
        places: item.places.iter().map(|place| place.value.clone()).collect(),
        organisations,
        mentions: item.mentions.iter().map(|mention| sourced(edition, mention)).collect(),
        figures: item.figures.iter().map(|figure| sourced(edition, figure)).collect(),
        gcm_objectives: item.gcm_objectives.iter().map(|number| sourced(edition, number)).collect(),
        urls: item.urls.iter().map(|url| url.value.clone()).collect(),
        evidence: evidence(edition, &item.text.at),
        record: entry.place,
        terms: item.terms.clone(),
    })
}
