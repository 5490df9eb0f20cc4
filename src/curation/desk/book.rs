//! The log as the desk holds it: with what a statement is looked up by, so that a decision costs no walk through it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::record::{Decision, DecisionAction, Id};

/// The log, indexed.
pub(super) struct Book {
    log: Arc<Vec<Decision>>,
    by_id: HashMap<Id, usize>,
    /// The first decision that an agency's client called so.
    by_client: HashMap<(String, String), usize>,
    /// Decisions with the first withdrawal of each by its agency.
    withdrawn_by: HashMap<Id, Id>,
}

impl Book {
    pub(super) fn of(log: Vec<Decision>) -> Self {
        let mut book = Self {
            log: Arc::default(),
            by_id: HashMap::new(),
            by_client: HashMap::new(),
            withdrawn_by: HashMap::new(),
        };
        log.into_iter().for_each(|decision| book.push(decision));
        book
    }

    /// Adds a decision to the end.
    pub(super) fn push(&mut self, decision: Decision) {
        let place = self.log.len();
        self.by_id.entry(decision.id).or_insert(place);
        if let Some(client) = decision.client_mutation_id.clone() {
            self.by_client.entry((decision.agency.clone(), client)).or_insert(place);
        }
        if let Some(target) = decision.withdraws.and_then(|target| self.get(target))
            && target.agency == decision.agency
        {
            let target = target.id;
            self.withdrawn_by.entry(target).or_insert(decision.id);
        }
        Arc::make_mut(&mut self.log).push(decision);
    }

    pub(super) fn log(&self) -> &Arc<Vec<Decision>> {
        &self.log
    }

    pub(super) fn get(&self, id: Id) -> Option<&Decision> {
        self.by_id.get(&id).map(|place| &self.log[*place])
    }

    /// The decision that an agency's client called so.
    pub(super) fn sent_before(&self, agency: &str, client: Option<&str>) -> Option<&Decision> {
        let name = (agency.to_owned(), client?.to_owned());
        self.by_client.get(&name).map(|place| &self.log[*place])
    }

    /// The withdrawal that took a decision back.
    pub(super) fn withdrawn_by(&self, id: Id) -> Option<Id> {
        self.withdrawn_by.get(&id).copied()
    }

    /// Whether it says something of its link and was not taken back.
    pub(super) fn counts(&self, decision: &Decision) -> bool {
        decision.action != DecisionAction::Withdraw && !self.withdrawn_by.contains_key(&decision.id)
    }

    /// What was added when the log had so many decisions, and since.
    pub(super) fn since(&self, length: usize) -> &[Decision] {
        self.log.get(length..).unwrap_or_default()
    }
}
