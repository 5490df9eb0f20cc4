//! The tokens of a hub: making, listing and revoking them. They are in a file of their own, so that all of this works
//! while a server runs.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::token::{Token, mint};
use super::{Bearer, Lifetime, Role, State};
use crate::reference::{organisation, similar_organisations};
use crate::store::{StoreError, TokenFile};

/// The format that this code writes, and the only one it reads.
const FORMAT: u32 = 1;
/// The most characters of a name.
const NAME_LIMIT: usize = 200;

/// The tokens of a data folder.
#[derive(Debug, Clone)]
pub struct Tokens {
    file: TokenFile,
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The agency that it is for: an acronym or another name in the reference table of organisations.
    pub agency: String,
    /// Who of the agency it is for.
    pub name: String,
    /// What it is to allow.
    pub roles: BTreeSet<Role>,
    /// How long it is to hold.
    pub lifetime: Lifetime,
}

/// Why nothing was done about tokens.
#[derive(Debug, thiserror::Error)]
pub enum TokensError {
    /// The agency is none of the reference table.
    #[error("`{given}` is no organisation that this hub knows{}", or_meant(near))]
    UnknownAgency {
        /// What was given.
        given: String,
        /// Acronyms that may have been meant, best first.
        near: Vec<&'static str>,
    },
    /// The name names nobody.
    #[error("the name must have 1 to {NAME_LIMIT} characters on one line: say who the token is for")]
    Name,
    /// No role is given.
    #[error("a token without a role allows nothing: give it `curator`, `operator` or both")]
    NoRole,
    /// It would have expired already.
    #[error("the token would have expired on {}: give a later day", end.to_rfc3339_opts(SecondsFormat::Secs, true))]
    Past {
        /// When it would have expired.
        end: DateTime<Utc>,
    },
    /// It would hold too long.
    #[error("a token may hold two years at most: give an earlier day")]
    TooLong,
    /// No token has that identifier.
    #[error("there is no token `{id}`: `gcm-hub token list` shows those there are")]
    UnknownId {
        /// What was given.
        id: String,
    },
    /// It is revoked already.
    #[error("the token `{id}` was revoked on {} already: nothing is left to do", at.to_rfc3339_opts(SecondsFormat::Secs, true))]
    AlreadyRevoked {
        /// Which token.
        id: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// What the file has is not what was written.
    #[error(
        "the tokens in `{}` are damaged: nobody may write until you put back a copy of the file, or move it away and \
         make new tokens with `gcm-hub token create`", path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it shows.
        source: Damage,
    },
    /// A later gcm-hub wrote the file.
    #[error(
        "the tokens in `{}` have format {found}, and this gcm-hub knows format {FORMAT} only: use the gcm-hub that \
         wrote them", path.display()
    )]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// The format found.
        found: u32,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no randomness.
    #[error(
        "the system gives no randomness for a secret: start it again, or make the token on another machine"
    )]
    Randomness(#[source] getrandom::Error),
}

/// How damage of the tokens' file shows.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// It is not the JSON that belongs there.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Two tokens have one identifier.
    #[error("the token `{0}` is there twice")]
    Twice(String),
}

impl Tokens {
    /// Those of that data folder. Nothing is made or read yet.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self { file: TokenFile::of(data_dir) }
    }

    /// Makes a token, durably. Its text is in no other place than the answer and cannot be had again.
    ///
    /// # Errors
    /// When what is wanted cannot be, the tokens' file is damaged, or it cannot be written.
    pub fn create(&self, wanted: NewToken, now: DateTime<Utc>) -> Result<(Bearer, Token), TokensError> {
        let agency = organisation(&wanted.agency).ok_or_else(|| unknown_agency(&wanted.agency))?;
        let name = person(&wanted.name).ok_or(TokensError::Name)?;
        if wanted.roles.is_empty() {
            return Err(TokensError::NoRole);
        }
        let expires_at = wanted.lifetime.end(now)?;
        self.change(|tokens| {
            let (id, bearer, secret_sha256) = loop {
                let minted = mint().map_err(TokensError::Randomness)?;
                if tokens.iter().all(|token| token.id != minted.0) {
                    break minted;
                }
            };
            let token = Token {
                id,
                name: name.to_owned(),
                agency: agency.acronym.to_owned(),
                roles: wanted.roles,
                created_at: now,
                expires_at,
                revoked_at: None,
                secret_sha256,
            };
            tokens.push(token.clone());
            Ok((bearer, token))
        })
    }

    /// Every token ever made, in that order.
    ///
    /// # Errors
    /// When the tokens' file is damaged or cannot be read.
    pub fn list(&self) -> Result<Vec<Token>, TokensError> {
        self.file.read()?.map_or_else(|| Ok(Vec::new()), |bytes| parse(&bytes, &self.file.path()))
    }

    /// Revokes a token, durably: no [`Gate`](super::Gate) takes it from here on.
    ///
    /// # Errors
    /// When there is none with that identifier, it is revoked already, the tokens' file is damaged, or it cannot be
    /// written.
    pub fn revoke(&self, id: &str, now: DateTime<Utc>) -> Result<Token, TokensError> {
        self.change(|tokens| {
            let found = tokens.iter_mut().find(|token| token.id == id);
            let token = found.ok_or_else(|| TokensError::UnknownId { id: id.to_owned() })?;
            if let (State::Revoked, Some(at)) = (token.state(now), token.revoked_at) {
                return Err(TokensError::AlreadyRevoked { id: id.to_owned(), at });
            }
            token.revoked_at = Some(now);
            Ok(token.clone())
        })
    }

    /// The file that they are in.
    pub(super) fn file(&self) -> &TokenFile {
        &self.file
    }

    fn change<T>(
        &self,
        change: impl FnOnce(&mut Vec<Token>) -> Result<T, TokensError>,
    ) -> Result<T, TokensError> {
        self.file.change(|bytes| {
            let mut tokens =
                bytes.map_or_else(|| Ok(Vec::new()), |bytes| parse(&bytes, &self.file.path()))?;
            let outcome = change(&mut tokens)?;
            let written = serde_json::to_vec_pretty(&Content { format: FORMAT, tokens });
            Ok((written.map_err(|error| damaged(&self.file.path(), error.into()))?, outcome))
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    tokens: Vec<Token>,
}

/// Only as much as tells whether the rest is for this code to read.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The tokens in the bytes of the file at `path`.
pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Vec<Token>, TokensError> {
    // Some editors put a mark of the byte order before what they save.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Format { format } = serde_json::from_slice(bytes).map_err(|error| damaged(path, error.into()))?;
    if format != FORMAT {
        return Err(TokensError::NewerFormat { path: path.to_owned(), found: format });
    }
    let content: Content = serde_json::from_slice(bytes).map_err(|error| damaged(path, error.into()))?;
    let mut ids = HashSet::new();
    match content.tokens.iter().find(|token| !ids.insert(token.id.as_str())) {
        Some(token) => Err(damaged(path, Damage::Twice(token.id.clone()))),
        None => Ok(content.tokens),
    }
}

fn damaged(path: &Path, source: Damage) -> TokensError {
    TokensError::Damaged { path: path.to_owned(), source }
}

/// A text as the name of a person or program, if it can be one.
pub(super) fn person(name: &str) -> Option<&str> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_LIMIT && !name.chars().any(char::is_control);
    fits.then_some(name)
}

fn unknown_agency(given: &str) -> TokensError {
    TokensError::UnknownAgency { given: given.to_owned(), near: near_misses(given) }
}

/// Acronyms that may have been meant.
pub(super) fn near_misses(agency: &str) -> Vec<&'static str> {
    similar_organisations(agency).into_iter().map(|organisation| organisation.acronym).collect()
}

fn or_meant(near: &[&str]) -> String {
    if near.is_empty() {
        return ": give its acronym, such as `UNDP`".to_owned();
    }
    let near: Vec<_> = near.iter().map(|acronym| format!("`{acronym}`")).collect();
    format!(": did you mean {}?", near.join(" or "))
}
