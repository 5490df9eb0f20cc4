//! What is added up of programmes: of any that are given; and of all, which is done once, when it is first asked for,
//! and goes with the graph.

use super::node::Programme;
use super::{Graph, Ix};

/// What some programmes come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// How many programmes.
    pub count: usize,
    /// Their durations in months; `None` where no programme has one.
    pub months: Option<Sums>,
    budgets: Option<Budgets>,
    is_of_several_currencies: bool,
}

/// What some budgets in one currency come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Budgets {
    /// ISO 4217 code.
    pub currency: String,
    /// All of them, each once, shared ones whole.
    pub sums: Sums,
    /// Those of programmes in a single country, added up.
    pub exclusive_sum: f64,
}

/// What some numbers come to: one at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums {
    /// How many.
    pub count: usize,
    /// All of them added up.
    pub sum: f64,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

impl Sums {
    fn of(number: f64) -> Self {
        Self { count: 1, sum: number, min: number, max: number }
    }

    fn add(&mut self, number: f64) {
        self.count += 1;
        self.sum += number;
        self.min = self.min.min(number);
        self.max = self.max.max(number);
    }
}

impl Totals {
    /// Their budgets; `None` where no programme has one, or where they are not all in one currency.
    #[must_use]
    pub fn budgets(&self) -> Option<&Budgets> {
        self.budgets.as_ref().filter(|_| !self.is_of_several_currencies)
    }

    fn add(&mut self, budget: Option<(f64, &str)>, is_of_one_country: bool, months: Option<u32>) {
        self.count += 1;
        if let Some(months) = months.map(f64::from) {
            match &mut self.months {
                Some(sums) => sums.add(months),
                none => *none = Some(Sums::of(months)),
            }
        }
        let Some((amount, currency)) = budget else { return };
        let exclusive = if is_of_one_country { amount } else { 0.0 };
        match &mut self.budgets {
            Some(budgets) => {
                self.is_of_several_currencies |= budgets.currency != currency;
                budgets.sums.add(amount);
                budgets.exclusive_sum += exclusive;
            }
            none => {
                let sums = Sums::of(amount);
                *none = Some(Budgets { currency: currency.to_owned(), sums, exclusive_sum: exclusive });
            }
        }
    }
}

impl Graph {
    /// What some programmes come to, by budgets and durations as the newest source of each has them.
    pub fn totals(&self, of: impl Iterator<Item = Ix<Programme>>) -> Totals {
        let mut totals = Totals::default();
        for place in of {
            let figures = self.figures(place);
            let budget = figures.amount.map(|amount| (amount, self.currency(figures)));
            totals.add(budget, figures.is_of_one_country, figures.months);
        }
        totals
    }

    /// What some programmes come to, by budgets and durations as one source states them, by the source's place.
    pub fn totals_stated_by(&self, source: usize, of: impl Iterator<Item = Ix<Programme>>) -> Totals {
        let mut totals = Totals::default();
        for place in of {
            let (budget, months) = self.stated_by(&self.programmes[place], source);
            let budget = budget.map(|budget| (budget.amount, budget.currency.as_str()));
            totals.add(budget, self.figures(place).is_of_one_country, months);
        }
        totals
    }

    /// What all programmes come to.
    pub fn totals_of_all(&self) -> &Totals {
        self.index.totals.get_or_init(|| self.totals(self.programmes.places()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(budgets: &[(f64, &str, bool)]) -> Totals {
        let mut totals = Totals::default();
        budgets
            .iter()
            .for_each(|(amount, currency, single)| totals.add(Some((*amount, *currency)), *single, None));
        totals
    }

    #[test]
    fn budgets_are_added_up_where_they_are_in_one_currency() {
        let totals = of(&[(3.0, "USD", true), (5.0, "USD", false), (1.0, "USD", true)]);
        let sums = Sums { count: 3, sum: 9.0, min: 1.0, max: 5.0 };
        let expected = Budgets { currency: "USD".to_owned(), sums, exclusive_sum: 4.0 };
        assert_eq!((totals.count, totals.budgets(), totals.months), (3, Some(&expected), None));
        assert_eq!(of(&[(3.0, "USD", true), (5.0, "EUR", true), (1.0, "USD", true)]).budgets(), None);
        assert_eq!(of(&[]), Totals::default());
    }
}
