//! The countries of a link: where what it is about is done, not everywhere that a side works.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::is_identity;
use super::link::{Link, Status};
use crate::graph::{Commitment, Graph, Ix, Programme, ProgressItem};
use crate::linking::End;
use crate::reference::CountryCode;

type Countries = BTreeSet<CountryCode>;

/// Fills in the countries of all links. Takes time in proportion to the links.
pub(super) fn fill(graph: &Graph, links: &mut [Link]) {
    let mut of_items: BTreeMap<(Ix<Commitment>, Ix<Programme>), Countries> = BTreeMap::new();
    for link in &mut *links {
        let (from, to) = (link.assessment.from, link.assessment.to);
        let countries = if is_identity(link.key) {
            &of(graph, from) | &of(graph, to)
        } else {
            shared(&of(graph, from), &of(graph, to))
        };
        if let (End::Item(item), End::Programme(programme)) = (from, to)
            && link.status != Status::Rejected
        {
            of_items.entry((graph.items[item].commitment, programme)).or_default().extend(&countries);
        }
        link.countries = countries.into_iter().collect();
    }
    for link in links {
        if let (End::Commitment(commitment), End::Programme(programme)) =
            (link.assessment.from, link.assessment.to)
            && let Some(countries) = of_items.get(&(commitment, programme))
        {
            link.countries = countries.iter().copied().collect();
        }
    }
}

/// What both sides name; what one names where the other names none.
fn shared(one: &Countries, other: &Countries) -> Countries {
    if one.is_empty() || other.is_empty() { one | other } else { one & other }
}

fn of(graph: &Graph, end: End) -> Countries {
    match end {
        End::Programme(place) => graph.programmes[place].countries.iter().copied().collect(),
        End::Item(place) => of_item(graph, place).collect(),
        End::Commitment(place) => {
            graph.commitments[place].items.iter().flat_map(|item| of_item(graph, *item)).collect()
        }
        End::Result(place) => graph.results[place].countries.iter().copied().collect(),
    }
}

fn of_item(graph: &Graph, place: Ix<ProgressItem>) -> impl Iterator<Item = CountryCode> + '_ {
    let item = &graph.items[place];
    item.countries.iter().chain(&item.planned).map(|country| country.value)
}
