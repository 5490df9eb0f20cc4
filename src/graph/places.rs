//! Sets of places of one table, a bit for each row: what filters are made of.
//!
//! To combine, count and page such sets costs a sixty-fourth of a step a row: some microseconds for a million of them.

use std::marker::PhantomData;

use super::{Ix, Table};

/// Some of the places of a table, in its order.
pub struct Places<T> {
    words: Vec<u64>,
    rows: PhantomData<fn() -> T>,
}

impl<T> Places<T> {
    /// None of a table's.
    #[must_use]
    pub fn none(table: &Table<T>) -> Self {
        Self { words: vec![0; table.len().div_ceil(64)], rows: PhantomData }
    }

    /// All of a table's.
    #[must_use]
    pub fn all(table: &Table<T>) -> Self {
        let mut words = vec![u64::MAX; table.len() / 64];
        if !table.len().is_multiple_of(64) {
            words.push((1 << (table.len() % 64)) - 1);
        }
        Self { words, rows: PhantomData }
    }

    /// Adds a place.
    pub fn insert(&mut self, place: Ix<T>) {
        self.words[place.number() / 64] |= 1 << (place.number() % 64);
    }

    /// Takes a place away.
    pub fn leave_out(&mut self, place: Ix<T>) {
        self.words[place.number() / 64] &= !(1 << (place.number() % 64));
    }

    /// Whether a place is among them.
    #[must_use]
    pub fn contains(&self, place: Ix<T>) -> bool {
        self.words[place.number() / 64] >> (place.number() % 64) & 1 == 1
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many of them the other has too.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// Those that both have.
    #[must_use]
    pub fn both(&self, other: &Self) -> Self {
        self.with(other, |word, other| word & other)
    }

    /// Those that the other has not.
    #[must_use]
    pub fn but(&self, other: &Self) -> Self {
        self.with(other, |word, other| word & !other)
    }

    fn with(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(word, other)| combine(*word, *other));
        Self { words: words.collect(), rows: PhantomData }
    }

    /// Keeps those that the other has too.
    pub fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes those of the other away.
    pub fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Adds those of the other.
    pub fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Keeps those that pass; each is looked at.
    pub fn retain(&mut self, passes: impl Fn(Ix<T>) -> bool) {
        for (number, word) in self.words.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                if !passes(Ix::at(number * 64 + bit)) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// How many come before a place.
    #[must_use]
    pub fn before(&self, place: Ix<T>) -> usize {
        let (word, bit) = (place.number() / 64, place.number() % 64);
        let whole: usize = self.words[..word].iter().map(|word| word.count_ones() as usize).sum();
        whole + (self.words[word] & ((1 << bit) - 1)).count_ones() as usize
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Ix<T>> + '_ {
        self.from(0)
    }

    /// All but the first so many, in order.
    pub fn from(&self, start: usize) -> impl Iterator<Item = Ix<T>> + '_ {
        let (mut first, mut skipped) = (0, start);
        // Whole words are passed over by their counts.
        while let Some(word) = self.words.get(first) {
            let count = word.count_ones() as usize;
            if count > skipped {
                break;
            }
            skipped -= count;
            first += 1;
        }
        let words = self.words.iter().enumerate().skip(first);
        words.flat_map(|(number, word)| bits(*word).map(move |bit| Ix::at(number * 64 + bit))).skip(skipped)
    }
}

/// The numbers of the bits that are set.
fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        bit
    })
}

impl<T> Clone for Places<T> {
    fn clone(&self) -> Self {
        Self { words: self.words.clone(), rows: PhantomData }
    }
}

impl<T> std::fmt::Debug for Places<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: usize) -> Table<usize> {
        let mut table = Table::default();
        (0..rows).for_each(|row| {
            table.push(row);
        });
        table
    }

    fn set(table: &Table<usize>, numbers: &[usize]) -> Places<usize> {
        let mut set = Places::none(table);
        numbers.iter().for_each(|number| set.insert(Ix::at(*number)));
        set
    }

    fn numbers(places: impl Iterator<Item = Ix<usize>>) -> Vec<usize> {
        places.map(Ix::number).collect()
    }

    #[test]
    fn all_of_a_table_ends_with_its_last_row() {
        for rows in [0, 1, 63, 64, 65, 128, 200] {
            let table = table(rows);
            let all = Places::all(&table);
            assert_eq!((all.len(), all.is_empty()), (rows, rows == 0));
            assert_eq!(numbers(all.iter()), (0..rows).collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn sets_of_places_are_sets(
            one in proptest::collection::btree_set(0_usize..200, 0..60),
            other in proptest::collection::btree_set(0_usize..200, 0..60),
            at in 0_usize..200,
        ) {
            let table = table(200);
            let list = |set: &std::collections::BTreeSet<usize>| set.iter().copied().collect::<Vec<_>>();
            let (left, right) = (set(&table, &list(&one)), set(&table, &list(&other)));
            let with = |change: fn(&mut Places<usize>, &Places<usize>)| {
                let mut changed = left.clone();
                change(&mut changed, &right);
                numbers(changed.iter())
            };
            prop_assert_eq!(with(Places::keep), one.intersection(&other).copied().collect::<Vec<_>>());
            prop_assert_eq!(with(Places::add), one.union(&other).copied().collect::<Vec<_>>());
            prop_assert_eq!(with(Places::remove), one.difference(&other).copied().collect::<Vec<_>>());
            prop_assert_eq!(numbers(left.both(&right).iter()), with(Places::keep));
            prop_assert_eq!(numbers(left.but(&right).iter()), with(Places::remove));
            let mut less = left.clone();
            less.leave_out(Ix::at(at));
            prop_assert_eq!(numbers(less.iter()), one.iter().copied().filter(|n| *n != at).collect::<Vec<_>>());
            let mut even = left.clone();
            even.retain(|place| place.number().is_multiple_of(2));
            prop_assert_eq!(numbers(even.iter()), one.iter().copied().filter(|n| n % 2 == 0).collect::<Vec<_>>());
            prop_assert_eq!(left.len(), one.len());
            prop_assert_eq!(left.shared(&right), one.intersection(&other).count());
            prop_assert_eq!(left.contains(Ix::at(at)), one.contains(&at));
            prop_assert_eq!(left.before(Ix::at(at)), one.range(..at).count());
            prop_assert_eq!(numbers(left.from(at)), one.iter().copied().skip(at).collect::<Vec<_>>());
        }
    }
}
