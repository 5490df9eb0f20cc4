//! `gcm-hub editions accept` and `reject`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;

use super::named;
use crate::commands::place::Place;
use crate::hub::{Outcome, Review, Verdict};
use crate::refresh;
use crate::store::Store;

/// Options of `editions accept` and `editions reject`.
#[derive(clap::Args)]
pub(in crate::commands) struct Args {
    /// The source, by slug
    source: String,
    /// The edition that was looked at: the first digits of its SHA-256, as `editions list` prints them
    edition: String,
}

pub(super) fn run(place: &Place, args: &Args, verdict: Verdict) -> Result<ExitCode> {
    let source = crate::commands::ingest::known(&place.sources, &args.source)?;
    let store = place.store().context(
        "a hub that is serving is told through its API instead: the mutation `reviewEdition`, with an operator's token",
    )?;
    let slug = source.slug();
    let Some(held) = store.held(slug)? else {
        bail!("no edition of `{slug}` is held: `gcm-hub editions list {slug}` shows what is kept");
    };
    let wanted = args.edition.to_lowercase();
    if wanted.is_empty() || !held.edition.sha256.to_string().starts_with(&wanted) {
        bail!("the edition of `{slug}` that is held is {}: name that one", named(&held.edition));
    }
    let said = Review { source: slug.to_owned(), sha256: held.edition.sha256, verdict };
    let report = refresh::review(&store, &place.sources, &said, Utc::now())?;
    let name = named(&held.edition);
    crate::commands::print(&match report.outcome {
        Outcome::Updated { counts, rejects, .. } => format!(
            "{slug}: {name} is in service: {} added, {} removed, {} changed, {} as before, {rejects} rejects\n",
            counts.added, counts.removed, counts.changed, counts.unchanged
        ),
        _ => format!(
            "{slug}: {name} is rejected and will not be held again; the edition before it stays in service\n"
        ),
    })
}
