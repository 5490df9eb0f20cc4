//! What was asked before: an answer is kept from the second time on, since to keep what is asked once costs a query
//! that nobody repeats half its speed.

use std::sync::atomic::{AtomicU64, Ordering};

use super::key::Asked;

/// Places in each of two rows; a power of two. 256 kB in all, whatever is asked.
const PLACES: usize = 1 << 14;

/// A mark for each request that was met, in a place of either row; the last one to take a place has it. Two requests
/// that fall on one place in both rows, and so forget each other, are one pair in a hundred million.
pub(super) struct Sights([Box<[AtomicU64]>; 2]);

impl Sights {
    pub fn new() -> Self {
        let row = || (0..PLACES).map(|_| AtomicU64::new(0)).collect();
        Self([row(), row()])
    }

    /// Whether this was met before, as far as is remembered. Now it is.
    pub fn again(&self, asked: Asked) -> bool {
        // No place begins with a mark.
        let mark = (asked.0 >> 64) as u64 | 1;
        let places = [asked.0 as usize, (asked.0 >> 32) as usize];
        let mut met = false;
        for (row, place) in self.0.iter().zip(places) {
            met |= row[place & (PLACES - 1)].swap(mark, Ordering::Relaxed) == mark;
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_met_again_the_second_time() {
        let sights = Sights::new();
        let [one, other] = [7 | 1 << 70, 1 << 71].map(Asked);
        assert!(!sights.again(one));
        assert!(sights.again(one));
        assert!(!sights.again(other));
        assert!(sights.again(other));
    }

    #[test]
    fn of_two_that_have_the_same_places_the_later_is_remembered_and_one_place_is_enough() {
        let sights = Sights::new();
        let [one, same, half] = [7, 7 | 1 << 77, 7 | 1 << 40 | 1 << 78].map(Asked);
        assert!(!sights.again(one));
        assert!(!sights.again(same));
        assert!(!sights.again(one));
        assert!(!sights.again(half));
        assert!(sights.again(one));
    }
}
