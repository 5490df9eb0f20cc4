//! Two columns run into each other, in every way in which extractors do that.

use super::setting::{Printed, joined, wrapped};
use super::{booklets, sheets_of};
use crate::sources::pipeline_booklet::parse;
use crate::sources::pipeline_booklet::tests::read;

/// The facts, which the booklet prints on the left.
fn left(sheet: &Printed, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(sheet.area.iter().flat_map(|area| wrapped(area, width)));
    lines.extend(wrapped(&joined(&sheet.heading), width));
    lines.extend(["PARTICIPATING UN", "ORGANIZATIONS", "KEY PARTNERS"].map(str::to_owned));
    lines.extend(wrapped(&joined(&sheet.partners), width));
    lines.extend(["BUDGET (USD)", &sheet.sum, "DURATION (MONTHS)", &sheet.months].map(str::to_owned));
    lines.extend(["MOST RELEVANT SDG GOALS", "STATUS"].map(str::to_owned));
    lines.extend(wrapped(&sheet.status, width));
    lines
}

/// What it prints on the right.
fn right(sheet: &Printed, width: usize) -> Vec<String> {
    let mut lines = vec!["JOINT PROGRAMME".to_owned()];
    lines.extend(wrapped(&sheet.title, width));
    lines.push("SUMMARY".to_owned());
    lines.extend(wrapped(&joined(&sheet.summary), width));
    lines
}

fn heading(sheet: &Printed) -> Vec<String> {
    sheet.area.iter().cloned().chain([joined(&sheet.heading)]).collect()
}

/// How two columns run into each other.
#[derive(Debug, Clone, Copy)]
enum Woven {
    Alternating,
    RightFirst,
    WideGaps,
    OneSpace,
}

const WAYS: [Woven; 4] = [Woven::Alternating, Woven::RightFirst, Woven::WideGaps, Woven::OneSpace];

fn woven(left: &[String], right: &[String], how: Woven) -> Vec<String> {
    let width = left.iter().map(|line| line.chars().count()).max().unwrap_or_default() + 6;
    let mut lines = Vec::new();
    for at in 0..left.len().max(right.len()) {
        let (left, right) =
            (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
        match how {
            Woven::Alternating => lines.extend([left.to_owned(), right.to_owned()]),
            Woven::RightFirst => lines.extend([right.to_owned(), left.to_owned()]),
            Woven::WideGaps => lines.push(format!("{left:width$}{right}")),
            Woven::OneSpace => lines.push(format!("{left} {right}").trim().to_owned()),
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// That a setting of each booklet is refused, whichever way the columns are woven.
fn is_refused(what: &str, set: impl Fn(&[Printed], Woven) -> Vec<String>) {
    are_refused(booklets(), what, set);
}

fn are_refused(booklets: Vec<(&str, String)>, what: &str, set: impl Fn(&[Printed], Woven) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (name, booklet) in booklets {
        let sheets = sheets_of(&booklet);
        for how in WAYS {
            let set = set(&sheets, how).join("\n");
            let start: String = set.chars().take(1200).collect();
            match parse(&read(&set)) {
                Ok(reading) => {
                    wrong.push(format!("{name}, {what}, {how:?}: {} records\n{start}", reading.records.len()))
                }
                Err(refused) => {
                    let told = refused.to_string();
                    assert!(
                        told.contains("columns") && told.contains("reading order"),
                        "{name}, {what}, {how:?}: {told}"
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn facts_beside_title_and_summary_are_refused() {
    for (one, other) in [(30, 60), (45, 45), (60, 30)] {
        is_refused(&format!("facts beside the summary, {one} and {other}"), |sheets, how| {
            sheets.iter().flat_map(|sheet| woven(&left(sheet, one), &right(sheet, other), how)).collect()
        });
    }
}

#[test]
fn facts_beside_a_summary_under_a_heading_of_their_own_are_refused() {
    is_refused("facts and summary under heading and title", |sheets, how| {
        let one = |sheet: &Printed| {
            let mut lines = heading(sheet);
            lines.extend(["JOINT PROGRAMME".to_owned(), sheet.title.clone()]);
            let mut right = right(sheet, 50);
            right.drain(..right.iter().position(|line| line == "SUMMARY").unwrap());
            let mut left = left(sheet, 40);
            left.drain(..left.iter().position(|line| line.starts_with("PARTICIPATING")).unwrap());
            lines.extend(woven(&left, &right, how));
            lines
        };
        sheets.iter().flat_map(one).collect()
    });
}

#[test]
fn a_summary_in_two_columns_is_refused() {
    for width in [35, 45, 55] {
        // Three summaries of two sentences break off too seldom to tell.
        let longer = booklets().into_iter().filter(|(name, _)| *name != "three areas").collect();
        are_refused(longer, &format!("a summary in two columns of {width}"), |sheets, how| {
            let one = |sheet: &Printed| {
                let mut lines = left(sheet, 70);
                lines.extend(["JOINT PROGRAMME".to_owned(), sheet.title.clone(), "SUMMARY".to_owned()]);
                let prose = wrapped(&joined(&sheet.summary), width);
                let (one, other) = prose.split_at(prose.len().div_ceil(2));
                lines.extend(woven(one, other, how));
                lines
            };
            sheets.iter().flat_map(one).collect()
        });
    }
}

#[test]
fn two_sheets_side_by_side_are_refused() {
    is_refused("two sheets side by side", |sheets, how| {
        let page = |sheet: &Printed| [left(sheet, 50), right(sheet, 50)].concat();
        let pairs = sheets.chunks(2).map(|pair| {
            let other = pair.get(1).map(page).unwrap_or_default();
            woven(&page(&pair[0]), &other, how)
        });
        pairs.flatten().collect()
    });
}

#[test]
fn each_page_in_two_halves_is_refused() {
    is_refused("each page in two halves", |sheets, how| {
        let one = |sheet: &Printed| {
            let page = [left(sheet, 50), right(sheet, 50)].concat();
            let (one, other) = page.split_at(page.len() / 2);
            woven(one, other, how)
        };
        sheets.iter().flat_map(one).collect()
    });
}
