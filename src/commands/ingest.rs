//! `gcm-hub ingest`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Utc;
use indicatif::{ProgressBar, ProgressStyle};

use super::place::Place;
use super::read_document;
use crate::document::text::MOST_BYTES;
use crate::document::{Document, MediaType};
use crate::record::{Edition, PartialDate};
use crate::refresh::{Changes, Given, Ingested, KeptPast, Step, ingest, ingest_past};
use crate::sources::{Source, Sources};
use crate::store::Committed;

/// Options of `ingest`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The source, by slug: `gcm-hub sources` lists them
    source: String,
    /// The document: the web page as published, or text as extracted from what was published
    file: PathBuf,
    /// What people call this edition [default: what the document says]
    #[arg(long)]
    label: Option<String>,
    /// The date it speaks for: 2023-11-11, 2023-11 or 2023 [default: what the document says]
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// Take an edition that is unlike the one in service; without this, one that lacks much of it, is older or has more
    /// rejects than records is refused
    #[arg(long)]
    accept: bool,
    /// Keep it for the history as an edition older than all that are kept, and leave the one in service
    #[arg(long, conflicts_with = "accept")]
    past: bool,
    /// How to read it: application/pdf, text/html, text/plain or text/markdown [default: what the file's name ends in,
    /// .pdf, .html or .md, else as this source is usually extracted]
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
}

pub(super) fn run(place: &Place, args: Args) -> Result<ExitCode> {
    let source = known(&place.sources, &args.source)?;
    let document = read(&args.file, media_type(source, &args.file, args.media_type.as_deref())?)?;
    let bar = ProgressBar::new(3).with_style(ProgressStyle::with_template("{bar:24} {msg}")?);
    bar.set_message("reading the document");
    let text = read_document::text(&document).inspect_err(|_| bar.finish_and_clear())?;
    bar.inc(1);
    let store = place.store()?;
    let mut step = |step| {
        bar.set_message(match step {
            Step::Parsing => "making records of it",
            Step::Keeping => "keeping the edition",
        });
        bar.inc(1);
    };
    let given = Given {
        label: args.label,
        as_of: args.as_of,
        accept: args.accept,
        most_removed: place.plan.most_removed,
    };
    if args.past {
        let result = ingest_past(&store, source, &document, text, &given, Utc::now(), &mut step);
        bar.finish_and_clear();
        return super::print(&report_past(source, &result?));
    }
    let result = ingest(&store, source, &document, text, given, Utc::now(), &mut step);
    bar.finish_and_clear();
    super::print(&report(source, &result?))
}

pub(super) fn known<'a>(sources: &'a Sources, slug: &str) -> Result<&'a Source> {
    sources.find(slug).with_context(|| {
        let slugs: Vec<_> = sources.iter().map(Source::slug).collect();
        format!("unknown source `{slug}`: the sources are {}", slugs.join(", "))
    })
}

/// What is named goes before the file's name, and this before what the source usually is; the content tells nothing.
pub(super) fn media_type(source: &Source, file: &Path, named: Option<&str>) -> Result<MediaType> {
    let Some(named) = named else {
        let by_name = file.file_name().and_then(|name| MediaType::of_file_name(&name.to_string_lossy()));
        return Ok(by_name.unwrap_or(source.media_type));
    };
    MediaType::from_name(named).with_context(|| {
        let known: Vec<_> = MediaType::ALL.iter().map(|media_type| media_type.as_str()).collect();
        format!(
            "the hub cannot read `{named}`: it reads {}; make one of these of the document first",
            known.join(", ")
        )
    })
}

pub(super) fn read(path: &Path, media_type: MediaType) -> Result<Document> {
    let shown = path.display();
    let about = std::fs::metadata(path).with_context(|| format!("cannot read `{shown}`: check the path"))?;
    if about.is_dir() {
        bail!("`{shown}` is a folder: name the document in it");
    }
    if !about.is_file() {
        bail!("`{shown}` is no file but a device or a pipe: write the document to a file first");
    }
    if about.len() > MOST_BYTES as u64 {
        bail!(
            "`{shown}` has {} bytes, more than the {MOST_BYTES} that the hub reads: check that it is the right file",
            about.len()
        );
    }
    let bytes =
        std::fs::read(path).with_context(|| format!("cannot read `{shown}`: check its permissions"))?;
    let name = path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    Ok(Document { bytes, media_type, origin: name, charset: None })
}

fn report_past(source: &Source, done: &KeptPast) -> String {
    let mut lines = vec![format!("{}: an older edition is kept; the one in service stays", source.slug())];
    lines.extend(about(&done.edition, done.records, done.rejects));
    lines.join("\n") + "\n"
}

fn about(edition: &Edition, records: usize, rejects: usize) -> [String; 4] {
    let unknown = || "not stated".to_owned();
    [
        format!("  edition   {}", edition.label.clone().unwrap_or_else(unknown)),
        format!("  as of     {}", edition.as_of.map_or_else(unknown, |date| date.to_string())),
        format!("  sha-256   {}", edition.sha256),
        format!("  records   {records}, rejects {rejects}"),
    ]
}

fn report(source: &Source, done: &Ingested) -> String {
    let mut lines = vec![match &done.committed {
        Committed::Unchanged => {
            format!("{}: this edition is in service already, nothing was written", source.slug())
        }
        Committed::New => format!("{}: a new edition is in service", source.slug()),
        Committed::Replaced { .. } => format!("{}: the edition in service was read anew", source.slug()),
    }];
    lines.extend(about(&done.edition, done.records, done.rejects));
    let Changes { added, removed, changed, unchanged } = &done.changes;
    lines.push(format!(
        "  changes   {} added, {} removed, {} changed, {unchanged} as before",
        added.len(),
        removed.len(),
        changed.len()
    ));
    for (sign, keys) in [('+', added), ('-', removed), ('~', changed)] {
        lines.extend(keys.iter().take(MOST_LISTED).map(|key| format!("    {sign} {key}")));
        if keys.len() > MOST_LISTED {
            lines.push(format!("    {sign} and {} more", keys.len() - MOST_LISTED));
        }
    }
    lines.join("\n") + "\n"
}

/// More than a screen of keys tells nobody anything.
const MOST_LISTED: usize = 12;
