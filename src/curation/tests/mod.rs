//! Tests of this module, on the bundled graph with made assessments.

mod desk;
mod identity;
mod lookup;
mod moving;
mod random;
mod rule;
mod samples;
mod seen;
mod transfer;
