//! The section `[oidc]` of the configuration.

use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;

/// Whose JWTs are taken, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// What the claim `iss` must be, to the letter.
    pub issuer: String,
    /// What the claim `aud` must be or have among others, to the letter.
    pub audience: String,
    /// Where the issuer's key set is: a file, or an https address; http for this machine only.
    pub jwks: String,
    /// The claim with the agency: an acronym or another name in the reference table of organisations.
    #[serde(default = "agency")]
    pub agency_claim: String,
    /// The claim with the roles: a list of words, or one text of words.
    #[serde(default = "roles")]
    pub roles_claim: String,
    /// What stands before `curator` and `operator` in the roles' claim. Other roles count for nothing here.
    #[serde(default)]
    pub role_prefix: String,
}

fn agency() -> String {
    "agency".to_owned()
}

fn roles() -> String {
    "roles".to_owned()
}

/// Why an identity provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// A setting says nothing.
    #[error("`{0}` of `[oidc]` in the configuration is empty: give it a value, or leave `[oidc]` out")]
    Empty(&'static str),
    /// The place of the key set is none that is fetched from.
    #[error(
        "`jwks` of `[oidc]` in the configuration is `{0}`: give the path of a file or an https address without user \
         and password; http is for addresses of this machine only"
    )]
    Place(String),
    /// The file with the key set cannot be read.
    #[error("the key set that `jwks` of `[oidc]` in the configuration names cannot be used: check that file")]
    File(#[source] super::keys::KeysError),
    /// Nothing can be fetched from anywhere.
    #[error("cannot set up the fetch of the key set: check that this system has certificates of authorities")]
    Client(#[source] reqwest::Error),
}

/// Where a key set is.
pub(super) enum Place {
    File(PathBuf),
    Address { url: Url, loopback: bool },
}

impl OidcSettings {
    /// Whether the key set is fetched from an address, and not read from a file.
    #[must_use]
    pub fn is_fetched(&self) -> bool {
        self.jwks.contains("://")
    }

    /// Refuses settings that let nobody or anybody in.
    pub(super) fn check(&self) -> Result<(), OidcError> {
        let named = [
            ("issuer", &self.issuer),
            ("audience", &self.audience),
            ("jwks", &self.jwks),
            ("agency_claim", &self.agency_claim),
            ("roles_claim", &self.roles_claim),
        ];
        let empty = named.into_iter().find(|(_, value)| value.trim().is_empty());
        empty.map_or(Ok(()), |(name, _)| Err(OidcError::Empty(name)))
    }

    /// Where the key set is.
    pub(super) fn place(&self) -> Result<Place, OidcError> {
        if !self.is_fetched() {
            return Ok(Place::File(PathBuf::from(&self.jwks)));
        }
        let wrong = |shown: &str| OidcError::Place(shown.to_owned());
        let url = Url::parse(&self.jwks).map_err(|_| wrong(&self.jwks))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("an address with user and password"));
        }
        let loopback = match url.host_str() {
            Some("localhost" | "[::1]") => true,
            Some(host) => host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
            None => return Err(wrong(&self.jwks)),
        };
        match (url.scheme(), loopback) {
            ("https", _) | ("http", true) => Ok(Place::Address { url, loopback }),
            _ => Err(wrong(&self.jwks)),
        }
    }
}
