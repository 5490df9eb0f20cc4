//! The linker: sides of a graph with their indices; it assesses pairs and suggests links.

use std::collections::HashMap;

use super::candidates::{Candidates, MOST_SIDES};
use super::corpus::Corpus;
use super::criteria::{Pair, RULES, Said, begins_alike, is_name, named, projects, rounded, same_projects};
use super::link::{Assessment, End, Strength};
use super::names::NameIndex;
use super::side::{Name, Side};
use super::tally::Tally;
use super::weights::{CERTAIN, PLAUSIBLE, PRIOR, PRIOR_OF_RESULT, STRONG, STRONG_TELLING, Weight};
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
    candidates: Candidates,
    without: Option<&'static str>,
    /// What every pair starts from.
    pub(super) prior: Criterion,
    prior_of_result: Criterion,
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
        corpus.weigh();
        for side in &mut sides {
            side.length = corpus.length(&side.subject);
            side.length_of_themes = corpus.length_of_themes(&side.themes);
        }
        let places = sides.iter().enumerate().map(|(place, side)| (side.end, place)).collect();
        let names = NameIndex::of(&sides, &corpus);
        let start = |detail: &str, weight: Weight| Criterion {
            name: "prior",
            weight: rounded(weight.value - corpus.growth()),
            detail: detail.to_owned(),
            evidence: Vec::new(),
        };
        let prior = start("most pairs that share a word or a country have nothing else in common", PRIOR);
        let of_result = "the leaflet reports on the fund's own programmes, of which this may be one";
        let prior_of_result = start(of_result, PRIOR_OF_RESULT);
        let mut linker = Self {
            corpus,
            sides,
            places,
            names,
            candidates: Candidates::default(),
            without: criterion,
            prior,
            prior_of_result,
        };
        let known: Vec<_> = linker.sides.iter().map(|side| linker.of_a_programme(side)).collect();
        for (side, known) in linker.sides.iter_mut().zip(known) {
            side.of_a_programme = known;
        }
        for (place, countries) in undertakings::borrowed(graph, &linker) {
            linker.sides[place].borrowed = countries;
        }
        linker.candidates = Candidates::of(&linker);
        linker
    }

    /// The names of all criteria, in the order in which people read them.
    pub fn criteria() -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|rule| rule.name)
    }

    /// Every link that is plausible or better: by type, the ends' places, best first where both ends are the same.
    #[must_use]
    pub fn suggest(&self, graph: &Graph) -> Vec<Assessment> {
        let mut links = self.of_each(graph, |place, tally| {
            let items = self.candidates.items_for(self, place, tally).into_iter();
            let undertakings = items.filter_map(|other| self.undertaking(graph, place, other));
            let programmes = self.candidates.programmes_for(self, place, tally).into_iter();
            undertakings.chain(programmes.filter_map(|other| self.link(graph, place, other))).collect()
        });
        links.extend(commitments::links(graph, self, &links));
        links.sort_by_key(|link| (link.kind, link.from, link.to));
        links
    }

    /// How many pairs [`suggest`](Self::suggest) assesses.
    #[must_use]
    pub fn candidates(&self, graph: &Graph) -> usize {
        let counts = self.of_each(graph, |place, tally| {
            let items = self.candidates.items_for(self, place, tally).len();
            vec![items + self.candidates.programmes_for(self, place, tally).len()]
        });
        counts.iter().sum()
    }

    /// What is made of each item, and each result of which no record says whose it is; the work is shared out among
    /// the processors, and what comes of it is in the order of the sides.
    fn of_each<T: Send>(&self, graph: &Graph, make: impl Fn(usize, &mut Tally) -> Vec<T> + Sync) -> Vec<T> {
        let is_wanted = |place: &usize| match self.sides[*place].end {
            End::Item(_) => true,
            End::Result(result) => graph.results[result].programme.is_none(),
            End::Programme(_) | End::Commitment(_) => false,
        };
        let wanted: Vec<usize> = (0..self.sides.len()).filter(is_wanted).collect();
        let part = |places: &[usize]| -> Vec<T> {
            let mut tally = Tally::default();
            places.iter().flat_map(|place| make(*place, &mut tally)).collect()
        };
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let size = wanted.len().div_ceil(processors).max(FEWEST_IN_A_PART);
        std::thread::scope(|scope| {
            let parts: Vec<_> = wanted.chunks(size).map(|places| scope.spawn(|| part(places))).collect();
            let made = parts.into_iter().map(|part| part.join());
            made.flat_map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    }

    /// What the criteria say of any two ends, whether they would be suggested or not.
    #[must_use]
    pub fn assess(&self, graph: &Graph, kind: LinkType, from: End, to: End) -> Assessment {
        let criteria = match (self.places.get(&from), self.places.get(&to)) {
            (Some(from), Some(to)) => self.weighed(graph, *from, *to).told(),
            // Commitments are linked through their items.
            _ => commitments::criteria(graph, self, from, to),
        };
        assessment(graph, kind, from, to, criteria)
    }

    /// The link of two ends, if it is one that is suggested.
    pub(super) fn suggested(
        &self,
        graph: &Graph,
        from: End,
        to: End,
        tally: &mut Tally,
    ) -> Option<Assessment> {
        let (from, to) = (*self.places.get(&from)?, *self.places.get(&to)?);
        let link = self.link(graph, from, to)?;
        self.candidates.programmes_for(self, from, tally).binary_search(&to).ok().map(|_| link)
    }

    /// The link of an item or result with a programme, if there is one.
    fn link(&self, graph: &Graph, from: usize, to: usize) -> Option<Assessment> {
        let ends = (self.sides[from].end, self.sides[to].end);
        if let (End::Result(_), End::Programme(place)) = ends
            && graph.programmes[place].kind == ProgrammeKind::Global
        {
            // Results are those of the fund's joint programmes; a global programme's figures are in its phases.
            return None;
        }
        let weighed = self.weighed(graph, from, to);
        if !weighed.suffices() {
            return None;
        }
        let kind = if weighed.has("name") {
            LinkType::Names
        } else if weighed.has("retitled") {
            // An item that is about more than the project only names it.
            let only = self.sides[from].names.iter().filter(|name| name.whole).count() == 1;
            if only { LinkType::SameAs } else { LinkType::Names }
        } else if weighed.has("country") {
            LinkType::Supports
        } else {
            // A subject alone is everywhere.
            return None;
        };
        Some(assessment(graph, kind, ends.0, ends.1, weighed.told()))
    }

    /// The link of two items, if they tell of one undertaking.
    pub(super) fn undertaking(&self, graph: &Graph, from: usize, to: usize) -> Option<Assessment> {
        let weighed = self.weighed(graph, from, to);
        if !weighed.suffices() || !(weighed.has("sameProject") || weighed.has("sameWords")) {
            return None;
        }
        let pair = self.pair(graph, from, to);
        let shared = same_projects(pair).len();
        let all = |side| projects(pair, side).count();
        let same = weighed.has("sameWords") || (shared == all(pair.from) && shared == all(pair.to));
        let kind = if same { LinkType::SameAs } else { LinkType::Names };
        Some(assessment(graph, kind, pair.from.end, pair.to.end, weighed.told()))
    }

    fn pair<'a>(&'a self, graph: &'a Graph, from: usize, to: usize) -> Pair<'a> {
        let place = to;
        let (from, to) = (&self.sides[from], &self.sides[to]);
        let named = match (from.end, to.end) {
            (End::Item(_), End::Item(_)) => None,
            (End::Item(_), End::Programme(_)) => {
                let mention = from.names.iter().find(|name| self.named(name).binary_search(&place).is_ok());
                let is_named = |title: &&Name| mention.is_some_and(|name| is_name(name, title, &self.corpus));
                mention.zip(to.names.iter().find(is_named))
            }
            _ => named(from, to, &self.corpus),
        };
        Pair { graph, linker: self, from, to, named }
    }

    fn weighed<'a>(&'a self, graph: &'a Graph, from: usize, to: usize) -> Weighed<'a> {
        let pair = self.pair(graph, from, to);
        let rules = RULES.iter().filter(|rule| Some(rule.name) != self.without);
        let prior = if matches!(pair.from.end, End::Result(_)) { &self.prior_of_result } else { &self.prior };
        Weighed { prior, said: rules.filter_map(|rule| rule.of(pair)).collect() }
    }

    /// Which name of a side is that of a programme, as it is or retitled.
    fn of_a_programme(&self, side: &Side) -> Option<usize> {
        let is_of_one = |name: &Name| {
            let places = self.beginning_as(name).iter().take(MOST_SIDES);
            let mut titles = places.flat_map(|place| &self.sides[*place].names);
            self.programmes_named(name) > 0
                || titles.any(|title| begins_alike(name, title, &self.corpus) > 0.0)
        };
        side.names.iter().position(|name| name.whole && is_of_one(name))
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

    /// How many items name a project.
    pub(super) fn items_naming(&self, mention: &Name) -> usize {
        self.names.items(mention).len()
    }

    /// The items that name a project, by their sides; none for a name that so many give that it is not that of one
    /// undertaking.
    pub(super) fn items_with(&self, mention: &Name) -> &[usize] {
        let items = self.names.items(mention);
        if items.len() > MOST_SIDES { &[] } else { items }
    }
}

/// A smaller part of the work is not worth a thread of its own.
const FEWEST_IN_A_PART: usize = 500;

/// What the criteria say of a pair, not yet in words.
struct Weighed<'a> {
    prior: &'a Criterion,
    said: Vec<Said<'a>>,
}

impl Weighed<'_> {
    fn has(&self, name: &str) -> bool {
        self.said.iter().any(|said| said.rule.name == name)
    }

    /// Whether the criteria are enough for a link, those that tell programmes of one country apart among them.
    fn suffices(&self) -> bool {
        let telling: f64 = self.said.iter().filter(|said| said.rule.telling).map(|said| said.weight).sum();
        let sum = self.prior.weight + self.said.iter().map(|said| said.weight).sum::<f64>();
        telling >= weights::TELLING.value && rounded(sum) >= PLAUSIBLE.value
    }

    fn told(self) -> Vec<Criterion> {
        std::iter::once(self.prior.clone()).chain(self.said.into_iter().map(Said::told)).collect()
    }
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
    let telling: f64 =
        criteria.iter().filter(|criterion| tells(criterion)).map(|criterion| criterion.weight).sum();
    let strength = match sum {
        sum if sum >= CERTAIN.value && kind != LinkType::Supports => Strength::Certain,
        sum if sum >= STRONG.value && telling >= STRONG_TELLING.value => Strength::Strong,
        sum if sum >= PLAUSIBLE.value => Strength::Plausible,
        _ => Strength::Weak,
    };
    let score = (1e6 / (1.0 + (-sum).exp())).round() / 1e6;
    let phases = phases::named(graph, from, to);
    Assessment { from, to, kind, criteria, score, strength, phases }
}

/// Whether a criterion tells programmes of one country apart; what a commitment's items say does.
fn tells(criterion: &Criterion) -> bool {
    criterion.name == commitments::ITEMS
        || RULES.iter().any(|rule| rule.telling && rule.name == criterion.name)
}
