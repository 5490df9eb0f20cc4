//! What a source is, and the error of a document that is not one.

use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Reading, SourceInfo};

/// A source: what is known of it, how it is read, and the edition that the hub ships with.
#[derive(Debug, Clone)]
pub struct Source {
    /// What is known of it whatever its edition.
    pub info: SourceInfo,
    /// How a file of it is read when nobody says otherwise.
    pub media_type: MediaType,
    /// Name and version of the parser; the version goes up when the same bytes give other records.
    pub parser: &'static str,
    /// From lines to records.
    pub parse: fn(&Text) -> Result<Reading, UnknownLayout>,
    /// Where the present edition is published, as a document; `None` where no address is known that gives it.
    pub address: Option<&'static str>,
    /// The bundled edition: facts only, as JSON; `null` where there is none.
    pub bundled: &'static str,
    /// Synopses and headlines in the hub's own words, as TOML.
    pub wording: &'static str,
}

impl Source {
    /// Its name in addresses, commands and filters.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.info.slug
    }
}

/// The document is not laid out as this source is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the layout is not that of a {kind}: expected {expected}, found {found}")]
pub struct UnknownLayout {
    /// What the document was taken for: "pipeline booklet".
    pub kind: &'static str,
    /// What such a document has.
    pub expected: String,
    /// What this one has instead; figures and labels, cut to a short length.
    pub found: String,
}
