//! Who is who: which records describe the same programme, and which records of a new edition are those of the
//! edition before.

mod carry_over;
mod compared;
mod criteria;
mod neighbours;
mod rarity;
mod slug;
mod words;

pub use carry_over::{Known, carry_over};
pub(super) use compared::Compared;
pub(super) use criteria::{Score, reasons, score};
pub(super) use neighbours::Neighbours;
pub(super) use rarity::Rarity;
pub(super) use words::{named, shared_terms};
