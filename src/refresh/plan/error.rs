//! What may be wrong with the configuration of sources, and what to do about it.

use crate::fetch::Url;

/// Why the configuration of a source is of no use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PlanError {
    /// A slug is no slug.
    #[error("`{0}` in [[sources]] is no slug: use lower case letters, digits and hyphens, 60 at most")]
    Slug(String),
    /// Two tables are about one source.
    #[error("two tables [[sources]] have the slug `{0}`: make one of them, or give one another slug")]
    Twice(String),
    /// A further source lacks what it needs.
    #[error("`{slug}` in [[sources]] is none of the hub's own sources ({own}), so it needs `{key}`")]
    Needs {
        /// The slug.
        slug: String,
        /// The key that is missing.
        key: &'static str,
        /// The slugs of the hub's own sources.
        own: String,
    },
    /// The kind of one of the hub's own sources cannot be changed.
    #[error(
        "`{0}` in [[sources]] is one of the hub's own sources and has its own kind, title, publisher and homepage: \
         leave those keys out, or give the further source another slug"
    )]
    Fixed(String),
    /// An address cannot be fetched.
    #[error(
        "`{address}` of `{slug}` in [[sources]] cannot be fetched: write an address that begins with https:// or http://"
    )]
    Address {
        /// The slug.
        slug: String,
        /// The address.
        address: Url,
    },
    /// An address would give a secret away: what is known of sources is public.
    #[error(
        "an address of `{0}` in [[sources]] has a user or a password in it, and addresses are shown to everybody: \
         leave them out"
    )]
    Secret(String),
    /// A page for people is no web page.
    #[error(
        "`homepage` of `{0}` in [[sources]] is no web page: write an address that begins with https:// or http://"
    )]
    Homepage(String),
    /// A further source can never have an edition.
    #[error("`{0}` in [[sources]] has an empty list of `addresses`: give it one, or leave the key out")]
    NoAddress(String),
    /// A media type is not read.
    #[error(
        "`{media_type}` of `{slug}` in [[sources]] is no media type that the hub reads: it reads {known}"
    )]
    MediaType {
        /// The slug.
        slug: String,
        /// What was written.
        media_type: String,
        /// The media types that are read.
        known: String,
    },
    /// The schedule would ask all the time.
    #[error("`schedule` of {0} asks more often than once a minute: give it a longer time")]
    TooOften(String),
}
