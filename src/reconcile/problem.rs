//! What is wrong with a request, in words for who wrote it.

/// Why a request cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The caller can mend it.
    #[error("{0}")]
    Input(String),
    /// It is more than is answered at once.
    #[error("{0}")]
    TooMuch(String),
    /// It takes longer than a request may.
    #[error("{0}")]
    TooLong(String),
}

impl Problem {
    pub(super) fn input(message: impl Into<String>) -> Self {
        Self::Input(message.into())
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
