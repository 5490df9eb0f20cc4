//! Regions as the field names them, in running text, with their role.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::roles::{PlaceRole, pattern, role_of};
use super::scanned::Scanned;
use crate::reference::MentionForm;

/// A region named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionInText {
    /// Its usual name: "Arab States".
    pub name: &'static str,
    /// The bytes that name it.
    pub range: Range<usize>,
    /// What it is named for; a regional bureau or hub of an organisation is a [`PlaceRole::Seat`].
    pub role: PlaceRole,
    /// Whether the name is part of what a person is called ("Director of the Regional Bureau for Africa").
    pub of_person: bool,
}

/// The regions that a text names, in order; none inside the name of a country or an organisation.
#[must_use]
pub fn regions_in(text: &str) -> Vec<RegionInText> {
    Scanned::new(text).regions().to_vec()
}

pub(super) fn find(scanned: &Scanned<'_>) -> Vec<RegionInText> {
    let text = scanned.text;
    let (countries, organisations) = (&scanned.country_bytes, &scanned.organisation_bytes);
    let mut regions = Vec::new();
    for found in REGIONS.captures_iter(text) {
        let Some((name, range)) = region(&found) else { continue };
        let acronym = ORGANISATIONS.contains(&name);
        if countries.overlaps(&range) || (organisations.overlaps(&range) && !acronym) {
            continue;
        }
        let bureau = found.name("bureau").is_some();
        let start = found.get(0).map_or(range.start, |whole| whole.start());
        let office =
            bureau || found.name("hub").is_some() || OFFICE_BEFORE.is_match(just_before(text, range.start));
        let role = if office { PlaceRole::Seat } else { role_of(text, &range, MentionForm::Name) };
        let of_person = PERSON_BEFORE.is_match(just_before(text, start));
        regions.push(RegionInText { name, range, role, of_person });
    }
    regions
}

fn region(found: &regex::Captures<'_>) -> Option<(&'static str, Range<usize>)> {
    if let Some(bureau) = found.name("bureau") {
        let (_, name) = BUREAUX.iter().find(|(acronym, _)| *acronym == bureau.as_str())?;
        return Some((name, bureau.range()));
    }
    if let Some(organisation) = found.name("within").or_else(|| found.name("of")) {
        let name = ORGANISATIONS.iter().find(|name| **name == organisation.as_str())?;
        return Some((name, organisation.range()));
    }
    let name = found.name("name")?;
    let printed = name.as_str().replace(['-', '‑'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let (region, _) = NAMES.iter().find(|(region, others)| {
        region.replace('-', " ") == printed || others.split('|').any(|other| other == printed)
    })?;
    Some((region, name.range()))
}

/// What stands right before a byte, as far as the rules here look.
fn just_before(text: &str, end: usize) -> &str {
    let mut start = end.saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// Regions with their other names (hyphens as spaces); a name that begins like a shorter one stands before it.
const NAMES: [(&str, &str); 41] = [
    ("Western Balkans", "Western Balkan"),
    ("Balkans", ""),
    ("Arab States", "Arab region|Arab States region"),
    ("Middle East and North Africa", "MENA"),
    ("Middle East", ""),
    ("Latin America and the Caribbean", "Latin America and Caribbean|LAC"),
    ("Latin America", ""),
    ("Central America", ""),
    ("South America", ""),
    ("North America", ""),
    ("Caribbean", ""),
    ("Andean region", "Andean Region"),
    ("ECIS", "Europe and the CIS|Europe and CIS|Europe and the Commonwealth of Independent States"),
    ("Europe and Central Asia", ""),
    ("Eastern Europe and Central Asia", ""),
    ("Eastern Europe", ""),
    ("Western Europe", ""),
    ("South-Eastern Europe", "South East Europe|Southeast Europe"),
    ("Europe", ""),
    ("Central Asia", ""),
    ("South Caucasus", ""),
    ("Caucasus", ""),
    ("Asia-Pacific", "Asia and the Pacific|Asia and Pacific"),
    ("South-East Asia", "Southeast Asia|South Eastern Asia"),
    ("South Asia", "Southern Asia"),
    ("East Asia", "Eastern Asia"),
    ("Asia", ""),
    ("Pacific", "Pacific Islands|Pacific region"),
    ("Sub-Saharan Africa", "Sub Saharan Africa"),
    ("East and Horn of Africa", ""),
    ("Horn of Africa", ""),
    ("Eastern and Southern Africa", ""),
    ("East Africa", "Eastern Africa"),
    ("West and Central Africa", ""),
    ("West Africa", "Western Africa"),
    ("Southern Africa", ""),
    ("Central Africa", ""),
    ("North Africa", "Northern Africa"),
    ("Sahel", ""),
    ("Lake Chad Basin", ""),
    ("Africa", ""),
];

/// Organisations of states whose name also stands for their region.
const ORGANISATIONS: [&str; 9] =
    ["ASEAN", "CARICOM", "CIS", "EAC", "ECCAS", "ECOWAS", "IGAD", "MERCOSUR", "SADC"];

/// UNDP's regional bureaux.
const BUREAUX: [(&str, &str); 5] = [
    ("RBA", "Africa"),
    ("RBAP", "Asia-Pacific"),
    ("RBAS", "Arab States"),
    ("RBEC", "ECIS"),
    ("RBLAC", "Latin America and the Caribbean"),
];

static REGIONS: LazyLock<Regex> = LazyLock::new(|| {
    let mut names: Vec<&str> =
        NAMES.iter().flat_map(|(name, others)| others.split('|').chain([*name])).collect();
    names.retain(|name| !name.is_empty());
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names = names.join("|").replace(['-', ' '], r"[\s-]");
    let bureaux = BUREAUX.map(|(acronym, _)| acronym).join("|");
    let organisations = ORGANISATIONS.join("|");
    pattern(&format!(
        r"\b(?:(?P<bureau>{bureaux})\b|(?:(?:[Ii]n|[Aa]cross|[Ww]ithin|[Tt]hroughout)\s(?:the\s)?(?P<within>{organisations})|(?P<of>{organisations})\s(?:region|countries|[Mm]ember\s[Ss]tates|corridor)|(?P<name>{names}))\b(?P<hub>\s(?:[Rr]egional\s)?(?:[Hh]ub|[Oo]ffice|[Bb]ureau))?)"
    ))
});

static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:bureau|hub|office|centre|center|commission|bank|union)\s(?:for|of|in)\s(?:the\s)?$")
});
static PERSON_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:director|manager|administrator|head|chief|minister|secretary|representative|president|chair|officer|coordinator|founder|ambassador|commissioner|advis[eo]r|specialist)\b[^.;,]*$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, PlaceRole)]) {
        let regions = regions_in(text);
        assert_eq!(
            regions.iter().map(|region| (region.name, region.role)).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn regions_are_found_by_any_of_their_names() {
        use PlaceRole::{Planned, Seat, Work};
        check("Bread in the Western Balkans", &[("Western Balkans", Work)]);
        check(
            "Bread in Asia-Pacific and in Latin America and the Caribbean",
            &[("Asia-Pacific", Work), ("Latin America and the Caribbean", Work)],
        );
        check("A regional ECIS mapping of bread", &[("ECIS", Work)]);
        check("Free bread in the EAC, says the EAC", &[("EAC", Work)]);
        check("Talks are planned in Central Asia", &[("Central Asia", Planned)]);
        check(
            "The Regional Bureau for Arab States (RBAS) bakes",
            &[("Arab States", Seat), ("Arab States", Seat)],
        );
        check("The LAC Regional Hub bakes", &[("Latin America and the Caribbean", Seat)]);
    }

    #[test]
    fn names_inside_other_names_are_no_regions() {
        check("South Africa, the Central African Republic and African bakers", &[]);
    }

    #[test]
    fn a_persons_office_is_marked() {
        let regions = regions_in("By Jane Doe, Manager of the Bread Hub of Africa, on bread in Asia");
        assert_eq!(regions.iter().map(|region| region.of_person).collect::<Vec<_>>(), [true, false]);
    }
}
