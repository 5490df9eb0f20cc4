//! Names by number, with how many sides have each: a number is compared and looked up in no time, a string is not.

use std::collections::HashMap;
use std::sync::Arc;

/// Names of one sort.
#[derive(Debug, Default)]
pub(super) struct Known {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    in_sides: Vec<u32>,
    rarities: Vec<f64>,
}

impl Known {
    /// The number of a name, a new one for a new name.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        let name: Arc<str> = name.into();
        self.numbers.insert(Arc::clone(&name), number);
        self.names.push(name);
        self.in_sides.push(0);
        number
    }

    /// The numbers of some names, sorted, each once.
    pub fn numbers<N: AsRef<str>>(&mut self, names: impl IntoIterator<Item = N>) -> Vec<u32> {
        let mut numbers: Vec<u32> = names.into_iter().map(|name| self.number(name.as_ref())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of a name that has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// A name by its number.
    pub fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Names by their numbers, in the alphabet's order.
    pub fn sorted_names(&self, numbers: &[u32]) -> Vec<&str> {
        let mut names: Vec<&str> = numbers.iter().map(|number| self.name(*number)).collect();
        names.sort_unstable();
        names
    }

    /// Counts a side that has these.
    pub fn count(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.in_sides[*number as usize] += 1;
        }
    }

    /// In how many sides a name is.
    pub fn sides_with(&self, number: u32) -> u32 {
        self.in_sides[number as usize]
    }

    /// Works out the rarity of every name from its count, once, when all sides are counted.
    pub fn weigh(&mut self, information: impl Fn(u32) -> f64) {
        self.rarities = self.in_sides.iter().map(|count| information(*count)).collect();
    }

    /// The rarity of a name, as weighed.
    pub fn rarity(&self, number: u32) -> f64 {
        self.rarities[number as usize]
    }
}
