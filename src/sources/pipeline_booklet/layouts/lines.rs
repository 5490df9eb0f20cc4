//! Paragraphs on one line, page marks, labels with their values, labels in other orders.

use std::fmt::Write;

use super::says_the_same;
use super::setting::{Printed, joined, wrapped};

/// How a booklet is set.
#[derive(Clone, Copy)]
struct Set {
    /// What stands between two paragraphs.
    gap: &'static str,
    /// What stands between a label and its value.
    after_label: &'static str,
    /// Whether the sum follows the partners, and their labels stand together above both.
    out_of_step: bool,
    /// The mark of a page, its number written for `#`, and whether the page begins on the mark's line.
    page: &'static str,
    /// The lines' width.
    width: usize,
}

const PLAIN: Set =
    Set { gap: "\n\n", after_label: "\n\n", out_of_step: true, page: "Page #:\n\n", width: usize::MAX };

impl Set {
    fn paragraphs(&self, sheet: &Printed) -> Vec<String> {
        let label = |label: &str, value: &str| {
            format!(
                "{label}{}{}",
                if value.is_empty() { "" } else { self.after_label },
                wrapped(value, self.width).join("\n")
            )
        };
        let partners = joined(&sheet.partners);
        let mut all: Vec<String> = Vec::new();
        all.extend(sheet.area.clone());
        all.push(joined(&sheet.heading));
        all.push(label("PARTICIPATING UN ORGANIZATIONS", &sheet.participating));
        if self.out_of_step {
            all.extend([
                "KEY PARTNERS".into(),
                "BUDGET (USD)".into(),
                wrapped(&partners, self.width).join("\n"),
                sheet.sum.clone(),
            ]);
        } else {
            all.extend([label("KEY PARTNERS", &partners), label("BUDGET (USD)", &sheet.sum)]);
        }
        all.extend([
            label("DURATION (MONTHS)", &sheet.months),
            label("MOST RELEVANT SDG GOALS", &sheet.goals),
            label("STATUS", &sheet.status),
            "BACK TO TABLE OF CONTENT".into(),
            label("JOINT PROGRAMME", &sheet.title),
            "*".into(),
            label("SUMMARY", &joined(&sheet.summary)),
        ]);
        all
    }

    fn booklet(&self, sheets: &[Printed]) -> String {
        let mut booklet = String::from("MIGRATION MPTF PIPELINE\n\n");
        for (number, sheet) in (2..).zip(sheets) {
            let mark = self.page.replace('#', &number.to_string());
            write!(booklet, "{mark}{}{}", self.paragraphs(sheet).join(self.gap), self.gap).unwrap();
        }
        booklet
    }
}

#[test]
fn paragraphs_on_one_line_say_what_their_lines_said() {
    says_the_same("paragraphs on one line", |sheets| PLAIN.booklet(sheets));
    let set = Set { gap: "\n", after_label: "\n", page: "Page #:\n", ..PLAIN };
    says_the_same("no blank lines", |sheets| set.booklet(sheets));
    let set = Set { page: "Page #: ", ..PLAIN };
    says_the_same("a page mark before the first words of the page", |sheets| set.booklet(sheets));
    let set = Set { page: "Page # of 64\n", gap: "\n", ..PLAIN };
    says_the_same("a page mark with the number of pages", |sheets| set.booklet(sheets));
    let set = Set { page: "Page #\n\n", gap: "\n", ..PLAIN };
    says_the_same("a page mark without a colon", |sheets| set.booklet(sheets));
    let set = Set { page: "\u{c}--- Page # ---\n", ..PLAIN };
    says_the_same("a page mark between dashes", |sheets| set.booklet(sheets));
    let set = Set { page: "[Page #]\n", ..PLAIN };
    says_the_same("a page mark in brackets", |sheets| set.booklet(sheets));
}

#[test]
fn a_label_and_its_value_may_share_a_line() {
    for after_label in [": ", " ", " : ", ":\n", "\t"] {
        for gap in ["\n\n", "\n"] {
            let set = Set { gap, after_label, out_of_step: false, ..PLAIN };
            says_the_same(&format!("{after_label:?} behind labels, {gap:?} between"), |sheets| {
                set.booklet(sheets)
            });
        }
    }
}

#[test]
fn a_sheet_may_fill_one_line() {
    for out_of_step in [true, false] {
        let set = Set { gap: " ", after_label: " ", out_of_step, page: "\nPage #:\n", ..PLAIN };
        says_the_same(&format!("a sheet on one line, out of step: {out_of_step}"), |sheets| {
            set.booklet(sheets)
        });
    }
}

#[test]
fn lines_may_have_any_width() {
    for width in [28, 45, 60, 90, 200] {
        for out_of_step in [true, false] {
            let set = Set { width, out_of_step, gap: "\n", after_label: "\n", page: "Page #:\n" };
            says_the_same(&format!("lines of {width}"), |sheets| set.booklet(sheets));
        }
    }
}

#[test]
fn a_running_head_with_the_editions_date_is_no_part_of_a_sheet() {
    for head in [
        "Migration MPTF – Pipeline of Joint Programmes (as of January 2021)\n",
        "Pipeline of Joint Programmes as of 15 January 2021 | #\n",
        "# | January 2021\n",
        "PIPELINE OF JOINT PROGRAMMES – STATUS AS OF JUNE 2021\n",
        "As of January 2021\n",
        "Migration Multi-Partner Trust Fund Pipeline, June 2021, page #\n",
    ] {
        let set = Set { page: head, gap: "\n", ..PLAIN };
        says_the_same(head, |sheets| set.booklet(sheets));
    }
}

#[test]
fn labels_may_be_worded_otherwise() {
    for (label, other) in [
        ("BUDGET (USD)", "BUDGET (US$)"),
        ("BUDGET (USD)", "TOTAL BUDGET (USD)"),
        ("BUDGET (USD)", "INDICATIVE BUDGET (US$)"),
        ("BUDGET (USD)", "BUDGET (IN USD)"),
        ("BUDGET (USD)", "BUDGET"),
        ("DURATION (MONTHS)", "DURATION (IN MONTHS)"),
        ("DURATION (MONTHS)", "DURATION"),
        ("STATUS", "CURRENT STATUS"),
        ("STATUS", "STATUS (JANUARY 2021)"),
        ("KEY PARTNERS", "KEY NATIONAL PARTNERS"),
        ("KEY PARTNERS", "PARTNERS"),
        ("PARTICIPATING UN ORGANIZATIONS", "PARTICIPATING UN ORGANISATIONS (PUNOs)"),
        ("MOST RELEVANT SDG GOALS", "RELEVANT SDGS"),
        ("JOINT PROGRAMME\n", "JOINT PROGRAMME TITLE\n"),
        ("JOINT PROGRAMME\n", "PROGRAMME TITLE\n"),
        ("SUMMARY", "PROGRAMME SUMMARY"),
        ("BACK TO TABLE OF CONTENT", "BACK TO CONTENTS"),
    ] {
        says_the_same(other, |sheets| PLAIN.booklet(sheets).replace(label, other));
    }
}

#[test]
fn sums_and_months_may_be_printed_otherwise() {
    for (label, sum) in
        [("BUDGET (USD)", "US$ #"), ("BUDGET", "USD #"), ("BUDGET (US$)", "$#"), ("BUDGET", "# USD")]
    {
        says_the_same(sum, |sheets| {
            let mut sheets = sheets.to_vec();
            sheets.iter_mut().for_each(|sheet| sheet.sum = sum.replace('#', &sheet.sum));
            PLAIN.booklet(&sheets).replace("BUDGET (USD)", label)
        });
    }
    for months in ["# months", "# MONTHS", "#\u{a0}months"] {
        says_the_same(months, |sheets| {
            let mut sheets = sheets.to_vec();
            sheets.iter_mut().for_each(|sheet| sheet.months = months.replace('#', &sheet.months));
            PLAIN.booklet(&sheets)
        });
    }
}

#[test]
fn a_table_of_contents_heads_no_sheet() {
    for (dots, gap) in
        [(" ........ ", "\n"), ("....... ", "\n\n"), (" . . . . . . ", "\n"), (" …… ", "\n"), (" ", "\n\n")]
    {
        says_the_same(&format!("contents with {dots:?}"), |sheets| {
            let mut contents = String::from("TABLE OF CONTENTS\n\n");
            for (page, sheet) in (2..).zip(sheets) {
                if let Some(area) = &sheet.area {
                    write!(contents, "{area}{dots}{page}{gap}").unwrap();
                }
                write!(contents, "{}: {}{dots}{page}{gap}", joined(&sheet.heading), sheet.title).unwrap();
            }
            contents + "\n" + &PLAIN.booklet(sheets)
        });
    }
}
