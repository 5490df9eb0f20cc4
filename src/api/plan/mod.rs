//! The short way from a document to the bytes of its answer: a document is compiled once into a plan ([`compile`]), and
//! a plan is run over the graph by writing JSON straight out ([`Writer`]), without futures and without a tree of
//! values.
//!
//! The engine stays the contract and the way for everything else. A plan is only made of a query that the engine's
//! rules pass, which `limits::conflict` with [`Known::surely_passes`] tells of most and the engine of the others, and
//! for fields whose resolvers do not wait; and when anything goes wrong while one is run, a resolver's error among it,
//! what was written is thrown away and the engine runs the request from the beginning. So nothing here makes an error
//! for anybody to read. How types are written is made of their only definitions by `#[written]` and
//! `#[derive(Written)]` (`macros/`).

mod compile;
mod known;
mod leaf;
mod reading;
mod rules;
mod run;
mod selection;
mod types;
mod writer;

pub use known::{Documents, Known};
pub use reading::{Gives, Reading};
pub use run::run;
pub use selection::{Planned, Selection};
pub use types::Types;
pub use writer::Writer;

/// Writing stops: the engine runs the request.
#[derive(Debug)]
pub struct Stop;

/// Something of the schema that can be written as JSON.
pub trait Written {
    /// Tells its type and those of its fields.
    fn describe(types: &mut Types);

    /// Writes what is selected of it.
    ///
    /// # Errors
    /// When it cannot be written here.
    fn write(&self, selection: &Selection, out: &mut Writer<'_>) -> Result<(), Stop>;
}

/// An object of the schema, by its fields; the place of a field's name is its slot.
pub trait Fields {
    /// The names of the fields that can be written.
    fn names() -> Vec<&'static str>;

    /// Tells the types of the fields.
    fn describe_fields(types: &mut Types);

    /// Writes the value of a field.
    ///
    /// # Errors
    /// When it cannot be written here.
    fn write_field(&self, slot: usize, field: &Planned, out: &mut Writer<'_>) -> Result<(), Stop>;
}
