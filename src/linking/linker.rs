//! The linker: sides of a graph with their indices; it assesses pairs and suggests links.

use std::collections::HashMap;

use super::candidates::Candidates;
use super::corpus::Corpus;
use super::criteria::{Pair, RULES, TELLING, begins_alike, projects, rounded, same_projects};
use super::link::{Assessment, End, Strength};
use super::names::NameIndex;
use super::side::{Name, Side};
use super::weights::{CERTAIN, PLAUSIBLE, PRIOR, PRIOR_OF_RESULT, STRONG};
use super::{commitments, phases, undertakings, weights};
use crate::graph::{Criterion, Graph};
use crate::record::{LinkType, ProgrammeKind};

/// Assesses pairs of one graph's entities, and finds those that belong together.
#[derive(Debug)]
pub struct Linker {
    pub(super) corpus: Corpus,
    pub(super) sides: Vec<Side>,
    places: HashMap<End, usize>,
    names: NameIndex,
    without: Option<&'static str>,
}

impl Linker {
    /// Reads a graph's sides. Everything later is asked of the same graph.
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        Self::without(graph, None)
    }

    /// A linker that passes over one criterion, to see what the criterion is good for.
    #[must_use]
    pub fn without(graph: &Graph, criterion: Option<&'static str>) -> Self {
        let mut corpus = Corpus::default();
        let programmes = graph.programmes.places().map(End::Programme);
        let ends = programmes.chain(graph.items.places().map(End::Item));
        let mut sides: Vec<Side> = ends.map(|end| Side::of(graph, end, &mut corpus)).collect();
        for side in &sides {
            corpus.count(side);
        }
        let results = graph.results.places().map(End::Result);
        sides.extend(results.map(|end| Side::of(graph, end, &mut corpus)));
        let places = sides.iter().enumerate().map(|(place, side)| (side.end, place)).collect();
        let names = NameIndex::of(&sides);
        let mut linker = Self { corpus, sides, places, names, without: criterion };
        for (place, countries) in undertakings::borrowed(graph, &linker) {
            linker.sides[place].borrowed = countries;
        }
        linker
    }

    /// The names of all criteria, in the order in which people read them.
    pub fn criteria() -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|rule| rule.name)
    }

    /// Every link that is plausible or better: by type, the ends' places, best first where both ends are the same.
    #[must_use]
    pub fn suggest(&self, graph: &Graph) -> Vec<Assessment> {
        let candidates = Candidates::of(self);
        let mut links = undertakings::links(graph, self, &candidates);
        for (place, side) in self.sides.iter().enumerate() {
            let wanted = match side.end {
                End::Item(_) => true,
                End::Result(result) => graph.results[result].programme.is_none(),
                End::Programme(_) | End::Commitment(_) => false,
            };
            if wanted {
                let programmes = candidates.programmes_for(self, place);
                links.extend(
                    programmes.into_iter().filter_map(|programme| self.link(graph, place, programme)),
                );
            }
        }
        links.extend(commitments::links(graph, &links));
        links.sort_by_key(|link| (link.kind, link.from, link.to));
        links
    }

    /// How many pairs [`suggest`](Self::suggest) assesses.
    #[must_use]
    pub fn candidates(&self, graph: &Graph) -> usize {
        let candidates = Candidates::of(self);
        let places = self.sides.iter().enumerate();
        let counts = places.map(|(place, side)| match side.end {
            End::Item(_) => {
                candidates.programmes_for(self, place).len() + candidates.items_for(self, place).len()
            }
            End::Result(result) if graph.results[result].programme.is_none() => {
                candidates.programmes_for(self, place).len()
            }
            _ => 0,
        });
        counts.sum()
    }

    /// What the criteria say of any two ends, whether they would be suggested or not.
    #[must_use]
    pub fn assess(&self, graph: &Graph, kind: LinkType, from: End, to: End) -> Assessment {
        let criteria = match (self.side(from), self.side(to)) {
            (Some(from), Some(to)) => self.criteria_of(&Pair { graph, linker: self, from, to }),
            // Commitments are linked through their items.
            _ => commitments::criteria(graph, self, from, to),
        };
        assessment(graph, kind, from, to, criteria)
    }

    /// The link of two ends that would be suggested.
    pub(super) fn suggested(&self, graph: &Graph, from: End, to: End) -> Option<Assessment> {
        self.link(graph, *self.places.get(&from)?, *self.places.get(&to)?)
    }

    fn side(&self, end: End) -> Option<&Side> {
        self.places.get(&end).map(|place| &self.sides[*place])
    }

    /// The link of an item or result with a programme, if there is one.
    fn link(&self, graph: &Graph, from: usize, to: usize) -> Option<Assessment> {
        let pair = Pair { graph, linker: self, from: &self.sides[from], to: &self.sides[to] };
        if let (End::Result(_), End::Programme(place)) = (pair.from.end, pair.to.end)
            && graph.programmes[place].kind == ProgrammeKind::Global
        {
            // Results are those of the fund's joint programmes; a global programme's figures are in its phases.
            return None;
        }
        let criteria = self.criteria_of(&pair);
        if !suffices(&criteria) {
            return None;
        }
        let has = |name: &str| criteria.iter().any(|criterion| criterion.name == name);
        let kind = if has("name") {
            LinkType::Names
        } else if has("retitled") {
            // An item that is about more than the project only names it.
            let only = pair.from.names.iter().filter(|name| name.whole).count() == 1;
            if only { LinkType::SameAs } else { LinkType::Names }
        } else if has("country") || has("places") {
            LinkType::Supports
        } else {
            // A subject alone is everywhere.
            return None;
        };
        Some(assessment(graph, kind, pair.from.end, pair.to.end, criteria))
    }

    /// The link of two items, if they tell of one undertaking.
    pub(super) fn undertaking(&self, graph: &Graph, from: usize, to: usize) -> Option<Assessment> {
        let pair = Pair { graph, linker: self, from: &self.sides[from], to: &self.sides[to] };
        let criteria = self.criteria_of(&pair);
        let has = |name: &str| criteria.iter().any(|criterion| criterion.name == name);
        if !suffices(&criteria) || !(has("sameProject") || has("sameWords")) {
            return None;
        }
        let shared = same_projects(&pair).len();
        let all = |side| projects(&pair, side).count();
        let same = has("sameWords") || (shared == all(pair.from) && shared == all(pair.to));
        let kind = if same { LinkType::SameAs } else { LinkType::Names };
        Some(assessment(graph, kind, pair.from.end, pair.to.end, criteria))
    }

    fn criteria_of(&self, pair: &Pair<'_>) -> Vec<Criterion> {
        let rules = RULES.iter().filter(|rule| Some(rule.name) != self.without);
        let prior = match pair.from.end {
            End::Result(_) => prior_of_result(),
            _ => prior(),
        };
        std::iter::once(prior).chain(rules.filter_map(|rule| rule.of(pair))).collect()
    }

    /// How many programmes a name is a name of.
    pub(super) fn programmes_named(&self, mention: &Name) -> usize {
        self.names.programmes(mention).len()
    }

    /// The programmes that a name is a name of, by their sides.
    pub(super) fn named(&self, mention: &Name) -> &[usize] {
        self.names.programmes(mention)
    }

    /// The programmes of which a name begins as this one does, by their sides.
    pub(super) fn beginning_as(&self, mention: &Name) -> &[usize] {
        self.names.beginning_as(mention)
    }

    /// Whether a name is that of a programme of the graph, as it is or retitled.
    pub(super) fn is_of_a_programme(&self, mention: &Name) -> bool {
        let titles = || self.beginning_as(mention).iter().flat_map(|place| &self.sides[*place].names);
        self.programmes_named(mention) > 0
            || (mention.whole && titles().any(|title| begins_alike(mention, title, &self.corpus) > 0.0))
    }

    /// How many items name a project.
    pub(super) fn items_naming(&self, mention: &Name) -> usize {
        self.names.items(mention).len()
    }

    /// The items that name a project, by their sides.
    pub(super) fn items_with(&self, mention: &Name) -> &[usize] {
        self.names.items(mention)
    }
}

/// What every pair starts from.
pub(super) fn prior() -> Criterion {
    Criterion {
        name: "prior",
        weight: PRIOR.value,
        detail: "most pairs that share a word or a country have nothing else in common".to_owned(),
        evidence: Vec::new(),
    }
}

fn prior_of_result() -> Criterion {
    let detail = "the leaflet reports on the fund's own programmes, of which this may be one".to_owned();
    Criterion { weight: PRIOR_OF_RESULT.value, detail, ..prior() }
}

/// Whether the criteria are enough for a link, those that tell programmes of one country apart among them.
fn suffices(criteria: &[Criterion]) -> bool {
    let telling = criteria.iter().filter(|criterion| TELLING.contains(&criterion.name));
    let telling: f64 = telling.map(|criterion| criterion.weight).sum();
    telling >= weights::TELLING.value && sum(criteria) >= PLAUSIBLE.value
}

pub(super) fn sum(criteria: &[Criterion]) -> f64 {
    rounded(criteria.iter().map(|criterion| criterion.weight).sum())
}

pub(super) fn assessment(
    graph: &Graph,
    kind: LinkType,
    from: End,
    to: End,
    criteria: Vec<Criterion>,
) -> Assessment {
    let sum = sum(&criteria);
    let strength = match sum {
        sum if sum >= CERTAIN.value && kind != LinkType::Supports => Strength::Certain,
        sum if sum >= STRONG.value => Strength::Strong,
        sum if sum >= PLAUSIBLE.value => Strength::Plausible,
        _ => Strength::Weak,
    };
    let score = (1e6 / (1.0 + (-sum).exp())).round() / 1e6;
    let phases = phases::named(graph, from, to);
    Assessment { from, to, kind, criteria, score, strength, phases }
}
