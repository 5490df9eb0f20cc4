//! The child's side: limits first, then the document from standard input, then its text to standard output.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use serde::{Deserialize, Serialize};

use super::limits::confine;
use crate::document::text::{self, MOST_BYTES};
use crate::document::{Document, MediaType};

/// The hidden subcommand that makes a process a child of the reader.
pub const COMMAND: &str = "read-document";

/// What a child is told on its command line, where everybody on the machine can read it.
#[derive(Debug, Clone)]
pub struct Request {
    /// How the bytes are to be read.
    pub media_type: MediaType,
    /// Address space, in bytes.
    pub memory: u64,
    /// Processor time, in seconds.
    pub cpu_seconds: u64,
}

/// What a child is told of the document in the first line of its input, as JSON; the bytes follow.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct About {
    /// The character set that the transport named.
    pub(super) charset: Option<String>,
    /// The address that relative links are read against; empty when there is none.
    pub(super) origin: String,
}

/// The most bytes of that line: twice an address of which each character is escaped, and more.
const MOST_ABOUT: u64 = 32 * 1024;

/// Limits this process, reads the document and writes a `Result` of [`text::read`] as JSON. To be called on the main
/// thread of a process that has no other: each thread takes its share of the address space.
///
/// # Errors
/// When the process cannot be limited, or input or output fail.
pub fn answer(request: Request, input: impl Read, output: impl Write) -> io::Result<()> {
    confine(request.memory, request.cpu_seconds)?;
    let mut input = BufReader::new(input);
    let mut about = Vec::new();
    input.by_ref().take(MOST_ABOUT).read_until(b'\n', &mut about)?;
    let About { charset, origin } = serde_json::from_slice(&about)?;
    let mut bytes = Vec::new();
    // One byte too many tells that it is too large.
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let read = text::read(&Document { bytes, media_type: request.media_type, origin, charset });
    let mut output = BufWriter::new(output);
    serde_json::to_writer(&mut output, &read)?;
    output.flush()
}
