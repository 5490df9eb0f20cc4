//! From the graph to links: scored, explained relations between items, commitments, results and programmes.
//!
//! Pure: no clock, no store, no decisions of people (those are in `curation`). Read `link` for what comes out,
//! `weights` for every number with its reason, `criteria` for what is looked at, one file a criterion, and `linker`
//! for how they come together; `identity` is what the graph's own reasons come to. `candidates` finds the pairs that are
//! worth it from indices.
//!
//! * The weights are log-odds and add up; a link's score is the logistic of their sum.
//! * A link never rests on a shared country alone, nor on an organisation that is everywhere: at least one criterion
//!   that tells programmes of one country apart speaks for it.
//! * No criterion knows a particular pair, place or document.

mod abbreviation;
mod candidates;
mod commitments;
mod corpus;
mod criteria;
pub mod evaluation;
mod identity;
mod known;
mod link;
mod linker;
mod names;
mod phases;
mod side;
mod tally;
mod theme;
mod undertakings;
mod vocabulary;
pub mod weights;

pub use identity::identity;
pub use link::{Assessment, End, Strength};
pub use linker::Linker;
