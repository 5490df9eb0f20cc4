//! Chance that is the same on every machine: integer arithmetic, and of floating point only what IEEE 754 fixes to
//! the last bit.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough for a corpus.
pub struct Random(u64);

impl Random {
    /// A generator that gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` - 1; 0 for a bound of 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }

    /// One of several, each as likely. The slice must not be empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// About so many of a hundred, in their order.
    pub fn some<T: Clone>(&mut self, from: &[T], per_cent: usize) -> Vec<T> {
        from.iter().filter(|_| self.chance(per_cent)).cloned().collect()
    }

    /// Another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// Ranks as words and countries have them: the second comes half as often as the first, the hundredth a hundredth.
pub struct Zipf {
    cumulative: Vec<f64>,
}

impl Zipf {
    /// Ranks 0 to `ranks` - 1. `flat` is added to each rank: the head is the flatter, the higher it is.
    pub fn new(ranks: usize, flat: f64) -> Self {
        let mut sum = 0.0;
        let weights = (1..=ranks).map(|rank| 1.0 / (rank as f64 + flat));
        Self {
            cumulative: weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        }
    }

    /// A rank.
    pub fn draw(&self, random: &mut Random) -> usize {
        let whole = self.cumulative.last().copied().unwrap_or_default();
        let at = (random.next() >> 11) as f64 / (1_u64 << 53) as f64 * whole;
        self.cumulative.partition_point(|sum| *sum <= at).min(self.cumulative.len() - 1)
    }
}
