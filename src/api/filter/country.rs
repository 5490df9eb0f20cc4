//! Filters of countries.

use std::cell::OnceCell;

use async_graphql::{InputObject, Result};

use super::range::IntRange;
use super::read::Read;
use super::region::NamedRegion;
use super::words::{Folded, Words};
use super::{any_of, check, combine, nested};
use crate::api::scalar::CountryCode;
use crate::graph::Graph;
use crate::reference::Country;

/// Which countries. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct CountryFilter {
    /// All of these must hold as well.
    and: Option<Vec<CountryFilter>>,
    /// At least one of these must hold as well.
    or: Option<Vec<CountryFilter>>,
    /// This must not hold.
    not: Option<Box<CountryFilter>>,
    /// One of these.
    code: Option<Vec<CountryCode>>,
    /// In one of these M49 regions, by name or code.
    region: Option<Vec<Read<NamedRegion>>>,
    /// In one of these M49 sub-regions, by name or code.
    sub_region: Option<Vec<Read<NamedRegion>>>,
    /// One of these sources places work there, by slug.
    source: Option<Vec<String>>,
    /// How many sources place work there.
    source_count: Option<IntRange>,
    /// Whether a programme works there.
    has_programmes: Option<bool>,
    /// Whether a progress item is about it.
    has_progress_items: Option<bool>,
    /// Words in its name or an alias, each of which begins a word there.
    name: Option<Read<Words>>,
}

impl CountryFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::regions(&self.region)?;
        check::regions(&self.sub_region)?;
        check::sources(graph, &self.source)?;
        IntRange::check(&self.source_count, "sourceCount")?;
        nested(&self.and, &self.or, &self.not).try_for_each(|filter| filter.check(graph))
    }

    /// Whether a country passes.
    pub fn matches(&self, graph: &Graph, country: &Country) -> bool {
        self.matches_folded(graph, country, &OnceCell::new())
    }

    /// The same, with the country's names, which are folded when words are first looked for in them.
    fn matches_folded(&self, graph: &Graph, country: &Country, names: &OnceCell<Vec<Folded>>) -> bool {
        let code = country.code;
        any_of(&self.code, |wanted| wanted.0 == code)
            && check::in_regions(&self.region, code)
            && check::in_regions(&self.sub_region, code)
            && any_of(&self.source, |slug| {
                graph.source(slug).is_some_and(|place| graph.sources_in(code).any(|source| source == place))
            })
            && self
                .source_count
                .as_ref()
                .is_none_or(|range| range.holds(Some(graph.sources_in(code).count() as i64)))
            && self.has_programmes.is_none_or(|wanted| graph.programmes_in(code).is_empty() != wanted)
            && self.has_progress_items.is_none_or(|wanted| graph.items_in(code).is_empty() != wanted)
            && self.name.as_ref().is_none_or(|words| {
                let names = names.get_or_init(|| {
                    let names = std::iter::once(country.name).chain(country.aliases.iter().copied());
                    names.map(|name| Folded::of([name])).collect()
                });
                names.iter().any(|name| words.are_among(name))
            })
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches_folded(graph, country, names))
    }
}
