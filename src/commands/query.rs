//! `gcm-hub query`.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use async_graphql::{Request, Variables};

use super::place::Place;
use crate::api;

/// Options of `query`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The GraphQL document; `-` reads it from standard input
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    query: Option<String>,
    /// Read the GraphQL document from a file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// A variable, its value as JSON; a value that is no JSON is taken as a string
    #[arg(short, long = "variable", value_name = "NAME=JSON")]
    variables: Vec<String>,
    /// Which operation to run, when the document has several
    #[arg(short, long, value_name = "NAME")]
    operation: Option<String>,
}

pub(super) fn run(place: &Place, args: Args) -> Result<ExitCode> {
    let document = document(&args)?;
    let variables = variables(&args.variables)?;
    let store = place.store()?;
    let hub = Arc::new(place.hub(Arc::new(store))?);
    let served = api::Snapshot(hub.served());
    let mut request = Request::new(document).variables(variables).data(served).data(hub);
    if let Some(operation) = args.operation {
        request = request.operation_name(operation);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let response = runtime.block_on(api::Schema::new(place.setup.limits).execute(request));
    let mut answer = serde_json::to_string_pretty(&response)?;
    answer.push('\n');
    super::print(&answer)?;
    Ok(if response.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn document(args: &Args) -> Result<String> {
    if let Some(path) = &args.file {
        return std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the query from `{}`", path.display()));
    }
    match args.query.as_deref() {
        Some("-") => {
            let mut document = String::new();
            std::io::stdin()
                .read_to_string(&mut document)
                .context("cannot read the query from standard input")?;
            Ok(document)
        }
        Some(query) => Ok(query.to_owned()),
        None => bail!("no query: give one, or a file with `-f`, or `-` for standard input"),
    }
}

fn variables(pairs: &[String]) -> Result<Variables> {
    let mut object = serde_json::Map::new();
    for pair in pairs {
        let Some((name, value)) = pair.split_once('=') else {
            bail!("`{pair}` is no variable: write NAME=JSON, for example `country=\"MDA\"`");
        };
        let value =
            serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::String(value.to_owned()));
        object.insert(name.trim_start_matches('$').to_owned(), value);
    }
    Ok(Variables::from_json(object.into()))
}
