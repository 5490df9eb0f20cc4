//! What is added up of programmes, side by side: sums over many of them read this and not the programmes themselves, which
//! lie far apart in memory.

use super::node::Programme;
use super::{Graph, Ix, Table};

/// The figures of a programme that are added up.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// The budget's amount; `None` where no source gives one.
    pub amount: Option<f64>,
    /// Months; `None` where no source gives them.
    pub months: Option<u32>,
    /// Whether the budget is one country's alone.
    pub is_of_one_country: bool,
    currency: u32,
}

/// Those of all programmes, by place.
#[derive(Debug, Default)]
pub(super) struct AllFigures {
    figures: Vec<Figures>,
    currencies: Vec<String>,
}

impl AllFigures {
    pub(super) fn of(programmes: &Table<Programme>) -> Self {
        let mut all = Self::default();
        for (_, programme) in programmes.iter() {
            let budget = programme.budget.as_ref();
            let currency = budget.map_or(0, |budget| all.number(&budget.currency));
            all.figures.push(Figures {
                amount: budget.map(|budget| budget.amount),
                months: programme.duration_months,
                is_of_one_country: programme.countries.len() == 1,
                currency: currency as u32,
            });
        }
        all
    }

    fn number(&mut self, code: &str) -> usize {
        let known = self.currencies.iter().position(|known| known == code);
        known.unwrap_or_else(|| {
            self.currencies.push(code.to_owned());
            self.currencies.len() - 1
        })
    }
}

impl Graph {
    /// What is added up of a programme.
    #[must_use]
    pub fn figures(&self, programme: Ix<Programme>) -> Figures {
        self.index.figures.figures[programme.number()]
    }

    /// The currency of a programme's budget; empty where no programme has a budget.
    #[must_use]
    pub fn currency(&self, figures: Figures) -> &str {
        self.index.figures.currencies.get(figures.currency as usize).map_or("", String::as_str)
    }
}
