//! Text that stands in two items.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::sources::names::{Ranges, words};

/// So many words in a row, the same in two items, are no chance.
const LENGTH: usize = 12;

/// Finds the earlier item that an item repeats.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// The item that first had a run of words.
    first: HashMap<u64, usize>,
}

impl Repeats {
    /// The earlier items that share a run of words with this one, which is remembered; `names` are the bytes of
    /// names, which may stand anywhere.
    pub(super) fn of(&mut self, item: usize, text: &str, names: &Ranges) -> BTreeSet<usize> {
        let mut earlier = BTreeSet::new();
        let mut run: Vec<u64> = Vec::new();
        for word in words(text) {
            if names.overlaps(&word.range()) {
                run.clear();
                continue;
            }
            run.push(hash(&word.text.to_lowercase()));
            let Some(window) = run.len().checked_sub(LENGTH).and_then(|from| run.get(from..)) else {
                continue;
            };
            let first = *self.first.entry(hash(&window)).or_insert(item);
            if first != item {
                earlier.insert(first);
            }
            if run.len() > 4 * LENGTH {
                run.drain(..run.len() - LENGTH);
            }
        }
        earlier
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "one two three four five six seven eight nine ten eleven twelve";

    #[test]
    fn twelve_words_in_a_row_are_a_repeat() {
        let mut repeats = Repeats::default();
        assert!(repeats.of(0, &format!("Before, {LONG}."), &Ranges::default()).is_empty());
        assert!(repeats.of(1, "one two three four", &Ranges::default()).is_empty());
        assert_eq!(repeats.of(2, &format!("After; {LONG}"), &Ranges::default()), BTreeSet::from([0]));
    }

    #[test]
    fn a_name_may_stand_in_two_items() {
        let mut repeats = Repeats::default();
        let name = Ranges::new(std::iter::once(0..LONG.len()));
        repeats.of(0, LONG, &name);
        assert!(repeats.of(1, LONG, &name).is_empty());
    }
}
