//! How rare words, countries and organisations are among all sides: what is everywhere says nothing.

use std::collections::{HashMap, HashSet};

use super::known::Known;
use super::side::Side;
use super::theme::{self, ThemeNumber, Themes};
use super::weights::SET_ON;
use crate::record::terms;
use crate::reference::{CountryCode, themes};

/// A word of the corpus by its number.
pub(super) type Word = u32;

/// Counts over all sides.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// Stems of subjects.
    pub words: Known,
    /// Organisations, folded.
    pub organisations: Known,
    /// Words of names as they stand there, folded; they are not counted.
    pub name_words: Known,
    /// Names by the stems of their words; they are not counted.
    pub name_keys: Known,
    sides: u32,
    countries: HashMap<CountryCode, u32>,
    country_rarities: HashMap<CountryCode, f64>,
    themes: HashMap<ThemeNumber, u32>,
    theme_rarities: Vec<f64>,
    /// For stems, a word of a title that has it: stems are not for people.
    printed: HashMap<String, String>,
    remembered: HashSet<String>,
}

impl Corpus {
    /// Counts a side.
    pub fn count(&mut self, side: &Side) {
        self.sides += 1;
        self.words.count(&side.subject);
        self.organisations.count(&side.organisations);
        for country in side.countries() {
            *self.countries.entry(country).or_default() += 1;
        }
        for (theme, _) in side.themes.iter().filter(|(_, plainness)| *plainness >= theme::NAMED / 2.0) {
            *self.themes.entry(*theme).or_default() += 1;
        }
    }

    /// Works out every rarity, when all sides are counted and no word is added any more.
    pub fn weigh(&mut self) {
        let sides = self.sides;
        let information = |count| information(sides, count);
        self.words.weigh(information);
        self.organisations.weigh(information);
        self.country_rarities =
            self.countries.iter().map(|(code, count)| (*code, information(*count))).collect();
        let count = |theme: ThemeNumber| self.themes.get(&theme).copied().unwrap_or(0);
        self.theme_rarities = (0..themes().len()).map(|theme| information(count(theme))).collect();
        self.remembered = HashSet::new();
    }

    /// How much larger the corpus is than the one that the weights were set on, in natural units; 0 when it is not.
    pub fn growth(&self) -> f64 {
        (f64::from(self.sides) / SET_ON.value).max(1.0).ln()
    }

    /// How many times as much a likeness says as in the corpus that the weights were set on: a cosine stays the same
    /// when the corpus grows, and the information of each word in common does not.
    pub fn scale(&self) -> f64 {
        1.0 + self.growth() / SET_ON.value.ln()
    }

    /// A word by its number.
    pub fn name(&self, word: Word) -> &str {
        self.words.name(word)
    }

    /// In how many sides a word is.
    pub fn sides_with(&self, word: Word) -> u32 {
        self.words.sides_with(word)
    }

    /// The information of a word in natural units: 0 for one that is everywhere.
    pub fn rarity(&self, word: Word) -> f64 {
        self.words.rarity(word)
    }

    /// The information of a word by its stem; of one that no side has, the most there is.
    pub fn rarity_of(&self, stem: &str) -> f64 {
        self.words.find(stem).map_or_else(|| information(self.sides, 0), |number| self.rarity(number))
    }

    /// The information of a country.
    pub fn rarity_of_country(&self, code: CountryCode) -> f64 {
        self.country_rarities.get(&code).copied().unwrap_or_else(|| information(self.sides, 0))
    }

    /// The information of a theme.
    pub fn rarity_of_theme(&self, theme: ThemeNumber) -> f64 {
        self.theme_rarities[theme]
    }

    /// The length of a subject's words as a vector, each weighted by its rarity.
    pub fn length(&self, words: &[Word]) -> f64 {
        words.iter().map(|word| self.rarity(*word).powi(2)).sum::<f64>().sqrt()
    }

    /// The length of themes as a vector, each weighted by its rarity.
    pub fn length_of_themes(&self, themes: &Themes) -> f64 {
        themes.iter().map(|(theme, plain)| (plain * self.rarity_of_theme(*theme)).powi(2)).sum::<f64>().sqrt()
    }

    /// How alike two subjects are, 0 to 1: the cosine of their words, each weighted by its rarity.
    pub fn likeness(&self, one: &Side, other: &Side) -> f64 {
        let mut common = 0.0;
        each_shared(&one.subject, &other.subject, |word| common += self.rarity(word).powi(2));
        let lengths = one.length * other.length;
        if lengths > 0.0 { common / lengths } else { 0.0 }
    }

    /// The sum of the rarities of some words.
    pub fn weight(&self, words: &[Word]) -> f64 {
        words.iter().map(|word| self.rarity(*word)).sum()
    }

    /// Remembers the words of a name, to show for their stems.
    pub fn remember(&mut self, name: &str) {
        for word in name.split(|c: char| !c.is_alphanumeric()) {
            let word = word.to_lowercase();
            if self.remembered.contains(&word) {
                continue;
            }
            if let [stem] = terms(&word).as_slice() {
                let printed = self.printed.entry(stem.clone()).or_insert_with(|| word.clone());
                if word.len() < printed.len() {
                    printed.clone_from(&word);
                }
            }
            self.remembered.insert(word);
        }
    }

    /// Words as people read them, the most telling first; those that no title has are left out.
    pub fn most_telling(&self, words: &[Word]) -> Vec<&str> {
        let mut words: Vec<Word> = words.to_vec();
        words.sort_by(|a, b| {
            self.rarity(*b).total_cmp(&self.rarity(*a)).then_with(|| self.name(*a).cmp(self.name(*b)))
        });
        words.into_iter().filter_map(|word| self.printed.get(self.name(word)).map(String::as_str)).collect()
    }
}

fn information(sides: u32, count: u32) -> f64 {
    (f64::from(sides + 1) / f64::from(count + 1)).ln().max(0.0)
}

/// What two sorted lists share.
pub(super) fn shared<T: Ord + Copy>(one: &[T], other: &[T]) -> Vec<T> {
    let mut shared = Vec::new();
    each_shared(one, other, |both| shared.push(both));
    shared
}

/// How much two sorted lists share.
pub(super) fn count_shared<T: Ord + Copy>(one: &[T], other: &[T]) -> usize {
    let mut count = 0;
    each_shared(one, other, |_| count += 1);
    count
}

fn each_shared<T: Ord + Copy>(one: &[T], other: &[T], mut both: impl FnMut(T)) {
    let (mut i, mut j) = (0, 0);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both(one[i]);
                i += 1;
                j += 1;
            }
        }
    }
}
