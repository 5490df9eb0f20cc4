//! What tells that an extractor ran two columns into each other. Nothing that such a text says can be trusted, even
//! where some of its labels still have their values: the whole edition is refused.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Value, facts};
use super::label::Label;
use super::sheet::{Sheet, words};
use crate::sources::reading::pattern;

/// What was found instead of sheets in reading order; `None` when they are.
pub(super) fn found(sheets: &[Sheet<'_>]) -> Option<String> {
    let all = sheets.len();
    // Where a document is cut off, its last sheet has what labels it has.
    let (ends, _) = sheets.split_at(all.saturating_sub(1).max(1));
    let woven = "two columns may have run into each other";
    let whole = ends.iter().filter(|sheet| is_whole(sheet)).count();
    if whole * 3 < ends.len() * 2 {
        return Some(format!("{whole} of {all} with their labels in that order: {woven}"));
    }
    let valued = ends.iter().filter(|sheet| has_a_value(&facts(sheet))).count();
    if valued * 2 < ends.len() {
        return Some(format!(
            "{valued} of {all} with a sum or a number of months beside their labels: {woven}"
        ));
    }
    let told = sheets.iter().filter(|sheet| tells_a_story(&facts(sheet))).count();
    if told * 3 >= all {
        return Some(format!(
            "{told} of {all} with sentences among their organizations and partners: {woven}"
        ));
    }
    let (breaks, sentences) = sheets
        .iter()
        .map(|sheet| breaks(&words(&sheet.parts().body)))
        .fold((0, 0), |(breaks, sentences), (more, all)| (breaks + more, sentences + all));
    (breaks >= FEWEST_BREAKS && breaks * MOST_SENTENCES > sentences).then(|| {
        format!(
            "summaries in which {breaks} of {sentences} sentences break off or begin in the middle: {woven}"
        )
    })
}

/// Whether the title or the summary stands among the sheet's facts.
pub(super) fn are_woven(sheet: &Sheet<'_>) -> bool {
    let labels: Vec<Label> = sheet.labels().into_iter().filter(|label| *label != Label::Contents).collect();
    let first = labels.iter().position(|label| label.is_header());
    let last = labels.iter().rposition(|label| label.is_header());
    let facts = first.zip(last).and_then(|(first, last)| labels.get(first..=last)).unwrap_or_default();
    facts.iter().any(|label| !label.is_header())
}

/// Whether a sheet has its labels, each once: the facts together, the title before or behind them. Some may be lost; a
/// sheet that has but half of them is half of one.
fn is_whole(sheet: &Sheet<'_>) -> bool {
    let labels = sheet.labels();
    let mut kinds: Vec<Label> = labels.iter().copied().filter(|label| *label != Label::Contents).collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() >= FEWEST_LABELS && all < kinds.len() + MOST_TWICE && !are_woven(sheet)
}

/// Of the eight labels.
const FEWEST_LABELS: usize = 5;
/// A single label that stands twice may be a word in a list; several are two sheets side by side.
const MOST_TWICE: usize = 2;

fn has_a_value(facts: &Facts<'_>) -> bool {
    facts.sum != Value::Absent || facts.months != Value::Absent
}

/// Whether sentences stand where names should.
fn tells_a_story(facts: &Facts<'_>) -> bool {
    let names = [words(&facts.participating), words(&facts.partners)];
    names.iter().map(|names| TELLING.find_iter(names).count()).sum::<usize>() > 1
}

/// Fewer breaks than this any text may have.
const FEWEST_BREAKS: usize = 3;
/// One break in so many sentences is a slip of the pen.
const MOST_SENTENCES: usize = 12;

/// How many sentences of a text begin in small letters or right behind a word, and how many there are.
fn breaks(prose: &str) -> (usize, usize) {
    let begins = BEGINS_SMALL.find_iter(prose).filter(|found| !ABBREVIATED.is_match(found.as_str())).count();
    let breaks = begins + BREAKS_OFF.find_iter(prose).count();
    (breaks, breaks + ENDS.find_iter(prose).count())
}

/// Words of sentences that no name of an institution holds.
static TELLING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:is|are|was|were|will|would|has|have|been|which|that|their|this|these|its|it|they|not|aims?)\b",
    )
});
static ENDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\pL\d)”’%][.!?]\s+[\p{Lu}“(]"));
static BEGINS_SMALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\pL.]*[\p{Ll}\d)”’%][.!?]\s+\p{Ll}"));
static ABBREVIATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:.*\.\pL|etc|vs|cf|approx|no|nos|p|pp|al|incl)\."));
/// A word that only begins sentences, behind one that ends none.
static BREAKS_OFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\p{Ll},]\s+(?:The|This|These|It|In|An?|As|To|By|With|They|Their|There|For|When|While|Who|If)\s+\p{Ll}",
    )
});
