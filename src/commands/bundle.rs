//! `gcm-hub bundle`: what a maintainer commits of a document.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::ingest::{known, media_type, read};
use super::place::Place;
use super::read_document;
use crate::refresh::{Bundle, Given, read_edition, unworded, wording};

/// Options of `bundle`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The source, by slug
    source: String,
    /// The document
    file: PathBuf,
    /// Print entries for texts that have no synopsis or headline yet, to be filled in, instead of the records
    #[arg(long)]
    unworded: bool,
}

pub(super) fn run(place: &Place, args: Args) -> Result<ExitCode> {
    let source = known(&place.sources, &args.source)?;
    let mut document = read(&args.file, media_type(source, &args.file, None)?)?;
    // A bundle says where the document is published, not what a maintainer's file was called.
    document.origin = source.info.homepage.as_deref().unwrap_or(source.slug()).to_owned();
    let text = read_document::text(&document)?;
    let (edition, reading) = read_edition(source, &document, &text, &Given::default(), None)?;
    if args.unworded {
        return super::print(&unworded(&reading, &wording(&place.sources)));
    }
    super::print(&(serde_json::to_string_pretty(&Bundle { edition, reading })? + "\n"))
}
