//! Full text over a graph: what has these words, the best first, and where.
//!
//! An [`Index`] is made of a graph and of nothing else, is never changed, and gives the same answer for the same words;
//! it keeps no text, so that the fragments which are shown are cut from the graph. It knows neither the store nor the
//! clock. Which texts of a thing are read, and what they weigh, is in [`field`](Field); how words are compared in
//! `words.rs`; which words of the index a word of the question stands for in `dictionary.rs`; how what is found is ranked
//! in `index.rs`.

mod dictionary;
mod field;
mod highlight;
mod index;
mod question;
mod words;

pub use field::Field;
pub use highlight::{Highlight, Piece};
pub use index::{Found, Hit, Index, Kind};
