//! What is wrong with a request for an export, in words for who wrote it.

/// Why an export cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What sort of problem it is.
    pub kind: Kind,
    /// The parameter that it is about, where it is about one: `first`, or inside JSON `where.country`.
    pub parameter: Option<String>,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What sort of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The caller can mend it by another parameter.
    Input,
    /// It is more than a request may have; the caller can ask for less.
    Limit,
    /// There is nothing of the name.
    Unknown,
    /// The caller takes no form that there is.
    Form,
    /// It cannot be had now.
    Unavailable,
    /// The hub failed.
    Internal,
}

impl Problem {
    /// A parameter that cannot be used.
    pub fn input(parameter: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: Kind::Input, parameter: Some(parameter.into()), message: message.into() }
    }

    /// A problem that no one parameter causes.
    pub fn of(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, parameter: None, message: message.into() }
    }
}

/// Names in backticks, with commas.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What was given, cut short so that an error stays readable.
pub(super) fn short(given: &str) -> String {
    given.chars().take(80).collect()
}
