//! The list of countries, built once from ISO (`keshvar`) and the overlay.

use std::sync::LazyLock;

use super::demonyms::DEMONYMS;
use super::overlay::{
    KOSOVO_ALPHA2, KOSOVO_CODE, KOSOVO_NAME, KOSOVO_NOTE, LONG_NAMES_LEFT_OUT, NOT_IN_M49, OVERLAY, Overlay,
    SUB_REGIONS,
};
use super::{Country, CountryCode};
use crate::reference::region::{Region, region_of, sub_region_named, sub_region_with_code};

// Each country is a feature of keshvar, all of them on by default.
const _: () = assert!(
    keshvar::SUPPORTED_COUNTRIES_COUNT == keshvar::ALL_COUNTRIES_COUNT,
    "keshvar lacks countries: depend on it with its default features"
);

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut countries: Vec<Country> =
        keshvar::SUPPORTED_ALPHA2_LIST.iter().map(|alpha2| from_iso(&alpha2.to_country())).collect();
    countries.push(kosovo());
    countries.sort_by_key(|country| country.code);
    countries
});

/// The keys of their codes, in their order.
static KEYS: LazyLock<Vec<Option<u32>>> =
    LazyLock::new(|| COUNTRIES.iter().map(|country| key(country.code.as_str())).collect());

/// All countries and areas of ISO 3166-1 and Kosovo, in the order of their codes.
#[must_use]
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// The country of a code. There is one for every code: a code is only ever made from this list.
///
/// # Panics
/// Never: see above.
#[must_use]
#[allow(clippy::expect_used, reason = "see above; its field is for this module alone")]
pub fn country(code: CountryCode) -> &'static Country {
    by_alpha3(code.as_str()).expect("a country code is only made from the list of countries")
}

pub(super) fn by_alpha3(alpha3: &str) -> Option<&'static Country> {
    let at = KEYS.binary_search(&Some(key(alpha3)?)).ok()?;
    COUNTRIES.get(at)
}

/// A code as a number, which is compared at once and in the order of the letters.
fn key(alpha3: &str) -> Option<u32> {
    match *alpha3.as_bytes() {
        [one, two, three] => Some(u32::from_be_bytes([0, one, two, three])),
        _ => None,
    }
}

fn from_iso(iso: &keshvar::Country) -> Country {
    let code = CountryCode(kept(&iso.alpha3()));
    let overlay = overlay(code);
    let name = overlay.map(|row| row.name).filter(|name| !name.is_empty());
    let name = name.unwrap_or(iso.iso_short_name());
    let in_m49 = !NOT_IN_M49.contains(&code.as_str());
    let sub_region = in_m49.then(|| sub_region(code, iso)).flatten();

    let long_name = (!LONG_NAMES_LEFT_OUT.contains(&code.as_str())).then(|| iso.iso_long_name());
    let long_name = long_name.map(|name| name.strip_prefix("The ").unwrap_or(name));
    let own = overlay.map_or(&[][..], |row| row.aliases).iter().copied();
    let aliases = std::iter::once(iso.iso_short_name()).chain(long_name).chain(own);

    Country {
        code,
        alpha2: kept(&iso.alpha2()),
        m49: in_m49.then(|| iso.number()),
        name,
        aliases: distinct(aliases, name),
        demonyms: demonyms(code),
        region: sub_region.and_then(region_of),
        sub_region,
        note: None,
    }
}

fn kosovo() -> Country {
    let code = CountryCode(KOSOVO_CODE);
    let aliases = overlay(code).map_or(&[][..], |row| row.aliases);
    Country {
        code,
        alpha2: KOSOVO_ALPHA2,
        m49: None,
        name: KOSOVO_NAME,
        aliases: aliases.to_vec(),
        demonyms: demonyms(code),
        region: None,
        sub_region: None,
        note: Some(KOSOVO_NOTE),
    }
}

pub(super) fn overlay(code: CountryCode) -> Option<&'static Overlay> {
    OVERLAY.iter().find(|row| row.code == code.as_str())
}

fn sub_region(code: CountryCode, iso: &keshvar::Country) -> Option<&'static Region> {
    match SUB_REGIONS.iter().find(|(country, _)| *country == code.as_str()) {
        Some((_, m49)) => sub_region_with_code(m49),
        None => sub_region_named(&iso.maybe_subregion()?.to_string()),
    }
}

fn demonyms(code: CountryCode) -> Vec<&'static str> {
    let row = DEMONYMS.iter().find(|(country, _)| *country == code.as_str());
    row.map_or_else(Vec::new, |(_, demonyms)| demonyms.to_vec())
}

fn distinct(names: impl Iterator<Item = &'static str>, but: &str) -> Vec<&'static str> {
    let mut kept = Vec::new();
    for name in names {
        if name != but && !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

/// A code as text that lives as long as the list does, which is as long as the program: keshvar
/// gives its codes as enums.
fn kept(code: &impl ToString) -> &'static str {
    code.to_string().leak()
}
