//! What an agency says, and what came of it.

use crate::record::{Decision, DecisionAction, Id, LinkType};

/// What an agency says about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it says.
    pub what: What,
    /// The agency: its acronym, name or an alias in the code list.
    pub agency: String,
    /// Who speaks for it; 1 to 200 characters.
    pub by: String,
    /// Why, in their own words; 1 to 2,000 characters.
    pub note: Option<String>,
    /// What the agency's client calls this statement, so that sending it again changes nothing; 1 to 200 characters.
    pub client_mutation_id: Option<String>,
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Two entities belong together and the hub has no such link.
    Propose {
        /// How they belong together.
        kind: LinkType,
        /// One entity; of the identity of programmes, one of its records.
        from: Id,
        /// The other.
        to: Id,
    },
    /// A link is right.
    Confirm {
        /// The link.
        link: Id,
    },
    /// A link is wrong.
    Reject {
        /// The link.
        link: Id,
    },
    /// The agency takes a decision of its own back.
    Withdraw {
        /// The decision.
        decision: Id,
    },
}

impl What {
    /// The action of its decision.
    #[must_use]
    pub fn action(self) -> DecisionAction {
        match self {
            Self::Propose { .. } => DecisionAction::Propose,
            Self::Confirm { .. } => DecisionAction::Confirm,
            Self::Reject { .. } => DecisionAction::Reject,
            Self::Withdraw { .. } => DecisionAction::Withdraw,
        }
    }
}

/// A decision that is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The decision.
    pub decision: Decision,
    /// Whether it was there already: the same statement was sent before.
    pub repeated: bool,
}
