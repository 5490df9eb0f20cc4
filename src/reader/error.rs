//! Why a document could not be read.

use std::path::PathBuf;
use std::time::Duration;

use crate::document::text::ReadError;

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// It cannot be read as what it is said to be.
    #[error(transparent)]
    Document(#[from] ReadError),
    /// No child could be started.
    #[error(
        "`{}` cannot be started to read the document: where the program was replaced, start it again",
        program.display()
    )]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The clock ran out.
    #[error("reading the document took more than {} seconds: {WHICH}", limit.as_secs_f64())]
    Time {
        /// The time that it had.
        limit: Duration,
    },
    /// The processor time ran out.
    #[error("reading the document took more than {seconds} seconds of processor time: {WHICH}")]
    Processor {
        /// The seconds that it had.
        seconds: u64,
    },
    /// The memory ran out.
    #[error("reading the document took more than {bytes} bytes of memory: {WHICH}")]
    Memory {
        /// The bytes that it had.
        bytes: u64,
    },
    /// There is too much text in it.
    #[error("the text of the document has more than {bytes} bytes: {WHICH}")]
    Answer {
        /// The bytes that it may have.
        bytes: u64,
    },
    /// The child ended without an answer.
    #[error(
        "the reader ended with {how} on this document: {WHICH}; if it is, extract its text first, and tell the hub's \
         maintainers"
    )]
    Crashed {
        /// How it ended: an exit status or a signal.
        how: String,
    },
}

const WHICH: &str = "no edition of these sources does that, so check that it is the right file and whole";
