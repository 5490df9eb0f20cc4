//! `gcm-hub store`: care of the data folder.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::place::Place;
use crate::store::{self, Exported};

/// What can be done about a data folder.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Read everything against its checksums; exits with 1 when something is damaged
    Verify,
    /// Set a damaged store aside, whole, and go on with what is sound in it
    Repair,
    /// Write every edition and decision to a file, one JSON object a line; editions that wait are left out
    Export {
        /// The file; it is replaced when it is there
        file: PathBuf,
    },
    /// Take in the editions and decisions of an export; those that are held already stay as they are
    Import {
        /// A file that `store export` has written
        file: PathBuf,
    },
}

pub(super) fn run(place: &Place, command: Command) -> Result<ExitCode> {
    match command {
        Command::Verify => verify(place),
        Command::Repair => repair(place),
        Command::Export { file } => {
            let Exported { editions, pruned, decisions, watches } = store::export(&place.store()?, &file)?;
            let file = file.display();
            super::print(&format!(
                "{editions} editions and {decisions} decisions written to {file}\n\
                 with the identifiers of {pruned} pruned editions, and what came of asking for {watches} sources\n"
            ))
        }
        Command::Import { file } => import(place, &file),
    }
}

fn verify(place: &Place) -> Result<ExitCode> {
    let found = store::verify(&place.data_dir)?;
    let mut lines = vec![
        format!("{} editions are whole, {} are not", found.whole.len(), found.broken.len()),
        format!("{} decisions are whole, {} are not", found.decisions, found.broken_decisions),
        format!("{} editions were pruned, and their identifiers are kept", found.pruned),
        format!("{} sources have been asked for", found.watches),
    ];
    lines
        .extend(found.waiting.iter().map(|source| format!("  an edition of {source} waits for an operator")));
    lines.extend(
        found.broken.iter().map(|edition| format!("  damaged: {} of {}", edition.sha256, edition.source)),
    );
    lines.extend(found.faults.iter().map(|fault| format!("  {fault}")));
    lines.extend(
        found.warnings.iter().map(|warning| format!("  {warning}: the next start forgets it, no harm done")),
    );
    lines.extend(found.set_aside.iter().map(|folder| format!("  set aside earlier: {}", folder.display())));
    super::print(&(lines.join("\n") + "\n"))?;
    let sound = found.broken.is_empty() && found.faults.is_empty();
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn repair(place: &Place) -> Result<ExitCode> {
    match store::repair(&place.data_dir)? {
        None => super::print("the store is sound, nothing was done\n"),
        Some(notice) => super::print(&format!("{notice}\n")),
    }
}

fn import(place: &Place, file: &PathBuf) -> Result<ExitCode> {
    let lines = File::open(file).with_context(|| format!("cannot read the export `{}`", file.display()))?;
    let done = store::import(&place.store()?, BufReader::new(lines))?;
    let mut lines = vec![
        format!("{} editions added, {} held already", done.added.len(), done.held.len()),
        format!("{} decisions added, {} held already", done.decisions_added, done.decisions_held),
        format!("{} pruned editions added, {} known already", done.pruned_added, done.pruned_held),
        format!(
            "what came of asking for {} sources added, {} known already",
            done.watches_added, done.watches_held
        ),
    ];
    lines.extend(done.bad.iter().map(|bad| format!("  line {} left out: {}", bad.number, bad.reason)));
    if done.missing > 0 {
        lines.push(format!("  {} lines are missing: the export was cut short", done.missing));
    }
    super::print(&(lines.join("\n") + "\n"))?;
    let whole = done.bad.is_empty() && done.missing == 0;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
