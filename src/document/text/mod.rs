//! From bytes to numbered lines, one reader a media type.
//!
//! A line keeps what was printed (evidence quotes it) beside what a person reads (parsers read that): markup,
//! odd spaces and bullet marks gone, its shape known. In a text and in Markdown lines are those of the file; a web page
//! has none, so there a paragraph, an item or a row is a line.
//!
//! Reading what others wrote as HTML may take any time and memory: `reader` does it, in a child process.

mod encoding;
mod html;
mod markdown;
mod pdf;
mod plain;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Document, MediaType};

/// No published edition of these sources comes near this; what does is refused before it is read.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A hundred times the lines of the longest edition; what has more is no edition, and each line costs memory.
pub const MOST_LINES: usize = 200_000;

/// A document as numbered lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    lines: Vec<Line>,
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The line as printed, without its line end.
    pub printed: String,
    /// The line as a person reads it: no markup, no bullet mark, single ordinary spaces, trimmed.
    pub text: String,
    /// What kind of line it is.
    pub shape: Shape,
    /// The addresses that the line links to, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
}

/// What a line is in the layout of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// Nothing to read.
    Blank,
    /// A heading of that level, from 1; only where the medium marks headings.
    Heading(u8),
    /// An item of a bulleted list.
    Item,
    /// Anything else.
    Plain,
}

/// Why a document could not be read as text.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("the document is empty: check that the download or the copy ended well")]
    Empty,
    /// It is larger than any edition of these sources.
    #[error(
        "the document has {bytes} bytes, more than the {most} that the hub reads: check that it is the right file"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// It has more lines than any edition of these sources.
    #[error("the document has more than {most} lines: check that it is the right file")]
    TooManyLines {
        /// The most that is read.
        most: usize,
    },
    /// Its elements stand in each other, deeper than any page needs.
    #[error("the page's elements are nested deeper than {most}: check that it is the right file")]
    TooDeep {
        /// The deepest that is read.
        most: usize,
    },
    /// The bytes are no UTF-8.
    #[error(
        "line {line} is not valid UTF-8: convert the document to UTF-8 first (for example with `iconv -t UTF-8`)"
    )]
    NotUtf8 {
        /// The 1-based line of the first bad byte.
        line: usize,
    },
    /// The bytes are not what they are said to be.
    #[error(
        "the document is said to be in `{charset}`, and has bytes that are none: convert it to UTF-8 first (for \
         example with `iconv -t UTF-8`)"
    )]
    NotInCharset {
        /// The encoding's name.
        charset: String,
    },
    /// The bytes are of a known binary format.
    #[error("the document is {what}, not text: {remedy}")]
    Binary {
        /// What the bytes look like.
        what: Cow<'static, str>,
        /// What helps.
        remedy: Cow<'static, str>,
    },
    /// The PDF is damaged, or no PDF at all.
    #[error(
        "the PDF cannot be read ({reason}): check that the download or the copy ended well, or print it anew"
    )]
    DamagedPdf {
        /// What the PDF engine says.
        reason: String,
    },
    /// The PDF opens with a password only.
    #[error("the PDF is encrypted with a password: publish or export an unprotected copy")]
    EncryptedPdf,
    /// It has more pages than any edition of these sources.
    #[error(
        "the PDF has {pages} pages, more than the {most} that the hub reads: check that it is the right file"
    )]
    TooManyPages {
        /// How many it says it has.
        pages: usize,
        /// The most that are read.
        most: usize,
    },
    /// It has more words than any edition of these sources.
    #[error(
        "the PDF has more than {most} words, the most that the hub reads: check that it is the right file"
    )]
    TooManyWords {
        /// The most that are read.
        most: usize,
    },
    /// A PDF of pictures.
    #[error(
        "the PDF of {pages} pages has almost no text: it may be a scan; use OCR first (for example `ocrmypdf`)"
    )]
    AlmostNoText {
        /// How many pages it has.
        pages: usize,
    },
}

/// Reads a document into numbered lines, in this process.
///
/// # Errors
/// When the document is empty, too large, too deep, binary or in another encoding than it says, or a PDF that is
/// damaged, encrypted, a scan or too long.
pub fn read(document: &Document) -> Result<Text, ReadError> {
    let bytes = &document.bytes;
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), most: MOST_BYTES });
    }
    let lines = match document.media_type {
        MediaType::Plain => plain::lines(&characters(document)?),
        MediaType::Markdown => markdown::lines(&characters(document)?),
        MediaType::Html => html::lines(&characters(document)?, &document.origin)?,
        MediaType::Pdf => pdf::lines(bytes)?,
    };
    if lines.len() > MOST_LINES {
        return Err(ReadError::TooManyLines { most: MOST_LINES });
    }
    if lines.iter().all(|line| line.shape == Shape::Blank) {
        return Err(ReadError::Empty);
    }
    Ok(Text { lines })
}

/// What a document says in characters.
fn characters(document: &Document) -> Result<Cow<'_, str>, ReadError> {
    for (magic, what, remedy) in BINARY {
        if document.bytes.starts_with(magic) {
            return Err(ReadError::Binary { what: what.into(), remedy: remedy.into() });
        }
    }
    let characters = encoding::characters(document)?;
    // Lines cost more than their characters: too many are refused before they are made.
    if document.media_type != MediaType::Html && split(&characters).nth(MOST_LINES).is_some() {
        return Err(ReadError::TooManyLines { most: MOST_LINES });
    }
    Ok(characters)
}

/// First bytes of the formats that people are most likely to pass by mistake.
const BINARY: [(&[u8], &str, &str); 4] = [
    (b"%PDF-", "a PDF file", "give its media type as `application/pdf`"),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        "extract its text first (for example with `pandoc -t plain`)",
    ),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first (for example with `gunzip`)"),
    (b"\x89PNG", "an image", "recognise its text first (for example with `tesseract`)"),
];

impl Text {
    /// The line of that 1-based number.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&Line> {
        self.lines.get((number as usize).checked_sub(1)?)
    }

    /// Every line with its 1-based number.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = (u32, &Line)> + Clone {
        self.lines.iter().enumerate().map(|(index, line)| (index as u32 + 1, line))
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.lines.len() as u32
    }

    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The printed lines from `first` to `last` (1-based, both included), joined by `\n`; `None` when the text
    /// has no such lines. Evidence hashes just this.
    #[must_use]
    pub fn quote(&self, first: u32, last: u32) -> Option<String> {
        let lines = self.lines.get((first as usize).checked_sub(1)?..last as usize)?;
        Some(lines.iter().map(|line| line.printed.as_str()).collect::<Vec<_>>().join("\n"))
    }

    /// The lines from `first` to `last` as running text: one paragraph, line ends gone, a hyphen at a line's end
    /// kept and closed up ("socio-" + "economic" is "socio-economic"). Lines that do not exist add nothing.
    #[must_use]
    pub fn prose(&self, first: u32, last: u32) -> String {
        let mut prose = String::new();
        for number in first..=last.min(self.len()) {
            let Some(line) = self.line(number) else { continue };
            if line.text.is_empty() {
                continue;
            }
            let closes_up = prose.ends_with('-')
                && prose.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
                && line.text.starts_with(char::is_alphanumeric);
            if !prose.is_empty() && !closes_up {
                prose.push(' ');
            }
            prose.push_str(&line.text);
        }
        prose
    }
}

/// Splits at `\n`; a `\r` before it goes, and so does the empty rest after the last one.
fn split(characters: &str) -> impl Iterator<Item = &str> {
    let characters = characters.strip_suffix('\n').unwrap_or(characters);
    characters.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Ordinary single spaces, none at the ends; soft hyphens and zero-width marks gone.
fn tidy(line: &str) -> String {
    let mut tidy = String::with_capacity(line.len());
    for word in line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let word = word.replace(['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'], "");
        if word.is_empty() {
            continue;
        }
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(&word);
    }
    tidy
}

#[cfg(test)]
mod tests;
