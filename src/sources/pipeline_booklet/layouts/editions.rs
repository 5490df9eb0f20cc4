//! What another edition may have otherwise: fewer sheets, other orders of labels, fields that are missing or worded
//! otherwise. None of it is taken for woven columns.

use std::fmt::Write;

use super::setting::{Printed, joined};
use super::{booklets, says_the_same, sheets_of};
use crate::sources::pipeline_booklet::parse;
use crate::sources::pipeline_booklet::tests::{facts, parsed, programmes, read};

/// A booklet whose sheets print their fields in an order: `H`eading, `P`articipants, `K`ey partners, `B`udget,
/// `D`uration, `G`oals, `S`tatus, `T`itle, te`X`t.
fn in_order(sheets: &[Printed], order: &str) -> String {
    let mut booklet = String::new();
    for (page, sheet) in (1..).zip(sheets) {
        write!(booklet, "Page {page}:\n\n").unwrap();
        for field in order.chars() {
            let (label, value) = match field {
                'H' => {
                    let area = sheet.area.iter().map(|area| format!("{area}\n\n")).collect::<String>();
                    write!(booklet, "{area}{}\n\n", joined(&sheet.heading)).unwrap();
                    continue;
                }
                'P' => ("PARTICIPATING UN ORGANIZATIONS", &sheet.participating),
                'K' => ("KEY PARTNERS", &joined(&sheet.partners)),
                'B' => ("BUDGET (USD)", &sheet.sum),
                'D' => ("DURATION (MONTHS)", &sheet.months),
                'G' => ("MOST RELEVANT SDG GOALS", &sheet.goals),
                'S' => ("STATUS", &sheet.status),
                'T' => ("JOINT PROGRAMME", &sheet.title),
                _ => ("SUMMARY", &joined(&sheet.summary)),
            };
            write!(booklet, "{label}\n\n{value}\n\n").unwrap();
        }
    }
    booklet
}

#[test]
fn labels_may_stand_in_another_order() {
    for order in [
        "HPKBDGSTX",
        "HBDKPGSTX",
        "HSPKBDGTX",
        "HKPBDGSTX",
        "HTPKBDGSX",
        "HTXPKBDGS",
        "HTSBDKPGX",
        "HTXSBDKP",
    ] {
        says_the_same(order, |sheets| in_order(sheets, order));
    }
}

/// What is rejected in each sheet of an edition whose sheets are changed.
fn rejected(change: impl Fn(&mut Printed), order: &str) -> Vec<(usize, Vec<String>)> {
    let all = booklets().into_iter().map(|(_, booklet)| {
        let mut sheets = sheets_of(&booklet);
        sheets.iter_mut().for_each(&change);
        let reading = parse(&read(&in_order(&sheets, order))).unwrap();
        (reading.records.len(), reading.rejects.into_iter().map(|reject| reject.reason).collect())
    });
    all.collect()
}

#[test]
fn a_field_that_no_sheet_has_costs_that_field_alone() {
    for (order, field) in [("HPKBGSTX", "duration"), ("HPKDGSTX", "budget"), ("HPKBDGTX", "status")] {
        for (sheets, reasons) in rejected(|_| {}, order) {
            assert_eq!(reasons.len(), sheets, "{order}: {reasons:?}");
            assert!(reasons.iter().all(|reason| reason.contains(field)), "{reasons:?}");
        }
    }
}

#[test]
fn a_range_of_sums_is_no_sum_and_no_partner() {
    for range in [
        "1,500,000 – 2,000,000",
        "US$ 1.5-2 million",
        "between 1,500,000 and 2,000,000",
        "1.5 to 2 million",
        "TBC",
    ] {
        for (sheets, reasons) in rejected(|sheet| range.clone_into(&mut sheet.sum), "HPKBDGSTX") {
            assert_eq!(reasons.len(), sheets, "{range}: {reasons:?}");
            assert!(
                reasons.iter().all(|reason| reason.contains("budget") && reason.contains(range)),
                "{reasons:?}"
            );
        }
    }
    for (_, booklet) in booklets() {
        let mut sheets = sheets_of(&booklet);
        let partners = |booklet: &str| -> usize {
            programmes(&parsed(booklet)).iter().map(|sheet| sheet.partners.len()).sum()
        };
        let before = partners(&in_order(&sheets, "HPKBDGSTX"));
        sheets.iter_mut().for_each(|sheet| "US$ 1.5-2 million".clone_into(&mut sheet.sum));
        assert_eq!(partners(&in_order(&sheets, "HPKBDGSTX")), before);
    }
}

#[test]
fn a_status_in_other_words_is_shown_as_printed() {
    for worded in [
        "Under development",
        "Joint programme document submitted to the Steering Committee in May 2021",
        "Funded: implementation began in 2021",
    ] {
        for (_, booklet) in booklets() {
            let mut sheets = sheets_of(&booklet);
            sheets.iter_mut().for_each(|sheet| worded.clone_into(&mut sheet.status));
            let reading = parsed(&in_order(&sheets, "HPKBDGSTX"));
            assert!(reading.rejects.is_empty());
            for sheet in programmes(&reading) {
                let status = &sheet.status.as_ref().unwrap().value;
                assert_eq!((status.printed.as_deref(), status.stage), (Some(worded), None));
            }
        }
    }
}

#[test]
fn each_sheet_alone_is_an_edition() {
    for (name, booklet) in booklets() {
        let whole = facts(&parsed(&booklet));
        let sheets = sheets_of(&booklet);
        for (sheet, expected) in sheets.iter().zip(&whole) {
            let alone = parse(&read(&in_order(std::slice::from_ref(sheet), "HPKBDGSTX")))
                .unwrap_or_else(|refused| panic!("{name}: {}: {refused}", sheet.title));
            let title = &programmes(&alone)[0].title.value;
            assert_eq!(alone.records.len(), 1, "{name}: {title}");
            assert!(alone.rejects.is_empty(), "{name}: {title}: {:?}", alone.rejects);
            // What only the rest of the booklet shows (its area, a word's lost hyphen) it cannot have.
            let countries =
                |facts: &str| facts.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
            assert_eq!(countries(&facts(&alone)[0]), countries(expected), "{name}: {title}");
        }
    }
}

#[test]
fn areas_may_be_numbered_or_set_otherwise() {
    let numbers = ["", "1", "2", "3", "4", "5"];
    for form in ["THEMATIC AREA #: %", "Thematic area # – %", "Area #. %", "#) %", "THEMATIC AREA #\n\n%"] {
        says_the_same(form, |sheets| {
            let mut sheets = sheets.to_vec();
            for sheet in &mut sheets {
                if let Some(area) = &mut sheet.area {
                    let name = area.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
                    let number = crate::reference::thematic_area_by_name(&name).map_or(0, |area| area.number);
                    *area = form.replace('#', numbers[usize::from(number)]).replace('%', &name);
                }
            }
            in_order(&sheets, "HPKBDGSTX")
        });
    }
    says_the_same("names of areas in capitals", |sheets| {
        let mut sheets = sheets.to_vec();
        sheets
            .iter_mut()
            .filter_map(|sheet| sheet.area.as_mut())
            .for_each(|area| *area = area.to_uppercase());
        in_order(&sheets, "HPKBDGSTX")
    });
}
