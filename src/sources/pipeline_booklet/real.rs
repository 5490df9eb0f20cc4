//! On the published booklet, where `GCM_HUB_DOCUMENTS` names the folder that holds it.

use std::collections::BTreeSet;

use super::tests::{flags, parsed, programmes};
use crate::record::{ProgrammeRecord, Reading, Stage};

pub(super) fn booklet() -> Option<String> {
    let folder = std::env::var_os("GCM_HUB_DOCUMENTS")?;
    let path = std::path::Path::new(&folder).join("000_b3e8e51138f21b49.txt");
    Some(
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read `{}`: {error}", path.display())),
    )
}

fn sheet<'a>(reading: &'a Reading, beginning: &str) -> &'a ProgrammeRecord {
    let at = reading.records.iter().position(|record| record.key.starts_with(beginning));
    programmes(reading)[at.unwrap_or_else(|| panic!("no `{beginning}`"))]
}

#[test]
fn the_booklet_is_read_whole() {
    let Some(booklet) = booklet() else { return };
    let reading = parsed(&booklet);
    let programmes = programmes(&reading);
    assert_eq!(programmes.len(), 30);
    let area = |number| {
        programmes
            .iter()
            .filter(|sheet| sheet.thematic_area.as_ref().is_some_and(|area| area.value == number))
            .count()
    };
    assert_eq!([1, 2, 3, 4, 5].map(area), [4, 8, 4, 8, 6]);
    let sums: f64 =
        programmes.iter().filter_map(|sheet| sheet.budget.as_ref()).map(|budget| budget.value.amount).sum();
    assert_eq!(sums, 60_800_000.0);
    let countries: Vec<_> =
        programmes.iter().flat_map(|sheet| &sheet.countries).map(|country| country.value.code).collect();
    assert_eq!((countries.len(), countries.iter().collect::<BTreeSet<_>>().len()), (44, 37));
    let printed = |wording: &str| {
        programmes
            .iter()
            .filter(|sheet| {
                sheet.status.as_ref().is_some_and(|status| status.value.printed.as_deref() == Some(wording))
            })
            .count()
    };
    let approved = "Concept note approved by Steering Committee";
    assert_eq!(printed(approved), 16);
    assert_eq!(printed(&format!("{approved}; Joint programme document solicited")), 13);
    assert_eq!(printed(&format!("{approved} for Pipeline")), 1);
    let solicited = programmes.iter().filter(|sheet| {
        sheet.status.as_ref().and_then(|status| status.value.stage) == Some(Stage::DocumentSolicited)
    });
    assert_eq!(solicited.count(), 13);
    assert!(programmes.iter().all(|sheet| sheet.duration_months.is_some() && sheet.text.is_some()));
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
}

#[test]
fn the_booklet_names_228_partners() {
    let Some(booklet) = booklet() else { return };
    let reading = parsed(&booklet);
    let counts: Vec<usize> = programmes(&reading).iter().map(|sheet| sheet.partners.len()).collect();
    let expected =
        [6, 8, 9, 6, 11, 10, 14, 7, 5, 8, 6, 4, 10, 8, 4, 9, 4, 9, 3, 14, 4, 4, 8, 5, 9, 15, 8, 6, 9, 5];
    assert_eq!(counts, expected);
    assert_eq!(counts.iter().sum::<usize>(), 228);
}

#[test]
fn the_booklets_slips_are_flagged() {
    let Some(booklet) = booklet() else { return };
    let reading = parsed(&booklet);
    let expected = [
        "area-number-missing",
        "lost-hyphen",
        "partners-split-at-commas",
        "missing-separator",
        "objective-number-mismatch",
        "shared-head-word",
    ];
    assert_eq!(flags(&reading), expected);
    let named = |beginning| {
        sheet(&reading, beginning).gcm_objectives.iter().map(|named| named.value).collect::<Vec<_>>()
    };
    assert_eq!(named("phl/"), [6, 21]);
    assert!(programmes(&reading).iter().filter(|sheet| !sheet.gcm_objectives.is_empty()).count() == 1);
}

#[test]
fn short_names_regions_and_participants_are_what_the_booklet_says_in_words() {
    let Some(booklet) = booklet() else { return };
    let reading = parsed(&booklet);
    let aliases: Vec<&str> = programmes(&reading)
        .iter()
        .flat_map(|sheet| &sheet.aliases)
        .map(|alias| alias.value.as_str())
        .collect();
    assert_eq!(aliases, ["STEPS", "BRIDGE"]);
    let regions: Vec<&str> = programmes(&reading)
        .iter()
        .filter_map(|sheet| sheet.region_label.as_ref())
        .map(|label| label.value.as_str())
        .collect();
    assert_eq!(regions, ["IGAD", "Pacific"]);
    let taking_part = |beginning| {
        sheet(&reading, beginning)
            .participants
            .iter()
            .map(|found| found.value.organisation.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(taking_part("eth/joint-programme"), ["UNICEF", "IOM"]);
    assert_eq!(taking_part("dji-eth-"), ["PDD", "IOM", "UNEP", "ILO"]);
    assert_eq!(taking_part("chl-mex/"), ["ILO", "IOM", "UNHCR"]);
    let silent = programmes(&reading).iter().filter(|sheet| sheet.participants.is_empty()).count();
    assert_eq!(silent, 27);
    let places: Vec<&str> = programmes(&reading)
        .iter()
        .flat_map(|sheet| &sheet.places)
        .map(|place| place.value.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "Khatlon",
            "Cascades",
            "Parrot’s Beak",
            "Ceres",
            "Quthing",
            "Santiago",
            "Mexico City",
            "Addis Ababa",
            "San Juan de Lurigancho",
            "Lima",
        ]
    );
}

#[test]
fn a_sheet_that_leaves_or_moves_takes_nothing_with_it() {
    let Some(booklet) = booklet() else { return };
    let whole = parsed(&booklet);
    let lines: Vec<&str> = booklet.lines().collect();
    let heads: Vec<usize> =
        programmes(&whole).iter().map(|sheet| sheet.countries[0].at[0].first as usize - 1).collect();
    let ghana = whole.records.iter().position(|record| record.key.starts_with("gha/")).unwrap_or_default();
    let (before, rest) = lines.split_at(heads[ghana]);
    let (sheet, after) = rest.split_at(heads[ghana + 1] - heads[ghana]);
    let without = parsed(&[before, after].concat().join("\n"));
    assert_eq!(without.records.len(), 29);
    assert_eq!(
        keys(&without),
        keys(&whole).into_iter().filter(|key| !key.starts_with("gha/")).collect::<Vec<_>>()
    );
    let last = heads[heads.len() - 1] - sheet.len();
    let moved = [before, after].concat();
    let (front, back) = moved.split_at(last);
    let moved = parsed(&[front, sheet, back].concat().join("\n"));
    assert_eq!(self::sheet(&moved, "gha/").thematic_area.as_ref().map(|area| area.value), Some(5));
    assert_eq!(moved.records.len(), 30);
    assert_eq!(programmes(&moved).iter().map(|sheet| sheet.partners.len()).sum::<usize>(), 228);
}

fn keys(reading: &Reading) -> Vec<&str> {
    reading.records.iter().map(|record| record.key.as_str()).collect()
}
