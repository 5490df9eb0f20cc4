//! Filters of progress items.

use std::cell::OnceCell;

use async_graphql::{InputObject, Result};

use super::link::{LinkFilter, has_links};
use super::read::Read;
use super::region::NamedRegion;
use super::words::{Folded, Words};
use super::{any_of, check, combine, nested};
use crate::api::scalar::CountryCode;
use crate::graph::{Graph, ProgressItem};
use crate::hub::Served;

/// Which progress items. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct ProgressItemFilter {
    /// All of these must hold as well.
    and: Option<Vec<ProgressItemFilter>>,
    /// At least one of these must hold as well.
    or: Option<Vec<ProgressItemFilter>>,
    /// This must not hold.
    not: Option<Box<ProgressItemFilter>>,
    /// Of one of these pledges, by slug.
    pledge: Option<Vec<String>>,
    /// Under one of these commitments, by number or letter: `5`.
    commitment: Option<Vec<String>>,
    /// Is about one of these countries; planned work does not match.
    country: Option<Vec<CountryCode>>,
    /// Is about a country in one of these M49 regions or sub-regions, by name or code.
    region: Option<Vec<Read<NamedRegion>>>,
    /// Names one of these organisations, by acronym or name.
    organisation: Option<Vec<String>>,
    /// It or its commitment names one of these objectives of the Global Compact, 1 to 23.
    gcm_objective: Option<Vec<i32>>,
    /// Has a link that passes this filter, with a programme or another item; one that agencies rejected does not count
    /// unless the filter asks for its status. `{}` for any.
    has_links: Option<LinkFilter>,
    /// Words in its headline, the names of projects it mentions and (where the hub holds it) its text, each of which
    /// begins a word there.
    text: Option<Read<Words>>,
}

impl ProgressItemFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::pledges(graph, &self.pledge)?;
        check::regions(&self.region)?;
        check::organisations(graph, &self.organisation)?;
        check::numbers("GCM objective", &self.gcm_objective, 23)?;
        self.has_links.as_ref().map_or(Ok(()), |links| links.check(graph))?;
        nested(&self.and, &self.or, &self.not).try_for_each(|filter| filter.check(graph))
    }

    /// Whether an item passes.
    pub fn matches(&self, graph: &Served, item: &ProgressItem) -> bool {
        self.matches_folded(graph, item, &OnceCell::new())
    }

    /// The same, with the item's texts, which are folded when words are first looked for in them.
    fn matches_folded(&self, graph: &Served, item: &ProgressItem, folded: &OnceCell<Folded>) -> bool {
        let commitment = &graph.commitments[item.commitment];
        let mut countries = item.countries.iter().map(|country| country.value);
        any_of(&self.pledge, |slug| graph.pledges[item.pledge].slug == *slug)
            && any_of(&self.commitment, |number| commitment.number.eq_ignore_ascii_case(number))
            && any_of(&self.country, |code| item.countries.iter().any(|country| country.value == code.0))
            && (self.region.as_ref().is_none_or(Vec::is_empty)
                || countries.any(|code| check::in_regions(&self.region, code)))
            && any_of(&self.organisation, |name| {
                graph.organisation(name).is_some_and(|place| item.organisations.contains(&place))
            })
            && any_of(&self.gcm_objective, |wanted| {
                let named = item.gcm_objectives.iter().chain(&commitment.gcm_objectives);
                named.into_iter().any(|objective| i32::from(objective.value) == *wanted)
            })
            && self
                .text
                .as_ref()
                .is_none_or(|words| words.are_among(folded.get_or_init(|| Folded::of(texts(item)))))
            && has_links(graph, item.id, &self.has_links)
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches_folded(graph, item, folded))
    }
}

fn texts(item: &ProgressItem) -> impl Iterator<Item = &str> {
    let mentions = item.mentions.iter().map(|mention| mention.value.name.as_str());
    mentions.chain(item.headline.as_deref()).chain(item.text.as_deref())
}
