//! Organisations: those of the code list, those that sources name besides, and what they take part in.

use super::{Builder, evidence};
use crate::graph::node::{Office, Organisation};
use crate::graph::{Graph, Ix};
use crate::record::{Body, EntityKind, Id, OrganisationRole};
use crate::reference;

pub(super) fn add_known(graph: &mut Graph) {
    for known in reference::organisations() {
        let folded = known.acronym.to_lowercase();
        let id = Id::mint(EntityKind::Organisation, &folded, 0);
        add(
            graph,
            folded,
            Organisation {
                id,
                acronym: known.acronym.to_owned(),
                name: known.name.to_owned(),
                iati_id: known.iati_id,
                kind: Some(known.kind),
                programmes: Vec::new(),
                items: Vec::new(),
                pledges: Vec::new(),
                funds: Vec::new(),
            },
        );
    }
}

/// Adds an organisation, to be found by its acronym in lower case.
fn add(graph: &mut Graph, folded: String, organisation: Organisation) -> Ix<Organisation> {
    let place = graph.organisations.push(organisation);
    graph.index.add_organisation(folded, place);
    place
}

/// The organisation of that acronym or name, added when a source names one that is not in the code list.
pub(super) fn named(graph: &mut Graph, name: &str) -> Ix<Organisation> {
    let acronym = reference::organisation(name).map_or(name, |known| known.acronym);
    let folded = acronym.to_lowercase();
    if let Some(place) = graph.index.organisation(&folded) {
        return place;
    }
    let id = Id::mint(EntityKind::Organisation, &folded, 0);
    add(
        graph,
        folded,
        Organisation {
            id,
            acronym: acronym.to_owned(),
            name: name.to_owned(),
            iati_id: None,
            kind: None,
            programmes: Vec::new(),
            items: Vec::new(),
            pledges: Vec::new(),
            funds: Vec::new(),
        },
    )
}

pub(super) fn add_offices(graph: &mut Graph, builder: &Builder<'_>) {
    for entry in &builder.entries {
        let Body::Office(office) = &entry.record.body else { continue };
        let organisation = named(graph, &office.organisation);
        graph.offices.push(Office {
            organisation,
            name: office.name.value.clone(),
            kind: office.kind,
            country: office.country,
            evidence: evidence(entry.edition, &office.name.at),
        });
    }
}

/// Fills in what organisations take part in, from the nodes that name them.
pub(super) fn link(graph: &mut Graph) {
    let programmes: Vec<_> = graph
        .programmes
        .iter()
        .flat_map(|(place, programme)| {
            programme.participation.iter().map(move |part| (part.organisation, place))
        })
        .collect();
    for (organisation, programme) in programmes {
        let programmes = &mut graph.organisations[organisation].programmes;
        if programmes.last() != Some(&programme) {
            programmes.push(programme);
        }
    }
    let items: Vec<_> = graph
        .items
        .iter()
        .flat_map(|(place, item)| item.organisations.iter().map(move |organisation| (*organisation, place)))
        .collect();
    for (organisation, item) in items {
        graph.organisations[organisation].items.push(item);
    }
    let pledges: Vec<_> = graph
        .pledges
        .iter()
        .flat_map(|(place, pledge)| {
            let pledgers = pledge.jointly_with.iter().filter(|other| **other != pledge.organisation);
            std::iter::once(pledge.organisation).chain(pledgers.copied()).map(move |pledger| (pledger, place))
        })
        .collect();
    for (organisation, pledge) in pledges {
        graph.organisations[organisation].pledges.push(pledge);
    }
    let funds: Vec<_> = graph
        .phases
        .iter()
        .flat_map(|(place, phase)| phase.donors.iter().map(move |donor| (*donor, place)))
        .collect();
    for (donor, phase) in funds {
        graph.organisations[donor].funds.push(phase);
    }
}

/// Roles in the order in which participations are listed.
pub(super) const ROLES: [OrganisationRole; 2] = [OrganisationRole::Participating, OrganisationRole::Funding];
