//! `gcm-hub decisions`: the log of what agencies have said.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::Utc;
use serde_json::json;

use super::place::Place;
use super::table::table;
use crate::curation::{self, Entry};
use crate::graph::Graph;
use crate::linking::End;
use crate::record::{Decision, DecisionAction, Id};
use crate::store::Store;

/// What can be done with the log.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List every decision with what has become of it
    List {
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Write every decision, one JSON object a line
    Export {
        /// The file, replaced when it is there; `-` is standard output
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Take in the decisions of an export; those that are held already stay as they are
    #[command(after_help = "Exits with 1 when a line was left out.")]
    Import {
        /// A file that `decisions export` has written
        file: PathBuf,
    },
}

pub(super) fn run(place: &Place, command: Command) -> Result<ExitCode> {
    match command {
        Command::List { json } => list(place, json),
        Command::Export { file } => export(place, &file),
        Command::Import { file } => import(place, &file),
    }
}

fn export(place: &Place, file: &Path) -> Result<ExitCode> {
    let log = place.store()?.decisions()?;
    if file == Path::new("-") {
        let mut lines = Vec::new();
        curation::export(&log, &mut lines)?;
        return super::print(&String::from_utf8_lossy(&lines));
    }
    let written = write_whole(file, &log);
    written.with_context(|| format!("cannot write the decisions to `{}`", file.display()))?;
    super::print(&format!("{} decisions written to {}\n", log.len(), file.display()))
}

/// The file is there whole or as it was.
fn write_whole(file: &Path, log: &[Decision]) -> io::Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let written = File::create(&partial).and_then(|mut out| {
        curation::export(log, BufWriter::new(&mut out))?;
        out.sync_all()?;
        fs::rename(&partial, file)
    });
    if written.is_err() {
        // Whatever this says, the first error is the one to report.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn import(place: &Place, file: &Path) -> Result<ExitCode> {
    let lines =
        File::open(file).with_context(|| format!("cannot read the decisions from `{}`", file.display()))?;
    let done = curation::import(&place.store()?, BufReader::new(lines), Utc::now())?;
    let mut lines = vec![format!("{} decisions added, {} held already", done.added.len(), done.held.len())];
    lines.extend(done.bad.iter().map(|bad| format!("  line {} left out: {}", bad.number, bad.reason)));
    super::print(&(lines.join("\n") + "\n"))?;
    Ok(if done.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn list(place: &Place, json: bool) -> Result<ExitCode> {
    let served = place.hub(Arc::new(place.store()?))?.served();
    let (graph, links) = (&*served, &served.links);
    if json {
        let entries: Vec<_> = links.decisions.iter().map(|(_, entry)| object(graph, entry)).collect();
        return super::print(&(serde_json::to_string_pretty(&entries)? + "\n"));
    }
    if links.decisions.is_empty() {
        return super::print("no agency has decided on a link yet\n");
    }
    let mut table = table(&["When", "Agency", "Said", "Link", "Now"]);
    for (_, entry) in links.decisions.iter() {
        let Decision { at, agency, action, .. } = &entry.decision;
        table.add_row([
            at.format("%Y-%m-%d").to_string(),
            agency.clone(),
            said(*action).to_owned(),
            link_in_words(graph, &entry.decision),
            format!("{}: {}", entry.state.name().to_lowercase(), entry.reason),
        ]);
    }
    super::print(&format!("{table}\n"))
}

fn object(graph: &Graph, entry: &Entry) -> serde_json::Value {
    let Decision { id, link, action, withdraws, agency, by, at, note, .. } = &entry.decision;
    json!({
        "id": id, "at": at, "agency": agency, "by": by, "action": action, "withdraws": withdraws, "note": note,
        "link": {"id": link.id(), "type": link.kind, "from": link.from, "to": link.to,
            "inWords": link_in_words(graph, &entry.decision)},
        "state": entry.state.name(), "reason": entry.reason,
    })
}

fn link_in_words(graph: &Graph, decision: &Decision) -> String {
    let of = |id: Id| {
        let end = graph.node(id).and_then(End::of);
        end.map_or_else(|| format!("`{id}`"), |end| curation::in_words(graph, end))
    };
    format!("{} {} {}", of(decision.link.from), decision.link.kind, of(decision.link.to))
}

fn said(action: DecisionAction) -> &'static str {
    match action {
        DecisionAction::Propose => "propose",
        DecisionAction::Confirm => "confirm",
        DecisionAction::Reject => "reject",
        DecisionAction::Withdraw => "withdraw",
    }
}
