//! `gcm-hub editions accept` and `reject`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;

use super::named;
use crate::commands::place::Place;
use crate::hub::{Outcome, Review, Verdict};
use crate::record::Sha256;
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
    let (sha256, name) = meant(&store, slug, &args.edition, verdict)?;
    let said = Review { source: slug.to_owned(), sha256, verdict };
    let report = refresh::review(&store, &place.sources, &said, Utc::now())?;
    crate::commands::print(&match report.outcome {
        Outcome::Updated { counts, rejects, .. } => format!(
            "{slug}: {name} is in service: {} added, {} removed, {} changed, {} as before, {rejects} rejects\n",
            counts.added, counts.removed, counts.changed, counts.unchanged
        ),
        Outcome::NotAsked { reason } => format!("{slug}: {name}: {reason}\n"),
        _ => format!(
            "{slug}: {name} is rejected and will not be held again; the edition before it stays in service\n"
        ),
    })
}

/// The edition that is meant: the one that is held, or one that was rejected and is to be taken after all.
fn meant(store: &dyn Store, slug: &str, digits: &str, verdict: Verdict) -> Result<(Sha256, String)> {
    let wanted = digits.to_lowercase();
    let begins = |sha256: &Sha256| !wanted.is_empty() && sha256.to_string().starts_with(&wanted);
    let held = store.held(slug)?;
    if let Some(held) = held.as_ref().filter(|held| begins(&held.edition.sha256)) {
        return Ok((held.edition.sha256, named(&held.edition)));
    }
    if verdict == Verdict::Accept {
        let rejected = store.watch(slug)?.unwrap_or_default().rejected;
        if let Some(sha256) = rejected.iter().find(|sha256| begins(sha256)) {
            return Ok((*sha256, wanted));
        }
    }
    match held {
        Some(held) => {
            bail!("the edition of `{slug}` that is held is {}: name that one", named(&held.edition))
        }
        None => bail!("no edition of `{slug}` is held: `gcm-hub editions list {slug}` shows what is kept"),
    }
}
