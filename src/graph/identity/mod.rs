//! Who is who: which records describe the same programme, and which records of a new edition are those of the
//! edition before.

mod carry_over;
mod criteria;
mod slug;

pub use carry_over::carry_over;
pub(super) use criteria::{Likeness, Rarity, decide};
