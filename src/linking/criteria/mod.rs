//! The criteria, one a file: each looks at a pair and gives a signed weight with its reason, or nothing.
//!
//! A criterion is pure, knows no particular pair, and adds to the others; see `weights.rs` for the numbers.

mod country;
mod elsewhere;
mod name;
mod organisations;
mod other_project;
mod retitled;
mod same_project;
mod same_words;
mod themes;
mod title;
mod vocabulary;

use crate::graph::{Criterion, Evidence, Graph};
use crate::linking::End;
use crate::linking::linker::Linker;
use crate::linking::side::{Name, Side};

pub(super) use name::{is_name, named};
pub(super) use retitled::begins_alike;
pub(super) use same_project::{projects, same_projects};

/// What a criterion looks at.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub graph: &'a Graph,
    pub linker: &'a Linker,
    pub from: &'a Side,
    pub to: &'a Side,
    /// The first name of one side that is a name of the other.
    pub named: Option<(&'a Name, &'a Name)>,
}

/// What a criterion says. Few pairs are linked, so the words for it wait until they are asked for.
pub(super) struct Reason<'a> {
    weight: f64,
    told: Box<dyn FnOnce() -> Told + 'a>,
}

/// The reason in words, with the lines on both sides.
type Told = (String, Vec<Evidence>);

impl<'a> Reason<'a> {
    fn new(weight: f64, told: impl FnOnce() -> Told + 'a) -> Self {
        Self { weight, told: Box::new(told) }
    }
}

/// A criterion: its name, as the API shows it, and what it does.
pub(super) struct Rule {
    pub name: &'static str,
    /// Whether it tells programmes of one country apart; a link needs what such criteria say.
    pub telling: bool,
    weigh: for<'a> fn(Pair<'a>) -> Option<Reason<'a>>,
}

/// All criteria, in the order in which people read them.
pub(super) static RULES: [Rule; 11] = [
    Rule { name: "name", telling: true, weigh: name::weigh },
    Rule { name: "retitled", telling: true, weigh: retitled::weigh },
    Rule { name: "sameProject", telling: true, weigh: same_project::weigh },
    Rule { name: "sameWords", telling: true, weigh: same_words::weigh },
    Rule { name: "title", telling: true, weigh: title::weigh },
    Rule { name: "country", telling: false, weigh: country::weigh },
    Rule { name: "themes", telling: true, weigh: themes::weigh },
    Rule { name: "vocabulary", telling: true, weigh: vocabulary::weigh },
    Rule { name: "organisations", telling: true, weigh: organisations::weigh },
    Rule { name: "otherProject", telling: false, weigh: other_project::weigh },
    Rule { name: "elsewhere", telling: false, weigh: elsewhere::weigh },
];

/// What a criterion says of one pair.
pub(super) struct Said<'a> {
    pub rule: &'static Rule,
    /// To hundredths.
    pub weight: f64,
    told: Box<dyn FnOnce() -> Told + 'a>,
}

impl Rule {
    /// What the criterion says of a pair; `None` when it has nothing to say.
    pub fn of<'a>(&'static self, pair: Pair<'a>) -> Option<Said<'a>> {
        let reason = (self.weigh)(pair).filter(|reason| reason.weight.abs() >= 0.05)?;
        Some(Said { rule: self, weight: rounded(reason.weight), told: reason.told })
    }
}

impl Said<'_> {
    /// The same in words.
    pub fn told(self) -> Criterion {
        let (detail, mut evidence) = (self.told)();
        evidence.sort();
        evidence.dedup();
        Criterion { name: self.rule.name, weight: self.weight, detail, evidence }
    }
}

/// To hundredths, so that people can add them up.
pub(super) fn rounded(weight: f64) -> f64 {
    (weight * 100.0).round() / 100.0
}

impl Pair<'_> {
    /// Whether the pair is of two items.
    pub fn items(&self) -> bool {
        matches!((self.from.end, self.to.end), (End::Item(_), End::Item(_)))
    }

    /// The lines of both sides' running text.
    pub fn texts(&self) -> Vec<Evidence> {
        [self.from.end, self.to.end].into_iter().flat_map(|end| text(self.graph, end)).collect()
    }
}

/// The lines of a side's running text.
pub(super) fn text(graph: &Graph, end: End) -> Vec<Evidence> {
    let prose = |record: crate::graph::Ix<crate::graph::RecordNode>| graph.records[record].prose.clone();
    match end {
        End::Item(place) => graph.items[place].evidence.clone(),
        End::Result(place) => graph.results[place].evidence.clone(),
        End::Commitment(place) => prose(graph.commitments[place].record),
        End::Programme(place) => {
            graph.programmes[place].records.iter().flat_map(|record| prose(*record)).collect()
        }
    }
}

/// The lines where a programme's claims of a field stand.
pub(super) fn claimed(graph: &Graph, end: End, field: &str) -> Vec<Evidence> {
    let End::Programme(place) = end else { return Vec::new() };
    let claims = graph.programmes[place].claims.iter().filter(|claim| claim.field == field && claim.chosen);
    claims.flat_map(|claim| claim.evidence.iter().cloned()).collect()
}

/// A list as people read it: "a, b and c".
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
