//! Which pairs are worth assessing, from indices: the cost follows what matches, not the product of both sides.

use std::collections::HashMap;
use std::hash::Hash;

use super::End;
use super::corpus::Word;
use super::linker::Linker;
use super::side::Side;
use crate::reference::CountryCode;

/// A key that more sides than this have is passed over: it tells nothing, and costs most.
pub(super) const MOST_SIDES: usize = 400;
/// Of the sides that share words with one, so many at most are assessed, the most telling first.
const MOST_BY_WORDS: usize = 48;

/// Programmes and items by what they have.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    programmes: Index,
    items: Index,
    /// Of every side.
    lands: Vec<Lands>,
}

/// Sides of one sort by what they have.
#[derive(Debug, Default)]
struct Index {
    words: HashMap<Word, Vec<u32>>,
    /// Words that are too common by themselves, by country.
    words_in: HashMap<(CountryCode, Word), Vec<u32>>,
    organisations: HashMap<u32, Vec<u32>>,
    places: HashMap<u32, Vec<u32>>,
}

/// What the sides met so far have in common with one; kept from side to side, since clearing is cheaper than making.
#[derive(Debug, Default)]
pub(super) struct Tally {
    weights: Vec<f64>,
    met: Vec<u32>,
}

impl Tally {
    fn add(&mut self, place: u32, weight: f64) {
        let at = place as usize;
        if self.weights.len() <= at {
            self.weights.resize(at + 1, 0.0);
        }
        if self.weights[at] == 0.0 {
            self.met.push(place);
        }
        self.weights[at] += weight;
    }

    /// Every side met with its weight, in no order; the tally is empty then.
    fn take(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let weights = &mut self.weights;
        self.met.drain(..).map(|place| (place, std::mem::take(&mut weights[place as usize])))
    }
}

impl Candidates {
    pub fn of(linker: &Linker) -> Self {
        let mut candidates = Self::default();
        let mut numbers = HashMap::new();
        for (place, side) in linker.sides.iter().enumerate() {
            candidates.lands.push(lands(side, &mut numbers));
            match side.end {
                End::Programme(_) => candidates.programmes.add(linker, place as u32, side),
                End::Item(_) => candidates.items.add(linker, place as u32, side),
                End::Result(_) | End::Commitment(_) => {}
            }
        }
        candidates
    }

    /// Programmes that an item or result may belong to, by their sides, sorted.
    pub fn programmes_for(&self, linker: &Linker, place: usize, tally: &mut Tally) -> Vec<usize> {
        let side = &linker.sides[place];
        let mut found: Vec<usize> =
            side.names.iter().flat_map(|name| linker.named(name).iter().copied()).collect();
        found.extend(self.programmes.sharing(linker, place, &self.lands, tally));
        let whole = side.names.iter().filter(|name| name.whole);
        found.extend(whole.flat_map(|name| linker.beginning_as(name).iter().copied().take(MOST_SIDES)));
        sorted(found)
    }

    /// Items after a given one that may tell of the same undertaking, by their sides, sorted.
    pub fn items_for(&self, linker: &Linker, place: usize, tally: &mut Tally) -> Vec<usize> {
        let side = &linker.sides[place];
        let whole = side.names.iter().filter(|name| name.whole);
        let mut found: Vec<usize> = whole.flat_map(|name| linker.items_with(name).iter().copied()).collect();
        found.extend(self.items.in_the_same_words(linker, side, tally));
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
        put(&mut self.organisations, side.organisations.iter().copied(), place);
        put(&mut self.places, side.places.iter().copied(), place);
    }

    /// Sides that share words, organisations or places with one, and are not elsewhere.
    fn sharing(&self, linker: &Linker, place: usize, lands: &[Lands], tally: &mut Tally) -> Vec<usize> {
        let side = &linker.sides[place];
        let here = &lands[place];
        let mut add = |places: Option<&Vec<u32>>, weight: f64| {
            for place in places.filter(|places| places.len() <= MOST_SIDES).into_iter().flatten() {
                if meet(here, &lands[*place as usize]) {
                    tally.add(*place, weight);
                }
            }
        };
        for word in &side.subject {
            let weight = linker.corpus.rarity(*word).powi(2);
            add(self.words.get(word), weight);
            for country in side.countries().chain(side.borrowed.iter().copied()) {
                add(self.words_in.get(&(country, *word)), weight);
            }
        }
        for (map, keys) in [(&self.organisations, &side.organisations), (&self.places, &side.places)] {
            for key in keys {
                add(map.get(key), ANY_WORD);
            }
        }
        let mut found: Vec<(u32, f64)> = tally.take().collect();
        best(&mut found);
        found.into_iter().map(|(place, _)| place as usize).collect()
    }

    /// Sides that share at least half of one's rarest words.
    fn in_the_same_words(&self, linker: &Linker, side: &Side, tally: &mut Tally) -> Vec<usize> {
        let mut words: Vec<Word> = side.subject.clone();
        words.sort_by(|a, b| linker.corpus.rarity(*b).total_cmp(&linker.corpus.rarity(*a)).then(a.cmp(b)));
        words.truncate(RAREST);
        for place in words.iter().filter_map(|word| self.words.get(word)).flatten() {
            tally.add(*place, 1.0);
        }
        let enough = words.len().div_ceil(2).max(2) as f64;
        tally.take().filter(|(_, count)| *count >= enough).map(|(place, _)| place as usize).collect()
    }
}

/// More than any word weighs: a shared organisation or place is always looked at.
const ANY_WORD: f64 = 1000.0;
/// Two items in the same words share most of these.
const RAREST: usize = 8;

/// The countries of a side, a bit each: two sides meet where they have a bit in common.
type Lands = [u64; 4];

/// A side that does not say where it is may be anywhere.
const ANYWHERE: Lands = [u64::MAX; 4];

fn lands(side: &Side, numbers: &mut HashMap<CountryCode, usize>) -> Lands {
    let mut lands = Lands::default();
    for code in side.countries().chain(side.borrowed.iter().copied()) {
        let next = numbers.len();
        let number = *numbers.entry(code).or_insert(next) % (64 * lands.len());
        lands[number / 64] |= 1 << (number % 64);
    }
    if lands == Lands::default() { ANYWHERE } else { lands }
}

fn meet(one: &Lands, other: &Lands) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}

/// Keeps the heaviest, ties by place.
fn best(found: &mut Vec<(u32, f64)>) {
    let order = |a: &(u32, f64), b: &(u32, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if found.len() > MOST_BY_WORDS {
        found.select_nth_unstable_by(MOST_BY_WORDS, order);
        found.truncate(MOST_BY_WORDS);
    }
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
