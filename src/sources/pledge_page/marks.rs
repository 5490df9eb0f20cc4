//! What a line is by its own form: a list item, a numbered commitment, a field of the page, furniture.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::{Line, Shape};
use crate::sources::dates::as_certain;
use crate::sources::reading::is_page_mark;
pub(super) use crate::sources::reading::pattern;

/// What a line begins, or is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing to read.
    Blank,
    /// A page number or a caption in capitals: it stands between lines and parts nothing.
    Furniture,
    /// One item or, where a line holds several, the items: each with the bytes after its mark.
    Items(Vec<Range<usize>>),
    /// A commitment with its number or letter, and where its words begin.
    Labelled(Label, usize),
    /// A field of the page, with its value (which may be empty) and where the words after it begin.
    Field(Field, Range<usize>, usize),
    /// A note at the foot.
    Footnote,
    /// A heading, where the medium marks headings.
    Heading,
    /// Words.
    Words,
}

/// The number or letter of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Numbers and letters do not mix in one list.
    pub(super) style: LabelStyle,
    /// As printed, without its mark, in lower case.
    pub(super) name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelStyle {
    Number,
    Letter,
    /// ii, iv: what can only be a Roman number. A list of them begins with a letter; see `blocks`.
    Roman,
}

/// What a field of the page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// When the page, or what follows, was updated.
    Updated,
    /// By when the pledge is to be kept; what follows it is no longer progress.
    Deadline,
    /// Who pledges.
    Pledger,
    /// Anything else that the site shows beside the pledge.
    Other,
}

/// What a line is, as far as it tells itself.
pub(super) fn mark(line: &Line) -> Mark {
    let text = line.text.as_str();
    match line.shape {
        Shape::Blank => return Mark::Blank,
        Shape::Item => return items(text, 0),
        Shape::Heading(_) => return labelled(text).or_else(|| field(text)).unwrap_or(Mark::Heading),
        Shape::Plain => {}
    }
    if PAGE_NUMBER.is_match(text) || is_page_mark(text) || text.starts_with("Skip to ") {
        return Mark::Furniture;
    }
    if let Some(mark) = DASH.captures(text) {
        let from =
            mark.name("words").or_else(|| mark.name("capital")).map_or(text.len(), |words| words.start());
        return items(text, from);
    }
    if let Some(words) = NUMBERED_ITEM.captures(text).and_then(|found| found.name("words")) {
        return items(text, words.start());
    }
    if FOOTNOTE.is_match(text) {
        return Mark::Footnote;
    }
    match field(text).or_else(|| labelled(text)) {
        Some(mark) => mark,
        None if is_caption(text) => Mark::Furniture,
        None => Mark::Words,
    }
}

/// An extractor may leave several items on one line.
fn items(text: &str, from: usize) -> Mark {
    let mut items = Vec::new();
    let mut start = from;
    for (at, mark) in text.match_indices(['•', '▪', '●', '‣']) {
        if at >= start && text.get(at + mark.len()..).is_some_and(|rest| rest.starts_with(' ')) {
            items.push(start..at);
            start = at + mark.len();
        }
    }
    items.push(start..text.len());
    Mark::Items(items)
}

fn labelled(text: &str) -> Option<Mark> {
    let found = LABEL.captures(text)?;
    let name = found.name("named").or_else(|| found.name("bracketed")).or_else(|| found.name("plain"))?;
    let words = found.name("words")?;
    let name = name.as_str().to_lowercase();
    let style = match name.len() {
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => LabelStyle::Number,
        1 => LabelStyle::Letter,
        _ => LabelStyle::Roman,
    };
    Some(Mark::Labelled(Label { style, name }, words.start()))
}

fn field(text: &str) -> Option<Mark> {
    if let Some(found) = FIELD.captures(text) {
        let name = found.name("name")?.as_str().to_lowercase();
        let known = FIELDS.iter().find(|(known, _)| *known == name || *known == name.trim_end_matches('s'));
        if let Some((_, field)) = known {
            let from = found.get(0)?.end();
            let whole = Mark::Field(*field, from..text.len(), text.len());
            return Some(if *field == Field::Updated { dated(text, from).unwrap_or(whole) } else { whole });
        }
    }
    let from = UPDATE.find(text).map_or(0, |update| update.end());
    let Some(Mark::Field(_, date, rest)) = dated(text, from) else { return None };
    let after = text.get(date.end..)?.trim_start();
    let closed = after.is_empty() || after.starts_with([':', '–', '—', '-', '|', ')', ']']);
    closed.then_some(Mark::Field(Field::Updated, date, rest))
}

/// An update whose date stands right there.
fn dated(text: &str, from: usize) -> Option<Mark> {
    let after = text.get(from..)?;
    let bracket = after.len() - after.trim_start_matches(['(', '[']).len();
    let (_, date) = as_certain(after, None).filter(|(_, date)| date.start == bracket)?;
    let date = from + date.start..from + date.end;
    let rest = text.get(date.end..)?;
    let rest = text.len() - rest.trim_start_matches([':', '.', '–', '—', '-', '|', ')', ']', ' ']).len();
    Some(Mark::Field(Field::Updated, date, rest))
}

/// Several words, all in capitals: a site's caption or a running head, never a sentence.
fn is_caption(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 9 && letters < 90 && text.contains(' ') && !text.chars().any(char::is_lowercase)
}

/// The fields that pledge pages show.
const FIELDS: [(&str, Field); 29] = [
    ("last updated", Field::Updated),
    ("last update", Field::Updated),
    ("updated on", Field::Updated),
    ("updated", Field::Updated),
    ("update", Field::Updated),
    ("date of update", Field::Updated),
    ("date of last update", Field::Updated),
    ("tentative deadline of implementation", Field::Deadline),
    ("tentative deadline for implementation", Field::Deadline),
    ("deadline of implementation", Field::Deadline),
    ("deadline for implementation", Field::Deadline),
    ("implementation deadline", Field::Deadline),
    ("related objective", Field::Other),
    ("gcm objective", Field::Other),
    ("pledging entity", Field::Pledger),
    ("pledging entitie", Field::Pledger),
    ("pledging organization", Field::Pledger),
    ("pledging organisation", Field::Pledger),
    ("pledging state", Field::Pledger),
    ("pledge by", Field::Pledger),
    ("pledge of", Field::Pledger),
    ("pledged by", Field::Pledger),
    ("submitted by", Field::Pledger),
    ("organization", Field::Pledger),
    ("organisation", Field::Pledger),
    ("entity", Field::Pledger),
    ("stakeholder", Field::Pledger),
    ("member state", Field::Pledger),
    ("type of pledge", Field::Other),
];

static FIELD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?P<name>[A-Za-z][A-Za-z ]{2,50}?)\s?:\s*"));
/// "Update of March 2022:", "Progress as of 12 May 2022".
static UPDATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?:last|latest|first|second|third|fourth|fifth|[0-9]{1,2}(?:st|nd|rd|th)|progress|status|previous)\s)*",
        r"(?:updated?|progress(?:\sreport)?|status)(?:\s(?:no\.?\s?|#\s?)[0-9]{1,2}|\s[0-9]{1,2}\s?[–—:,])?",
        r"(?:\s(?:as\sof|of|on|from|for|in)|:|,|\s[–—-]|\s?(?:\(|\[))?\s?",
    ))
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&concat!(
        r"^(?:(?i:commitment|pledge)\s(?P<named>[0-9]{1,2}|[A-Za-z]|ROMAN)\s?[.:)–-]",
        r"|[(\[](?P<bracketed>[0-9]{1,2}|[A-Za-z]|ROMAN)[)\]]|(?P<plain>[0-9]{1,2}|[A-Za-z]|ROMAN)[.)])\s?",
        r"(?P<words>[\p{Lu}“\x22‘(].*|(?:to|by|that)\s.*)$",
    ).replace("ROMAN", "(?:(?i:x{0,2}(?:ix|iv|vi{1,3}|i{2,3})|x{1,2}(?:v|i)))"))
});
/// An item numbered within its commitment: "1.2", "a.3".
static NUMBERED_ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[0-9]{1,2}|[A-Za-z])\.[0-9]{1,2}[.):]?\s(?P<words>[\p{Lu}“\x22‘].*)$"));
static DASH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[-–—*·►➢✓➔]\s(?P<words>.*)|o\s(?P<capital>\p{Lu}.*))$"));
static FOOTNOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\*+\S|\[[0-9]+\]|[¹²³†‡])"));
static PAGE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[-–|]?\s?(?:page\s)?[0-9]{1,4}(?:\s?(?:/|of)\s?[0-9]{1,4})?\s?[-–|]?$"));
