//! Every weight of the criteria, in log-odds, with the reason for it.
//!
//! 0.7 doubles the odds, 2.3 makes them ten times as good. They are set by judgement and checked with `gcm-hub
//! evaluate` on pairs that people labelled; five documents are too few to learn them.

/// A number with its reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// What it is for.
    pub name: &'static str,
    /// In log-odds, unless the reason says otherwise.
    pub value: f64,
    /// Why it is as it is.
    pub reason: &'static str,
}

const fn weight(name: &'static str, value: f64, reason: &'static str) -> Weight {
    Weight { name, value, reason }
}

/// What every pair starts from.
pub const PRIOR: Weight = weight(
    "prior",
    -3.15,
    "of the pairs that share a word or a country, about one in twenty-five belongs together",
);
/// What every pair of a result starts from.
pub const PRIOR_OF_RESULT: Weight = weight(
    "prior of a result",
    -2.15,
    "a leaflet of results reports on the fund's own programmes: three times the odds of any other pair",
);

/// On how many programmes and items the weights were set.
pub const SET_ON: Weight = weight(
    "set on",
    100.0,
    "a number of programmes and items, not log-odds: among ten times as many, the odds of any pair are ten times as \
     bad, and a name or a rare word in common is ten times as unlikely to be chance",
);

/// Least sum of a plausible link.
pub const PLAUSIBLE: Weight =
    weight("plausible", 0.0, "log-odds from which a link is suggested: more likely than not");
/// Least sum of what speaks for a link apart from the country.
pub const TELLING: Weight = weight(
    "telling",
    0.4,
    "log-odds that names, subjects and partners must give together: without them a link would rest on the \
     country alone",
);
/// Least sum of a strong link.
pub const STRONG: Weight = weight(
    "strong",
    1.4,
    "log-odds from which a link is strong: 4 to 1, which people who know the field accept",
);
/// Least sum of what speaks for a strong link apart from the country.
pub const STRONG_TELLING: Weight =
    weight("strong telling", 1.0, "log-odds: a link that rests mostly on its country is plausible at most");
/// Least sum of a certain link.
pub const CERTAIN: Weight = weight(
    "certain",
    4.6,
    "log-odds from which a link is certain: 100 to 1, and only for what is named or the same; a common subject is a \
     matter of judgement and at most strong",
);

/// Work in the same country, for each unit of the country's information.
pub const COUNTRY: Weight = weight(
    "country",
    1.15,
    "for each natural unit of the country's rarity, times the share of countries in common; the rarest country of \
     the five documents gives 4.1, and never suffices alone",
);
/// A country in which work is only planned.
pub const PLANNED: Weight =
    weight("planned", 0.4, "factor of the country's weight: what is planned may never be done");
/// Work in other countries only.
pub const ELSEWHERE: Weight = weight(
    "elsewhere",
    -3.0,
    "both sides say where the work is, and it is nowhere the same: a relation would be a coincidence of subject",
);

/// A programme is named.
pub const NAMED: Weight =
    weight("named", 8.0, "a title, short name or abbreviation that only this programme has");
/// A title that begins as the programme's does.
pub const RETITLED: Weight = weight(
    "retitled",
    0.9,
    "for each natural unit of rarity in the words with which both titles begin; retitled programmes keep the \
     beginning and change what follows",
);
/// At most so much for a beginning.
pub const RETITLED_MOST: Weight = weight("retitled at most", 6.0, "a beginning is less than the whole name");
/// Words of a title in the text.
pub const TITLE: Weight = weight(
    "title",
    0.3,
    "for each natural unit of rarity of a title's telling words that the other text has",
);
/// At most so much for words of a title.
pub const TITLE_MOST: Weight = weight("title at most", 1.5, "words in any order are less than a name");
/// The same project is named on both sides.
pub const SAME_PROJECT: Weight =
    weight("same project", 6.5, "two items that give one project's name tell of one undertaking");
/// The same words throughout.
pub const SAME_WORDS: Weight = weight(
    "same words",
    14.0,
    "for the share of words in common beyond half: a copied item with small changes",
);
/// The item names another programme of the graph.
pub const OTHER_PROGRAMME: Weight =
    weight("other programme", -2.5, "an item says which programme it belongs to, and it is another one");
/// The item names projects of its own.
pub const OTHER_PROJECT: Weight = weight(
    "other project",
    -0.3,
    "a project with a name of its own can support a joint programme of the same place, but is not a part of it",
);
/// The item names projects of its own, and the programme is a global one.
pub const OTHER_PROJECT_OF_GLOBAL: Weight = weight(
    "other project of a global programme",
    -2.4,
    "a global programme reports under its own name in each of its countries, so a project with another name is not it",
);

/// Themes in common.
pub const THEMES: Weight = weight(
    "themes",
    9.5,
    "for the likeness of the themes (a cosine weighted by rarity) beyond what chance gives",
);
/// Likeness of themes that chance gives.
pub const THEMES_BY_CHANCE: Weight = weight(
    "themes by chance",
    0.15,
    "a likeness, not log-odds: what unrelated pairs of the corpus have on average",
);
/// At most so much for themes.
pub const THEMES_MOST: Weight =
    weight("themes at most", 3.2, "the field has few themes: half of all sides share some");
/// At least so much for themes.
pub const THEMES_LEAST: Weight = weight(
    "themes at least",
    -0.8,
    "a short text touches few themes: that it touches no common one says little",
);
/// A theme in the item's names of which the programme does not speak.
pub const THEME_MISSING: Weight = weight(
    "theme missing",
    -1.2,
    "times the share, by rarity, of the themes in an item's names that the other side never touches",
);

/// Words in common.
pub const VOCABULARY: Weight = weight(
    "vocabulary",
    20.0,
    "for the likeness of the words (a cosine weighted by rarity) beyond what chance gives",
);
/// Likeness of words that chance gives.
pub const VOCABULARY_BY_CHANCE: Weight = weight(
    "vocabulary by chance",
    0.04,
    "a likeness, not log-odds: what unrelated pairs of the corpus have on average",
);
/// At least so much for words.
pub const VOCABULARY_LEAST: Weight = weight(
    "vocabulary at least",
    -0.3,
    "a short text shares few words with anything: that is a weak reason against",
);
/// At most so much for words.
pub const VOCABULARY_MOST: Weight =
    weight("vocabulary at most", 1.6, "words in common are a hint, not a relation");

/// An organisation in common.
pub const ORGANISATION: Weight = weight(
    "organisation",
    0.5,
    "for each natural unit of the organisation's rarity; UN bodies, which are everywhere, do not count",
);
/// At most so much for organisations.
pub const ORGANISATIONS_MOST: Weight =
    weight("organisations at most", 3.0, "partners work together on many things");

/// All weights, in the order of this file.
pub const TABLE: [Weight; 32] = [
    PRIOR,
    PRIOR_OF_RESULT,
    SET_ON,
    PLAUSIBLE,
    TELLING,
    STRONG,
    STRONG_TELLING,
    CERTAIN,
    COUNTRY,
    PLANNED,
    ELSEWHERE,
    NAMED,
    RETITLED,
    RETITLED_MOST,
    TITLE,
    TITLE_MOST,
    SAME_PROJECT,
    SAME_WORDS,
    OTHER_PROGRAMME,
    OTHER_PROJECT,
    OTHER_PROJECT_OF_GLOBAL,
    THEMES,
    THEMES_BY_CHANCE,
    THEMES_MOST,
    THEMES_LEAST,
    THEME_MISSING,
    VOCABULARY,
    VOCABULARY_BY_CHANCE,
    VOCABULARY_LEAST,
    VOCABULARY_MOST,
    ORGANISATION,
    ORGANISATIONS_MOST,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_weight_is_in_the_table_once_under_a_name_of_its_own() {
        let (code, _) = include_str!("weights.rs").split_once("pub const TABLE").unwrap();
        assert_eq!(code.matches(": Weight =").count(), TABLE.len());
        let names: BTreeSet<_> = TABLE.iter().map(|weight| weight.name).collect();
        assert_eq!(names.len(), TABLE.len());
    }
}
