//! `gcm-hub export`.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;

use super::place::Place;
use crate::api;
use crate::export::{self, Format, Ground, Writer};

/// Options of `export`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The list: programmes, progressItems, results, countries, organisations or links
    list: String,
    /// The list's filter as JSON, as `where` in GraphQL
    #[arg(long = "where", value_name = "JSON")]
    filter: Option<String>,
    /// The list as the documents stood at this time, as `2023-01-01T00:00:00Z`
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// The form
    #[arg(long, value_name = "FORM", default_value = "csv", value_parser = form)]
    format: Format,
    /// With columns that say where each row was read
    #[arg(long)]
    evidence: bool,
    /// With the byte order mark by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
}

fn form(text: &str) -> Result<Format, String> {
    Format::of_ending(text).ok_or_else(|| "the forms are `csv`, `ndjson` and `json`".to_owned())
}

pub(super) fn run(place: &Place, args: Args) -> Result<ExitCode> {
    let list = export::list(&args.list)?;
    let given = [("where", args.filter), ("asOf", args.as_of)];
    let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let mut pairs: Vec<_> = given.collect();
    for (name, _) in [("evidence", args.evidence), ("bom", args.bom)].into_iter().filter(|(_, on)| *on) {
        pairs.push((name.to_owned(), "true".to_owned()));
    }
    let asked = list.asked(args.format, &pairs)?;
    let store = place.store()?;
    let hub = Arc::new(place.hub(Arc::new(store))?);
    let ground = Ground { schema: api::schema(), served: hub.served(), hub };
    let mut writer = Writer::new(asked.table, asked.style);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    let written = runtime.block_on(async {
        let mut pages = list.pages(ground.at(asked.as_of).await?, asked.values.clone());
        let mut begun = false;
        while let Some(page) = pages.next().await {
            let rows = writer.rows(&page.map_err(|problem| asked.blame(problem))?)?;
            // Nothing is printed before the filter has proved right.
            if !begun {
                output.write_all(&writer.begin()?)?;
                begun = true;
            }
            output.write_all(&rows)?;
        }
        output.write_all(writer.end())?;
        output.flush()?;
        Ok(())
    });
    match written {
        Err(error) if gone(&error) => Ok(ExitCode::SUCCESS),
        written => written.map(|()| ExitCode::SUCCESS),
    }
}

/// Whether it is only that the reader has gone away (`| head`).
fn gone(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
