//! What sides have in common with one, added up; kept from side to side, since clearing is cheaper than making.

/// Sides with the weight of what was met in them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    weights: Vec<f64>,
    met: Vec<u32>,
}

impl Tally {
    /// Adds to a side's weight.
    pub fn add(&mut self, place: u32, weight: f64) {
        let at = place as usize;
        if self.weights.len() <= at {
            self.weights.resize(at + 1, 0.0);
        }
        if self.weights[at] == 0.0 {
            self.met.push(place);
        }
        self.weights[at] += weight;
    }

    /// The heaviest sides, so many at most, ties by place; in no order. The tally is empty then.
    pub fn heaviest(&mut self, most: usize) -> Vec<usize> {
        let mut found: Vec<(u32, f64)> = self.take().collect();
        if found.len() > most {
            found.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(most);
        }
        found.into_iter().map(|(place, _)| place as usize).collect()
    }

    /// The sides of at least a weight, in no order. The tally is empty then.
    pub fn at_least(&mut self, least: f64) -> Vec<usize> {
        self.take().filter(|(_, weight)| *weight >= least).map(|(place, _)| place as usize).collect()
    }

    fn take(&mut self) -> impl Iterator<Item = (u32, f64)> {
        let weights = &mut self.weights;
        self.met.drain(..).map(|place| (place, std::mem::take(&mut weights[place as usize])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_are_kept_ties_by_place_and_nothing_stays_behind() {
        let mut tally = Tally::default();
        for (place, weight) in [(9, 1.0), (2, 1.0), (5, 0.5), (5, 2.0), (7, 1.0)] {
            tally.add(place, weight);
        }
        let mut found = tally.heaviest(3);
        found.sort_unstable();
        assert_eq!(found, [2, 5, 7]);
        tally.add(9, 1.0);
        assert_eq!(tally.at_least(1.0), [9]);
        assert!(tally.at_least(0.0).is_empty());
    }
}
