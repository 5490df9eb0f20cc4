//! Links against labels: precision, recall and F1 by type and by strength, and every mistake.

use std::collections::BTreeSet;

use super::Labels;
use super::identity::{Compared, compared};
use super::labels::pair;
use crate::graph::{Graph, Ix, RecordNode};
use crate::linking::weights::PLAUSIBLE;
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
    /// Right links whose log-odds are less than [`NARROW`] above those from which a link is suggested: how many a small
    /// change of the weights could lose.
    pub narrow: usize,
    /// How surprised one is by the labels of single pairs after reading the scores: the mean of the negative logarithm
    /// of what the score gives to the truth, in natural units; 0.69 is that of a coin. A pair that is not suggested
    /// counts with a score of at most a half.
    pub log_loss: f64,
}

/// Log-odds: half a unit turns even odds into 1.6 to 1, which is within what the judgement of a weight leaves open.
pub const NARROW: f64 = 0.5;

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
    /// Of the identity of programmes, the two records, the later first.
    pub records: Option<(Ix<RecordNode>, Ix<RecordNode>)>,
}

const STRENGTHS: [Strength; 3] = [Strength::Certain, Strength::Strong, Strength::Plausible];

/// Compares what a linker suggests, and which records the graph has joined, with labels. The graph must know the reasons
/// of the pairs that [`Labels::compared`] names.
#[must_use]
pub fn evaluate(graph: &Graph, linker: &Linker, labels: &Labels) -> Report {
    let links = linker.suggest(graph);
    let identities = compared(graph, labels);
    let mut judged: Vec<(&Assessment, Option<LinkType>)> =
        links.iter().filter_map(|link| Some((link, labels.of(link.from, link.to)?))).collect();
    let unlabelled = links.len() - judged.len();
    let expected: Vec<(End, End, LinkType)> =
        labels.pairs().filter_map(|(one, other, label)| Some((one, other, label?))).collect();
    let mut mistakes = wrong(&judged, &identities);
    let joined = || identities.iter().filter(|of| of.found.is_some());
    judged.extend(joined().filter_map(|of| Some((&of.assessment, of.label?))));
    let unlabelled = unlabelled + joined().filter(|of| of.label.is_none()).count();
    let of_records = labels.records().filter_map(|records| labels.of_records(records)?);
    let labelled: Vec<LinkType> = expected.iter().map(|(.., kind)| *kind).chain(of_records).collect();
    let kinds = LinkType::NAMES.iter().map(|(kind, _)| Some(*kind)).chain([None]);
    let rows = kinds.flat_map(|kind| STRENGTHS.map(|least| row(kind, least, &judged, &labelled))).collect();
    let linked =
        |one: End, other: End| links.iter().find(|link| pair(link.from, link.to) == pair(one, other));
    for (one, other, kind) in &expected {
        if linked(*one, *other).is_none() {
            let assessment = linker.assess(graph, *kind, *one, *other);
            mistakes.push(Mistake { label: Some(*kind), suggested: None, assessment, records: None });
        }
    }
    mistakes.sort_by(|a, b| surprise(b).total_cmp(&surprise(a)));
    let narrow = judged.iter().filter(|(link, label)| *label == Some(link.kind) && is_narrow(link)).count();
    let log_loss = log_loss(graph, linker, labels, &linked, &identities);
    Report { rows, mistakes, unlabelled, narrow, log_loss }
}

/// Links that are labelled otherwise, and identities that are.
fn wrong(judged: &[(&Assessment, Option<LinkType>)], identities: &[Compared]) -> Vec<Mistake> {
    let links = judged.iter().filter(|(link, label)| *label != Some(link.kind)).map(|(link, label)| {
        let assessment = (*link).clone();
        Mistake { label: *label, suggested: Some(link.kind), assessment, records: None }
    });
    let identities = identities.iter().filter_map(|of| {
        let (label, assessment) = (of.label?, of.assessment.clone());
        let wrong = Mistake { label, suggested: of.found, assessment, records: Some(of.records) };
        (label != of.found).then_some(wrong)
    });
    links.chain(identities).collect()
}

fn row(
    kind: Option<LinkType>,
    least: Strength,
    judged: &[(&Assessment, Option<LinkType>)],
    labelled: &[LinkType],
) -> Row {
    let counted =
        judged.iter().filter(|(link, _)| link.strength >= least && kind.is_none_or(|kind| link.kind == kind));
    let is_right = |(link, label): &&&(&Assessment, Option<LinkType>)| match kind {
        Some(_) => *label == Some(link.kind),
        None => label.is_some(),
    };
    let (right, all) = (counted.clone().filter(|judged| is_right(&judged)).count(), counted.count());
    let labelled = labelled.iter().filter(|label| kind.is_none_or(|kind| **label == kind)).count();
    // A pair of `every` can be right without a line of its own.
    Row { kind, least, right, wrong: all - right, missed: labelled.saturating_sub(right) }
}

fn is_narrow(link: &Assessment) -> bool {
    let log_odds: f64 = link.criteria.iter().map(|criterion| criterion.weight).sum();
    log_odds < PLAUSIBLE.value + NARROW
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
    identities: &[Compared],
) -> f64 {
    let mut sum = 0.0;
    for (one, other, label) in labels.pairs() {
        let score = linked(one, other).map_or_else(
            || linker.assess(graph, label.unwrap_or(LinkType::Supports), one, other).score.min(0.5),
            |link| link.score,
        );
        sum += of_label(label, score);
    }
    let own: BTreeSet<_> = labels.records().map(|(earlier, later)| (later, earlier)).collect();
    for of in identities.iter().filter(|of| own.contains(&of.records)) {
        let score = of.assessment.score;
        sum += of_label(of.label.flatten(), if of.found.is_some() { score } else { score.min(0.5) });
    }
    if labels.is_empty() { 0.0 } else { sum / labels.len() as f64 }
}

/// How surprising a label is after a score.
fn of_label(label: Option<LinkType>, score: f64) -> f64 {
    let of_truth = if label.is_some() { score } else { 1.0 - score };
    -of_truth.max(1e-6).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The report on labels of pairs of records, and of the SAME_AS row the right, the wrong and the missed.
    fn report(lines: &[(&str, &str, &str)]) -> (Report, [usize; 3]) {
        let text: Vec<String> = lines
            .iter()
            .map(|(from, to, label)| {
                serde_json::json!({ "from": from, "to": to, "label": label }).to_string()
            })
            .collect();
        let mut input =
            crate::refresh::input(&crate::store::MemoryStore::new(), &crate::sources::Sources::default())
                .unwrap();
        let build = |input| Graph::build(input, chrono::DateTime::UNIX_EPOCH);
        let (labels, bad) = Labels::read(&build(input.clone()), &text.join("\n"));
        assert_eq!(bad, []);
        input.identity.open.extend(labels.compared(&build(input.clone())));
        let graph = build(input);
        let report = evaluate(&graph, &Linker::new(&graph), &labels);
        let row = report
            .rows
            .iter()
            .find(|row| row.kind == Some(LinkType::SameAs) && row.least == Strength::Plausible);
        let row = row.unwrap();
        let counts = [row.right, row.wrong, row.missed];
        (report, counts)
    }

    const LEAFLET: &str = "mptf-in-action/tjk/empowerment-families-left-behind-improved-migration";
    const SHEET: &str =
        "mptf-pipeline/tjk/empowerment-of-abandoned-families-for-improved-migration-outcomes-in-khatlon";
    const OTHER: &str = "tjk-safe-skilled-young-abroad";

    #[test]
    fn records_of_one_programme_are_right_and_those_of_two_are_missed() {
        let (joined, counts) = report(&[(LEAFLET, SHEET, "SAME_AS")]);
        assert_eq!((counts, joined.mistakes.len()), ([1, 0, 0], 0));
        assert!(joined.log_loss < 0.2, "{}", joined.log_loss);
        assert_eq!(joined.narrow, 0, "an identity is far above the threshold");
        let (apart, counts) = report(&[(LEAFLET, OTHER, "SAME_AS")]);
        assert_eq!(counts, [0, 0, 1]);
        let [missed] = apart.mistakes.as_slice() else { panic!("{:?}", apart.mistakes) };
        assert_eq!((missed.label, missed.suggested), (Some(LinkType::SameAs), None));
        assert!(missed.assessment.criteria.len() > 2, "it says why: {:?}", missed.assessment);
    }

    #[test]
    fn joined_records_that_are_labelled_apart_are_a_false_alarm() {
        let (report, counts) = report(&[(LEAFLET, SHEET, "NONE"), (SHEET, OTHER, "NONE")]);
        assert_eq!(counts, [0, 1, 0]);
        let [alarm] = report.mistakes.as_slice() else { panic!("{:?}", report.mistakes) };
        assert_eq!((alarm.label, alarm.suggested), (None, Some(LinkType::SameAs)));
        assert!(alarm.records.is_some() && alarm.assessment.score > 0.9);
    }
}
