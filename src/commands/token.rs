//! `gcm-hub token`: who may write.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::place::Place;
use super::table::table;
use crate::access::{DEFAULT_DAYS, Lifetime, NewToken, Role, State, Token, Tokens};

/// What can be done about tokens, also while a server runs.
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Make a token and print it, once: the hub keeps no more than its hash
    #[command(after_help = "The token alone goes to standard output, the rest to standard error.")]
    Create(Create),
    /// List the tokens; their text is not kept
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token; a server that runs refuses it from now on
    Revoke {
        /// The token's identifier, as `gcm-hub token list` shows it
        id: String,
    },
}

/// Options of `token create`.
#[derive(clap::Args)]
pub(super) struct Create {
    /// The agency that decisions will be recorded for: UNDP
    #[arg(long, value_name = "ACRONYM")]
    agency: String,
    /// What it allows: curator decides about links, operator has sources fetched and ingested; may be repeated
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<Role>,
    /// Who it is for, as decisions will name them: "Ana, country office"
    #[arg(long)]
    name: String,
    /// How long it holds: days as 30d, or the last day as 2027-01-31; two years at most [default: 90d]
    #[arg(long, value_name = "WHEN")]
    expires: Option<Lifetime>,
}

pub(super) fn run(place: &Place, command: Command) -> Result<ExitCode> {
    let tokens = Tokens::of(&place.data_dir);
    match command {
        Command::Create(options) => create(&tokens, options),
        Command::List { json } => list(&tokens.list()?, json, Utc::now()),
        Command::Revoke { id } => {
            let token = tokens.revoke(&id, Utc::now())?;
            super::print(&format!("token {} of {}, {}, is revoked\n", token.id, token.agency, token.name))
        }
    }
}

fn create(tokens: &Tokens, options: Create) -> Result<ExitCode> {
    let wanted = NewToken {
        agency: options.agency,
        name: options.name,
        roles: options.roles.into_iter().collect::<BTreeSet<_>>(),
        lifetime: options.expires.unwrap_or(Lifetime::Days(DEFAULT_DAYS)),
    };
    let (bearer, token) = tokens.create(wanted, Utc::now())?;
    eprintln!(
        "Token {} for {}, {}, as {} until {}.",
        token.id,
        token.agency,
        token.name,
        roles(&token),
        token.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true)
    );
    eprintln!("It is shown this once: keep it as you keep a password.");
    super::print(&format!("{}\n", bearer.reveal()))
}

/// A token as `--json` has it.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    agency: &'a str,
    name: &'a str,
    roles: &'a BTreeSet<Role>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    state: State,
}

fn list(tokens: &[Token], json: bool, now: DateTime<Utc>) -> Result<ExitCode> {
    if json {
        let shown = tokens.iter().map(|token| Shown {
            id: &token.id,
            agency: &token.agency,
            name: &token.name,
            roles: &token.roles,
            created_at: token.created_at,
            expires_at: token.expires_at,
            revoked_at: token.revoked_at,
            state: token.state(now),
        });
        return super::print(&(serde_json::to_string_pretty(&shown.collect::<Vec<_>>())? + "\n"));
    }
    let mut table = table(&["ID", "Agency", "Name", "Roles", "Created", "Expires", "State"]);
    let day = |moment: DateTime<Utc>| moment.format("%Y-%m-%d").to_string();
    for token in tokens {
        table.add_row([
            token.id.clone(),
            token.agency.clone(),
            token.name.clone(),
            roles(token),
            day(token.created_at),
            day(token.expires_at),
            token.state(now).name().to_owned(),
        ]);
    }
    super::print(&format!("{table}\n"))
}

fn roles(token: &Token) -> String {
    token.roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
