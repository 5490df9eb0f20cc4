//! What both are about, by the themes of the field.

use super::{Pair, Reason, listed, text};
use crate::graph::Evidence;
use crate::linking::End;
use crate::linking::theme::{INHERITED, NAMED, Plainness, ThemeNumber, Themes};
use crate::linking::weights::{THEME_MISSING, THEMES, THEMES_BY_CHANCE, THEMES_LEAST, THEMES_MOST};
use crate::reference;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let corpus = &pair.linker.corpus;
    let (mine, theirs) = (&pair.from.themes, &pair.to.themes);
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let dot: f64 = both(pair).map(|(weight, _)| weight).sum();
    let lengths = pair.from.length_of_themes * pair.to.length_of_themes;
    let likeness = if lengths > 0.0 { dot / lengths } else { 0.0 };
    let sum = |themes: &mut dyn Iterator<Item = ThemeNumber>| -> f64 {
        themes.map(|theme| corpus.rarity_of_theme(theme)).sum()
    };
    let missing = sum(&mut missing(pair));
    let lacking = if missing > 0.0 { missing / sum(&mut named(pair)) } else { 0.0 };
    let weight = ((likeness - THEMES_BY_CHANCE.value) * THEMES.value)
        .clamp(THEMES_LEAST.value, THEMES_MOST.value)
        + lacking * THEME_MISSING.value;
    Some(Reason::new(weight, move || told(pair, dot)))
}

/// Themes that only the item's commitment speaks of are told as such.
fn told(pair: Pair<'_>, dot: f64) -> (String, Vec<Evidence>) {
    let name = |theme: ThemeNumber| format!("“{}”", reference::themes()[theme].name);
    let mut both: Vec<(f64, ThemeNumber)> = both(pair).filter(|(weight, _)| *weight >= dot / 8.0).collect();
    both.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    both.truncate(3);
    let inherited =
        |theme: ThemeNumber| plainness(&pair.from.themes, theme).is_some_and(|plain| plain <= INHERITED);
    let own: Vec<String> =
        both.iter().filter(|(_, theme)| !inherited(*theme)).map(|(_, theme)| name(*theme)).collect();
    let others: Vec<String> =
        both.iter().filter(|(_, theme)| inherited(*theme)).map(|(_, theme)| name(*theme)).collect();
    let mut evidence = pair.texts();
    let mut detail = match own.as_slice() {
        [] if others.is_empty() => "no theme in common".to_owned(),
        [] => String::new(),
        own => format!("both are about {}", listed(own)),
    };
    if let (false, End::Item(item)) = (others.is_empty(), pair.from.end) {
        detail += if detail.is_empty() { "" } else { "; " };
        detail += &format!("the item's commitment and the programme are about {}", listed(&others));
        evidence.extend(text(pair.graph, End::Commitment(pair.graph.items[item].commitment)));
    }
    let missing: Vec<String> = missing(pair).take(2).map(name).collect();
    if !missing.is_empty() {
        detail += &format!("; only the item is about {}", listed(&missing));
    }
    (detail, evidence)
}

/// The themes of both, each with its part of the likeness.
fn both(pair: Pair<'_>) -> impl Iterator<Item = (f64, ThemeNumber)> {
    pair.from.themes.iter().filter_map(move |(theme, plain)| {
        let rarity = pair.linker.corpus.rarity_of_theme(*theme);
        Some((plain * plainness(&pair.to.themes, *theme)? * rarity.powi(2), *theme))
    })
}

/// The themes in the first side's names that say something.
fn named(pair: Pair<'_>) -> impl Iterator<Item = ThemeNumber> {
    let named = pair.from.themes.iter().filter(|(_, plain)| *plain >= NAMED).map(|(theme, _)| *theme);
    named.filter(move |theme| pair.linker.corpus.rarity_of_theme(*theme) >= SPECIFIC)
}

/// Those of them that the other side never touches.
fn missing(pair: Pair<'_>) -> impl Iterator<Item = ThemeNumber> {
    named(pair).filter(move |theme| plainness(&pair.to.themes, *theme).is_none())
}

fn plainness(themes: &Themes, theme: ThemeNumber) -> Option<Plainness> {
    themes.binary_search_by_key(&theme, |(theme, _)| *theme).ok().map(|at| themes[at].1)
}

/// In natural units: a theme of fewer than two in five sides. That a commoner one is missing means little.
const SPECIFIC: f64 = 0.9;
