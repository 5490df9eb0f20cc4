//! Why a caller may not write, in words that help those who may and tell nothing to those who may not.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};

use super::Role;

/// Why a caller may not write. No message has a part of the token; what a token says of itself is told only to those
/// whose token is genuine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// There is no token.
    #[error(
        "writing needs a token: ask the operator of this hub for one, who makes it with `gcm-hub token create`, and \
         send it as `Authorization: Bearer <token>`"
    )]
    NoToken,
    /// The header is there, but has no bearer token.
    #[error("the `Authorization` header has no bearer token: send `Authorization: Bearer <token>`")]
    NoBearer,
    /// It is longer than any token.
    #[error(
        "the token is longer than the {limit} bytes that a token may have: send the token and nothing else"
    )]
    TooLong {
        /// The most bytes that a token may have.
        limit: usize,
    },
    /// It begins as a token of this hub and does not go on as one.
    #[error("the token is not whole: send all of what `gcm-hub token create` has printed")]
    NotWhole,
    /// It is not in force here. Whether it ever was is not told.
    #[error("the token is not known here or has been revoked: ask the operator of this hub for a new one")]
    NotKnown,
    /// It is of another kind than this hub takes.
    #[error(
        "the token is none of this hub's, which begin with `gcmhub_`, and no identity provider is configured here: \
         ask the operator of this hub for a token"
    )]
    OtherKind,
    /// It is neither a token of this hub nor a JWT that can be read.
    #[error(
        "the token is neither one of this hub's, which begin with `gcmhub_`, nor a signed JWT that can be read: send \
         the access token of the identity provider as it was issued"
    )]
    NoJwt,
    /// It is signed in a way that is not taken, or asks for what is not understood.
    #[error(
        "the token is signed in a way that is not accepted: have the identity provider sign with one of {accepted} \
         and a key of its key set made for it"
    )]
    Algorithm {
        /// What is accepted.
        accepted: &'static str,
    },
    /// The key it names is not in the key set.
    #[error(
        "the token is signed with a key that the identity provider does not publish: get a new token; if that does \
         not help, the operator of this hub checks `jwks` in the configuration"
    )]
    UnknownKey,
    /// The signature is not of its content and its key.
    #[error("the signature of the token is wrong: send the token as the identity provider has issued it")]
    Signature,
    /// It is of another issuer.
    #[error("the token is not issued by `{expected}`: get one from there")]
    Issuer {
        /// Whose tokens are taken.
        expected: String,
    },
    /// It is meant for someone else.
    #[error("the token is not meant for this hub: get one with the audience `{expected}`")]
    Audience {
        /// What the audience must be.
        expected: String,
    },
    /// Its time is over.
    #[error("the token expired on {}: get a new one", day(at))]
    Expired {
        /// The first moment at which it no longer held.
        at: DateTime<Utc>,
    },
    /// Its time has not come.
    #[error("the token is valid from {}: wait, or check the clocks", day(from))]
    NotYetValid {
        /// The first moment at which it will hold.
        from: DateTime<Utc>,
    },
    /// It does not say how long it holds.
    #[error(
        "the token has no claim `{claim}` with a time in seconds since 1970: have the identity provider mend it"
    )]
    Time {
        /// The claim.
        claim: &'static str,
    },
    /// A claim that it must have is missing or of no use.
    #[error("the token has no claim `{claim}` with {expected}: have the identity provider add it")]
    Claim {
        /// The claim.
        claim: String,
        /// What is expected of it.
        expected: &'static str,
    },
    /// The agency is none that this hub knows.
    #[error(
        "the token is for the agency `{agency}`, which this hub does not know{}: use the acronym",
        or(near)
    )]
    UnknownAgency {
        /// What the token says.
        agency: String,
        /// Acronyms that may have been meant, best first.
        near: Vec<&'static str>,
    },
    /// The caller is known and may not do this.
    #[error(
        "this needs the role `{needed}`, and the token has {}: ask the operator of this hub for a token with that \
         role",
        held_roles(held)
    )]
    Role {
        /// The role that is needed.
        needed: Role,
        /// The roles that they have.
        held: BTreeSet<Role>,
    },
    /// The hub cannot check tokens for now; its log says why.
    #[error(
        "the hub cannot check the token for now: try again in a minute; the operator finds the reason in its log"
    )]
    Unavailable,
}

impl Denied {
    /// The code that clients branch on: `FORBIDDEN` when it is known who asks and another token is no remedy unless
    /// it says more; `UNAVAILABLE` when the hub cannot tell for now and the token may be as good as ever; else
    /// `UNAUTHENTICATED`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Role { .. } | Self::UnknownAgency { .. } | Self::Claim { .. } => "FORBIDDEN",
            Self::Unavailable => "UNAVAILABLE",
            _ => "UNAUTHENTICATED",
        }
    }
}

fn day(moment: &DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn held_roles(held: &BTreeSet<Role>) -> String {
    let names: Vec<_> = held.iter().map(|role| format!("`{role}`")).collect();
    if names.is_empty() { "none".to_owned() } else { format!("only {}", names.join(", ")) }
}

fn or(near: &[&str]) -> String {
    let near: Vec<_> = near.iter().map(|acronym| format!("`{acronym}`")).collect();
    if near.is_empty() { String::new() } else { format!(" (perhaps {})", near.join(" or ")) }
}
