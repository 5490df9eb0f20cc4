//! From the graph to links: scored, explained relations between items, commitments, results and programmes.
//!
//! Pure: no clock, no store. A link never rests on a shared country alone, nor on an organisation that is everywhere.

mod link;

pub use link::{Assessment, End, Strength};
