//! How far the items of a commitment are linked with programmes, country by country.

use std::collections::{BTreeMap, BTreeSet};

use super::link::Link;
use super::links::Links;
use crate::graph::{Commitment, Graph, Ix, Programme};
use crate::linking::End;
use crate::reference::CountryCode;

/// How far the items of a commitment that are about one country are linked with programmes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The country; `None` for items that are about no country in particular.
    pub country: Option<CountryCode>,
    /// How many items are about it.
    pub items: usize,
    /// How many of them are linked with a programme that works there.
    pub linked: usize,
    /// The programmes, each once, the surest link first.
    pub programmes: Vec<Ix<Programme>>,
}

impl Links {
    /// For each country that a commitment's items are about, by code, and last for the items that are about none: how
    /// far the links that `counts` lets through reach.
    #[must_use]
    pub fn coverage(
        &self,
        graph: &Graph,
        commitment: Ix<Commitment>,
        counts: impl Fn(&Link) -> bool,
    ) -> Vec<Coverage> {
        let mut rows: BTreeMap<Option<CountryCode>, Row> = BTreeMap::new();
        for item in &graph.commitments[commitment].items {
            let of_item = self.of(End::Item(*item)).iter().copied();
            let counted: Vec<Ix<Link>> = of_item.filter(|place| counts(&self.links[*place])).collect();
            let countries: BTreeSet<_> =
                graph.items[*item].countries.iter().map(|country| Some(country.value)).collect();
            let countries = if countries.is_empty() { BTreeSet::from([None]) } else { countries };
            for country in countries {
                let there = |place: &&Ix<Link>| {
                    programme(&self.links[**place])
                        .is_some_and(|programme| works_in(graph, programme, country))
                };
                let here: Vec<Ix<Link>> = counted.iter().filter(there).copied().collect();
                let row = rows.entry(country).or_default();
                row.items += 1;
                row.linked += usize::from(!here.is_empty());
                row.links.extend(here);
            }
        }
        let nowhere = rows.remove_entry(&None);
        rows.into_iter().chain(nowhere).map(|(country, row)| self.told(country, &row)).collect()
    }

    fn told(&self, country: Option<CountryCode>, row: &Row) -> Coverage {
        let mut programmes = Vec::new();
        // Links are in the order of their sureness.
        for place in row.links.iter().filter_map(|place| programme(&self.links[*place])) {
            if !programmes.contains(&place) {
                programmes.push(place);
            }
        }
        Coverage { country, items: row.items, linked: row.linked, programmes }
    }
}

/// What is counted for one country.
#[derive(Default)]
struct Row {
    items: usize,
    linked: usize,
    links: BTreeSet<Ix<Link>>,
}

/// The programme at the far end of an item's link.
fn programme(link: &Link) -> Option<Ix<Programme>> {
    match link.assessment.to {
        End::Programme(place) => Some(place),
        _ => None,
    }
}

/// Whether a programme works in a country; everywhere when none is asked for.
fn works_in(graph: &Graph, programme: Ix<Programme>, country: Option<CountryCode>) -> bool {
    country.is_none_or(|code| graph.programmes[programme].countries.contains(&code))
}
