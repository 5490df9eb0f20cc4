//! Who a caller is and what they may do. Reading needs nobody's leave; writing needs a [`Principal`] with the role
//! for it, and a principal is what a [`Gate`] makes of a [`Bearer`].
//!
//! | bearer | made by | checked against |
//! |---|---|---|
//! | `gcmhub_…` | [`Tokens`], which is `gcm-hub token` | the hash in the tokens' file, looked at each time: a revocation works at once |
//! | a JWT | an agency's identity provider | its key set, issuer, audience and times, as [`OidcSettings`] have it |
//!
//! Nothing here knows GraphQL or HTTP, and nothing here decides what needs which role: those who serve a request call
//! [`Gate::admit`] and [`Principal::require`]. A bearer's text is never in a log, an error, a `Debug` or the data folder.

mod bearer;
mod denied;
mod gate;
mod lifetime;
mod oidc;
mod principal;
mod role;
mod token;
mod tokens;

pub use bearer::Bearer;
pub use denied::Denied;
pub use gate::Gate;
pub use lifetime::{DEFAULT_DAYS, Lifetime, NotALifetime};
pub use oidc::{OidcError, OidcSettings};
pub use principal::Principal;
pub use role::{NotARole, Role};
pub use token::{State, Token};
pub use tokens::{NewToken, Tokens, TokensError};

/// An error with its causes on one line, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
