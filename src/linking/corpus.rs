//! How rare words, countries and organisations are among all sides: what is everywhere says nothing.

use std::collections::HashMap;
use std::hash::Hash;

use super::side::Side;
use super::theme::{self, ThemeNumber};
use crate::record::terms;
use crate::reference::CountryCode;

/// A word of the corpus by its number.
pub(super) type Word = u32;

/// Counts over all sides.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    numbers: HashMap<String, Word>,
    names: Vec<String>,
    in_sides: Vec<u32>,
    sides: u32,
    countries: HashMap<CountryCode, u32>,
    organisations: HashMap<String, u32>,
    places: HashMap<String, u32>,
    themes: HashMap<ThemeNumber, u32>,
    /// For stems, a word of a title that has it: stems are not for people.
    printed: HashMap<String, String>,
}

impl Corpus {
    /// The numbers of some words, sorted.
    pub fn words(&mut self, words: &[&str]) -> Vec<Word> {
        let mut numbers: Vec<Word> = words.iter().map(|word| self.number(word)).collect();
        numbers.sort_unstable();
        numbers
    }

    fn number(&mut self, word: &str) -> Word {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.names.len() as Word;
        self.numbers.insert(word.to_owned(), number);
        self.names.push(word.to_owned());
        self.in_sides.push(0);
        number
    }

    /// Counts a side.
    pub fn count(&mut self, side: &Side) {
        self.sides += 1;
        for word in &side.subject {
            self.in_sides[*word as usize] += 1;
        }
        count(&mut self.countries, side.countries());
        count(&mut self.organisations, side.organisations.iter().cloned());
        let plain = side.themes.iter().filter(|(_, plainness)| **plainness >= theme::NAMED / 2.0);
        count(&mut self.themes, plain.map(|(theme, _)| *theme));
        count(&mut self.places, side.places.iter().cloned());
    }

    /// A word by its number.
    pub fn name(&self, word: Word) -> &str {
        &self.names[word as usize]
    }

    /// In how many sides a word is.
    pub fn sides_with(&self, word: Word) -> u32 {
        self.in_sides[word as usize]
    }

    /// The information of a word in natural units: 0 for one that is everywhere.
    pub fn rarity(&self, word: Word) -> f64 {
        self.information(self.in_sides[word as usize])
    }

    /// The information of a word by its stem; of one that no side has, the most there is.
    pub fn rarity_of(&self, stem: &str) -> f64 {
        self.numbers.get(stem).map_or_else(|| self.information(0), |number| self.rarity(*number))
    }

    /// The information of a country.
    pub fn rarity_of_country(&self, code: CountryCode) -> f64 {
        self.information(self.countries.get(&code).copied().unwrap_or(0))
    }

    /// The information of a theme.
    pub fn rarity_of_theme(&self, theme: ThemeNumber) -> f64 {
        self.information(self.themes.get(&theme).copied().unwrap_or(0))
    }

    /// The information of an organisation, by its folded name.
    pub fn rarity_of_organisation(&self, name: &str) -> f64 {
        self.information(self.organisations.get(name).copied().unwrap_or(0))
    }

    fn information(&self, count: u32) -> f64 {
        (f64::from(self.sides + 1) / f64::from(count + 1)).ln().max(0.0)
    }

    /// How alike two subjects are, 0 to 1: the cosine of their words, each weighted by its rarity.
    pub fn likeness(&self, one: &[Word], other: &[Word]) -> f64 {
        let length = |words: &[Word]| words.iter().map(|word| self.rarity(*word).powi(2)).sum::<f64>().sqrt();
        let shared: f64 = shared(one, other).iter().map(|word| self.rarity(*word).powi(2)).sum();
        let lengths = length(one) * length(other);
        if lengths > 0.0 { shared / lengths } else { 0.0 }
    }

    /// The sum of the rarities of some words.
    pub fn weight(&self, words: &[Word]) -> f64 {
        words.iter().map(|word| self.rarity(*word)).sum()
    }

    /// Remembers the words of a name, to show for their stems.
    pub fn remember(&mut self, name: &str) {
        for word in name.split(|c: char| !c.is_alphanumeric()) {
            if let [stem] = terms(word).as_slice() {
                let printed = self.printed.entry(stem.clone()).or_insert_with(|| word.to_lowercase());
                if word.len() < printed.len() {
                    *printed = word.to_lowercase();
                }
            }
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

/// What two sorted lists share.
pub(super) fn shared<T: Ord + Copy>(one: &[T], other: &[T]) -> Vec<T> {
    let (mut i, mut j, mut shared) = (0, 0, Vec::new());
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared.push(one[i]);
                i += 1;
                j += 1;
            }
        }
    }
    shared
}

fn count<T: Eq + Hash>(counts: &mut HashMap<T, u32>, things: impl Iterator<Item = T>) {
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
}
