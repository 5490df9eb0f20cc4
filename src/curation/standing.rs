//! Which decisions of the log are in force: rules 1 and 3. Needs the log alone.

use std::collections::{BTreeMap, HashMap};

use crate::record::{Decision, DecisionAction, Id};

/// The log with who took back what. Entries are known by their place in it.
pub(super) struct Log<'a> {
    pub(super) entries: &'a [Decision],
    by_id: HashMap<Id, usize>,
    withdrawn_by: HashMap<usize, usize>,
}

impl<'a> Log<'a> {
    pub(super) fn of(entries: &'a [Decision]) -> Self {
        let mut by_id = HashMap::new();
        for (place, decision) in entries.iter().enumerate() {
            by_id.entry(decision.id).or_insert(place);
        }
        let mut log = Self { entries, by_id, withdrawn_by: HashMap::new() };
        for place in 0..entries.len() {
            if let Some(target) = log.takes_back(place) {
                log.withdrawn_by.entry(target).or_insert(place);
            }
        }
        log
    }

    /// The decision that a withdrawal takes back. One of another agency, and a withdrawal, cannot be taken back.
    pub(super) fn takes_back(&self, place: usize) -> Option<usize> {
        let withdrawal = &self.entries[place];
        let target = *self.by_id.get(&withdrawal.withdraws?)?;
        let decision = &self.entries[target];
        let may = withdrawal.action == DecisionAction::Withdraw
            && decision.action != DecisionAction::Withdraw
            && decision.agency == withdrawal.agency;
        may.then_some(target)
    }

    /// The withdrawal that took a decision back.
    pub(super) fn withdrawn_by(&self, place: usize) -> Option<usize> {
        self.withdrawn_by.get(&place).copied()
    }

    /// Whether it is a decision and was not taken back.
    pub(super) fn counts(&self, place: usize) -> bool {
        self.entries[place].action != DecisionAction::Withdraw && !self.withdrawn_by.contains_key(&place)
    }

    /// Of decisions on one link, each agency's standing one.
    pub(super) fn standing(&self, about: &[usize]) -> BTreeMap<&'a str, usize> {
        let mut standing: BTreeMap<&str, usize> = BTreeMap::new();
        let when = |place: usize| (self.entries[place].at, place);
        for place in about.iter().copied().filter(|place| self.counts(*place)) {
            let latest = standing.entry(&self.entries[place].agency).or_insert(place);
            if when(place) > when(*latest) {
                *latest = place;
            }
        }
        standing
    }
}

/// What decisions on one link come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is none.
    None,
    /// All say that it is right.
    Right,
    /// All say that it is wrong.
    Wrong,
    /// They are at odds.
    Disputed,
}

impl Verdict {
    /// The verdict of standing decisions.
    pub(super) fn of<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Self {
        let mut verdict = Self::None;
        for decision in decisions {
            let one = match decision.action {
                DecisionAction::Propose | DecisionAction::Confirm => Self::Right,
                DecisionAction::Reject => Self::Wrong,
                DecisionAction::Withdraw => continue,
            };
            verdict = if verdict == Self::None || verdict == one { one } else { Self::Disputed };
        }
        verdict
    }
}
