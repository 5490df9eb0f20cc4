//! Values of one field, each once, with every place that states it.

use std::collections::HashMap;
use std::fmt::Debug;

use crate::record::{Lines, Stated};

/// Values in the order in which they are first stated.
pub(super) struct Gathered<T> {
    values: Vec<Stated<T>>,
    /// Where each value stands, by its debug form: figures have neither hash nor order.
    index: HashMap<String, usize>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Debug> Gathered<T> {
    /// Adds a value, or one more place that states it.
    pub(super) fn add(&mut self, value: T, at: Lines) {
        let new = self.values.len();
        let index = *self.index.entry(format!("{value:?}")).or_insert(new);
        match self.values.get_mut(index) {
            Some(stated) if stated.at.last() == Some(&at) => {}
            Some(stated) => stated.at.push(at),
            None => self.values.push(Stated::new(value, at)),
        }
    }

    /// Leaves out what another one holds.
    pub(super) fn leave_out(&mut self, other: &Self) {
        self.values.retain(|stated| !other.index.contains_key(&format!("{:?}", stated.value)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn into_stated(self) -> Vec<Stated<T>> {
        self.values
    }
}

impl<T: Debug + Clone> Gathered<T> {
    /// Takes in what another one gathered.
    pub(super) fn take_in(&mut self, other: Self) {
        for Stated { value, at } in other.values {
            for lines in at {
                self.add(value.clone(), lines);
            }
        }
    }
}

impl Gathered<String> {
    /// A recent value that differs from this one by a letter or two: the same name, spelt twice.
    pub(super) fn like(&self, name: &str) -> Option<String> {
        let alike = |other: &&Stated<String>| {
            let likeness =
                rapidfuzz::distance::levenshtein::normalized_similarity(other.value.chars(), name.chars());
            likeness > 0.9
        };
        self.values.iter().rev().take(20).find(alike).map(|other| other.value.clone())
    }
}
