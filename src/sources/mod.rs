//! Sources: numbered lines in, records with evidence out.
//!
//! Parsers are pure: no clock, no network, no store. They are rules about layouts, never about one document's lines.
//! `Err` means only "not the document I know"; everything smaller is a counted [`Reject`](crate::record::Reject),
//! and what the document itself gets wrong is a [`Flag`](crate::record::Flag).
//!
//! [`SOURCES`] is the closed list of what the hub ships with, one source a kind; [`Sources`] is that list with the
//! further ones that an operator configures, and what commands, the refresh and the graph walk. A source with a new
//! layout is a folder here and its two lines below.

pub mod dates;
pub mod figures;
pub mod names;
pub mod reading;

mod pipeline_booklet;
mod pledge_page;
mod programme_leaflet;
mod programme_page;
mod programme_text;
mod registry;
mod results_leaflet;
mod source;

pub use registry::{SlugTaken, Sources};
pub use source::{Source, UnknownLayout};

/// Every source that the hub ships with, in the order in which they speak for an entity's identity.
pub static SOURCES: [Source; 5] = [
    pipeline_booklet::SOURCE,
    results_leaflet::SOURCE,
    pledge_page::SOURCE,
    programme_leaflet::SOURCE,
    programme_page::SOURCE,
];

/// The shipped source of that slug.
#[must_use]
pub fn source(slug: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.slug() == slug)
}
