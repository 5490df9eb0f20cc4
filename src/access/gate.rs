//! The gate: from a bearer to a principal.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::oidc::{Oidc, OidcError, OidcSettings};
use super::token::{PREFIX, Parts, State, Token};
use super::tokens::{self, near_misses};
use super::{Bearer, Denied, Principal, Tokens, TokensError, chain};
use crate::reference::organisation;
use crate::store::{Look, WatchedFile};

/// Admits those who may write. One serves every request of a hub, at once.
pub struct Gate {
    kept: Mutex<Kept>,
    oidc: Option<Oidc>,
}

/// The tokens as the file had them at the last look.
struct Kept {
    file: WatchedFile,
    /// None when they could not be read: then nobody is admitted.
    tokens: Option<Vec<Token>>,
}

impl Gate {
    /// The gate of a data folder, which need not be there yet, and of an identity provider if there is one. It starts
    /// without a network; tokens that cannot be read are told in the log and admit nobody until they can.
    ///
    /// # Errors
    /// When the settings of the identity provider are of no use, or its key set is a file that cannot be read.
    pub fn new(data_dir: &Path, oidc: Option<OidcSettings>) -> Result<Self, OidcError> {
        let file = Tokens::of(data_dir).file().watched();
        let mut kept = Kept { file, tokens: Some(Vec::new()) };
        kept.look();
        Ok(Self { kept: Mutex::new(kept), oidc: oidc.map(Oidc::new).transpose()? })
    }

    /// Who the bearer belongs to, at `now`.
    ///
    /// # Errors
    /// When there is no bearer, or it is not good.
    pub async fn admit(&self, bearer: Option<&Bearer>, now: DateTime<Utc>) -> Result<Principal, Denied> {
        let bearer = bearer.ok_or(Denied::NoToken)?;
        if bearer.reveal().starts_with(PREFIX) {
            return self.admit_token(bearer, now);
        }
        match &self.oidc {
            Some(oidc) => oidc.admit(bearer, now).await,
            None => Err(Denied::OtherKind),
        }
    }

    fn admit_token(&self, bearer: &Bearer, now: DateTime<Utc>) -> Result<Principal, Denied> {
        let parts = Parts::of(bearer.reveal()).ok_or(Denied::NotWhole)?;
        // Held for one call about a small local file, and for one read of it after a change.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = kept.look().ok_or(Denied::Unavailable)?;
        let token = tokens.iter().find(|token| token.id == parts.id);
        let genuine = parts.is_secret_of(token);
        let token = token.filter(|_| genuine).ok_or(Denied::NotKnown)?;
        match token.state(now) {
            State::Revoked => Err(Denied::NotKnown),
            State::Expired => Err(Denied::Expired { at: token.expires_at }),
            State::Active => Ok(Principal {
                agency: agency(&token.agency)?,
                name: token.name.clone(),
                roles: token.roles.clone(),
            }),
        }
    }
}

impl Kept {
    /// The tokens as the file has them now; none when that cannot be told.
    fn look(&mut self) -> Option<&[Token]> {
        let tokens = match self.file.look() {
            Ok(Look::Same) => return self.tokens.as_deref(),
            Ok(Look::Gone) => Ok(Vec::new()),
            Ok(Look::Changed(bytes)) => tokens::parse(&bytes, self.file.path()),
            Err(error) => Err(TokensError::Store(error)),
        };
        self.tokens = tokens.inspect_err(|error| tracing::error!("{}", chain(error))).ok();
        self.tokens.as_deref()
    }
}

/// The acronym of an agency that a genuine token names.
pub(super) fn agency(given: &str) -> Result<String, Denied> {
    let unknown = || {
        let agency: String = given.chars().take(100).collect();
        Denied::UnknownAgency { near: near_misses(&agency), agency }
    };
    Ok(organisation(given).ok_or_else(unknown)?.acronym.to_owned())
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("oidc", &self.oidc).finish_non_exhaustive()
    }
}
