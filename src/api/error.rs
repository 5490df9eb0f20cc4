//! What a request did wrong, said so that its writer can mend it.

use std::error::Error as _;

use async_graphql::{Error, ErrorExtensions};

use crate::hub::PastError;

/// A value that cannot exist or a paging that cannot be: the caller's to mend. `extensions.code` is
/// `BAD_USER_INPUT`.
pub fn user_error(message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", "BAD_USER_INPUT"))
}

/// The graph of an earlier time cannot be had for now; why is the operator's to know. `extensions.code` is
/// `UNAVAILABLE`.
pub fn unavailable(error: &PastError) -> Error {
    let cause = error.source().map(ToString::to_string);
    tracing::error!(%error, cause, "`asOf` has no answer");
    Error::new("the graph of that time cannot be built now: ask again later, or without `asOf`")
        .extend_with(|_, extensions| extensions.set("code", "UNAVAILABLE"))
}

/// "unknown `what` `value`", with the near misses.
pub fn unknown(what: &str, value: &str, near: &[&str]) -> Error {
    user_error(unknown_message(what, value, near))
}

/// The message of [`unknown`].
pub fn unknown_message(what: &str, value: &str, near: &[&str]) -> String {
    let value: String = value.chars().take(80).collect();
    if near.is_empty() {
        return format!("unknown {what} `{value}`");
    }
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    format!("unknown {what} `{value}`: did you mean {}?", near.join(" or "))
}
