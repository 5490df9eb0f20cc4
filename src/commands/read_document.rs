//! `gcm-hub read-document`: what the reader starts to read what others wrote.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::document::Document;
use crate::document::MediaType;
use crate::document::text::Text;
use crate::reader::{Limits, Request, answer};

/// Options of `read-document`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How the document is to be read
    #[arg(long, value_name = "TYPE", value_parser = media_type)]
    media_type: MediaType,
    /// Address space, in bytes
    #[arg(long, default_value_t = Limits::default().memory)]
    memory: u64,
    /// Processor time, in seconds
    #[arg(long, default_value_t = Limits::default().cpu_seconds)]
    cpu_seconds: u64,
}

fn media_type(name: &str) -> Result<MediaType, String> {
    MediaType::from_name(name).ok_or_else(|| format!("the hub cannot read `{name}`"))
}

pub(super) fn run(args: Args) -> Result<ExitCode> {
    let Args { media_type, memory, cpu_seconds } = args;
    let request = Request { media_type, memory, cpu_seconds };
    answer(request, std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a document for another command, in a child of this program where that is called for.
pub(super) fn text(document: &Document) -> Result<Text> {
    let reader = super::place::reader()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let read = runtime.block_on(reader.read(document));
    read.with_context(|| format!("`{}` cannot be read", document.origin))
}
