//! Ways out for people who do not speak GraphQL: saved operations and whole lists as JSON, tables and lines.
//!
//! Everything here is a query like any other, run on one graph: an export can show nothing that GraphQL does not. It
//! knows no HTTP and no command line, which both use it; what can be decided without a graph is.

mod format;
mod list;
mod openapi;
mod parameter;
mod problem;
mod question;
mod run;
mod schema;
mod table;
mod write;

pub use format::Format;
pub use list::{List, Pages, list, lists};
pub use openapi::openapi;
pub use problem::{Kind, Problem};
pub use question::{Asked, Parameter, Question, STYLE, Unfit};
pub use run::Ground;
pub use table::{Column, Table};
pub use write::{Style, Writer};
