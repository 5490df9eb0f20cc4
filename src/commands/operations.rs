//! `gcm-hub operations`.

use std::process::ExitCode;

use anyhow::Result;

use crate::http;

/// Prints one operation a line: the hash, a space, the name.
pub(super) fn run() -> Result<ExitCode> {
    let lines =
        http::operations().iter().map(|operation| format!("{} {}\n", operation.sha256, operation.name));
    super::print(&lines.collect::<String>())
}
