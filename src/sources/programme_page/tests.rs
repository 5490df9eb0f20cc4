//! On a page of our own in the same layout, and, where it is at hand, on the real one (`tests/real.rs`).

mod real;

use super::SOURCE;
use crate::document::text;
use crate::document::{Document, MediaType};
use crate::record::{
    Body, Lines, OfficeKind, OfficeRecord, OrganisationRole, PhaseRecord, ProgrammeRecord, Reading, Stated,
};
use crate::sources::UnknownLayout;

const PAGE: &str = include_str!("testdata/programme-and-site-filter.txt");

fn parse(document: &str) -> Result<Reading, UnknownLayout> {
    let document = Document {
        bytes: document.into(),
        media_type: MediaType::Plain,
        origin: "test".into(),
        charset: None,
    };
    (SOURCE.parse)(&text::read(&document).unwrap())
}

fn read(document: &str) -> (Reading, ProgrammeRecord, PhaseRecord) {
    let reading = parse(document).unwrap();
    let [programme, phase, ..] = reading.records.as_slice() else {
        panic!("{} records", reading.records.len())
    };
    let (Body::Programme(programme), Body::Phase(phase)) = (&programme.body, &phase.body) else { panic!() };
    let (programme, phase) = (programme.as_ref().clone(), phase.as_ref().clone());
    (reading, programme, phase)
}

fn offices(reading: &Reading) -> Vec<&OfficeRecord> {
    let offices = reading.records.iter().filter_map(|record| match &record.body {
        Body::Office(office) => Some(office.as_ref()),
        _ => None,
    });
    offices.collect()
}

/// An office on one line: its name, and the country's code or what else it serves.
fn brief(office: &OfficeRecord) -> String {
    match (office.kind, office.country) {
        (OfficeKind::Country, Some(code)) => format!("{} {code}", office.name.value),
        (OfficeKind::Region, None) => format!("{} (region)", office.name.value),
        (OfficeKind::Functional, None) => format!("{} (function)", office.name.value),
        (kind, country) => panic!("{kind:?} {country:?}"),
    }
}

fn at(lines: &[Lines]) -> Vec<(u32, u32)> {
    lines.iter().map(|lines| (lines.first, lines.last)).collect()
}

fn values<T: Clone>(stated: &[Stated<T>]) -> Vec<T> {
    stated.iter().map(|stated| stated.value.clone()).collect()
}

fn participants(programme: &ProgrammeRecord, role: OrganisationRole) -> Vec<String> {
    let participants = values(&programme.participants).into_iter().filter(|one| one.role == role);
    participants.map(|one| one.organisation).collect()
}

#[test]
fn every_field_is_read_with_its_lines() {
    let (reading, programme, phase) = read(PAGE);
    assert_eq!(programme.title.value, "Counting Nets in All Harbours");
    assert_eq!(at(&programme.title.at), [(4, 4)]);
    assert_eq!(values(&programme.aliases), ["Joint Global Programme on Counting Nets in All Harbours"]);
    assert_eq!(participants(&programme, OrganisationRole::Participating), ["ILO", "FAO"]);
    assert_eq!(participants(&programme, OrganisationRole::Funding), ["SDC"]);
    let period = programme.period.as_ref().unwrap().value;
    assert_eq!(
        (period.start.map(|start| start.to_string()).as_deref(), period.end, period.months),
        (Some("2021"), None, None)
    );
    let printed: Vec<_> = programme.countries.iter().map(|country| country.value.printed.as_str()).collect();
    assert_eq!(printed, ["Kenya", "Fiji", "Gambia", "Peru"]);
    assert_eq!(at(&programme.text.unwrap().at), [(4, 4), (6, 6), (8, 8)]);
    assert_eq!(phase.number.as_ref().map(|number| (number.value, at(&number.at))), Some((2, vec![(10, 10)])));
    assert_eq!(values(&phase.donors), ["SDC"]);
    assert!(phase.countries.iter().all(|country| country.value.financial_support.is_none()));
    let outcomes: Vec<_> = phase.outcomes.iter().flat_map(|outcome| at(&outcome.at)).collect();
    assert_eq!(outcomes, [(16, 16), (17, 18)]);
    let figures: Vec<_> =
        phase.figures.iter().map(|one| (one.value.value, one.value.unit.as_str(), one.at[0].first)).collect();
    assert_eq!(
        figures,
        [
            (9.0, "harbour rules", 12),
            (31.0, "new net lists", 12),
            (4.0, "harbour councils", 16),
            (250.0, "counters", 17)
        ]
    );
    assert_eq!(at(&phase.text.unwrap().at), [(4, 20)]);
    assert!(reading.flags.is_empty(), "{:?}", reading.flags);
}

#[test]
fn the_filter_gives_offices_and_never_programme_countries() {
    let (reading, programme, _) = read(PAGE);
    let briefs: Vec<_> = offices(&reading).into_iter().map(brief).collect();
    assert_eq!(
        briefs,
        [
            "Afghanistan AFG",
            "Asia and the Pacific (region)",
            "Austria AUT",
            "Bahamas (The) BHS",
            "Congo (the) COG",
            "Côte d'Ivoire CIV",
            "East and Horn of Africa (region)",
            "Gambia (the) GMB",
            "Global Office in Brussels (function)",
            "Niger (the) NER",
            "Panama PAN",
            "Panama Administrative Centre (function)",
            "Republic of Korea KOR",
            "Republic of Moldova (the) MDA",
            "United Kingdom of Great Britain and Northern Ireland (the) GBR",
            "UNSC Resolution 1244-Administered Kosovo XKX",
            "Viet Nam VNM",
        ]
    );
    assert_eq!(programme.countries.len(), 4);
    let [reject] = reading.rejects.as_slice() else { panic!("{:?}", reading.rejects) };
    assert_eq!((reject.at.first, reject.reason.contains("`Lilliput`")), (42, true));
    let keys: Vec<_> = reading.records.iter().map(|record| record.key.as_str()).collect();
    assert_eq!(keys[..4], ["programme", "phase", "office/afghanistan", "office/asia-and-the-pacific"]);
}

#[test]
fn the_contact_block_is_not_read() {
    let reading = serde_json::to_string(&parse(PAGE).unwrap()).unwrap();
    assert!(!reading.contains("example.org") && !reading.contains("41.22") && !reading.contains("CHE"));
}

#[test]
fn a_name_that_wraps_and_one_that_stands_twice_are_one_office_each() {
    let wrapped = PAGE
        .replace("Britain and Northern", "Britain and\nNorthern")
        .replace("Administered Kosovo", "Administered\nKosovo");
    let wrapped = wrapped
        .replace("Asia and the Pacific", "Asia and the\nPacific")
        .replace("Niger (the)", "Niger (the)\n\nNiger (the)");
    let reading = parse(&wrapped).unwrap();
    assert_eq!(offices(&reading).into_iter().map(brief).collect::<Vec<_>>().len(), 17);
    assert_eq!(reading.flags.iter().map(|flag| flag.code.as_str()).collect::<Vec<_>>(), ["repeated-entry"]);
    assert_eq!(at(&offices(&reading)[1].name.at), [(34, 35)]);
}

#[test]
fn a_count_that_does_not_fit_is_flagged_and_missing_countries_are_a_reject() {
    let (reading, programme, _) = read(&PAGE.replace("Kenya, Fiji", "Kenya"));
    assert_eq!((reading.flags[0].code.as_str(), programme.countries.len()), ("country-count-differs", 3));
    let (reading, programme, _) = read(&PAGE.replace("Kenya, Fiji, Gambia and Peru", "all of them"));
    assert_eq!((programme.countries.len(), offices(&reading).len(), reading.rejects.len()), (0, 17, 2));
}

#[test]
fn who_pays_may_stand_first_and_be_on_no_list() {
    let first = PAGE.replace(" with funding from the Swiss Agency for Development and Cooperation (SDC)", "");
    let first =
        first.replace("that, since 2021, ILO", "that, with funding from the Harbour Fund of Freedonia, ILO");
    let (_, programme, _) = read(&first);
    assert_eq!(participants(&programme, OrganisationRole::Participating), ["ILO", "FAO"]);
    assert_eq!(participants(&programme, OrganisationRole::Funding), ["Harbour Fund of Freedonia"]);
}

#[test]
fn several_may_pay_and_items_may_have_dashes() {
    let page = PAGE.replace("(SDC).", "(SDC), Norway and the Ford Net Foundation.");
    let (_, programme, phase) = read(&page.replace("  • ", "- "));
    assert_eq!(participants(&programme, OrganisationRole::Funding), ["SDC", "Norway", "Ford Net Foundation"]);
    assert_eq!(phase.outcomes.len(), 2);
}

#[test]
fn the_filter_may_stand_above_the_text() {
    let (text, filter) = PAGE.split_once("Regions\n").unwrap();
    let (reading, programme, phase) = read(&format!("Regions\n{filter}\n{text}"));
    assert_eq!((offices(&reading).len(), programme.countries.len(), phase.outcomes.len()), (17, 4, 2));
}

#[test]
fn page_furniture_widths_and_line_ends_change_nothing() {
    let facts = |document: &str| {
        let (reading, programme, phase) = read(document);
        let texts =
            (programme.text.unwrap().fingerprint, phase.text.unwrap().fingerprint, phase.outcomes.len());
        let briefs: Vec<_> = offices(&reading).into_iter().map(brief).collect();
        (programme.title.value, programme.countries.len(), values(&phase.figures), texts, briefs)
    };
    let expected = facts(PAGE);
    let lines: Vec<&str> = PAGE.lines().collect();
    for at in 0..=lines.len() {
        for mark in ["7", "Page 2 of 4", "\n3\n"] {
            let mut lines = lines.clone();
            lines.insert(at, mark);
            assert_eq!(facts(&lines.join("\n")), expected, "{mark:?} before line {}", at + 1);
        }
    }
    assert_eq!(facts(&PAGE.replace('\n', "\r\n").replace(' ', "\u{a0} ")), expected);
    let dense: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    assert_eq!(facts(&dense.join("\n")), expected);
}

#[test]
fn what_is_no_page_is_an_error_that_says_what_was_expected() {
    let names_no_country = "Since 2021 ILO runs a Joint Programme on Counting Nets.";
    for document in ["A letter.", names_no_country, "Kenya\nPeru\nFiji", "•", "Contact us"] {
        let error = parse(document).unwrap_err();
        assert_eq!(error.kind, "programme page");
        assert!(error.expected.contains("names its countries") && !error.found.is_empty(), "{error}");
    }
}

#[test]
fn no_cut_and_no_mark_makes_it_panic() {
    for (end, _) in PAGE.char_indices().skip(1).step_by(7) {
        parse(&PAGE[..end]).ok();
    }
    for mark in ["(", "•", "|", "İ", ":", "Programme on", " and "] {
        parse(&PAGE.replace(' ', mark)).ok();
        parse(&PAGE.replace("e\n", mark)).ok();
    }
}
