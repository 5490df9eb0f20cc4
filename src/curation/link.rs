//! A link with what agencies have said about it.

use crate::graph::Ix;
use crate::linking::Assessment;
use crate::record::{Decision, Id, LinkKey};
use crate::reference::CountryCode;

/// A relation that the hub suggests or that an agency has decided on.
#[derive(Debug, Clone)]
pub struct Link {
    /// From its key: the same on every hub.
    pub id: Id,
    /// What it is known by, with the present identifiers of its ends.
    pub key: LinkKey,
    /// The reasons for and against it, as the hub sees them.
    pub assessment: Assessment,
    /// Where what it is about is done, sorted: the countries that both sides share (an item's planned ones count); where
    /// one side names none, the other's. A commitment's link has those of its items' links with the same programme, an
    /// identity those of the programme.
    pub countries: Vec<CountryCode>,
    /// Whether the hub suggests it by itself.
    pub suggested: bool,
    /// Where it stands.
    pub status: Status,
    /// Why it stands there, for people: who decided what when, or that nobody has.
    pub reason: String,
    /// Whether standing decisions are at odds; the status is then [`Status::Suggested`].
    pub disputed: bool,
    /// Everything that was said about it, withdrawals too, in the order of the log.
    pub decisions: Vec<Ix<Entry>>,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// No decision is in force, or those that are disagree.
    Suggested,
    /// All who have decided say that it is right.
    Confirmed,
    /// All who have decided say that it is wrong.
    Rejected,
    /// It was decided on, and a side's text has changed since.
    Stale,
}

impl Status {
    /// Every status with its name.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::Suggested, "SUGGESTED"),
        (Self::Confirmed, "CONFIRMED"),
        (Self::Rejected, "REJECTED"),
        (Self::Stale, "STALE"),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }
}

/// An entry of the log with what has become of it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As it was appended.
    pub decision: Decision,
    /// What has become of it.
    pub state: DecisionState,
    /// Why, for people.
    pub reason: String,
    /// The link it is about now; `None` when its entities are gone, or when nothing that was said about the link
    /// stands and the hub does not suggest it.
    pub link: Option<Ix<Link>>,
}

/// What has become of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionState {
    /// What its agency says. A withdrawal always stands.
    Standing,
    /// Its agency decided again on the same link.
    Superseded,
    /// Its agency took it back.
    Withdrawn,
    /// A side's text has changed since.
    Stale,
    /// A side is in no edition in service, or cannot be linked so.
    Orphaned,
}

impl DecisionState {
    /// Every state with its name.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Standing, "STANDING"),
        (Self::Superseded, "SUPERSEDED"),
        (Self::Withdrawn, "WITHDRAWN"),
        (Self::Stale, "STALE"),
        (Self::Orphaned, "ORPHANED"),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }
}
