//! What connections count: statistics and groups over the whole filtered list.
//!
//! One rule for all: a row stands in the group of each of its values (a programme of three countries in three
//! groups), a budget is never split, and what a sum leaves out is said (`exclusiveSum`, `otherCount`).

mod group;
mod grouping;
mod kept;
mod programme;
mod small;

pub use programme::{ProgrammeConnection, all_programmes_page, programme_page};
pub use small::{ProgressItemAggregates, ResultAggregates};
