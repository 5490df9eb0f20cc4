//! The parent's side: starts a child, gives it the document, takes its answer, and tells how it ended.

use std::path::Path;
use std::process::{ExitStatus, Stdio};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use url::Url;

use super::child::About;
use super::{COMMAND, Limits, ReaderError};
use crate::document::text::{ReadError, Text};
use crate::document::{Document, MediaType};

/// The longest address that is told to a child, in bytes; servers take no longer ones.
const MOST_ORIGIN: usize = 8 * 1024;

/// The longest name of a character set that is told to a child; the longest that anybody knows has half of that.
const MOST_CHARSET: usize = 64;

/// What a child may say about how it failed; more is of no use.
const MOST_TOLD: u64 = 8 * 1024;

pub(super) async fn read(program: &Path, limits: &Limits, document: &Document) -> Result<Text, ReaderError> {
    let start = |cause| ReaderError::Start { program: program.to_owned(), cause };
    let mut child = command(program, limits, document.media_type).spawn().map_err(start)?;
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

/// The command line has nothing of what others wrote: it stands open to the machine, and its length is bounded.
fn command(program: &Path, limits: &Limits, media_type: MediaType) -> Command {
    let mut command = Command::new(program);
    // An environment of the hub may hold secrets, and its folder files: neither is the child's business.
    command.env_clear().current_dir("/").kill_on_drop(true);
    // The allocator would set a gigabyte of address space aside, more than the child may have: then its stack could not
    // grow any more.
    command.env("MIMALLOC_ARENA_RESERVE", "0");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.arg(COMMAND).arg(format!("--media-type={}", media_type));
    command.arg(format!("--memory={}", limits.memory)).arg(format!("--cpu-seconds={}", limits.cpu_seconds));
    command
}

/// What the child has to know of the document: no file names, and no secrets.
fn about(document: &Document) -> About {
    let short = Some(document.origin.as_str()).filter(|origin| origin.len() < MOST_ORIGIN);
    let plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
    };
    let origin = short.and_then(|origin| Url::parse(origin).ok()).filter(plain).map(String::from);
    let origin = origin.filter(|origin| origin.len() < MOST_ORIGIN).unwrap_or_default();
    // A name that nobody knows stays one: the child is to hear that something was said.
    let name = |said: &String| said.chars().filter(char::is_ascii_graphic).take(MOST_CHARSET).collect();
    About { charset: document.charset.as_ref().map(name), origin }
}

struct Ended {
    status: ExitStatus,
    answer: Vec<u8>,
    told: Vec<u8>,
}

async fn converse(child: &mut Child, limits: &Limits, document: &Document) -> std::io::Result<Ended> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut about = serde_json::to_vec(&about(document))?;
    about.push(b'\n');
    let give = async move {
        if let Some(mut stdin) = stdin {
            // A child that ends early does not take all of it; its end tells why.
            let _ = stdin.write_all(&about).await;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(origin: &str, charset: Option<&str>) -> About {
        let (origin, charset) = (origin.to_owned(), charset.map(str::to_owned));
        about(&Document { bytes: Vec::new(), media_type: MediaType::Html, origin, charset })
    }

    #[test]
    fn a_child_hears_of_plain_addresses_of_pages_only() {
        let origin = |origin: &str| told(origin, None).origin;
        assert_eq!(origin("https://example.org/a?b=c"), "https://example.org/a?b=c");
        for secret in
            ["/home/me/page.html", "file:///home/me", "https://me@a.example/", "https://:pw@a.example/", ""]
        {
            assert_eq!(origin(secret), "", "{secret}");
        }
        let long = |length: usize| format!("https://a.example/{}", "a".repeat(length - 18));
        assert_eq!(origin(&long(MOST_ORIGIN - 1)).len(), MOST_ORIGIN - 1);
        assert_eq!(origin(&long(MOST_ORIGIN)), "");
        // It is the longer for being written as addresses are.
        assert_eq!(origin(&format!("https://a.example/{}", "\u{e9}".repeat(2_000))), "");
    }

    #[test]
    fn the_name_of_a_character_set_is_short_and_plain() {
        let charset = |charset| told("", Some(charset)).charset.unwrap();
        assert_eq!(charset("iso-8859-1"), "iso-8859-1");
        assert_eq!(charset("a\nb\0 \u{e9}c"), "abc");
        assert_eq!(charset(&"x".repeat(100_000)).len(), MOST_CHARSET);
        assert_eq!(told("", None).charset, None);
    }
}
