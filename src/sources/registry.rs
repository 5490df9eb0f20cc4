//! The sources of one hub: those that it ships with, and others of the same kinds that its operator configures.

use super::{SOURCES, Source};
use crate::record::{SourceInfo, SourceKind};

/// Every source of a hub, in the order in which they speak for an entity's identity: the shipped ones first.
#[derive(Debug, Clone)]
pub struct Sources(Vec<Source>);

/// A source cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is a source `{slug}` already: give the new one another slug")]
pub struct SlugTaken {
    /// The slug of both.
    pub slug: String,
}

impl Default for Sources {
    /// Those that the hub ships with.
    fn default() -> Self {
        Self(SOURCES.to_vec())
    }
}

impl Sources {
    /// Adds a source that is laid out as its kind is. It has no bundled edition.
    ///
    /// # Errors
    /// When a source has that slug already.
    pub fn add(&mut self, info: SourceInfo) -> Result<(), SlugTaken> {
        if self.find(&info.slug).is_some() {
            return Err(SlugTaken { slug: info.slug.into_owned() });
        }
        let of_kind = of_kind(info.kind).clone();
        self.0.push(Source { info, address: None, bundled: "null", wording: "", ..of_kind });
        Ok(())
    }

    /// The source of that slug.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<&Source> {
        self.0.iter().find(|source| source.slug() == slug)
    }

    /// Every source.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a Source;
    type IntoIter = std::slice::Iter<'a, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The shipped source of a kind: it has its parser.
fn of_kind(kind: SourceKind) -> &'static Source {
    // The test below holds that every kind ships with a source; the first stands for none.
    SOURCES.iter().find(|source| source.info.kind == kind).unwrap_or(&SOURCES[0])
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn info(slug: &'static str, kind: SourceKind) -> SourceInfo {
        let publisher = Cow::Borrowed("IOM");
        SourceInfo {
            slug: Cow::Borrowed(slug),
            title: Cow::Borrowed("A title"),
            publisher,
            kind,
            homepage: None,
        }
    }

    #[test]
    fn every_kind_ships_with_a_source_that_reads_it() {
        for kind in SourceKind::ALL {
            assert_eq!(of_kind(kind).info.kind, kind);
        }
    }

    #[test]
    fn a_further_source_of_a_kind_has_its_parser_and_no_edition() {
        let mut sources = Sources::default();
        sources.add(info("iom-pledge", SourceKind::PledgePage)).unwrap();
        let added = sources.find("iom-pledge").unwrap();
        assert_eq!(added.parser, sources.find("undp-pledge").unwrap().parser);
        assert_eq!((added.bundled, added.address), ("null", None));
        assert_eq!(
            sources.add(info("undp-pledge", SourceKind::PledgePage)),
            Err(SlugTaken { slug: "undp-pledge".to_owned() })
        );
    }
}
