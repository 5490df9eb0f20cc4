//! Reading documents that others wrote, so that the worst of them costs an error and nothing else.
//!
//! Text and Markdown are read right here. A web page may be made so that its tree takes minutes or gigabytes, and no
//! rule that looks at its bytes first tells all of them apart; so it is read in a child process of the same program,
//! which sets limits on itself before it sees a byte: memory, processor time, no files. This side watches the clock
//! and the size of the answer, and ends a child that goes on.
//!
//! It reads what it is given. What a line means is not its business, nor where a document comes from.

mod child;
mod error;
mod limits;
mod parent;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

pub use child::{COMMAND, Request, answer};
pub use error::ReaderError;
pub use limits::Limits;

use crate::document::text::{self, Text};
use crate::document::{Document, MediaType};

/// Reads documents. Clones share the number of children that may run at once.
#[derive(Debug, Clone)]
pub struct Reader {
    program: PathBuf,
    limits: Limits,
    free: Arc<Semaphore>,
}

impl Reader {
    /// A reader whose children run `program`, which is this program by its absolute path.
    #[must_use]
    pub fn new(program: PathBuf, limits: Limits) -> Self {
        let free = Arc::new(Semaphore::new(limits.at_once.max(1)));
        Self { program, limits, free }
    }

    /// Reads a document into numbered lines. Waits while as many children run as may; dropped, it ends its child.
    ///
    /// # Errors
    /// When the document cannot be read as its media type, or not within the limits.
    pub async fn read(&self, document: &Document) -> Result<Text, ReaderError> {
        match document.media_type {
            MediaType::Plain | MediaType::Markdown => Ok(text::read(document)?),
            MediaType::Html | MediaType::Pdf => {
                // Nobody closes the semaphore, so there is a permit in the end.
                let _permit = self.free.acquire().await;
                parent::read(&self.program, &self.limits, document).await
            }
        }
    }
}
