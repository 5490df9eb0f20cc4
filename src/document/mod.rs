//! Documents as they came, and their reading into numbered lines.
//!
//! Reading is pure: bytes in, [`text::Text`] out. What the lines mean is the business of `sources`; where the
//! bytes come from is the business of whoever makes the [`Document`].

pub mod text;

use serde::{Deserialize, Serialize};

/// The bytes of one edition with what is known about where they came from.
#[derive(Debug, Clone)]
pub struct Document {
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// How the bytes are to be read.
    pub media_type: MediaType,
    /// The address or file name that gave the bytes. Where it is an address, relative links are read against it.
    pub origin: String,
    /// The character set that the transport named (`iso-8859-1`); `None` when it named none.
    pub charset: Option<String>,
}

/// The kinds of document the hub can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// Text with no markup: what a PDF or HTML extractor leaves.
    #[serde(rename = "text/plain")]
    Plain,
    /// Markdown: `#` headings, `-` items, emphasis and links.
    #[serde(rename = "text/markdown")]
    Markdown,
    /// A web page; XHTML is read as one too.
    #[serde(rename = "text/html")]
    Html,
    /// PDF with text in it; a scan has none.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl MediaType {
    /// Every media type the hub reads.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Html, Self::Pdf];

    /// The IANA name, `text/plain`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
        }
    }

    /// The media type of that IANA name, parameters ignored; `None` when the hub cannot read it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or_default().trim();
        let name = if name.eq_ignore_ascii_case(XHTML) { Self::Html.as_str() } else { name };
        Self::ALL.into_iter().find(|media_type| media_type.as_str().eq_ignore_ascii_case(name))
    }

    /// The media type that the ending of a file's name tells; `None` when it tells none. `.txt` is such: extractors
    /// write Markdown into it, too.
    #[must_use]
    pub fn of_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        ENDINGS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(ending))
            .map(|(_, media_type)| *media_type)
    }
}

/// Web pages in XML's clothes.
const XHTML: &str = "application/xhtml+xml";

/// What files of each media type are called.
const ENDINGS: [(&str, MediaType); 6] = [
    ("pdf", MediaType::Pdf),
    ("md", MediaType::Markdown),
    ("markdown", MediaType::Markdown),
    ("html", MediaType::Html),
    ("htm", MediaType::Html),
    ("xhtml", MediaType::Html),
];

impl std::fmt::Display for MediaType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
