//! Tests of this module.

mod damaged;

use super::*;
use crate::document::{Document, text};
use crate::record::{Availability, Body, PartnerKind, ProgrammeRecord, Sha256, Stage, Stated};

const THREE_AREAS: &str = include_str!("testdata/three-areas.txt");
const PAGE_BREAK: &str = include_str!("testdata/page-break-inside-a-sheet.txt");
const ONE_LINE: &str = include_str!("testdata/one-line-layout.txt");
const TWO_COLUMNS: &str = include_str!("testdata/two-columns-run-together.txt");

pub(super) fn read(document: &str) -> Text {
    text::read(&Document {
        bytes: document.into(),
        media_type: MediaType::Plain,
        origin: "test".into(),
        charset: None,
    })
    .unwrap()
}

pub(super) fn parsed(document: &str) -> Reading {
    parse(&read(document)).unwrap()
}

pub(super) fn programmes(reading: &Reading) -> Vec<&ProgrammeRecord> {
    let programmes = reading.records.iter().map(|record| match &record.body {
        Body::Programme(programme) => programme.as_ref(),
        other => panic!("no programme: {other:?}"),
    });
    programmes.collect()
}

fn keys(reading: &Reading) -> Vec<&str> {
    reading.records.iter().map(|record| record.key.as_str()).collect()
}

fn names(programme: &ProgrammeRecord) -> Vec<(&str, Option<&str>, Option<PartnerKind>)> {
    let partners = programme.partners.iter().map(|partner| &partner.value);
    partners.map(|partner| (partner.name.as_str(), partner.group.as_deref(), partner.kind)).collect()
}

fn codes(programme: &ProgrammeRecord) -> Vec<(&str, &str)> {
    programme
        .countries
        .iter()
        .map(|country| (country.value.code.as_str(), country.value.printed.as_str()))
        .collect()
}

fn participants(programme: &ProgrammeRecord) -> Vec<(&str, Availability)> {
    programme
        .participants
        .iter()
        .map(|found| (found.value.organisation.as_str(), found.value.availability))
        .collect()
}

pub(super) fn flags(reading: &Reading) -> Vec<&str> {
    reading.flags.iter().map(|flag| flag.code.as_str()).collect()
}

fn lines<T>(stated: &Stated<T>) -> Vec<(u32, u32)> {
    stated.at.iter().map(|lines| (lines.first, lines.last)).collect()
}

fn status(programme: &ProgrammeRecord) -> Option<(&str, Option<Stage>)> {
    programme
        .status
        .as_ref()
        .map(|status| (status.value.printed.as_deref().unwrap_or_default(), status.value.stage))
}

fn budget(programme: &ProgrammeRecord) -> Option<f64> {
    programme.budget.as_ref().map(|budget| budget.value.amount)
}

fn months(programme: &ProgrammeRecord) -> Option<u32> {
    programme.duration_months.as_ref().map(|months| months.value)
}

#[test]
fn values_out_of_step_with_their_labels_are_read() {
    let reading = parsed(THREE_AREAS);
    let wells = programmes(&reading)[0];
    assert_eq!(
        wells.title.value,
        "A data-driven register of wells for herders on the move near Lamu (WELLS)"
    );
    assert_eq!(lines(&wells.title), [(43, 44)]);
    assert_eq!(wells.aliases[0].value, "WELLS");
    assert_eq!(wells.places[0].value, "Lamu");
    assert_eq!(lines(&wells.places[0]), [(44, 44)]);
    assert_eq!((budget(wells), months(wells)), (Some(1_250_000.0), Some(18)));
    assert_eq!(
        status(wells),
        Some(("Concept note approved by Steering Committee", Some(Stage::ConceptNoteApproved)))
    );
    assert_eq!(
        names(wells),
        [
            ("Kenya Bureau of Counting", None, None),
            ("Ministry of Work, Youth and Crafts", None, Some(PartnerKind::Government)),
            ("University of Lamu", None, Some(PartnerKind::Academic)),
            ("Herders’ Union (Umoja wa Wafugaji; northern branch)", None, Some(PartnerKind::CivilSociety)),
            ("Community-based groups", None, Some(PartnerKind::CivilSociety)),
        ]
    );
    assert_eq!(lines(&wells.partners[3]), [(25, 26)]);
    assert_eq!(
        participants(wells),
        [("ILO", Availability::MentionedInProse), ("UNHCR", Availability::MentionedInProse)]
    );
    assert_eq!(wells.gcm_objectives.iter().map(|objective| objective.value).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        wells.text.as_ref().unwrap().at.iter().map(|at| (at.first, at.last)).collect::<Vec<_>>(),
        [(50, 53)]
    );
    assert!(wells.terms.contains("herder"));
}

#[test]
fn values_in_step_with_their_labels_are_read_and_groups_end_unmarked() {
    let reading = parsed(THREE_AREAS);
    let bridges = programmes(&reading)[1];
    assert_eq!(codes(bridges), [("ZAF", "SOUTH AFRICA"), ("LSO", "LESOTHO")]);
    assert_eq!(lines(&bridges.countries[0]), [(67, 68)]);
    assert_eq!((budget(bridges), months(bridges)), (Some(2_000_000.0), Some(24)));
    assert_eq!(status(bridges).unwrap().1, Some(Stage::DocumentSolicited));
    assert_eq!(
        names(bridges),
        [
            ("Ministry of Bridges", Some("Lesotho"), Some(PartnerKind::Government)),
            ("Town of Mafeteng (Clerk’s office)", Some("Lesotho"), None),
            ("Bridge Builders’ Association", Some("Others"), Some(PartnerKind::CivilSociety)),
            ("Employers and trade unions", Some("Others"), None),
            ("Department of Rivers", Some("South Africa"), Some(PartnerKind::Government)),
        ]
    );
}

#[test]
fn a_region_is_a_label_and_a_list_and_brackets_above_the_partners_are_participants() {
    let reading = parsed(THREE_AREAS);
    let ferries = programmes(&reading)[2];
    assert_eq!(ferries.region_label.as_ref().unwrap().value, "Lakes");
    let printed =
        [("UGA", "Uganda"), ("BDI", "Burundi"), ("RWA", "Rwanda"), ("TZA", "United Republic of Tanzania")];
    assert_eq!(codes(ferries), printed);
    assert_eq!(participants(ferries), [("Union of Lake Pilots", Availability::Stated)]);
    assert_eq!(names(ferries).len(), 2);
    assert_eq!(status(ferries).unwrap().0, "Concept note approved by Steering Committee for Pipeline");
    assert_eq!(ferries.gcm_objectives[0].value, 11, "the title is believed, not the number");
}

#[test]
fn areas_are_known_by_name_and_hold_until_the_next() {
    let reading = parsed(THREE_AREAS);
    let areas = programmes(&reading)
        .iter()
        .map(|programme| programme.thematic_area.clone().unwrap())
        .collect::<Vec<_>>();
    assert_eq!(areas.iter().map(|area| area.value).collect::<Vec<_>>(), [1, 2, 2]);
    assert_eq!((lines(&areas[0]), lines(&areas[2])), (vec![(12, 14)], vec![(56, 65)]));
    let expected = ["area-number-missing", "lost-hyphen", "lost-hyphen", "objective-number-mismatch"];
    assert_eq!(flags(&reading), expected);
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
    let keys = keys(&reading);
    assert_eq!(keys[1], "zaf-lso/bridges-for-those-who-cross-on-foot");
    assert_eq!(keys[2], "uga-bdi-rwa-tza/safe-ferries-on-the-lakes");
}

#[test]
fn the_note_on_the_maps_and_the_foreword_are_no_part_of_a_sheet() {
    let reading = parsed(THREE_AREAS);
    assert_eq!(reading.records.len(), 3);
    let ferries = programmes(&reading)[2].text.clone().unwrap();
    assert!(!programmes(&reading)[2].terms.contains("illustr"));
    assert_eq!(ferries.at.len(), 1);
}

#[test]
fn a_page_break_in_a_sheet_costs_nothing() {
    let reading = parsed(PAGE_BREAK);
    let kites = programmes(&reading)[0];
    assert_eq!(kites.title.value, "Kites for the festivals of the highlands");
    assert_eq!(
        names(kites).iter().map(|(name, ..)| *name).collect::<Vec<_>>(),
        ["Ministry of Kites", "Guild of Kite Makers", "Kite Museum"]
    );
    assert_eq!(
        kites.text.as_ref().unwrap().at.iter().map(|at| (at.first, at.last)).collect::<Vec<_>>(),
        [(46, 46), (52, 52)]
    );
    assert_eq!(kites.thematic_area.as_ref().unwrap().value, 4);
    assert!(reading.flags.is_empty() && reading.rejects.is_empty());
}

#[test]
fn paragraphs_labels_and_headings_may_stand_on_one_line() {
    let reading = parsed(ONE_LINE);
    let programmes = programmes(&reading);
    assert_eq!(reading.label.as_ref().unwrap().value, "3rd edition");
    assert_eq!(reading.as_of.as_ref().unwrap().value.to_string(), "2021-06");
    assert_eq!(programmes.len(), 2);
    let (looms, choirs) = (programmes[0], programmes[1]);
    assert_eq!((budget(looms), months(looms)), (Some(900_000.0), Some(12)));
    let stated = |name| (name, Availability::Stated);
    assert_eq!(participants(looms), [stated("IOM"), stated("UN Women"), stated("Guild of Weavers")]);
    assert_eq!(looms.thematic_area.as_ref().unwrap().value, 1);
    assert_eq!(codes(choirs), [("BIH", "BOSNIA AND HERZEGOVINA"), ("TTO", "TRINIDAD AND TOBAGO")]);
    assert_eq!(choirs.thematic_area.as_ref().unwrap().value, 5);
    assert_eq!(participants(choirs), [], "an organisation that is only quoted takes no part");
    assert_eq!(status(choirs), Some(("Under review", None)));
    let expected = [
        "Ministry of Song",
        "Ministry of Dance",
        "Ministry of Youth",
        "Ministry of Play",
        "Choir of Choirs Association",
    ];
    assert_eq!(names(choirs).iter().map(|(name, ..)| *name).collect::<Vec<_>>(), expected);
    assert_eq!(flags(&reading), ["shared-head-word", "status-unknown"]);
}

#[test]
fn two_columns_run_together_are_an_unknown_layout() {
    let refused = parse(&read(TWO_COLUMNS)).unwrap_err();
    assert!(refused.found.contains("two columns"), "{refused}");
    let other = parse(&read("A page about something else\n\nwith no sheets")).unwrap_err();
    assert!(
        other.to_string().contains("`KEY PARTNERS`") && other.found.contains("A page about something else"),
        "{other}"
    );
}

#[test]
fn sheets_of_one_name_get_keys_of_their_own() {
    let twice = format!("{THREE_AREAS}\n{}", THREE_AREAS.split_once("in migration\n").unwrap().1);
    let reading = parsed(&twice);
    assert_eq!(keys(&reading)[3], "zaf-lso/bridges-for-those-who-cross-on-foot~2");
}

/// What must be the same in every printing of one booklet: all but lines.
pub(super) fn facts(reading: &Reading) -> Vec<String> {
    let facts = programmes(reading).into_iter().map(|programme| {
        let fingerprint = programme.text.as_ref().map(|text| text.fingerprint);
        let area = programme.thematic_area.as_ref().map(|area| area.value);
        let named: Vec<u8> = programme.gcm_objectives.iter().map(|objective| objective.value).collect();
        let region = programme.region_label.as_ref().map(|label| &label.value);
        format!(
            "{} {region:?} {:?} {area:?} {:?} {:?} {:?} {:?} {:?} {named:?} {fingerprint:?} {:?}",
            programme.title.value,
            codes(programme),
            budget(programme),
            months(programme),
            status(programme),
            participants(programme),
            names(programme),
            programme.terms,
        )
    });
    facts.collect()
}

#[test]
fn a_booklet_set_otherwise_says_the_same() {
    let without_blanks =
        THREE_AREAS.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    let expected = facts(&parsed(THREE_AREAS));
    for (how, set) in [
        ("other line ends", THREE_AREAS.replace('\n', "\r\n")),
        ("other spaces", THREE_AREAS.replace(' ', "\u{a0}\u{a0}")),
        ("blank lines between all", THREE_AREAS.replace('\n', "\n\n")),
        ("no blank lines", without_blanks),
        ("no leading spaces", THREE_AREAS.replace("\n ", "\n")),
    ] {
        assert_eq!(facts(&parsed(&set)), expected, "{how}");
    }
}

#[test]
fn a_footer_anywhere_changes_nothing() {
    let expected = facts(&parsed(THREE_AREAS));
    let lines: Vec<&str> = THREE_AREAS.lines().collect();
    for footer in [
        "PIPELINE JOINT PROGRAMME INFORMATION",
        "Page 12:",
        "Migration MPTF | Pipeline of Joint Programmes | 12",
    ] {
        for at in 0..=lines.len() {
            let mut with = lines.clone();
            with.insert(at, footer);
            assert_eq!(facts(&parsed(&with.join("\n"))), expected, "{footer} before line {}", at + 1);
        }
    }
}

#[test]
fn evidence_is_of_the_lines_it_names_wherever_the_document_is_cut() {
    for document in [THREE_AREAS, PAGE_BREAK, ONE_LINE, TWO_COLUMNS] {
        let cuts = document.char_indices().map(|(at, _)| at).step_by(7).chain([document.len()]);
        for cut in cuts.filter(|cut| !document[..*cut].trim().is_empty()) {
            let text = read(&document[..cut]);
            let Ok(reading) = parse(&text) else { continue };
            for reject in &reading.rejects {
                let quote = text.quote(reject.at.first, reject.at.last).unwrap();
                assert_eq!(Sha256::of(quote.as_bytes()), reject.at.sha256);
            }
            for programme in programmes(&reading) {
                for at in programme.partners.iter().flat_map(|partner| &partner.at).chain(&programme.title.at)
                {
                    assert_eq!(Sha256::of(text.quote(at.first, at.last).unwrap().as_bytes()), at.sha256);
                }
            }
        }
    }
}

#[test]
fn a_document_of_nothing_but_marks_is_read_in_linear_time() {
    for piece in [
        "(",
        ");",
        "KEY PARTNERS ",
        "x KEY PARTNERS ",
        "BUDGET (USD) 1 ",
        "a: b; ",
        "*\n",
        "Promoting ",
        "PARTICIPATING UN ORGANIZATIONS\n",
        "objective 1 ",
    ] {
        let huge = format!("CHAD\nPARTICIPATING UN ORGANIZATIONS\nKEY PARTNERS\n{}", piece.repeat(20_000));
        let _ = parse(&read(&huge));
    }
}
