//! Filters of programmes.

use async_graphql::{InputObject, Result};

use super::link::{LinkFilter, has_links};
use super::range::{DateRange, FloatRange, IntRange};
use super::words::Words;
use super::{any_of, check, combine, nested};
use crate::api::scalar::CountryCode;
use crate::api::types::{Availability, DiscrepancyKind, ProgrammeKind, ProgrammeStage, Scope};
use crate::graph::{Graph, Programme};
use crate::hub::Served;

/// Which programmes. Fields are ANDed, values in a list are ORed; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct ProgrammeFilter {
    /// All of these must hold as well.
    and: Option<Vec<ProgrammeFilter>>,
    /// At least one of these must hold as well.
    or: Option<Vec<ProgrammeFilter>>,
    /// This must not hold.
    not: Option<Box<ProgrammeFilter>>,
    /// Works in one of these countries.
    country: Option<Vec<CountryCode>>,
    /// Works in one of these M49 regions, by name or code: `Africa`, `202`.
    region: Option<Vec<String>>,
    /// Works in one of these M49 sub-regions, by name or code: `Western Africa`, `011`.
    sub_region: Option<Vec<String>>,
    /// In one of these thematic areas, 1 to 5.
    thematic_area: Option<Vec<i32>>,
    /// A source names one of these objectives of the Global Compact for it, 1 to 23.
    gcm_objective: Option<Vec<i32>>,
    /// Of this kind.
    kind: Option<ProgrammeKind>,
    /// Of one of these scopes.
    scope: Option<Vec<Scope>>,
    /// In one of these stages.
    stage: Option<Vec<ProgrammeStage>>,
    /// One of these organisations takes part in it or funds it, by acronym or name.
    organisation: Option<Vec<String>>,
    /// With `organisation`: its part is known in one of these ways. Alone: the participating organisations are.
    organisation_availability: Option<Vec<Availability>>,
    /// Words in the name of one partner, each of which begins a word there.
    partner: Option<String>,
    /// The budget, in units of its currency; a programme without one does not match.
    budget: Option<FloatRange>,
    /// The duration in months; a programme without one does not match.
    duration_months: Option<IntRange>,
    /// When it starts; a programme without a start does not match.
    start: Option<DateRange>,
    /// When it ends; a programme without an end does not match.
    end: Option<DateRange>,
    /// Has a record in one of these sources, by slug.
    source: Option<Vec<String>>,
    /// Whether a source reports results of it.
    has_results: Option<bool>,
    /// Its sources differ in one of these ways.
    has_discrepancy: Option<Vec<DiscrepancyKind>>,
    /// Has a link that passes this filter, with an item, commitment or result; one that agencies rejected does not
    /// count unless the filter asks for its status. `{}` for any.
    has_links: Option<LinkFilter>,
    /// Words in its titles, synopsis and (where the hub holds it) text, each of which begins a word there.
    text: Option<String>,
}

impl ProgrammeFilter {
    /// That every value can exist.
    pub fn check(&self, graph: &Graph) -> Result<()> {
        check::regions(&self.region)?;
        check::regions(&self.sub_region)?;
        check::numbers("thematic area", &self.thematic_area, 5)?;
        check::numbers("GCM objective", &self.gcm_objective, 23)?;
        check::organisations(graph, &self.organisation)?;
        check::sources(graph, &self.source)?;
        FloatRange::check(&self.budget, "budget")?;
        IntRange::check(&self.duration_months, "durationMonths")?;
        self.has_links.as_ref().map_or(Ok(()), |links| links.check(graph))?;
        nested(&self.and, &self.or, &self.not).try_for_each(|filter| filter.check(graph))
    }

    /// The words that are looked for, if any.
    pub fn words(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Whether a programme passes.
    pub fn matches(&self, graph: &Served, programme: &Programme) -> bool {
        self.matches_place(programme)
            && self.matches_plan(programme)
            && self.matches_people(graph, programme)
            && self.matches_record(graph, programme)
            && has_links(graph, programme.id, &self.has_links)
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches(graph, programme))
    }

    fn matches_place(&self, programme: &Programme) -> bool {
        let somewhere = |regions: &Option<Vec<String>>| {
            regions.as_ref().is_none_or(Vec::is_empty)
                || programme.countries.iter().any(|code| check::in_regions(regions, *code))
        };
        any_of(&self.country, |code| programme.countries.contains(&code.0))
            && somewhere(&self.region)
            && somewhere(&self.sub_region)
            && any_of(&self.scope, |scope| *scope == programme.scope.into())
    }

    fn matches_plan(&self, programme: &Programme) -> bool {
        any_of(&self.thematic_area, |area| programme.thematic_area.map(i32::from) == Some(*area))
            && any_of(&self.gcm_objective, |wanted| {
                programme.gcm_objectives.iter().any(|objective| i32::from(objective.value) == *wanted)
            })
            && self.kind.is_none_or(|kind| kind == programme.kind.into())
            && any_of(&self.stage, |stage| programme.stage.map(ProgrammeStage::from) == Some(*stage))
            && self
                .budget
                .as_ref()
                .is_none_or(|range| range.holds(programme.budget.as_ref().map(|b| b.amount)))
            && self
                .duration_months
                .as_ref()
                .is_none_or(|range| range.holds(programme.duration_months.map(i64::from)))
            && self
                .start
                .as_ref()
                .is_none_or(|range| range.holds(programme.period.and_then(|period| period.start)))
            && self
                .end
                .as_ref()
                .is_none_or(|range| range.holds(programme.period.and_then(|period| period.end)))
    }

    fn matches_people(&self, graph: &Graph, programme: &Programme) -> bool {
        let known = |availability| any_of(&self.organisation_availability, |wanted| *wanted == availability);
        let organisation = match self.organisation.as_ref().filter(|names| !names.is_empty()) {
            None => known(programme.participation_known.into()),
            Some(names) => names.iter().filter_map(|name| graph.organisation(name)).any(|place| {
                let parts = programme.participation.iter().filter(|part| part.organisation == place);
                parts.into_iter().any(|part| known(part.availability.into()))
            }),
        };
        let partner = self.partner.as_ref().is_none_or(|words| {
            let words = Words::of(words);
            programme.partners.iter().any(|partner| words.are_in([partner.value.name.as_str()]))
        });
        organisation && partner
    }

    fn matches_record(&self, graph: &Graph, programme: &Programme) -> bool {
        any_of(&self.source, |slug| {
            let mut records = programme.records.iter();
            records.any(|record| graph.source_of(graph.records[*record].edition).slug() == slug)
        }) && self.has_results.is_none_or(|wanted| programme.results.is_empty() != wanted)
            && any_of(&self.has_discrepancy, |kind| {
                programme
                    .discrepancies
                    .iter()
                    .any(|row| DiscrepancyKind::from(graph.discrepancies[*row].kind) == *kind)
            })
            && self.text.as_ref().is_none_or(|words| Words::of(words).are_in(texts(programme)))
    }
}

/// The texts that a programme is searched by.
pub fn texts(programme: &Programme) -> impl Iterator<Item = &str> {
    let titles =
        std::iter::once(programme.title.as_str()).chain(programme.other_titles.iter().map(String::as_str));
    titles.chain(programme.synopsis.as_deref()).chain(programme.text.as_deref())
}
