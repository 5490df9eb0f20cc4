//! Filters of programmes.

use std::cell::OnceCell;
use std::sync::Arc;

use async_graphql::{InputObject, Result};

use super::link::{LinkFilter, has_links};
use super::range::{DateRange, FloatRange, IntRange};
use super::read::Read;
use super::region::NamedRegion;
use super::words::{Folded, Words};
use super::{Picked, any_of, check, combine, nested};
use crate::api::limits::deadline;
use crate::api::scalar::CountryCode;
use crate::api::types::{Availability, DiscrepancyKind, ProgrammeKind, ProgrammeStage, Scope};
use crate::graph::{Graph, Programme, ProgrammeColumn, ProgrammeValue};
use crate::hub::Served;
use crate::reference;

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
    region: Option<Vec<Read<NamedRegion>>>,
    /// Works in one of these M49 sub-regions, by name or code: `Western Africa`, `011`.
    sub_region: Option<Vec<Read<NamedRegion>>>,
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
    partner: Option<Read<Words>>,
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
    text: Option<Read<Words>>,
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
        self.text.as_ref().map(Read::text)
    }

    /// The programmes that pass.
    ///
    /// # Errors
    /// When the time of the request is over.
    pub fn select(&self, graph: &Served) -> Result<Picked> {
        self.select_of(graph, Picked::All)
    }

    /// Of some programmes those that pass. What the graph has an index of is looked up; for the rest of the conditions
    /// the programmes that are left are looked at.
    fn select_of(&self, graph: &Served, of: Picked) -> Result<Picked> {
        deadline::check()?;
        let mut of = self.indexed(graph).into_iter().fold(of, |of, values| {
            let with = values.into_iter().filter_map(|value| graph.programmes_with(value));
            let with = with.map(|having| Picked::Having(Arc::clone(having)));
            of.and(with.reduce(|any, other| any.or(graph, &other)).unwrap_or_else(|| Picked::none(graph)))
        });
        if self.has_results == Some(false)
            && let Some(having) = graph.programmes_with(ProgrammeValue::HasResults)
        {
            of = of.but(graph, &Picked::Having(Arc::clone(having)));
        }
        if let Some(range) = &self.budget {
            let amount = |row: &Programme| row.budget.as_ref().map(|budget| budget.amount);
            let (below, holds) = (|row: &_| range.is_above(amount(row)), |row: &_| range.holds(amount(row)));
            of = of.and(Picked::Set(graph.programmes_between(ProgrammeColumn::Budget, below, holds)));
        }
        if let Some(range) = &self.duration_months {
            let months = |row: &Programme| row.duration_months.map(i64::from);
            let (below, holds) = (|row: &_| range.is_above(months(row)), |row: &_| range.holds(months(row)));
            of = of.and(Picked::Set(graph.programmes_between(ProgrammeColumn::Months, below, holds)));
        }
        // A text is folded once for all words that are looked for in it, so that it is dear to come back to a row.
        if self.texts() > 1 {
            return looked_at(graph, of, |row| self.matches_row(graph, row));
        }
        if self.looks() {
            of = looked_at(graph, of, |row| self.matches_alone(graph, row))?;
        }
        for filter in self.and.iter().flatten() {
            of = filter.select_of(graph, of)?;
        }
        if let Some(filters) = self.or.as_ref().filter(|filters| !filters.is_empty()) {
            // One after the other, as there may be many.
            let mut any = Picked::none(graph);
            for filter in filters {
                any = any.or(graph, &filter.select_among(graph, &of)?);
            }
            of = of.and(any);
        }
        if let Some(filter) = &self.not {
            let passing = filter.select_among(graph, &of)?;
            of = of.but(graph, &passing);
        }
        Ok(of)
    }

    /// The programmes that pass, of some at least: of all where none has to be looked at, which makes fewer sets.
    fn select_among(&self, graph: &Served, of: &Picked) -> Result<Picked> {
        let of = if self.looks_anywhere() { of.clone() } else { Picked::All };
        self.select_of(graph, of)
    }

    /// How often words are looked for in texts.
    fn texts(&self) -> usize {
        let nested = nested(&self.and, &self.or, &self.not).map(Self::texts).sum::<usize>();
        nested + usize::from(self.text.is_some())
    }

    /// The conditions that the graph has an index of: of each the values of which one must be there.
    fn indexed(&self, graph: &Graph) -> Vec<Vec<ProgrammeValue>> {
        use ProgrammeValue as Value;
        fn some<T>(wanted: &Option<Vec<T>>) -> Option<impl Iterator<Item = &T>> {
            wanted.as_ref().filter(|wanted| !wanted.is_empty()).map(|wanted| wanted.iter())
        }
        let number = |number: &i32| u8::try_from(*number).ok();
        let regions = [&self.region, &self.sub_region].into_iter().filter(|names| some(names).is_some());
        let regions = regions.map(|names| {
            let codes = reference::countries().iter().map(|country| country.code);
            codes.filter(|code| check::in_regions(names, *code)).map(Value::Country).collect()
        });
        let conditions = [
            some(&self.country).map(|codes| codes.map(|code| Value::Country(code.0)).collect()),
            some(&self.thematic_area).map(|areas| areas.filter_map(number).map(Value::Area).collect()),
            some(&self.gcm_objective).map(|all| all.filter_map(number).map(Value::Objective).collect()),
            self.kind.map(|kind| vec![Value::Kind(kind.into())]),
            some(&self.scope).map(|scopes| scopes.map(|scope| Value::Scope((*scope).into())).collect()),
            some(&self.stage).map(|stages| stages.map(|stage| Value::Stage((*stage).into())).collect()),
            some(&self.source)
                .map(|slugs| slugs.filter_map(|slug| graph.source(slug)).map(Value::Source).collect()),
            some(&self.organisation).map(|names| {
                names.filter_map(|name| graph.organisation(name)).map(Value::Organisation).collect()
            }),
            (self.has_results == Some(true)).then(|| vec![Value::HasResults]),
        ];
        conditions.into_iter().flatten().chain(regions).collect()
    }

    /// Whether there are conditions that the graph has no index of.
    fn looks(&self) -> bool {
        self.organisation_availability.is_some()
            || self.partner.is_some()
            || self.start.is_some()
            || self.end.is_some()
            || self.has_discrepancy.is_some()
            || self.has_links.is_some()
            || self.text.is_some()
    }

    /// Whether there are such conditions in it or in what is nested in it.
    fn looks_anywhere(&self) -> bool {
        self.looks() || nested(&self.and, &self.or, &self.not).any(Self::looks_anywhere)
    }

    /// Whether a programme passes.
    pub fn matches(&self, graph: &Served, programme: &Programme) -> bool {
        self.matches_row(graph, &Row::new(programme))
    }

    fn matches_row(&self, graph: &Served, row: &Row<'_>) -> bool {
        self.matches_alone(graph, row)
            && combine(&self.and, &self.or, &self.not, |filter| filter.matches_row(graph, row))
    }

    /// Whether a programme passes, `and`, `or` and `not` apart.
    fn matches_alone(&self, graph: &Served, row: &Row<'_>) -> bool {
        let programme = row.programme;
        self.matches_place(programme)
            && self.matches_plan(programme)
            && self.matches_people(graph, programme)
            && self.matches_record(graph, programme)
            && self.text.as_ref().is_none_or(|words| words.are_among(row.folded()))
            && has_links(graph, programme.id, &self.has_links)
    }

    fn matches_place(&self, programme: &Programme) -> bool {
        let somewhere = |regions: &Option<Vec<Read<NamedRegion>>>| {
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
    }
}

/// A programme that is looked at.
struct Row<'a> {
    programme: &'a Programme,
    folded: OnceCell<Folded>,
}

impl<'a> Row<'a> {
    fn new(programme: &'a Programme) -> Self {
        Self { programme, folded: OnceCell::new() }
    }

    /// Its texts, folded when words are first looked for in them.
    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::of(texts(self.programme)))
    }
}

/// Of some programmes those that pass when they are looked at.
///
/// # Errors
/// When the time of the request is over.
fn looked_at(graph: &Graph, of: Picked, passes: impl Fn(&Row<'_>) -> bool) -> Result<Picked> {
    let mut set = of.into_set(graph);
    set.retain(|place| !deadline::is_over() && passes(&Row::new(&graph.programmes[place])));
    deadline::check()?;
    Ok(Picked::Set(set))
}

/// The texts that a programme is searched by.
fn texts(programme: &Programme) -> impl Iterator<Item = &str> {
    let titles =
        std::iter::once(programme.title.as_str()).chain(programme.other_titles.iter().map(String::as_str));
    titles.chain(programme.synopsis.as_deref()).chain(programme.text.as_deref())
}
