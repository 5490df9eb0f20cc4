//! Sources and their editions.

use super::Organisation;
use crate::document::text::Text;
use crate::graph::Ix;
use crate::record::{Edition, Id, Reject, SourceInfo};

/// A source with the edition in service.
#[derive(Debug, Clone)]
pub struct SourceNode {
    /// Its identifier, from its slug.
    pub id: Id,
    /// What is known of it whatever its edition.
    pub info: SourceInfo,
    /// Who publishes it.
    pub publisher: Ix<Organisation>,
    /// The edition in service.
    pub current: Option<Ix<EditionNode>>,
    /// Every edition kept, the newest first; that is the one in service.
    pub editions: Vec<Ix<EditionNode>>,
    /// How many records were read from the edition in service.
    pub record_count: usize,
    /// What could not be read.
    pub rejects: Vec<Reject>,
}

impl SourceNode {
    /// Its name in addresses, commands and filters.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.info.slug
    }
}

/// An edition that is kept: the one in service, that the graph was built from, or an older one that it was compared with.
#[derive(Debug, Clone)]
pub struct EditionNode {
    /// Place of its source in the graph's sources.
    pub source: usize,
    /// What is known of it.
    pub edition: Edition,
    /// How many records were read.
    pub records: usize,
    /// Its lines, when the hub holds the document.
    pub text: Option<Text>,
}
