//! Which pairs are worth assessing, from indices: the cost follows what matches, not the product of both sides.

use std::collections::HashMap;
use std::hash::Hash;

use super::End;
use super::corpus::Word;
use super::linker::Linker;
use super::side::Side;
use crate::reference::CountryCode;

/// A key that more sides than this have is passed over: it tells nothing, and costs most.
const MOST_SIDES: usize = 400;
/// Of the sides that share words with one, so many at most are assessed, the most telling first.
const MOST_BY_WORDS: usize = 48;

/// Programmes and items by what they have.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    programmes: Index,
    items: Index,
}

/// Sides of one sort by what they have.
#[derive(Debug, Default)]
struct Index {
    words: HashMap<Word, Vec<u32>>,
    /// Words that are too common by themselves, by country.
    words_in: HashMap<(CountryCode, Word), Vec<u32>>,
    organisations: HashMap<String, Vec<u32>>,
    places: HashMap<String, Vec<u32>>,
}

impl Candidates {
    pub fn of(linker: &Linker) -> Self {
        let mut candidates = Self::default();
        for (place, side) in linker.sides.iter().enumerate() {
            match side.end {
                End::Programme(_) => candidates.programmes.add(linker, place as u32, side),
                End::Item(_) => candidates.items.add(linker, place as u32, side),
                End::Result(_) | End::Commitment(_) => {}
            }
        }
        candidates
    }

    /// Programmes that an item or result may belong to, by their sides, sorted.
    pub fn programmes_for(&self, linker: &Linker, place: usize) -> Vec<usize> {
        let side = &linker.sides[place];
        let mut found: Vec<usize> =
            side.names.iter().flat_map(|name| linker.named(name).iter().copied()).collect();
        found.extend(self.programmes.sharing(linker, side));
        let whole = side.names.iter().filter(|name| name.whole);
        found.extend(whole.flat_map(|name| linker.beginning_as(name).iter().copied().take(MOST_SIDES)));
        sorted(found)
    }

    /// Items after a given one that may tell of the same undertaking, by their sides, sorted.
    pub fn items_for(&self, linker: &Linker, place: usize) -> Vec<usize> {
        let side = &linker.sides[place];
        let whole = side.names.iter().filter(|name| name.whole);
        let mut found: Vec<usize> = whole.flat_map(|name| linker.items_with(name).iter().copied()).collect();
        found.extend(self.items.in_the_same_words(linker, side));
        found.retain(|other| *other > place);
        sorted(found)
    }
}

impl Index {
    fn add(&mut self, linker: &Linker, place: u32, side: &Side) {
        for word in &side.subject {
            if linker.corpus.sides_with(*word) as usize <= MOST_SIDES {
                self.words.entry(*word).or_default().push(place);
            } else {
                for country in side.countries() {
                    self.words_in.entry((country, *word)).or_default().push(place);
                }
            }
        }
        put(&mut self.organisations, side.organisations.iter().cloned(), place);
        put(&mut self.places, side.places.iter().cloned(), place);
    }

    /// Sides that share words, organisations or places with one, and are not elsewhere.
    fn sharing(&self, linker: &Linker, side: &Side) -> Vec<usize> {
        let mut weights: HashMap<u32, f64> = HashMap::new();
        let mut add = |places: Option<&Vec<u32>>, weight: f64| {
            for place in places.into_iter().flatten().take(MOST_SIDES) {
                *weights.entry(*place).or_default() += weight;
            }
        };
        for word in &side.subject {
            let weight = linker.corpus.rarity(*word).powi(2);
            add(self.words.get(word), weight);
            for country in side.countries().chain(side.borrowed.iter().copied()) {
                let places = self.words_in.get(&(country, *word));
                add(places.filter(|places| places.len() <= MOST_SIDES), weight);
            }
        }
        for (map, keys) in [(&self.organisations, &side.organisations), (&self.places, &side.places)] {
            for key in keys {
                add(map.get(key).filter(|places| places.len() <= MOST_SIDES), ANY_WORD);
            }
        }
        let mut found: Vec<(u32, f64)> =
            weights.into_iter().filter(|(place, _)| may_meet(side, &linker.sides[*place as usize])).collect();
        best(&mut found);
        found.into_iter().map(|(place, _)| place as usize).collect()
    }

    /// Sides that share at least half of one's rarest words.
    fn in_the_same_words(&self, linker: &Linker, side: &Side) -> Vec<usize> {
        let mut words: Vec<Word> = side.subject.clone();
        words.sort_by(|a, b| linker.corpus.rarity(*b).total_cmp(&linker.corpus.rarity(*a)).then(a.cmp(b)));
        words.truncate(RAREST);
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for word in &words {
            for place in self.words.get(word).into_iter().flatten() {
                *counts.entry(*place).or_default() += 1;
            }
        }
        let enough = words.len().div_ceil(2).max(2);
        counts.into_iter().filter(|(_, count)| *count >= enough).map(|(place, _)| place as usize).collect()
    }
}

/// More than any word weighs: a shared organisation or place is always looked at.
const ANY_WORD: f64 = 1000.0;
/// Two items in the same words share most of these.
const RAREST: usize = 8;

/// Whether two sides have a country in common, or one of them does not say where it is.
fn may_meet(one: &Side, other: &Side) -> bool {
    let nowhere = |side: &Side| side.work.is_empty() && side.planned.is_empty() && side.borrowed.is_empty();
    nowhere(one)
        || nowhere(other)
        || one
            .countries()
            .chain(one.borrowed.iter().copied())
            .any(|code| other.countries().any(|there| there == code))
}

/// Keeps the heaviest, ties by place.
fn best(found: &mut Vec<(u32, f64)>) {
    found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(MOST_BY_WORDS);
}

fn put<K: Eq + Hash>(map: &mut HashMap<K, Vec<u32>>, keys: impl Iterator<Item = K>, place: u32) {
    for key in keys {
        let places = map.entry(key).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
}

fn sorted(mut found: Vec<usize>) -> Vec<usize> {
    found.sort_unstable();
    found.dedup();
    found
}
