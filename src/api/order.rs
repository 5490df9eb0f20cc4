//! Orders of lists. They are stable: ties fall back to the slug, code or number, so that cursors never skip or repeat.

use std::cmp::Ordering;
use std::collections::HashMap;

use async_graphql::{Enum, InputObject};

use super::filter::ProgrammeFilter;
use crate::curation::Link;
use crate::graph::{Graph, Ix, Programme, ProgrammeColumn, ProgrammeResult, ProgressItem};
use crate::hub::Served;
use crate::linking::End;
use crate::reference::{self, CountryCode};

/// Which way.
#[derive(Enum, Copy, Clone, PartialEq, Eq, Default)]
pub enum OrderDirection {
    /// From the least; unknown values come last.
    #[default]
    Asc,
    /// From the greatest; unknown values come last.
    Desc,
}

impl OrderDirection {
    fn turn(self, order: Ordering) -> Ordering {
        if self == Self::Desc { order.reverse() } else { order }
    }

    /// Compares two values that may be unknown; unknown ones come last either way.
    fn compare<T>(self, one: Option<T>, other: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) => self.turn(compare(&one, &other)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

/// An order of programmes.
#[derive(InputObject)]
pub struct ProgrammeOrder {
    /// By what.
    field: ProgrammeOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What programmes can be ordered by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ProgrammeOrderField {
    /// The title, without regard to accents and case.
    Title,
    /// The budget's amount.
    Budget,
    /// The duration in months.
    DurationMonths,
    /// The thematic area's number.
    ThematicArea,
    /// The stage, from concept note to completion.
    Stage,
    /// How many links it has with items, commitments and results that agencies have not rejected.
    LinkCount,
    /// The start of the period.
    Start,
    /// How many countries it works in.
    CountryCount,
    /// How well it fits the filter's `text`: words in the title count most; the same for all without `text`.
    Relevance,
}

impl ProgrammeOrder {
    /// What the graph keeps the order of, and whether the greatest comes first; `None` for what it has no column of.
    pub fn column(&self) -> Option<(ProgrammeColumn, bool)> {
        let column = match self.field {
            ProgrammeOrderField::Title => ProgrammeColumn::Title,
            ProgrammeOrderField::Budget => ProgrammeColumn::Budget,
            ProgrammeOrderField::DurationMonths => ProgrammeColumn::Months,
            ProgrammeOrderField::ThematicArea => ProgrammeColumn::Area,
            ProgrammeOrderField::Stage => ProgrammeColumn::Stage,
            ProgrammeOrderField::Start => ProgrammeColumn::Start,
            ProgrammeOrderField::CountryCount => ProgrammeColumn::CountryCount,
            ProgrammeOrderField::LinkCount | ProgrammeOrderField::Relevance => return None,
        };
        Some((column, self.direction == OrderDirection::Desc))
    }
}

/// Sorts programmes by the orders in turn, then by slug, in which order they stand in the graph.
pub fn sort_programmes(
    graph: &Served,
    programmes: &mut [Ix<Programme>],
    orders: &[ProgrammeOrder],
    filter: &ProgrammeFilter,
) {
    let words = filter.words().map(crate::record::terms).unwrap_or_default();
    let by_links = orders.iter().any(|wanted| wanted.field == ProgrammeOrderField::LinkCount);
    // Counted once each, not at every comparison.
    let links: HashMap<Ix<Programme>, usize> = programmes
        .iter()
        .filter(|_| by_links)
        .map(|place| (*place, graph.links.count(End::Programme(*place))))
        .collect();
    programmes.sort_by(|one_place, other_place| {
        let (one, other) = (&graph.programmes[*one_place], &graph.programmes[*other_place]);
        let mut order = Ordering::Equal;
        for wanted in orders {
            let way = wanted.direction;
            order = order.then_with(|| match wanted.field {
                ProgrammeOrderField::Title => way.turn(folded(&one.title).cmp(&folded(&other.title))),
                ProgrammeOrderField::Budget => {
                    let amount =
                        |programme: &Programme| programme.budget.as_ref().map(|budget| budget.amount);
                    way.compare(amount(one), amount(other), f64::total_cmp)
                }
                ProgrammeOrderField::DurationMonths => {
                    way.compare(one.duration_months, other.duration_months, u32::cmp)
                }
                ProgrammeOrderField::ThematicArea => {
                    way.compare(one.thematic_area, other.thematic_area, u8::cmp)
                }
                ProgrammeOrderField::Stage => way.compare(one.stage, other.stage, Ord::cmp),
                ProgrammeOrderField::Start => {
                    let start = |programme: &Programme| programme.period.and_then(|period| period.start);
                    way.compare(start(one), start(other), Ord::cmp)
                }
                ProgrammeOrderField::CountryCount => {
                    way.turn(one.countries.len().cmp(&other.countries.len()))
                }
                ProgrammeOrderField::LinkCount => way.turn(links.get(one_place).cmp(&links.get(other_place))),
                ProgrammeOrderField::Relevance => {
                    way.turn(relevance(one, &words).cmp(&relevance(other, &words)))
                }
            });
        }
        order.then_with(|| one_place.cmp(other_place))
    });
}

fn relevance(programme: &Programme, words: &[String]) -> usize {
    let title = crate::record::terms(&programme.title);
    let in_title = words.iter().filter(|word| title.contains(word)).count();
    let in_text = words.iter().filter(|word| programme.terms.contains(word)).count();
    3 * in_title + in_text
}

fn folded(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

/// An order of links.
#[derive(InputObject)]
pub struct LinkOrder {
    /// By what.
    field: LinkOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What links can be ordered by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum LinkOrderField {
    /// How likely it is as the hub sees it.
    Score,
    /// The type: same undertakings, names, then common subjects.
    Type,
    /// When an agency last said something about it; links that nobody spoke about come last.
    DecidedAt,
}

/// Sorts links by the orders in turn, then as they came, which is the surest first.
pub fn sort_links(served: &Served, links: &mut [Ix<Link>], orders: &[LinkOrder]) {
    // The log may have them in another order, when it was imported.
    let decided =
        |link: &Link| link.decisions.iter().map(|place| served.links.decisions[*place].decision.at).max();
    links.sort_by(|one_place, other_place| {
        let (one, other) = (&served.links.links[*one_place], &served.links.links[*other_place]);
        let mut order = Ordering::Equal;
        for wanted in orders {
            let way = wanted.direction;
            order = order.then_with(|| match wanted.field {
                LinkOrderField::Score => way.turn(one.assessment.score.total_cmp(&other.assessment.score)),
                LinkOrderField::Type => way.turn(one.key.kind.cmp(&other.key.kind)),
                LinkOrderField::DecidedAt => way.compare(decided(one), decided(other), Ord::cmp),
            });
        }
        order.then_with(|| one_place.cmp(other_place))
    });
}

/// An order of progress items.
#[derive(InputObject)]
pub struct ProgressItemOrder {
    /// By what.
    field: ProgressItemOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What progress items can be ordered by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ProgressItemOrderField {
    /// The pledge's slug, the commitment, the position in it: as printed.
    Position,
    /// How many countries it is about.
    CountryCount,
    /// How many figures it gives.
    FigureCount,
}

/// Sorts progress items by the orders in turn, then as they came, which is as printed.
pub fn sort_items(graph: &Graph, items: &mut [Ix<ProgressItem>], orders: &[ProgressItemOrder]) {
    items.sort_by(|one_place, other_place| {
        let (one, other) = (&graph.items[*one_place], &graph.items[*other_place]);
        let mut order = Ordering::Equal;
        for wanted in orders {
            order = order.then_with(|| {
                wanted.direction.turn(match wanted.field {
                    ProgressItemOrderField::Position => (one.pledge, one.commitment, one.position).cmp(&(
                        other.pledge,
                        other.commitment,
                        other.position,
                    )),
                    ProgressItemOrderField::CountryCount => one.countries.len().cmp(&other.countries.len()),
                    ProgressItemOrderField::FigureCount => one.figures.len().cmp(&other.figures.len()),
                })
            });
        }
        order.then_with(|| one_place.cmp(other_place))
    });
}

/// An order of results.
#[derive(InputObject)]
pub struct ResultOrder {
    /// By what.
    field: ResultOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What results can be ordered by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum ResultOrderField {
    /// The number, whatever it counts.
    Value,
    /// The unit, by the alphabet.
    Unit,
    /// The programme's slug; results without a programme come last.
    Programme,
    /// The theme; results without one come last.
    Theme,
}

/// Sorts results by the orders in turn, then as they came, which is as printed.
pub fn sort_results(graph: &Graph, results: &mut [Ix<ProgrammeResult>], orders: &[ResultOrder]) {
    let slug = |result: &ProgrammeResult| result.programme.map(|place| graph.programmes[place].slug.clone());
    results.sort_by(|one_place, other_place| {
        let (one, other) = (&graph.results[*one_place], &graph.results[*other_place]);
        let mut order = Ordering::Equal;
        for wanted in orders {
            let way = wanted.direction;
            order = order.then_with(|| match wanted.field {
                ResultOrderField::Value => way.turn(one.figure.value.total_cmp(&other.figure.value)),
                ResultOrderField::Unit => way.turn(folded(&one.figure.unit).cmp(&folded(&other.figure.unit))),
                ResultOrderField::Programme => way.compare(slug(one), slug(other), Ord::cmp),
                ResultOrderField::Theme => way.compare(one.theme.as_ref(), other.theme.as_ref(), Ord::cmp),
            });
        }
        order.then_with(|| one_place.cmp(other_place))
    });
}

/// An order of countries.
#[derive(InputObject)]
pub struct CountryOrder {
    /// By what.
    field: CountryOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What countries can be ordered by.
#[derive(Enum, Copy, Clone, PartialEq, Eq)]
pub enum CountryOrderField {
    /// The name that the United Nations uses.
    Name,
    /// The alpha-3 code.
    Code,
    /// How many programmes work there.
    ProgrammeCount,
    /// How many progress items are about it.
    ProgressItemCount,
    /// How many sources place work there.
    SourceCount,
}

/// Sorts countries by the orders in turn, then by code.
pub fn sort_countries(graph: &Graph, countries: &mut [CountryCode], orders: &[CountryOrder]) {
    countries.sort_by(|one, other| {
        let mut order = Ordering::Equal;
        for wanted in orders {
            let count =
                |count: fn(&Graph, CountryCode) -> usize| count(graph, *one).cmp(&count(graph, *other));
            order = order.then_with(|| {
                wanted.direction.turn(match wanted.field {
                    CountryOrderField::Name => {
                        folded(reference::country(*one).name).cmp(&folded(reference::country(*other).name))
                    }
                    CountryOrderField::Code => one.cmp(other),
                    CountryOrderField::ProgrammeCount => count(|graph, code| graph.programmes_in(code).len()),
                    CountryOrderField::ProgressItemCount => count(|graph, code| graph.items_in(code).len()),
                    CountryOrderField::SourceCount => count(|graph, code| graph.sources_in(code).count()),
                })
            });
        }
        order.then_with(|| one.cmp(other))
    });
}
