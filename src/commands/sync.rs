//! `gcm-hub sync`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use comfy_table::Table;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use tokio::task::JoinSet;

use super::ingest::known;
use super::place::Place;
use super::table::table;
use crate::fetch::Ask;
use crate::hub::{Outcome, Report};
use crate::refresh::{CheckStep, Checker};
use crate::sources::Source;
use crate::telemetry::Traces;

/// Options of `sync`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The sources, by slug [default: all that have an address and are enabled]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
}

/// What a script reads of the exit code, besides 0 for: what is in service is what publishers give.
pub(super) const CODES: &str = "\
Exits with 0 when what is in service is what the publishers give, with 1 when one of them gave no edition (the edition
before stays in service), and with 3 when none failed and an edition waits for an operator or was rejected.";

/// The exit code when an edition waits for an operator.
const WAITING: u8 = 3;

pub(super) fn run(place: &Place, args: &Args) -> Result<ExitCode> {
    let slugs = asked(place, &args.sources)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let reports = runtime.block_on(async {
        let traces = Traces::start(&place.telemetry)?;
        let checker = place.checker(Arc::new(place.store()?), traces.clone())?;
        let reports = check_all(&checker, &slugs).await;
        traces.end().await;
        reports
    })?;
    super::print(&format!("{}\n", told(&reports)))?;
    let failed =
        |report: &Report| matches!(report.outcome, Outcome::Failed { .. } | Outcome::NotAsked { .. });
    let waits = |report: &Report| matches!(report.outcome, Outcome::Held { .. } | Outcome::Rejected { .. });
    if reports.iter().any(failed) {
        return Ok(ExitCode::FAILURE);
    }
    Ok(if reports.iter().any(waits) { ExitCode::from(WAITING) } else { ExitCode::SUCCESS })
}

/// The sources to ask for.
fn asked(place: &Place, named: &[String]) -> Result<Vec<String>> {
    if let Some(silent) = &place.plan.silent {
        bail!("{silent}");
    }
    let mut slugs = Vec::new();
    for slug in named {
        let slug = known(&place.sources, slug)?.slug();
        if !slugs.iter().any(|asked| asked == slug) {
            slugs.push(slug.to_owned());
        }
    }
    if named.is_empty() {
        let may = place.sources.iter().map(Source::slug).filter(|slug| place.plan.unasked(slug).is_none());
        slugs.extend(may.map(str::to_owned));
    }
    if slugs.is_empty() {
        bail!(
            "no source has an address and is enabled: give one `addresses` under [[sources]] in the configuration"
        );
    }
    Ok(slugs)
}

/// Asks for the sources at the same time, with a line of progress for each where someone is watching.
async fn check_all(checker: &Checker, slugs: &[String]) -> Result<Vec<Report>> {
    let bars = MultiProgress::new();
    let width = slugs.iter().map(String::len).max().unwrap_or(0);
    let style = ProgressStyle::with_template("{spinner} {prefix} {bar:12} {msg}")?;
    let mut checks = JoinSet::new();
    for slug in slugs {
        let bar = bars.add(ProgressBar::new(4).with_style(style.clone()));
        bar.set_prefix(format!("{slug:width$}"));
        bar.enable_steady_tick(Duration::from_millis(120));
        let (checker, slug) = (checker.clone(), slug.clone());
        checks.spawn(async move {
            let step = |step| {
                bar.set_message(match step {
                    CheckStep::Asking => "asking its publisher",
                    CheckStep::Reading => "reading the document",
                    CheckStep::Keeping => "making an edition of it",
                });
                bar.inc(1);
            };
            let report = checker.check(&slug, Ask::Always, &step).await;
            bar.finish_and_clear();
            report
        });
    }
    let mut reports = checks.join_all().await;
    reports.sort_by_key(|report| slugs.iter().position(|slug| *slug == report.source));
    Ok(reports)
}

fn told(reports: &[Report]) -> Table {
    let mut table = table(&["Source", "What happened", "Next check"]);
    for report in reports {
        let next = report.next_check_at.map(|next| next.format("%Y-%m-%d %H:%M UTC").to_string());
        table.add_row([report.source.clone(), happened(report), next.unwrap_or_else(|| "none".to_owned())]);
    }
    table
}

fn happened(report: &Report) -> String {
    match &report.outcome {
        Outcome::Unchanged => "unchanged: its publisher gives what is in service".to_owned(),
        Outcome::Updated { sha256, counts, rejects } => format!(
            "updated to {}: {} added, {} removed, {} changed, {} as before, {rejects} rejects",
            &sha256.to_string()[..12],
            counts.added,
            counts.removed,
            counts.changed,
            counts.unchanged
        ),
        Outcome::Held { sha256, reason } => format!(
            "held: {reason}; `gcm-hub editions diff {0} {1}` shows it, `gcm-hub editions accept {0} {1}` or `reject` decides",
            report.source,
            &sha256.to_string()[..12]
        ),
        Outcome::Rejected { sha256 } => {
            format!("unchanged: its publisher gives {}, which was rejected", &sha256.to_string()[..12])
        }
        Outcome::Failed { problem } => format!("failed: {problem}"),
        Outcome::NotAsked { reason } => format!("not asked: {reason}"),
    }
}
