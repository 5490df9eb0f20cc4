//! Which of many things one is compared with: those of its blocks (a country, a region) that share rare terms with it.
//!
//! A block that is small is compared whole. Of a large one, only what shares terms, the rarest first, and never more
//! than a fixed number: what a record costs does not grow with the corpus.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::Rarity;

/// The most that one is compared with; blocks of no more are compared whole.
const MOST: usize = 64;

/// How many entries of the index are read for one.
const MOST_READ: usize = 1024;

/// Things by their blocks and terms. A thing is a number that the caller gives meaning to.
#[derive(Debug)]
pub struct Neighbours<Block> {
    by_block: HashMap<Block, Vec<u32>>,
    /// By the number that the corpus gives a term: nobody can choose them.
    by_term: FxHashMap<u32, Vec<u32>>,
}

impl<Block> Default for Neighbours<Block> {
    fn default() -> Self {
        Self { by_block: HashMap::new(), by_term: FxHashMap::default() }
    }
}

impl<Block: Hash + Eq> Neighbours<Block> {
    /// Adds a thing; one that is added again is in the blocks and has the terms of both times.
    pub fn add(&mut self, thing: usize, blocks: impl IntoIterator<Item = Block>, terms: &[u32]) {
        let thing = thing as u32;
        for block in blocks {
            self.by_block.entry(block).or_default().push(thing);
        }
        for term in terms {
            self.by_term.entry(*term).or_default().push(thing);
        }
    }

    /// The things to compare with one of those blocks and terms, in order, each once. `fits` says of a thing whether
    /// it is of one of the blocks and may be compared.
    pub fn of(
        &self,
        blocks: &[Block],
        terms: &[u32],
        rarity: &Rarity,
        fits: impl Fn(usize) -> bool,
    ) -> BTreeSet<usize> {
        let blocks = blocks.iter().filter_map(|block| self.by_block.get(block));
        if blocks.clone().map(Vec::len).sum::<usize>() <= MOST {
            return blocks.flatten().map(|thing| *thing as usize).filter(|thing| fits(*thing)).collect();
        }
        let mut lists: Vec<(&Vec<u32>, u32)> =
            terms.iter().filter_map(|term| Some((self.by_term.get(term)?, *term))).collect();
        lists.sort_unstable_by_key(|(things, term)| (things.len(), *term));
        let mut read = 0;
        let mut shared: FxHashMap<u32, Option<f64>> = FxHashMap::default();
        for (things, term) in lists {
            read += things.len();
            if read > MOST_READ {
                break;
            }
            for thing in things {
                let weight = shared.entry(*thing).or_insert_with(|| fits(*thing as usize).then_some(0.0));
                if let Some(weight) = weight {
                    *weight += rarity.weight(term);
                }
            }
        }
        let mut best: Vec<(f64, u32)> =
            shared.into_iter().filter_map(|(thing, weight)| Some((weight?, thing))).collect();
        best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        best.into_iter().take(MOST).map(|(_, thing)| thing as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Things of one block, each with a term of its own and one that all have.
    fn block(things: u32) -> (Neighbours<char>, Rarity) {
        let texts: Vec<Vec<String>> =
            (0..things).map(|thing| vec![format!("own{thing:05}"), "shared".to_owned()]).collect();
        let rarity = Rarity::of(texts.iter().map(|terms| terms.iter().map(String::as_str)));
        let mut neighbours = Neighbours::default();
        for (thing, terms) in texts.iter().enumerate() {
            neighbours.add(thing, ['a'], &rarity.numbers(terms.iter().map(String::as_str)));
        }
        (neighbours, rarity)
    }

    #[test]
    fn a_small_block_is_compared_whole() {
        let (neighbours, rarity) = block(MOST as u32);
        assert_eq!(neighbours.of(&['a'], &[], &rarity, |_| true).len(), MOST);
        assert_eq!(neighbours.of(&['a'], &[], &rarity, |thing| thing > 3).len(), MOST - 4);
        assert!(neighbours.of(&['b'], &[], &rarity, |_| true).is_empty());
    }

    #[test]
    fn of_a_large_block_only_what_shares_the_rarest_terms_is_compared() {
        let (neighbours, rarity) = block(MOST_READ as u32 + 100);
        let terms = rarity.numbers(["own00700", "shared"]);
        assert_eq!(neighbours.of(&['a'], &terms, &rarity, |_| true), BTreeSet::from([700]));
        let common = rarity.numbers(["shared"]);
        assert!(
            neighbours.of(&['a'], &common, &rarity, |_| true).is_empty(),
            "a term that is everywhere finds none"
        );
    }

    #[test]
    fn never_more_than_a_fixed_number_is_compared() {
        let (neighbours, rarity) = block(MOST as u32 * 2);
        let common = rarity.numbers(["shared"]);
        assert_eq!(neighbours.of(&['a'], &common, &rarity, |_| true).len(), MOST);
    }
}
