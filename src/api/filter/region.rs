//! Regions that a filter names.

use crate::reference::{self, CountryCode, Region};

/// A region or sub-region of M49 by name or code.
pub struct NamedRegion {
    /// `None` when there is no such region, which `check::regions` tells.
    pub(super) region: Option<&'static Region>,
}

impl From<&str> for NamedRegion {
    fn from(name: &str) -> Self {
        Self { region: reference::find_region(name) }
    }
}

impl NamedRegion {
    /// Whether a country lies in it.
    pub(super) fn has(&self, code: CountryCode) -> bool {
        self.region.is_some_and(|region| reference::in_region(reference::country(code), region.code))
    }
}
