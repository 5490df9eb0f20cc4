//! GCM Hub: what the UN migration system publishes about its programmes and pledges, as one graph in which every
//! value says where it was read.
//!
//! The modules are the flow, and it runs one way:
//!
//! ```text
//!     reader                              what others wrote is read in a child process, under limits
//!        \
//!   document -> record <- reference       bytes to numbered lines; the vocabulary; code lists
//!     |  \        |
//!  fetch  sources |                       addresses to bytes; lines to records with evidence, one folder a source
//!              \  |
//!     store     graph -> linking, search  editions and decisions on disk; everything joined and indexed; scored links;
//!       |         |         |             full text
//!       |   \     |         |
//!       |    \    |     curation          what agencies decide, and what that does to links
//!       |     \   |         |
//!       |     refresh ---> hub            the one place that knows the whole writing flow; what is being served
//!       |                   |
//!     access ------------> api            who a caller is and what they may do; GraphQL as thin views
//!                           |
//!              export, reconcile -> http   saved operations and lists as tables, names matched with the graph, for
//!                           |              both; the server
//!                           |
//!                        commands         the command line
//! ```
//!
//! * Parsers do no IO, the store parses nothing, the graph does not know the store, a request never waits for a disk,
//!   but for one that asks for the graph of an earlier time (`asOf`, `hub/past.rs`) or that takes a decision.
//! * A graph is immutable: a request takes one with its links and keeps it, a new one is published by one atomic swap.
//! * A decision of an agency is durable before it is answered, and never removed.
//! * A value without evidence does not exist; what a source does not say stays unknown; what sources get wrong is
//!   shown, not mended in silence.
//! * `telemetry` makes traces of requests and refreshes where a collector is named, and nothing where none is.
//! * `tests/it/tidy.rs` fails when a module uses what it may not.
//!
//! A newcomer reads `record` for the words, one folder of `sources` for how a document becomes records, `graph` for
//! how records become programmes, `linking/weights` and `linking/criteria` for why two things are linked, the docs of
//! `curation` for the rule of decisions, and `api/types` for what people see.

// As `unwrap_used` for the whole workspace; benches say what they expect.
#![warn(clippy::expect_used)]

pub mod clock;
pub mod document;
pub mod reader;
pub mod reference;
pub mod telemetry;

pub mod record;
pub mod sources;

pub mod fetch;

pub mod graph;
pub mod linking;
pub mod search;
pub mod store;

pub mod curation;

pub mod hub;
pub mod refresh;

pub mod access;
pub mod api;
pub mod export;
pub mod http;
pub mod reconcile;

pub mod commands;
pub mod config;
