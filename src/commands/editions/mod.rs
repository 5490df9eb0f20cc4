//! `gcm-hub editions`: what is kept of each source, what changed between two editions, and letting go of old ones.

mod diff;
mod list;
mod prune;

use std::process::ExitCode;

use anyhow::Result;

use super::place::Place;
use crate::record::Edition;
use crate::sources::{Source, Sources};

/// What can be done about editions.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the editions of every source, or of one, the newest first
    List {
        /// The source, by slug; every source without one
        source: Option<String>,
    },
    /// Print what changed from one edition to another, field by field
    Diff(diff::Args),
    /// Let go of older editions; without `--yes` it only says which
    Prune(prune::Args),
}

pub(super) fn run(place: &Place, command: Command) -> Result<ExitCode> {
    match command {
        Command::List { source } => list::run(place, source.as_deref()),
        Command::Diff(args) => diff::run(place, &args),
        Command::Prune(args) => prune::run(place, &args),
    }
}

/// The source of a slug, or every source.
fn chosen<'a>(sources: &'a Sources, slug: Option<&str>) -> Result<Vec<&'a Source>> {
    match slug {
        Some(slug) => Ok(vec![super::ingest::known(sources, slug)?]),
        None => Ok(sources.iter().collect()),
    }
}

/// So many digits tell editions apart.
const DIGITS: usize = 12;

/// The beginning of an edition's SHA-256.
fn short(edition: &Edition) -> String {
    edition.sha256.to_string()[..DIGITS].to_owned()
}

/// `9f86d081884c (June 2021)`, `9f86d081884c (as of 2021-06)`.
fn named(edition: &Edition) -> String {
    let date = edition.as_of.map(|date| format!("as of {date}"));
    match edition.label.clone().or(date) {
        Some(name) => format!("{} ({name})", short(edition)),
        None => short(edition),
    }
}
