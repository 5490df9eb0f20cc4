//! Countries and areas: ISO 3166-1, with the names the United Nations uses, and Kosovo.
//!
//! Codes, numbers and long names come from the crate `keshvar` (BSD-3-Clause; ISO 3166-1). Over
//! them lies a table of our own (`overlay.rs`): the names of the UN's M49 list and UNTERM, English
//! aliases, corrected sub-regions; and `demonyms.rs`. This module knows names; finding them in running
//! text is `mention`'s work.

mod code;
mod demonyms;
mod list;
mod lookup;
mod overlay;
#[cfg(test)]
mod tests;

pub use code::{CountryCode, UnknownCountryCode};
pub use list::{countries, country};
pub use lookup::{find_country, find_country_name, is_typed_country_name, similar_countries};

use super::region::Region;

/// A country or area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-3, or `XKX` for Kosovo.
    pub code: CountryCode,
    /// ISO 3166-1 alpha-2, or `XK` for Kosovo (user-assigned, as IATI does).
    pub alpha2: &'static str,
    /// The three digits of the UN's M49 list; none for what that list does not hold (Kosovo, and
    /// Taiwan, which it does not list apart).
    pub m49: Option<&'static str>,
    /// The short name the UN uses, in English.
    pub name: &'static str,
    /// Other English names: the long name, ISO's, former and common ones.
    pub aliases: Vec<&'static str>,
    /// Adjectives and words for people: "Tajik", "Tajiks". Empty where none is unambiguous
    /// ("Congolese" is of two countries).
    pub demonyms: Vec<&'static str>,
    /// M49 region; none for what M49 places in none.
    pub region: Option<&'static Region>,
    /// M49 sub-region, or the intermediate region where M49 has one (Eastern Africa, Caribbean).
    pub sub_region: Option<&'static Region>,
    /// What must be said wherever the name stands: for Kosovo, the reference to Security Council
    /// resolution 1244. None for every other.
    pub note: Option<&'static str>,
}
