//! Links against labels: precision, recall and F1 by type and by strength, and every mistake.

use super::Labels;
use super::labels::pair;
use crate::graph::Graph;
use crate::linking::{Assessment, End, Linker, Strength};
use crate::record::LinkType;

/// What an evaluation finds.
#[derive(Debug)]
pub struct Report {
    /// One row for each type and least strength, then for all types together.
    pub rows: Vec<Row>,
    /// Pairs that are linked and should not be, or otherwise; and that should be and are not. Worst first.
    pub mistakes: Vec<Mistake>,
    /// Links of pairs that nobody labelled; they count neither way.
    pub unlabelled: usize,
    /// How surprised one is by the labels of single pairs after reading the scores: the mean of the negative logarithm
    /// of what the score gives to the truth, in natural units; 0.69 is that of a coin. A pair that is not suggested
    /// counts with a score of at most a half.
    pub log_loss: f64,
}

/// Counts for the links of one type, or of all, that have at least one strength.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The type; `None` for any link, whatever its type.
    pub kind: Option<LinkType>,
    /// The least strength.
    pub least: Strength,
    /// Links that are labelled so.
    pub right: usize,
    /// Links that are labelled otherwise.
    pub wrong: usize,
    /// Labels that no such link meets.
    pub missed: usize,
}

impl Row {
    /// Of the links, how many are right: 0 to 1; `None` when there is no link.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Of the labels, how many are met: 0 to 1; `None` when there is no label.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall; `None` when there is neither link nor label.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A pair on which links and labels differ.
#[derive(Debug)]
pub struct Mistake {
    /// What people say.
    pub label: Option<LinkType>,
    /// What is suggested; `None` when nothing is.
    pub suggested: Option<LinkType>,
    /// What the criteria say of it.
    pub assessment: Assessment,
}

const STRENGTHS: [Strength; 3] = [Strength::Certain, Strength::Strong, Strength::Plausible];

/// Compares what a linker suggests with labels.
#[must_use]
pub fn evaluate(graph: &Graph, linker: &Linker, labels: &Labels) -> Report {
    let links = linker.suggest(graph);
    let judged: Vec<(&Assessment, Option<LinkType>)> =
        links.iter().filter_map(|link| Some((link, labels.of(link.from, link.to)?))).collect();
    let expected: Vec<(End, End, LinkType)> =
        labels.pairs().filter_map(|(one, other, label)| Some((one, other, label?))).collect();
    let kinds = LinkType::NAMES.iter().map(|(kind, _)| Some(*kind)).chain([None]);
    let rows = kinds.flat_map(|kind| STRENGTHS.map(|least| row(kind, least, &judged, &expected))).collect();
    let mut mistakes = Vec::new();
    for (link, label) in &judged {
        if *label != Some(link.kind) {
            mistakes.push(Mistake { label: *label, suggested: Some(link.kind), assessment: (*link).clone() });
        }
    }
    let linked =
        |one: End, other: End| links.iter().find(|link| pair(link.from, link.to) == pair(one, other));
    for (one, other, kind) in &expected {
        if linked(*one, *other).is_none() {
            let assessment = linker.assess(graph, *kind, *one, *other);
            mistakes.push(Mistake { label: Some(*kind), suggested: None, assessment });
        }
    }
    mistakes.sort_by(|a, b| surprise(b).total_cmp(&surprise(a)));
    let log_loss = log_loss(graph, linker, labels, &linked);
    Report { rows, mistakes, unlabelled: links.len() - judged.len(), log_loss }
}

fn row(
    kind: Option<LinkType>,
    least: Strength,
    judged: &[(&Assessment, Option<LinkType>)],
    expected: &[(End, End, LinkType)],
) -> Row {
    let counted =
        judged.iter().filter(|(link, _)| link.strength >= least && kind.is_none_or(|kind| link.kind == kind));
    let is_right = |(link, label): &&&(&Assessment, Option<LinkType>)| match kind {
        Some(_) => *label == Some(link.kind),
        None => label.is_some(),
    };
    let (right, all) = (counted.clone().filter(|judged| is_right(&judged)).count(), counted.count());
    let labelled = expected.iter().filter(|(.., label)| kind.is_none_or(|kind| *label == kind)).count();
    // A pair of `every` can be right without a line of its own.
    Row { kind, least, right, wrong: all - right, missed: labelled.saturating_sub(right) }
}

fn surprise(mistake: &Mistake) -> f64 {
    let score = mistake.assessment.score;
    if mistake.suggested.is_some() { score } else { 1.0 - score }
}

fn log_loss<'a>(
    graph: &Graph,
    linker: &Linker,
    labels: &Labels,
    linked: &impl Fn(End, End) -> Option<&'a Assessment>,
) -> f64 {
    let mut sum = 0.0;
    for (one, other, label) in labels.pairs() {
        let score = linked(one, other).map_or_else(
            || linker.assess(graph, label.unwrap_or(LinkType::Supports), one, other).score.min(0.5),
            |link| link.score,
        );
        let of_truth = if label.is_some() { score } else { 1.0 - score };
        sum -= of_truth.max(1e-6).ln();
    }
    if labels.is_empty() { 0.0 } else { sum / labels.len() as f64 }
}
