//! GraphQL over a hub: thin views, one file a type.
//!
//! A resolver is a line over the graph; when it needs more, the graph lacks a method. Every view carries the graph
//! that its request took, so an answer is true of one moment. Nothing here reads the store or the network, nor the clock
//! but for how long a request takes; a mutation tells the hub.
//!
//! [`Schema`] is the one way in: it refuses what costs too much before work is done on it ([`limits`]), and answers as
//! the GraphQL specification says where the engine does not (`answer/`).

mod aggregate;
mod answer;
mod caller;
mod engine;
mod error;
mod federation;
mod filter;
pub mod limits;
mod mutation;
mod node;
mod order;
mod page;
mod plan;
mod query;
mod rules;
mod scalar;
mod shape;
mod subscription;
mod text;
mod types;
mod value;
mod variables;
mod view;
mod whole;

use std::sync::Arc;

use crate::hub::Served;
pub use caller::Caller;
pub use engine::{Admitted, Answer, Schema};
pub use limits::{Cost, Limits};
pub use mutation::Mutation;
pub use query::Query;
pub use scalar::Time;
pub use subscription::{EventGraph, Subscription};
pub use variables::VARIABLE;
pub use whole::Whole;

/// What a request reads, put into its data by whoever runs it. Mutations and subscriptions also want an
/// `Arc<`[`Hub`](crate::hub::Hub)`>` there, and mutations a [`Caller`].
#[derive(Clone)]
pub struct Snapshot(pub Arc<Served>);

/// The schema under the limits that are in force unless the configuration has others.
#[must_use]
pub fn schema() -> Schema {
    Schema::new(Limits::default())
}

/// The schema in the schema definition language, sorted, as it is committed.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_enum_items()
        .include_specified_by()
        .prefer_single_line_descriptions();
    let mut sdl = schema().definition(options);
    if !sdl.ends_with('\n') {
        sdl.push('\n');
    }
    sdl
}
