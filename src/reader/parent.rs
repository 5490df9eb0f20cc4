//! The parent's side: starts a child, gives it the document, takes its answer, and tells how it ended.

use std::path::Path;
use std::process::{ExitStatus, Stdio};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use super::{COMMAND, Limits, ReaderError};
use crate::document::Document;
use crate::document::text::{ReadError, Text};

/// What a child may say about how it failed; more is of no use.
const MOST_TOLD: u64 = 8 * 1024;

pub(super) async fn read(program: &Path, limits: &Limits, document: &Document) -> Result<Text, ReaderError> {
    let start = |cause| ReaderError::Start { program: program.to_owned(), cause };
    let mut child = command(program, limits, document).spawn().map_err(start)?;
    let Ok(ended) = tokio::time::timeout(limits.time, converse(&mut child, limits, document)).await else {
        // Waited for, so that no ended process is left behind; an error says that it has ended already.
        let _ = child.kill().await;
        return Err(ReaderError::Time { limit: limits.time });
    };
    let ended = ended.map_err(|cause| ReaderError::Crashed { how: cause.to_string() })?;
    if ended.answer.len() as u64 > limits.answer {
        return Err(ReaderError::Answer { bytes: limits.answer });
    }
    if !ended.status.success() {
        return Err(failure(&ended, limits));
    }
    let answer: Result<Text, ReadError> = serde_json::from_slice(&ended.answer)
        .map_err(|_| ReaderError::Crashed { how: "an answer that is no text".to_owned() })?;
    Ok(answer?)
}

/// The command line has nothing that the child would take for an option: each value stands behind its `=`.
fn command(program: &Path, limits: &Limits, document: &Document) -> Command {
    let mut command = Command::new(program);
    // An environment of the hub may hold secrets, and its folder files: neither is the child's business.
    command.env_clear().current_dir("/").kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.arg(COMMAND).arg(format!("--media-type={}", document.media_type));
    command.arg(format!("--memory={}", limits.memory)).arg(format!("--cpu-seconds={}", limits.cpu_seconds));
    // A NUL ends an argument, and is in no address or name.
    let argument = |name: &str, value: &str| format!("--{name}={}", value.replace('\0', ""));
    command.arg(argument("origin", &document.origin));
    command.args(document.charset.as_deref().map(|charset| argument("charset", charset)));
    command
}

struct Ended {
    status: ExitStatus,
    answer: Vec<u8>,
    told: Vec<u8>,
}

async fn converse(child: &mut Child, limits: &Limits, document: &Document) -> std::io::Result<Ended> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let give = async move {
        if let Some(mut stdin) = stdin {
            // A child that ends early does not take all of it; its end tells why.
            let _ = stdin.write_all(&document.bytes).await;
        }
    };
    let ((), answer, told) = tokio::join!(give, take(stdout, limits.answer + 1), take(stderr, MOST_TOLD));
    let (answer, told) = (answer?, told?);
    if answer.len() as u64 > limits.answer {
        child.start_kill()?;
    }
    let status = child.wait().await?;
    if !status.success() {
        tracing::debug!(%status, told = ?String::from_utf8_lossy(&told), "a child that read a document failed");
    }
    Ok(Ended { status, answer, told })
}

/// So many bytes at most; then nobody listens any more.
async fn take(from: Option<impl AsyncRead + Unpin>, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        from.take(most).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

/// Which limit a child has hit. What it told is looked at and not passed on: words of the document may stand in it.
fn failure(ended: &Ended, limits: &Limits) -> ReaderError {
    if signal(ended.status) == Some(OUT_OF_TIME) {
        return ReaderError::Processor { seconds: limits.cpu_seconds };
    }
    // Rust's own words when memory cannot be had; the process then aborts.
    if String::from_utf8_lossy(&ended.told).contains("memory allocation of") {
        return ReaderError::Memory { bytes: limits.memory };
    }
    ReaderError::Crashed { how: ended.status.to_string() }
}

/// SIGXCPU on Linux, macOS and the BSDs.
const OUT_OF_TIME: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
