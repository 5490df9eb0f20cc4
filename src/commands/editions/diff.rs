//! `gcm-hub editions diff`.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::named;
use crate::commands::place::Place;
use crate::graph::plain::{self, Stating};
use crate::graph::{ChangeKind, Differences, FieldDifference, Loaded, differences};
use crate::record::Lines;
use crate::refresh::{self, Kept};
use crate::sources::Source;
use crate::store::Store;

/// Options of `editions diff`.
#[derive(clap::Args)]
pub(in crate::commands) struct Args {
    /// The source, by slug
    source: String,
    /// The earlier edition: the first digits of its SHA-256, as `editions list` prints them [default: the one before the
    /// later edition]
    old: Option<String>,
    /// The later edition [default: the one in service]
    new: Option<String>,
}

pub(super) fn run(place: &Place, args: &Args) -> Result<ExitCode> {
    let source = crate::commands::ingest::known(&place.sources, &args.source)?;
    let store = place.store()?;
    let line = refresh::line(&store, source)?;
    let slug = source.slug();
    let new = match &args.new {
        Some(digits) => find(&line, slug, digits)?,
        None => 0,
    };
    let old = match &args.old {
        Some(digits) => find(&line, slug, digits)?,
        None => new + 1,
    };
    let (Some(old), Some(new)) = (line.get(old), line.get(new)) else {
        bail!("`{slug}` has no edition before that one: `gcm-hub editions list {slug}` shows what is kept");
    };
    let (old, new) = (load(old, &store, source)?, load(new, &store, source)?);
    let found = differences(old.known(), new.known());
    let heading = format!("{slug}: {} -> {}\n", named(&old.edition), named(&new.edition));
    let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    crate::commands::print(&(heading + &told(&found, colours)))
}

/// The place of the one edition whose SHA-256 begins so.
fn find(line: &[Kept], slug: &str, digits: &str) -> Result<usize> {
    let wanted = digits.to_lowercase();
    let mut found = (0..line.len())
        .filter(|place| !wanted.is_empty() && line[*place].sha256().to_string().starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some(place), None) => Ok(place),
        (Some(_), Some(_)) => {
            bail!("`{digits}` begins the SHA-256 of several editions of `{slug}`: give more digits")
        }
        _ => {
            bail!("no edition of `{slug}` begins with `{digits}`: `gcm-hub editions list {slug}` shows them")
        }
    }
}

fn load(kept: &Kept, store: &dyn Store, source: &Source) -> Result<Loaded> {
    kept.load(store, source)?.context("the edition is not kept any more")
}

fn told(found: &Differences<'_>, colours: bool) -> String {
    let mut lines = Vec::new();
    let mut counts = [0; 3];
    for difference in &found.records {
        let (number, sign, colour) = match difference.kind {
            ChangeKind::Added => (0, '+', "32"),
            ChangeKind::Removed => (1, '-', "31"),
            ChangeKind::Modified => (2, '~', "33"),
        };
        counts[number] += 1;
        let head = format!("{sign} {}  {}", difference.record.key, plain::label(difference.record));
        lines.push(if colours { format!("\u{1b}[{colour}m{head}\u{1b}[0m") } else { head });
        if difference.kind == ChangeKind::Modified {
            lines.extend(difference.fields.iter().map(field));
        }
    }
    let [added, removed, modified] = counts;
    lines.push(format!(
        "{added} added, {removed} removed, {modified} modified, {} as before",
        found.unchanged
    ));
    lines.join("\n") + "\n"
}

fn field(difference: &FieldDifference) -> String {
    let FieldDifference { field, before, after } = difference;
    let is_text = ["text", "outcomes"].contains(field);
    let side = |stating: &Option<Stating>| match stating {
        None => "nothing".to_owned(),
        // Its fingerprint tells people nothing.
        Some(stating) if is_text => format!("a text{}", at(&stating.at)),
        Some(stating) => format!("{}{}", stating.value, at(&stating.at)),
    };
    if let (true, Some(before), Some(after)) = (is_text, before, after) {
        return format!("    {field}: reworded{} ->{}", at(&before.at), at(&after.at));
    }
    format!("    {field}: {} -> {}", side(before), side(after))
}

/// ` (lines 12-14, 20)`.
fn at(lines: &[Lines]) -> String {
    let ranges: Vec<String> = lines
        .iter()
        .map(
            |Lines { first, last, .. }| {
                if first == last { first.to_string() } else { format!("{first}-{last}") }
            },
        )
        .collect();
    match ranges.as_slice() {
        [] => String::new(),
        [one] if !one.contains('-') => format!(" (line {one})"),
        ranges => format!(" (lines {})", ranges.join(", ")),
    }
}
