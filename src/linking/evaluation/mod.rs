//! How good links are, against pairs that people labelled by reading.

mod identity;
mod labels;
mod report;

pub use labels::{BadLabel, Labels};
pub use report::{Mistake, NARROW, Report, Row, evaluate};
