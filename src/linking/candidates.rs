//! Which pairs are worth assessing, from indices: the cost follows what matches, not the product of both sides.

use std::collections::HashMap;

use super::End;
use super::corpus::Word;
use super::linker::Linker;
use super::side::Side;
use super::tally::Tally;
use crate::reference::CountryCode;

/// A key that more sides than this have is passed over: it tells nothing, and costs most.
pub(super) const MOST_SIDES: usize = 400;
/// Of the sides that share words with one, so many at most are assessed, the most telling first.
const MOST_BY_WORDS: usize = 48;

/// Sides by the number of what they have, in their order.
type Lists = Vec<Vec<u32>>;

/// Programmes and items by what they have.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    items_by_word: Lists,
    programmes_by_word: Lists,
    /// By a word that is too common by itself, and a country.
    programmes_by_word_there: Lists,
    programmes_by_organisation: Lists,
    /// For each word, which of the common ones it is.
    common: Vec<Option<usize>>,
    countries: HashMap<CountryCode, usize>,
    /// Of every side.
    lands: Vec<Lands>,
}

impl Candidates {
    pub fn of(linker: &Linker) -> Self {
        let mut candidates = Self::default();
        let mut commons = 0;
        for word in 0..linker.corpus.words.len() {
            let is_common = linker.corpus.sides_with(word as Word) as usize > MOST_SIDES;
            candidates.common.push(is_common.then_some(commons));
            commons += usize::from(is_common);
        }
        for side in &linker.sides {
            for code in countries(side) {
                let next = candidates.countries.len();
                candidates.countries.entry(code).or_insert(next);
            }
        }
        for (place, side) in linker.sides.iter().enumerate() {
            let there = candidates.there(side);
            candidates.lands.push(lands(&there));
            match side.end {
                End::Programme(_) => candidates.add_programme(place as u32, side, &there),
                End::Item(_) => {
                    for word in
                        side.subject.iter().filter(|word| candidates.common[**word as usize].is_none())
                    {
                        put(&mut candidates.items_by_word, *word as usize, place as u32);
                    }
                }
                End::Result(_) | End::Commitment(_) => {}
            }
        }
        candidates
    }

    fn add_programme(&mut self, place: u32, side: &Side, there: &[usize]) {
        for word in &side.subject {
            match self.common[*word as usize] {
                None => put(&mut self.programmes_by_word, *word as usize, place),
                Some(common) => {
                    for country in there {
                        let key = common * self.countries.len() + country;
                        put(&mut self.programmes_by_word_there, key, place);
                    }
                }
            }
        }
        for organisation in &side.organisations {
            put(&mut self.programmes_by_organisation, *organisation as usize, place);
        }
    }

    /// Programmes that an item or result may belong to, by their sides, sorted.
    pub fn programmes_for(&self, linker: &Linker, place: usize, tally: &mut Tally) -> Vec<usize> {
        let side = &linker.sides[place];
        let mut found: Vec<usize> =
            side.names.iter().flat_map(|name| linker.named(name).iter().copied()).collect();
        found.extend(self.programmes_sharing(linker, place, tally));
        let whole = side.names.iter().filter(|name| name.whole);
        found.extend(whole.flat_map(|name| linker.beginning_as(name).iter().copied().take(MOST_SIDES)));
        sorted(found)
    }

    /// Items after a given one that may tell of the same undertaking, by their sides, sorted.
    pub fn items_for(&self, linker: &Linker, place: usize, tally: &mut Tally) -> Vec<usize> {
        let side = &linker.sides[place];
        let whole = side.names.iter().filter(|name| name.whole);
        let mut found: Vec<usize> = whole.flat_map(|name| linker.items_with(name).iter().copied()).collect();
        found.extend(self.items_in_the_same_words(linker, side, tally));
        found.retain(|other| *other > place);
        sorted(found)
    }

    /// Programmes that share words or organisations with a side, and are not elsewhere.
    fn programmes_sharing(&self, linker: &Linker, place: usize, tally: &mut Tally) -> Vec<usize> {
        let (side, here) = (&linker.sides[place], &self.lands[place]);
        let there = self.there(side);
        let mut add = |lists: &Lists, key: usize, weight: f64| {
            let list = lists.get(key).filter(|list| list.len() <= MOST_SIDES);
            for other in list.into_iter().flatten().filter(|other| meet(here, &self.lands[**other as usize]))
            {
                tally.add(*other, weight);
            }
        };
        for word in &side.subject {
            let weight = linker.corpus.rarity(*word).powi(2);
            match self.common[*word as usize] {
                None => add(&self.programmes_by_word, *word as usize, weight),
                Some(common) => {
                    for country in &there {
                        add(&self.programmes_by_word_there, common * self.countries.len() + country, weight);
                    }
                }
            }
        }
        for organisation in &side.organisations {
            add(&self.programmes_by_organisation, *organisation as usize, ANY_WORD);
        }
        tally.heaviest(MOST_BY_WORDS)
    }

    /// Items that share at least half of one's rarest words.
    fn items_in_the_same_words(&self, linker: &Linker, side: &Side, tally: &mut Tally) -> Vec<usize> {
        let mut words: Vec<Word> = side.subject.clone();
        words.sort_by(|a, b| linker.corpus.rarity(*b).total_cmp(&linker.corpus.rarity(*a)).then(a.cmp(b)));
        words.truncate(RAREST);
        for item in words.iter().filter_map(|word| self.items_by_word.get(*word as usize)).flatten() {
            tally.add(*item, 1.0);
        }
        tally.at_least(words.len().div_ceil(2).max(2) as f64)
    }

    /// The countries of a side, by number, each once.
    fn there(&self, side: &Side) -> Vec<usize> {
        let mut numbers: Vec<usize> = countries(side).map(|code| self.countries[&code]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// More than any word weighs: a shared organisation or place is always looked at.
const ANY_WORD: f64 = 1000.0;
/// Two items in the same words share most of these.
const RAREST: usize = 8;

fn countries(side: &Side) -> impl Iterator<Item = CountryCode> + '_ {
    side.countries().chain(side.borrowed.iter().copied())
}

/// The countries of a side, a bit each: two sides meet where they have a bit in common.
type Lands = [u64; 4];

fn lands(there: &[usize]) -> Lands {
    if there.is_empty() {
        // A side that does not say where it is may be anywhere.
        return [u64::MAX; 4];
    }
    let mut lands = Lands::default();
    for number in there {
        lands[number / 64 % lands.len()] |= 1 << (number % 64);
    }
    lands
}

fn meet(one: &Lands, other: &Lands) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}

fn put(lists: &mut Lists, key: usize, place: u32) {
    if lists.len() <= key {
        lists.resize_with(key + 1, Vec::new);
    }
    // One too many says that there are too many.
    if lists[key].len() <= MOST_SIDES {
        lists[key].push(place);
    }
}

fn sorted(mut found: Vec<usize>) -> Vec<usize> {
    found.sort_unstable();
    found.dedup();
    found
}
