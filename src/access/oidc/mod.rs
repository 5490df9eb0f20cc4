//! Tokens of an agency's identity provider: JWTs that it signs, checked against the key set that it publishes.
//!
//! The signature comes first; nothing that a token says of itself is used or told before. The library checks only
//! that: the times are compared here, with the time that the caller gives.

mod claims;
mod keys;
mod place;
mod settings;

pub use settings::{OidcError, OidcSettings};

use std::fmt;

use chrono::{DateTime, Utc};
use jsonwebtoken::{DecodingKey, Header, Validation, decode, decode_header, errors::ErrorKind};

use super::{Bearer, Denied, Principal};
use claims::Claims;
use keys::{ACCEPTED_NAMES, is_accepted};
use place::Keys;

/// An identity provider.
pub(super) struct Oidc {
    settings: OidcSettings,
    keys: Keys,
}

impl Oidc {
    /// One with these settings. Nothing is fetched yet.
    pub(super) fn new(settings: OidcSettings) -> Result<Self, OidcError> {
        settings.check()?;
        let keys = Keys::at(settings.place()?)?;
        Ok(Self { settings, keys })
    }

    /// Who a JWT belongs to, at `now`.
    pub(super) async fn admit(&self, bearer: &Bearer, now: DateTime<Utc>) -> Result<Principal, Denied> {
        let header = header(bearer)?;
        let claims = self.claims(bearer, &header, now).await?;
        claims.check(&self.settings, now)?;
        claims.principal(&self.settings)
    }

    /// The claims of a token with a good signature.
    async fn claims(&self, bearer: &Bearer, header: &Header, now: DateTime<Utc>) -> Result<Claims, Denied> {
        let id = header.kid.as_deref();
        let known = self.keys.get(now, None).await.ok_or(Denied::Unavailable)?;
        if let Some(key) = known.keys.find(id, header.alg) {
            return verified(bearer, header, key);
        }
        // The provider may have a new key since.
        let newer = self.keys.get(now, Some(&known)).await.ok_or(Denied::UnknownKey)?;
        let key = newer.keys.find(id, header.alg).ok_or(Denied::UnknownKey)?;
        verified(bearer, header, key)
    }
}

/// The header of a JWT whose algorithm is accepted.
fn header(bearer: &Bearer) -> Result<Header, Denied> {
    // The library knows no `none`: a token that says so has no header that can be read.
    let header = decode_header(bearer.reveal()).map_err(|_| Denied::NoJwt)?;
    // What is critical must be understood (RFC 7515, 4.1.11), and nothing of the kind is.
    if !is_accepted(header.alg) || header.crit.is_some() {
        return Err(Denied::Algorithm { accepted: ACCEPTED_NAMES });
    }
    Ok(header)
}

fn verified(bearer: &Bearer, header: &Header, key: &DecodingKey) -> Result<Claims, Denied> {
    let mut signature_only = Validation::new(header.alg);
    signature_only.required_spec_claims.clear();
    signature_only.validate_exp = false;
    signature_only.validate_aud = false;
    let decoded = decode(bearer.reveal(), key, &signature_only).map_err(|error| match error.kind() {
        ErrorKind::Json(_) | ErrorKind::Utf8(_) | ErrorKind::InvalidToken => Denied::NoJwt,
        _ => Denied::Signature,
    })?;
    Ok(Claims(decoded.claims))
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oidc").field("settings", &self.settings).finish_non_exhaustive()
    }
}
