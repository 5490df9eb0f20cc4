//! The child's side: limits first, then the document from standard input, then its text to standard output.

use std::io::{self, BufWriter, Read, Write};

use super::limits::confine;
use crate::document::text::{self, MOST_BYTES};
use crate::document::{Document, MediaType};

/// The hidden subcommand that makes a process a child of the reader.
pub const COMMAND: &str = "read-document";

/// What a child is told beside the document's bytes.
#[derive(Debug, Clone)]
pub struct Request {
    /// How the bytes are to be read.
    pub media_type: MediaType,
    /// The character set that the transport named.
    pub charset: Option<String>,
    /// The document's address or file name.
    pub origin: String,
    /// Address space, in bytes.
    pub memory: u64,
    /// Processor time, in seconds.
    pub cpu_seconds: u64,
}

/// Limits this process, reads the document and writes a `Result` of [`text::read`] as JSON. To be called on the main
/// thread of a process that has no other: each thread takes its share of the address space.
///
/// # Errors
/// When the process cannot be limited, or input or output fail.
pub fn answer(request: Request, input: impl Read, output: impl Write) -> io::Result<()> {
    confine(request.memory, request.cpu_seconds)?;
    let mut bytes = Vec::new();
    // One byte too many tells that it is too large.
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let Request { media_type, charset, origin, .. } = request;
    let read = text::read(&Document { bytes, media_type, origin, charset });
    let mut output = BufWriter::new(output);
    serde_json::to_writer(&mut output, &read)?;
    output.flush()
}
