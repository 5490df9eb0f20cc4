//! GraphQL over a hub: thin views, one file a type.
//!
//! A resolver is a line over the graph; when it needs more, the graph lacks a method. Every view carries the graph
//! that its request took, so an answer is true of one moment. Nothing here reads the store, the network or the clock;
//! a mutation tells the hub.

mod aggregate;
mod caller;
mod error;
mod filter;
mod mutation;
mod node;
mod order;
mod page;
mod query;
mod scalar;
mod subscription;
mod types;
mod view;

use std::sync::Arc;

use crate::hub::Served;
pub use caller::Caller;
pub use mutation::Mutation;
pub use query::Query;
pub use subscription::Subscription;

/// The hub's GraphQL schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// What a request reads, put into its data by whoever runs it. Mutations and subscriptions also want an
/// `Arc<`[`Hub`](crate::hub::Hub)`>` there, and mutations a [`Caller`].
#[derive(Clone)]
pub struct Snapshot(pub Arc<Served>);

/// Builds the schema.
#[must_use]
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), Subscription)
        .register_output_type::<node::Node>()
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .finish()
}

/// The schema in the schema definition language, sorted, as it is committed.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_enum_items()
        .prefer_single_line_descriptions();
    let mut sdl = schema().sdl_with_options(options);
    if !sdl.ends_with('\n') {
        sdl.push('\n');
    }
    sdl
}

/// What a request may ask at most.
pub mod limits {
    /// How deep selections may nest.
    pub const DEPTH: usize = 20;
    /// How many fields a request may select, fragments expanded.
    pub const COMPLEXITY: usize = 2_000;
    /// Rows of a page when the request does not say.
    pub const DEFAULT_PAGE: usize = 250;
    /// Rows of a page at most.
    pub const MOST_PAGE: usize = 1_000;
    /// Characters of what is searched for: nobody types more, and each word costs.
    pub const SEARCH_CHARACTERS: usize = 256;
}
