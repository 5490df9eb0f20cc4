//! Typed places in the graph's tables.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of a `T` in its [`Table`]. Only a graph's own places are good for it.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The place of a number that the table has.
    pub(super) fn at(number: usize) -> Self {
        Self(number as u32, PhantomData)
    }

    /// The place as a number, from 0.
    #[must_use]
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Rows of one kind, in the order in which they were added.
#[derive(Debug, Clone)]
pub struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// Adds a row and gives its place.
    pub fn push(&mut self, row: T) -> Ix<T> {
        self.0.push(row);
        Ix(self.0.len() as u32 - 1, PhantomData)
    }

    /// Every row with its place.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ix<T>, &T)> {
        self.0.iter().enumerate().map(|(number, row)| (Ix(number as u32, PhantomData), row))
    }

    /// Every place.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Ix<T>> + use<T> {
        self.places_between(0, self.0.len())
    }

    /// The places from one number to another, of those that there are.
    pub fn places_between(&self, start: usize, end: usize) -> impl ExactSizeIterator<Item = Ix<T>> + use<T> {
        let most = self.0.len();
        (start.min(most) as u32..end.min(most) as u32).map(|number| Ix(number, PhantomData))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Index<Ix<T>> for Table<T> {
    type Output = T;

    fn index(&self, place: Ix<T>) -> &T {
        &self.0[place.number()]
    }
}

impl<T> IndexMut<Ix<T>> for Table<T> {
    fn index_mut(&mut self, place: Ix<T>) -> &mut T {
        &mut self.0[place.number()]
    }
}
