//! A booklet's sheets as what they say, to be set again in other layouts.

use super::super::facts::{Value, facts};
use super::super::label::Label;
use super::super::sheet::{Sheet, sheets, words};
use super::super::token::{Token, tokens};
use crate::document::text::Text;

/// What one sheet prints, lines joined.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    pub(super) area: Option<String>,
    pub(super) heading: Vec<String>,
    pub(super) participating: String,
    pub(super) partners: Vec<String>,
    pub(super) sum: String,
    pub(super) months: String,
    pub(super) goals: String,
    pub(super) status: String,
    pub(super) title: String,
    pub(super) summary: Vec<String>,
}

/// The sheets of a booklet that is set as the published one is.
pub(super) fn printed(text: &Text) -> Vec<Printed> {
    sheets(&tokens(text)).iter().map(|sheet| one(text, sheet)).collect()
}

fn one(text: &Text, sheet: &Sheet<'_>) -> Printed {
    let facts = facts(sheet);
    let parts = sheet.parts();
    let sum = match facts.sum {
        Value::Read(sum, _) => thousands(sum as u64),
        _ => String::new(),
    };
    let months = match facts.months {
        Value::Read(months, _) => months.to_string(),
        _ => String::new(),
    };
    let area = sheet.heading.area.map(|area| text.prose(area.first, area.last));
    let lines = |tokens: &[Token<'_>]| -> Vec<String> {
        tokens.iter().filter_map(Token::text).map(str::to_owned).collect()
    };
    let mut summary = lines(&parts.body);
    // What follows the last summary is no part of it.
    if let Some(note) = summary.iter().position(|line| line.starts_with("Maps are ")) {
        summary.truncate(note);
    }
    Printed {
        area,
        heading: lines(&sheet.heading.lines),
        participating: words(&facts.participating),
        partners: lines(&facts.partners),
        sum,
        months,
        goals: words(&sheet.slot(Label::Goals)),
        status: words(&parts.status),
        title: joined(&lines(&parts.title)),
        summary,
    }
}

fn thousands(sum: u64) -> String {
    let digits = sum.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

/// Lines as one, closed up at hyphens as an extractor closes them up.
pub(super) fn joined(lines: &[String]) -> String {
    let mut joined = String::new();
    for line in lines {
        if !joined.is_empty() && !joined.ends_with('-') {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// A text in lines of some width at most.
pub(super) fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let last = lines.last_mut().unwrap();
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
