//! One token: its text, and what is kept of it.
//!
//! The text is `gcmhub_`, 10 hexadecimal digits that say which one it is, `_`, and 64 that are the secret. The prefix
//! is for people and for scanners that look for secrets in what should not have any. The secret has 256 bits of the
//! system's randomness, so one round of SHA-256 keeps it: there is no guessing it, and nothing to slow down.

use std::collections::BTreeSet;
use std::fmt::Write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{Bearer, Role};
use crate::record::Sha256;

/// What every text of a token begins with.
pub(super) const PREFIX: &str = "gcmhub_";
const ID_BYTES: usize = 5;
const SECRET_BYTES: usize = 32;

/// What is kept of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Which one it is, for lists and for revoking it: 10 hexadecimal digits, no secret.
    pub id: String,
    /// Who it is for: "Ana, country office".
    pub name: String,
    /// The agency, by its acronym in the reference table of organisations.
    pub agency: String,
    /// What it allows; never empty.
    pub roles: BTreeSet<Role>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The first moment at which it no longer holds.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked; none when it was not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The hash of its secret.
    pub(super) secret_sha256: Sha256,
}

/// Whether a token holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It holds.
    Active,
    /// Its time is over.
    Expired,
    /// It was revoked, whatever its time.
    Revoked,
}

impl State {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl Token {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> State {
        match self.revoked_at {
            Some(_) => State::Revoked,
            None if self.expires_at <= now => State::Expired,
            None => State::Active,
        }
    }
}

/// The two parts of a token's text.
pub(super) struct Parts<'a> {
    pub(super) id: &'a str,
    secret: &'a str,
}

impl<'a> Parts<'a> {
    /// None when the text is not whole.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let hexadecimal = |text: &str, bytes: usize| {
            text.len() == 2 * bytes && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        (hexadecimal(id, ID_BYTES) && hexadecimal(secret, SECRET_BYTES)).then_some(Self { id, secret })
    }

    /// Whether the secret is that of `token`; no time tells how much of it is right. Without a token the same work
    /// is done, so that no time tells which tokens there are.
    pub(super) fn is_secret_of(&self, token: Option<&Token>) -> bool {
        let given = Sha256::of(self.secret.as_bytes());
        let kept = token.map_or([0; 32], |token| *token.secret_sha256.bytes());
        bool::from(given.bytes().ct_eq(&kept)) && token.is_some()
    }
}

/// A new token's identifier, its text, and the hash of its secret.
pub(super) fn mint() -> Result<(String, Bearer, Sha256), getrandom::Error> {
    let (mut id, mut secret) = ([0; ID_BYTES], [0; SECRET_BYTES]);
    getrandom::fill(&mut id)?;
    getrandom::fill(&mut secret)?;
    let (id, secret) = (hexadecimal(&id), hexadecimal(&secret));
    let bearer = Bearer::new(format!("{PREFIX}{id}_{secret}"));
    Ok((id, bearer, Sha256::of(secret.as_bytes())))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_text_is_whole_and_no_two_are_alike() {
        let (one, text, hash) = mint().unwrap();
        let parts = Parts::of(text.reveal()).unwrap();
        assert_eq!(parts.id, one);
        assert_eq!(Sha256::of(parts.secret.as_bytes()), hash);
        let (two, other, other_hash) = mint().unwrap();
        assert!(one != two && hash != other_hash && text.reveal() != other.reveal());
    }

    #[test]
    fn what_is_cut_short_or_altered_is_not_whole() {
        let (_, text, _) = mint().unwrap();
        let text = text.reveal();
        for end in 0..text.len() {
            assert!(Parts::of(&text[..end]).is_none(), "{end}");
        }
        assert!(Parts::of(&format!("{text}0")).is_none());
        assert!(Parts::of(&text.replace("gcmhub_", "gcmhub-")).is_none());
        assert!(Parts::of(&format!("gcmhub_{}", text[7..].to_uppercase() + "G")).is_none());
    }

    #[test]
    fn without_a_token_no_secret_is_right() {
        let (_, text, _) = mint().unwrap();
        assert!(!Parts::of(text.reveal()).unwrap().is_secret_of(None));
    }
}
