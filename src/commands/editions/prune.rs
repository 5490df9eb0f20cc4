//! `gcm-hub editions prune`.

use std::process::ExitCode;

use anyhow::Result;

use super::{chosen, named};
use crate::commands::place::Place;
use crate::store::Store;

/// Options of `editions prune`.
#[derive(clap::Args)]
pub(in crate::commands) struct Args {
    /// The source, by slug; every source without one
    source: Option<String>,
    /// So many stay of each source, the newest, the one in service among them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: u32,
    /// Do it: what was read from the others, and their text, is gone for good; their identifiers stay taken
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(place: &Place, args: &Args) -> Result<ExitCode> {
    let sources = chosen(&place.sources, args.source.as_deref())?;
    let store = place.store()?;
    let (mut lines, mut gone) = (Vec::new(), 0);
    for source in sources {
        for edition in store.editions(source.slug())?.iter().skip(args.keep as usize) {
            let told = match args.yes {
                false => "would go",
                true if store.prune(source.slug(), &edition.sha256)? => "is gone",
                true => "stays: it is in service, or gone already",
            };
            gone += 1;
            lines.push(format!("{}: {} {told}", source.slug(), named(edition)));
        }
    }
    lines.push(match (gone, args.yes) {
        (0, _) => {
            "no edition is older than those to keep; the ones that the hub ships with always stay".to_owned()
        }
        (_, false) => "nothing was done: give `--yes` to let go of them".to_owned(),
        (_, true) => "what changed is told from the editions that are left".to_owned(),
    });
    crate::commands::print(&(lines.join("\n") + "\n"))
}
