//! What agencies decide, and what that does to links.
//!
//! The log of decisions is the truth and is only ever added to: [`Desk`] is where an agency says something, checked
//! and durable before it is acknowledged; [`export`] and [`import`] carry the log from hub to hub. [`curate()`] lays the
//! log over what the linker suggests and is pure: no clock, no store, the same arguments give the same [`Links`].
//! Nothing here scores a link or joins programmes; the one thing that goes back into the graph is [`identity_rules`].
//!
//! # The rule
//!
//! 1. Of an agency's decisions on a link, the latest that it has not withdrawn is its **standing** one. Latest by the
//!    time of the decision, at one time by the order of the log: two hubs that have exchanged their logs hold them in
//!    different orders, and say the same. So a time that is to come would outlast all that the agency says until then:
//!    none is imported, and where a clock that was wrong has made one, the agency withdraws it before it decides on
//!    that link again ([`Refused::DecidedLater`]). A proposal counts as a confirmation.
//! 2. A standing decision is **stale** when the text of a side has changed since: a record that was seen and that the
//!    side still has says something else, or a record that was seen is gone from its source. A record that joins a side
//!    does not make it stale. A decision that holds no digests is never stale.
//! 3. **No agency overrules another.** A link is confirmed or rejected only when all standing decisions that are not
//!    stale agree. When they do not, it is disputed and its status stays suggested. Where only stale ones are left, its
//!    status is stale; where none is, suggested.
//! 4. A decision goes with the entities. Merged entities bring their decisions under one link. Of a split entity the
//!    part gets the decision for which alone the same sort of link to the other side is suggested, or else the part
//!    that the named identifier stands for. A decision on what is in no edition in service is **orphaned**, and stands
//!    again when that comes back.
//! 5. A link that an agency proposed or decided on is shown also where the hub does not suggest it, unless every
//!    decision on it has been withdrawn.
//! 6. The identity of programmes is a link between the records that they were read as, under the same rule. What
//!    agencies agree on joins or parts the records ([`identity_rules`]); where they are at odds the evidence decides.
//!    A changed text is told, but does not undo an identity: the stale decision goes on counting.
//! 7. Two entities can have links of different types, and each is decided by itself: who confirms that an item supports
//!    a programme has said nothing of whether it is the same. Where a list shows each entity once, it is with the surest
//!    link that is not rejected, a confirmed one before one that is only suggested.

mod countries;
mod coverage;
mod curate;
mod desk;
mod fit;
mod identity;
mod link;
mod links;
mod place;
mod seen;
mod standing;
mod transfer;
mod words;

pub use coverage::Coverage;
pub use curate::curate;
pub use desk::{Desk, Recorded, Refused, Statement, What};
pub use fit::FITS;
pub use identity::{identity_rules, is_identity};
pub use link::{DecisionState, Entry, Link, Status};
pub use links::Links;
pub use seen::seen_now;
pub use transfer::{ImportError, Imported, export, import};
pub use words::in_words;

#[cfg(test)]
mod tests;
