//! What both are about, by the themes of the field.

use super::{Pair, Reason, listed};
use crate::linking::theme::{NAMED, ThemeNumber};
use crate::linking::weights::{THEME_MISSING, THEMES, THEMES_BY_CHANCE, THEMES_LEAST, THEMES_MOST};
use crate::reference;

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    let corpus = &pair.linker.corpus;
    let (mine, theirs) = (&pair.from.themes, &pair.to.themes);
    if mine.is_empty() || theirs.is_empty() {
        return None;
    }
    let rarity = |theme: &ThemeNumber| corpus.rarity_of_theme(*theme);
    let length = |themes: &crate::linking::theme::Themes| {
        themes.iter().map(|(theme, plain)| (plain * rarity(theme)).powi(2)).sum::<f64>().sqrt()
    };
    let mut both: Vec<(f64, &str)> = mine
        .iter()
        .filter_map(|(theme, plain)| {
            let other = theirs.get(theme)?;
            Some((plain * other * rarity(theme).powi(2), reference::themes()[*theme].name))
        })
        .collect();
    both.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let dot: f64 = both.iter().map(|(weight, _)| weight).sum();
    let lengths = length(mine) * length(theirs);
    let likeness = if lengths > 0.0 { dot / lengths } else { 0.0 };
    let named: Vec<ThemeNumber> = mine
        .iter()
        .filter(|(_, plain)| **plain >= NAMED)
        .map(|(theme, _)| *theme)
        .filter(|theme| rarity(theme) >= SPECIFIC)
        .collect();
    let missing: Vec<ThemeNumber> =
        named.iter().filter(|theme| !theirs.contains_key(theme)).copied().collect();
    let sum = |themes: &[ThemeNumber]| themes.iter().map(rarity).sum::<f64>();
    let lacking = if missing.is_empty() { 0.0 } else { sum(&missing) / sum(&named).max(f64::EPSILON) };
    let weight = ((likeness - THEMES_BY_CHANCE.value) * THEMES.value)
        .clamp(THEMES_LEAST.value, THEMES_MOST.value)
        + lacking * THEME_MISSING.value;
    let told: Vec<&str> =
        both.iter().filter(|(weight, _)| *weight >= dot / 8.0).take(3).map(|both| both.1).collect();
    let missing: Vec<&str> = missing.iter().take(2).map(|theme| reference::themes()[*theme].name).collect();
    let mut detail = match told.as_slice() {
        [] => "no theme in common".to_owned(),
        told => format!("both are about {}", listed(told)),
    };
    if !missing.is_empty() {
        detail += &format!(", but only the first about {}", listed(&missing));
    }
    Some(Reason { weight, detail, evidence: pair.texts() })
}

/// In natural units: a theme of fewer than two in five sides. That a commoner one is missing means little.
const SPECIFIC: f64 = 0.9;
