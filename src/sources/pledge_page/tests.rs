//! Pledge pages of our own making.

use super::*;
use crate::document::{Document, text};
use crate::record::{Body, CommitmentRecord, Lines, PledgeRecord, ProgressItemRecord};

mod layouts;
mod real;

fn lines(document: &str) -> Text {
    let bytes = document.as_bytes().to_vec();
    text::read(&Document { bytes, media_type: MediaType::Plain, origin: "test".into(), charset: None })
        .unwrap()
}

fn read(document: &str) -> Reading {
    parse(&lines(document)).unwrap()
}

fn pledge(reading: &Reading) -> &PledgeRecord {
    let mut pledges = reading.records.iter().filter_map(|record| match &record.body {
        Body::Pledge(pledge) => Some(&**pledge),
        _ => None,
    });
    pledges.next_back().unwrap()
}

fn commitments(reading: &Reading) -> Vec<(&str, &CommitmentRecord)> {
    let commitments = reading.records.iter().filter_map(|record| match &record.body {
        Body::Commitment(commitment) => Some((record.key.as_str(), &**commitment)),
        _ => None,
    });
    commitments.collect()
}

fn progress(reading: &Reading) -> Vec<(&str, &ProgressItemRecord)> {
    let items = reading.records.iter().filter_map(|record| match &record.body {
        Body::ProgressItem(item) => Some((record.key.as_str(), &**item)),
        _ => None,
    });
    items.collect()
}

fn item<'r>(reading: &'r Reading, key: &str) -> &'r ProgressItemRecord {
    progress(reading).into_iter().find(|(found, _)| *found == key).unwrap().1
}

/// The values of a field as one line.
fn shown<T: ToString>(values: &[Stated<T>]) -> String {
    values.iter().map(|stated| stated.value.to_string()).collect::<Vec<_>>().join(" ")
}

fn names(item: &ProgressItemRecord) -> Vec<&str> {
    item.mentions.iter().map(|stated| stated.value.name.as_str()).collect()
}

fn places(at: &[Lines]) -> Vec<(u32, u32)> {
    at.iter().map(|lines| (lines.first, lines.last)).collect()
}

fn codes(reading: &Reading) -> Vec<(&str, &str)> {
    reading
        .flags
        .iter()
        .map(|flag| (flag.code.as_str(), flag.record.as_deref().unwrap_or_default()))
        .collect()
}

const TWICE: &str = include_str!("testdata/commitments-stand-twice.txt");

#[test]
fn the_pledge_and_its_commitments_are_joined_by_number() {
    let reading = read(TWICE);
    let pledge = pledge(&reading);
    assert_eq!(
        (pledge.title.value.as_str(), pledge.organisation.value.as_str()),
        ("UNICEF Pledge - Bread for Everyone", "UNICEF")
    );
    assert_eq!(places(&pledge.title.at), [(4, 4), (8, 8)]);
    let updated = pledge.last_updated.as_ref().unwrap();
    assert_eq!((updated.value.to_string().as_str(), places(&updated.at)), ("2022-03-04", vec![(18, 18)]));
    assert_eq!(reading.as_of.as_ref(), Some(updated));
    let read: Vec<_> = commitments(&reading)
        .into_iter()
        .map(|(key, commitment)| (key, places(&commitment.number.at)))
        .collect();
    assert_eq!(
        read,
        [("1", vec![(12, 12), (20, 20)]), ("2", vec![(14, 14), (27, 27)]), ("3", vec![(16, 16), (35, 35)])]
    );
    assert_eq!(shown(&commitments(&reading)[2].1.gcm_objectives), "1");
    let keys: Vec<_> = progress(&reading).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"]);
}

#[test]
fn an_item_says_where_who_what_and_how_much() {
    let reading = read(TWICE);
    let ovens = item(&reading, "1.1");
    assert_eq!(
        (shown(&ovens.countries), shown(&ovens.planned)),
        ("TCD MLI NER TGO BEN".into(), "NPL PER".into())
    );
    assert_eq!(shown(&ovens.organisations), "UNICEF Ministry of Flour World Bank");
    let figure = &ovens.figures[0].value;
    assert_eq!((figure.value, figure.unit.as_str()), (40.0, "ovens"));
    let dough = item(&reading, "1.2");
    assert_eq!(
        (names(dough), places(&dough.text.at)),
        (vec!["Rising Dough in Small Towns"], vec![(23, 23), (25, 25)])
    );
    assert_eq!((shown(&dough.places), places(&dough.places[0].at)), ("Lima".into(), vec![(25, 25)]));
    assert_eq!(shown(&item(&reading, "2.2").countries), "");
    let mill = item(&reading, "2.3");
    assert_eq!((shown(&mill.countries), names(mill)), ("PER".into(), vec!["Warm Hands at the Mill"]));
    assert_eq!(names(item(&reading, "2.4")), ["Crumbs", "Crusts for All", "Slices"]);
    let listed = item(&reading, "2.5");
    assert_eq!(
        (names(listed), shown(&listed.countries)),
        (vec!["Oven Repair Initiative", "Tea and Toast for Towns"], "BEN TCD MLI".into())
    );
}

#[test]
fn what_the_page_gets_wrong_is_flagged() {
    let expected = [
        ("empty-label", "pledge"),
        ("empty-label", "pledge"),
        ("two-digit-year", "pledge"),
        ("heading-differs", "1"),
        ("commitment-without-items", "3"),
        ("broken-list", "1.1"),
        ("continuation-without-bullet", "1.2"),
        ("repeated-text", "2.2"),
        ("unbalanced-quote", "2.3"),
        ("joined-words", "2.3"),
    ];
    assert_eq!(codes(&read(TWICE)), expected);
    assert!(read(TWICE).rejects.is_empty());
}

#[test]
fn commitments_may_have_letters_and_items_other_marks() {
    let reading = read(include_str!("testdata/lettered-commitments.txt"));
    assert_eq!(
        (
            pledge(&reading).organisation.value.as_str(),
            reading.as_of.as_ref().unwrap().value.to_string().as_str()
        ),
        ("World Bank", "2021-06-03")
    );
    let keys: Vec<_> = progress(&reading).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a.1", "a.2", "b.1"]);
    assert_eq!(shown(&item(&reading, "a.1").urls), "https://example.org/ovens");
    let panel = item(&reading, "a.2");
    assert_eq!((names(panel), shown(&panel.organisations)), (vec!["Heat and Hope"], String::new()));
    assert!(!panel.terms.contains("jane"));
    assert_eq!(shown(&item(&reading, "b.1").countries), "FJI");
}

#[test]
fn commitments_without_numbers_are_what_stands_above_lists() {
    let reading = read(include_str!("testdata/headings-above-lists.txt"));
    assert_eq!(pledge(&reading).organisation.value, "Bakers’ Union of the North");
    let keys: Vec<_> = reading.records.iter().map(|record| record.key.as_str()).collect();
    assert_eq!(keys, ["pledge", "1", "2", "1.1", "1.2", "2.1"]);
    assert_eq!(shown(&item(&reading, "2.1").places), "Accra");
}

#[test]
fn a_pledge_of_one_paragraph_has_its_updates_as_items() {
    let reading = read(include_str!("testdata/dated-updates.txt"));
    assert_eq!(pledge(&reading).last_updated.as_ref().unwrap().value.to_string(), "2022-06-15");
    let countries: Vec<_> =
        progress(&reading).into_iter().map(|(key, item)| (key, shown(&item.countries))).collect();
    assert_eq!(countries, [("1.1", "SEN".into()), ("1.2", "SEN GIN".into()), ("1.3", "MLI".into())]);
}

#[test]
fn wrapped_lines_and_page_numbers_part_nothing() {
    let reading = read(include_str!("testdata/wrapped-with-page-numbers.txt"));
    let keys: Vec<_> = reading.records.iter().map(|record| record.key.as_str()).collect();
    assert_eq!(keys, ["pledge", "1", "2", "1.1", "1.2", "2.1"]);
    assert_eq!(places(&item(&reading, "1.1").text.at), [(10, 11), (13, 13), (15, 15)]);
    assert_eq!(places(&item(&reading, "1.1").countries[0].at), [(10, 10)]);
    assert!(reading.flags.is_empty() && reading.rejects.is_empty(), "{:?}", reading.flags);
}

#[test]
fn a_lost_heading_costs_no_item() {
    let without = TWICE.replacen("1. Baking more bread and sharing it with all who bake:\n", "", 1);
    let reading = read(&without);
    assert_eq!((progress(&reading).len(), reading.rejects.len()), (7, 0));
    assert_eq!(shown(&item(&reading, "1.1").planned), "NPL PER");
    assert!(codes(&reading).contains(&("commitment-without-section", "1")));
}

#[test]
fn a_page_without_a_pledger_keeps_its_commitments() {
    let reading =
        read(&TWICE.replace("UNICEF Pledge - ", "pledge: ").replace("UNICEF commits", "it commits"));
    assert_eq!((commitments(&reading).len(), reading.rejects.len()), (3, 1));
}

#[test]
fn another_document_is_refused_with_what_was_expected() {
    for other in ["Bread\n\n• rye\n• wheat", "1. Flour\n\n2. Water", "A pledge of nothing at all"] {
        let error = parse(&lines(other)).unwrap_err().to_string();
        assert!(error.starts_with("the layout is not that of a pledge page"), "{error}");
    }
}

#[test]
fn the_setting_of_a_page_changes_nothing_that_is_read() {
    let plain = read(TWICE);
    let keys = |reading: &Reading| {
        progress(reading)
            .into_iter()
            .map(|(_, item)| {
                (
                    item.text.fingerprint,
                    shown(&item.countries),
                    shown(&item.planned),
                    shown(&item.organisations),
                    item.figures.len(),
                )
            })
            .collect::<Vec<_>>()
    };
    let joined = TWICE.replace("\n\n", "\n");
    for other in [
        TWICE.replace('\n', "\r\n"),
        TWICE.replace(' ', "\u{a0}"),
        TWICE.replace(' ', "  "),
        TWICE.replace(['“', '”'], "\""),
        TWICE.replace('\n', "\n\n"),
        TWICE.replace("  • ", "- "),
        joined,
    ] {
        assert_eq!(keys(&read(&other)), keys(&plain));
    }
}

#[test]
fn any_beginning_of_a_page_is_read() {
    for (end, _) in TWICE.char_indices().filter(|(end, _)| end % 23 == 0) {
        if let Ok(text) = text::read(&Document {
            bytes: TWICE[..end].into(),
            media_type: MediaType::Plain,
            origin: "test".into(),
            charset: None,
        }) {
            let _ = parse(&text);
        }
    }
}
