//! Which themes of the field a text is about, and how plainly.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::record::terms;
use crate::reference::themes;

/// How plainly a text is about a theme: 0 (not at all) to 1 (it is in its name).
pub(super) type Plainness = f64;

/// A theme by its place in [`themes`].
pub(super) type ThemeNumber = usize;

/// A theme that is in a name: a title, a project's name.
pub(super) const NAMED: Plainness = 1.0;
/// Two words or more of the text speak of it.
const DWELT_ON: Plainness = 0.75;
/// One word of the text speaks of it.
const TOUCHED: Plainness = 0.5;

/// Only the commitment that an item stands under speaks of it.
pub(super) const INHERITED: Plainness = 0.3;

/// Themes, sorted, each with how plainly a side is about it.
pub(super) type Themes = Vec<(ThemeNumber, Plainness)>;

/// The themes of a text's subject words.
pub(super) fn of_text<'a>(words: impl Iterator<Item = &'a str>) -> Themes {
    let mut counts: BTreeMap<ThemeNumber, usize> = BTreeMap::new();
    for word in words {
        for theme in of_word(word) {
            *counts.entry(*theme).or_default() += 1;
        }
    }
    counts.into_iter().map(|(theme, count)| (theme, if count > 1 { DWELT_ON } else { TOUCHED })).collect()
}

/// Adds themes; of a theme that is there already the plainer stays.
pub(super) fn add(themes: &mut Themes, others: Themes, at_most: Plainness) {
    for (theme, plainness) in others {
        raise(themes, theme, plainness.min(at_most));
    }
}

fn raise(themes: &mut Themes, theme: ThemeNumber, plainness: Plainness) {
    match themes.binary_search_by_key(&theme, |(theme, _)| *theme) {
        Ok(at) => themes[at].1 = themes[at].1.max(plainness),
        Err(at) => themes.insert(at, (theme, plainness)),
    }
}

/// Adds the themes of a name's words.
pub(super) fn add_named<'a>(themes: &mut Themes, words: impl Iterator<Item = &'a str>) {
    for word in words {
        for theme in of_word(word) {
            raise(themes, *theme, NAMED);
        }
    }
}

fn of_word(stem: &str) -> &'static [ThemeNumber] {
    BY_STEM.get(stem).map_or(&[], Vec::as_slice)
}

static BY_STEM: LazyLock<HashMap<String, Vec<ThemeNumber>>> = LazyLock::new(|| {
    let mut by_stem: HashMap<String, Vec<ThemeNumber>> = HashMap::new();
    for (number, theme) in themes().iter().enumerate() {
        for stem in theme.words.iter().flat_map(|word| terms(word)) {
            by_stem.entry(stem).or_default().push(number);
        }
    }
    by_stem
});
