//! Regions and sub-regions of the UN's M49 list ("Standard country or area codes for statistical
//! use", UN Statistics Division), read there (confidence high).
//!
//! Sub-Saharan Africa and Latin America and the Caribbean are M49 sub-regions too wide to be of
//! use: here, as in most UN statistics, their intermediate regions (Eastern Africa, Caribbean)
//! serve as sub-regions, and the two wide names are kept apart as filters (`wider_regions`).
//! Regions of other schemes ("Middle East", "Horn of Africa") are not M49's and not here.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::country::{Country, countries};
use super::fold::fold;

/// A region of the M49 list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    /// The three digits of M49.
    pub code: &'static str,
    /// The English name in M49.
    pub name: &'static str,
}

/// The five regions: Africa, Americas, Asia, Europe, Oceania.
#[must_use]
pub fn regions() -> &'static [Region] {
    &REGIONS
}

/// The sub-regions that countries are placed in, by the order of their regions.
#[must_use]
pub fn sub_regions() -> &'static [Region] {
    &SUB_REGIONS
}

/// The two M49 sub-regions between a region and the sub-regions used here: Sub-Saharan Africa and
/// Latin America and the Caribbean. No country has one as its `sub_region`; they are for filters.
#[must_use]
pub fn wider_regions() -> &'static [Region] {
    &WIDER
}

/// The region, sub-region or wider region that a text names by its M49 code, its M49 name or a
/// common form of that name ("East Africa"). Case, accents, hyphens and "the" do not matter; none
/// for any other text.
#[must_use]
pub fn find_region(text: &str) -> Option<&'static Region> {
    NAMED.get(&key(text)).copied()
}

/// Whether a country lies in the region, sub-region or wider region with this M49 code; false for
/// a code that is none of theirs, and for a country that M49 places nowhere (Kosovo, Antarctica).
#[must_use]
pub fn in_region(country: &Country, code: &str) -> bool {
    country
        .sub_region
        .is_some_and(|sub_region| sub_region.code == code || parents(sub_region.code).contains(&code))
}

/// The countries in the region, sub-region or wider region with this M49 code, in the order of
/// their codes; empty for a code that is none of theirs.
#[must_use]
pub fn region_members(code: &str) -> Vec<&'static Country> {
    countries().iter().filter(|country| in_region(country, code)).collect()
}

/// The region a sub-region lies in.
pub(super) fn region_of(sub_region: &Region) -> Option<&'static Region> {
    let region = parents(sub_region.code).first()?;
    REGIONS.iter().find(|candidate| candidate.code == *region)
}

pub(super) fn sub_region_with_code(code: &str) -> Option<&'static Region> {
    SUB_REGIONS.iter().find(|region| region.code == code)
}

/// The sub-region with this M49 name, however it is hyphenated.
pub(super) fn sub_region_named(name: &str) -> Option<&'static Region> {
    SUB_REGIONS.iter().find(|region| key(region.name) == key(name))
}

/// Every key that names a region, so that looking one up costs one folding.
static NAMED: LazyLock<HashMap<String, &'static Region>> = LazyLock::new(|| {
    let with_code = |code: &str| all().find(|region| region.code == code);
    let forms = COMMON_FORMS.iter().filter_map(|(form, code)| Some(((*form).to_owned(), with_code(code)?)));
    let own = all().flat_map(|region| [region.code.to_owned(), key(region.name)].map(|key| (key, region)));
    forms.chain(own).collect()
});

fn all() -> impl Iterator<Item = &'static Region> {
    REGIONS.iter().chain(&SUB_REGIONS).chain(&WIDER)
}

/// The M49 codes of what a sub-region lies in, its region first.
fn parents(sub_region: &str) -> &'static [&'static str] {
    PARENTS.iter().find(|(code, _)| *code == sub_region).map_or(&[], |(_, parents)| parents)
}

fn key(name: &str) -> String {
    let folded = fold(name).to_lowercase();
    let words =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the");
    words.collect::<Vec<&str>>().join(" ")
}

const fn region(code: &'static str, name: &'static str) -> Region {
    Region { code, name }
}

static REGIONS: [Region; 5] = [
    region("002", "Africa"),
    region("019", "Americas"),
    region("142", "Asia"),
    region("150", "Europe"),
    region("009", "Oceania"),
];

static WIDER: [Region; 2] =
    [region("202", "Sub-Saharan Africa"), region("419", "Latin America and the Caribbean")];

static SUB_REGIONS: [Region; 22] = [
    region("015", "Northern Africa"),
    region("014", "Eastern Africa"),
    region("017", "Middle Africa"),
    region("018", "Southern Africa"),
    region("011", "Western Africa"),
    region("029", "Caribbean"),
    region("013", "Central America"),
    region("005", "South America"),
    region("021", "Northern America"),
    region("143", "Central Asia"),
    region("030", "Eastern Asia"),
    region("035", "South-eastern Asia"),
    region("034", "Southern Asia"),
    region("145", "Western Asia"),
    region("151", "Eastern Europe"),
    region("154", "Northern Europe"),
    region("039", "Southern Europe"),
    region("155", "Western Europe"),
    region("053", "Australia and New Zealand"),
    region("054", "Melanesia"),
    region("057", "Micronesia"),
    region("061", "Polynesia"),
];

const PARENTS: [(&str, &[&str]); 22] = [
    ("015", &["002"]),
    ("014", &["002", "202"]),
    ("017", &["002", "202"]),
    ("018", &["002", "202"]),
    ("011", &["002", "202"]),
    ("029", &["019", "419"]),
    ("013", &["019", "419"]),
    ("005", &["019", "419"]),
    ("021", &["019"]),
    ("143", &["142"]),
    ("030", &["142"]),
    ("035", &["142"]),
    ("034", &["142"]),
    ("145", &["142"]),
    ("151", &["150"]),
    ("154", &["150"]),
    ("039", &["150"]),
    ("155", &["150"]),
    ("053", &["009"]),
    ("054", &["009"]),
    ("057", &["009"]),
    ("061", &["009"]),
];

/// Common forms of M49 names, as keys. Only what means the same set of countries.
const COMMON_FORMS: [(&str, &str); 14] = [
    ("north africa", "015"),
    ("east africa", "014"),
    ("central africa", "017"),
    ("west africa", "011"),
    ("subsaharan africa", "202"),
    ("east asia", "030"),
    ("south east asia", "035"),
    ("southeast asia", "035"),
    ("southeastern asia", "035"),
    ("south asia", "034"),
    ("west asia", "145"),
    ("latin america and caribbean", "419"),
    ("latin america caribbean", "419"),
    ("lac", "419"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::find_country;

    fn code_of(text: &str) -> Option<&'static str> {
        find_region(text).map(|region| region.code)
    }

    #[test]
    fn every_region_is_found_by_name_and_by_code() {
        for region in all() {
            assert_eq!(find_region(region.name), Some(region));
            assert_eq!(find_region(region.code), Some(region));
        }
    }

    #[test]
    fn common_forms_are_found_and_other_schemes_are_not() {
        assert_eq!(code_of("south eastern ASIA"), Some("035"));
        assert_eq!(code_of("East Africa"), Some("014"));
        assert_eq!(code_of("The Caribbean"), Some("029"));
        assert_eq!(code_of("Latin America & the Caribbean"), Some("419"));
        assert_eq!(code_of("Middle East"), None);
        assert_eq!(code_of("IGAD"), None);
        assert_eq!(code_of(""), None);
        assert_eq!(code_of("2"), None);
    }

    #[test]
    fn a_country_lies_in_its_sub_region_its_region_and_the_wider_one() {
        let kenya = find_country("Kenya").expect("listed");
        assert!(["014", "002", "202"].iter().all(|code| in_region(kenya, code)));
        assert!(["015", "019", "", "999"].iter().all(|code| !in_region(kenya, code)));
        let egypt = find_country("Egypt").expect("listed");
        assert!(in_region(egypt, "002") && !in_region(egypt, "202"));
        let canada = find_country("Canada").expect("listed");
        assert!(in_region(canada, "019") && !in_region(canada, "419"));
    }

    #[test]
    fn the_members_of_the_five_regions_are_all_countries_that_m49_places() {
        let members: usize = regions().iter().map(|region| region_members(region.code).len()).sum();
        let placed = countries().iter().filter(|country| country.region.is_some()).count();
        assert_eq!(members, placed);
        assert_eq!(region_members("143").len(), 5);
        assert!(region_members("001").is_empty());
    }
}
