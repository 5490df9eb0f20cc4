//! The command line. Subcommands are thin: they open the data folder, call the library and print.
//!
//! Only this module reads the environment. What a program may read goes to standard output, everything else to
//! standard error.

mod bundle;
mod decisions;
mod editions;
mod evaluate;
mod export;
mod healthcheck;
mod ingest;
mod operations;
mod place;
mod query;
mod read_document;
mod serve;
mod sources;
mod store;
mod sync;
mod table;
mod token;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::config::LogFormat;
use place::Place;

/// One GraphQL graph of what the UN migration system publishes about its programmes and pledges.
///
/// Without a subcommand it serves: open http://127.0.0.1:4000/graphiql and ask. It starts from the editions that it
/// ships with; `gcm-hub ingest` gives it the full documents.
#[derive(Parser)]
#[command(name = "gcm-hub", version, about, long_about, after_long_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

const AFTER_HELP: &str = "\
Examples:
  gcm-hub                                          serve on 127.0.0.1:4000
  gcm-hub query '{ programmes { totalCount } }'    ask on the command line
  gcm-hub export programmes > programmes.csv       take a list into a spreadsheet
  gcm-hub ingest undp-pledge pledge.txt            give the hub a document
  gcm-hub sources                                  see what it holds

Not an official product of the United Nations.";

/// Options that every subcommand takes.
#[derive(clap::Args)]
struct Options {
    /// The folder that the hub keeps its data in [default: the platform's data folder]
    #[arg(long, global = true, env = "GCM_HUB_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// The configuration file [default: config.toml in the platform's configuration folder, if it is there]
    #[arg(long, global = true, env = "GCM_HUB_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// How publishers reach whoever runs this hub: an e-mail or an address, sent with every request
    #[arg(long, global = true, env = "GCM_HUB_CONTACT", value_name = "ADDRESS", hide_short_help = true)]
    contact: Option<String>,
    /// Ask no publisher
    #[arg(long, global = true, env = "GCM_HUB_OFFLINE", value_parser = clap::builder::FalseyValueParser::new(), action = clap::ArgAction::SetTrue)]
    offline: bool,
    /// What is logged to standard error: error, warn, info, debug or trace, also by module
    #[arg(long, global = true, env = "GCM_HUB_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// How it is logged: text or json
    #[arg(long, global = true, env = "GCM_HUB_LOG_FORMAT", value_name = "FORM", hide_short_help = true, value_parser = log_format)]
    log_format: Option<LogFormat>,
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    LogFormat::named(text).ok_or_else(|| "the forms are `text` and `json`".to_owned())
}

#[derive(Subcommand)]
enum Command {
    /// Serve the graph over HTTP (the default)
    Serve(serve::Args),
    /// Ask the graph and print the answer as JSON
    #[command(after_help = "Exits with 1 when the answer has errors.")]
    Query(query::Args),
    /// Print a whole list as a table, as lines of JSON or as JSON
    Export(export::Args),
    /// Ask the server that runs here whether it is ready
    #[command(after_help = "Exits with 0 when it is, and with 1 when it is not or cannot be reached.")]
    Healthcheck(healthcheck::Args),
    /// Make a document the edition of a source
    Ingest(ingest::Args),
    /// Ask the publishers of sources, and put what is new into service
    #[command(after_help = sync::CODES)]
    Sync(sync::Args),
    /// The editions that are kept: list, compare, prune
    #[command(subcommand)]
    Editions(editions::Command),
    /// List the sources: edition, date, freshness, records, rejects
    Sources,
    /// Score the suggested links against pairs that people labelled
    #[command(after_help = "Exits with 1 when a line of the labels is not right.")]
    Evaluate(evaluate::Args),
    /// What agencies have said about links: list, export, import
    #[command(subcommand)]
    Decisions(decisions::Command),
    /// List the saved operations with the hashes by which they can be asked for
    Operations,
    /// Print the GraphQL schema
    Schema,
    /// Print a working configuration file with every default explained
    Config,
    /// Look after the data folder
    #[command(subcommand)]
    Store(store::Command),
    /// Make, list and revoke the tokens of those who may write
    #[command(subcommand)]
    Token(token::Command),
    /// Print what is committed of a document: for those who maintain the bundled editions
    #[command(hide = true)]
    Bundle(bundle::Args),
    /// Read a document from standard input under limits and print its lines as JSON: the reader's child process
    #[command(hide = true, name = crate::reader::COMMAND)]
    ReadDocument(read_document::Args),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs the program on the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Cli::try_parse_from(std::env::args_os().collect::<Vec<OsString>>()) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; usage errors exit with 2, as clap has it.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match execute(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gcm-hub: {}", chain(&error));
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> anyhow::Result<ExitCode> {
    let command = cli.command.unwrap_or_else(|| Command::Serve(serve::Args::default()));
    // A child has no configuration, no environment and no log, and limits itself before anything else.
    if let Command::ReadDocument(args) = command {
        return read_document::run(args);
    }
    let place = Place::find(&cli.options)?;
    start_log(&place.log, place.log_format);
    match command {
        Command::ReadDocument(args) => read_document::run(args),
        Command::Serve(args) => serve::run(&place, args),
        Command::Query(args) => query::run(&place, args),
        Command::Export(args) => export::run(&place, args),
        Command::Healthcheck(args) => healthcheck::run(&place, &args),
        Command::Ingest(args) => ingest::run(&place, args),
        Command::Sync(args) => sync::run(&place, &args),
        Command::Editions(command) => editions::run(&place, command),
        Command::Sources => sources::run(&place),
        Command::Evaluate(args) => evaluate::run(&place, &args),
        Command::Decisions(command) => decisions::run(&place, command),
        Command::Operations => operations::run(),
        Command::Schema => print(&crate::api::sdl()),
        Command::Config => print(&crate::config::template(&place.data_dir)),
        Command::Store(command) => store::run(&place, command),
        Command::Token(command) => token::run(&place, command),
        Command::Bundle(args) => bundle::run(&place, args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "gcm-hub", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    }
}

fn start_log(filter: &str, format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).unwrap_or_else(|error| {
        eprintln!("gcm-hub: the log filter `{filter}` is not right ({error}); logging warnings");
        tracing_subscriber::EnvFilter::new("warn")
    });
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A second call in one process (tests) leaves the first log in place.
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_ansi(false).try_init(),
    };
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        result => {
            result?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// An error with its causes on one line.
fn chain(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
