//! Filters of results.

use async_graphql::{InputObject, Result};

use super::range::FloatRange;
use super::read::Read;
use super::words::Words;
use super::{any_of, check, combine, nested};
use crate::api::scalar::CountryCode;
use crate::graph::{Graph, ProgrammeResult};

/// Which results. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct ResultFilter {
    /// All of these must hold as well.
    and: Option<Vec<ResultFilter>>,
    /// At least one of these must hold as well.
    or: Option<Vec<ResultFilter>>,
    /// This must not hold.
    not: Option<Box<ResultFilter>>,
    /// Of one of these programmes, by slug.
    programme: Option<Vec<String>>,
    /// Achieved in one of these countries.
    country: Option<Vec<CountryCode>>,
    /// Under one of these sub-headings of the spotlight: words that each begin a word of it.
    theme: Option<Vec<Read<Words>>>,
    /// Whether it stands in the spotlight (under a theme) rather than in a programme's own feature.
    has_theme: Option<bool>,
    /// The number.
    value: Option<FloatRange>,
    /// Words in the unit, each of which begins a word of it.
    unit: Option<Read<Words>>,
    /// False leaves out results that repeat an earlier one; true or null keeps them.
    include_repeats: Option<bool>,
    /// Read from one of these sources, by slug.
    source: Option<Vec<String>>,
}

impl ResultFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::programmes(graph, &self.programme)?;
        check::sources(graph, &self.source)?;
        FloatRange::check(&self.value, "value")?;
        nested(&self.and, &self.or, &self.not).try_for_each(|filter| filter.check(graph))
    }

    /// Whether a result passes.
    pub fn matches(&self, graph: &Graph, result: &ProgrammeResult) -> bool {
        any_of(&self.programme, |slug| {
            result.programme.is_some() && graph.programme(slug) == result.programme
        }) && any_of(&self.country, |code| result.countries.contains(&code.0))
            && any_of(&self.theme, |words| {
                result.theme.as_ref().is_some_and(|theme| words.are_in([theme.as_str()]))
            })
            && self.has_theme.is_none_or(|wanted| result.theme.is_some() == wanted)
            && self.value.as_ref().is_none_or(|range| range.holds(Some(result.figure.value)))
            && self.unit.as_ref().is_none_or(|words| words.are_in([result.figure.unit.as_str()]))
            && (self.include_repeats != Some(false) || !result.is_repeat)
            && any_of(&self.source, |slug| {
                let edition = graph.records[result.record].edition;
                graph.source_of(edition).slug() == slug
            })
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches(graph, result))
    }
}
