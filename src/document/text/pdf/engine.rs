//! The PDF engine behind one door: bytes in, letters with their places and links with theirs out. What they mean is
//! none of its business.

use std::thread;

use pdf_oxide::PdfDocument;
use pdf_oxide::annotations::LinkAction;
use pdf_oxide::error::Error;

use super::super::ReadError;
use super::letters::Letter;

/// A document that has been opened.
pub(super) struct Engine {
    document: PdfDocument,
    pub(super) pages: usize,
}

/// An address and the rectangle of the page that leads to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) address: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

impl Engine {
    /// Opens a document, with the empty password where it needs one.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, ReadError> {
        // A header within the first kilobyte is what readers accept. The engine would look for pages in anything.
        let beginning = bytes.get(..1024).unwrap_or(bytes);
        if !beginning.windows(5).any(|window| window == b"%PDF-") {
            return Err(ReadError::DamagedPdf { reason: "it has no PDF header".into() });
        }
        let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(|error| fault(&error))?;
        if document.is_encrypted() && !document.authenticate(b"").unwrap_or_default() {
            return Err(ReadError::EncryptedPdf);
        }
        let pages = document.page_count().map_err(|error| fault(&error))?;
        Ok(Self { document, pages })
    }

    /// The letters of a page, by its index; those that do not run from left to right are left out.
    ///
    /// Not the engine's own words: it puts the letters behind a bullet and a gap in a wrong order (0.3.78).
    pub(super) fn letters(&self, page: usize) -> Result<Vec<Letter>, ReadError> {
        let letters = self.document.extract_chars(page).map_err(|error| fault(&error))?;
        let level = letters.into_iter().filter(|letter| letter.rotation_degrees.abs() < SLANTED);
        let letters = level.map(|letter| Letter {
            sign: letter.char,
            left: letter.bbox.x,
            right: letter.bbox.x + letter.bbox.width,
            baseline: -letter.bbox.y,
            size: letter.font_size,
            bold: letter.font_weight.is_bold(),
        });
        Ok(letters.filter(is_placed).collect())
    }

    /// The addresses that a page leads to. A page whose links cannot be read has none: its words still count.
    pub(super) fn links(&self, page: usize) -> Vec<Link> {
        let annotations = self.document.get_annotations(page).unwrap_or_default();
        let links = annotations.into_iter().filter_map(|annotation| {
            let Some(LinkAction::Uri(address)) = annotation.action else { return None };
            let [x0, y0, x1, y1] = annotation.rect?.map(|side| side as f32);
            let (left, right) = (x0.min(x1), x0.max(x1));
            Some(Link { address, left, right, top: -y0.max(y1), bottom: -y0.min(y1) })
        });
        links.collect()
    }
}

/// Text at a greater angle, in degrees, is a stamp or an axis, no line.
const SLANTED: f32 = 5.0;
/// A page may be 200 inches wide; what is farther out or of no size is not on it.
const FARTHEST: f32 = 14_400.0;

fn is_placed(letter: &Letter) -> bool {
    let near = |at: f32| at.is_finite() && at.abs() <= FARTHEST;
    near(letter.left)
        && near(letter.right)
        && near(letter.baseline)
        && letter.size > 0.5
        && letter.size <= FARTHEST
}

/// Does work with the engine where it has room to go deep, and takes a panic of it for damage of the file.
///
/// The engine follows a page tree and nested arrays by recursion, the latter without a limit: a thread of the usual
/// size would end the process at some thousand levels. More than fit here end it still; see the module's word on
/// limits.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> Result<T, ReadError> + Send) -> Result<T, ReadError> {
    let damaged = |reason: &str| ReadError::DamagedPdf { reason: reason.to_owned() };
    thread::scope(|scope| {
        let room = thread::Builder::new().name("pdf".into()).stack_size(STACK);
        let worker =
            room.spawn_scoped(scope, work).map_err(|_| damaged("no thread could be started for it"))?;
        worker.join().unwrap_or_else(|_| Err(damaged("it made the engine fail")))
    })
}

/// In bytes; taken from the system as far as it is used.
const STACK: usize = 64 * 1024 * 1024;

fn fault(error: &Error) -> ReadError {
    match error {
        Error::EncryptedPdf => ReadError::EncryptedPdf,
        error => ReadError::DamagedPdf { reason: error.to_string().chars().take(200).collect() },
    }
}
