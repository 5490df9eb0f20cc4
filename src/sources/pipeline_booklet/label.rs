//! The labels of a sheet, wherever a line breaks.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::Text;
use crate::sources::reading::pattern;

/// What a label introduces, in the order in which a sheet prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label {
    Participating,
    Partners,
    Budget,
    Duration,
    Goals,
    Status,
    Title,
    Summary,
    /// The link that leads back to the table of contents: furniture, but it parts status and title.
    Contents,
    /// The running footer.
    Footer,
}

impl Label {
    /// Whether it belongs to the block of facts above the title.
    pub(super) fn is_header(self) -> bool {
        self <= Self::Status
    }

    /// As a sheet prints it, for messages.
    pub(super) fn printed(self) -> String {
        let own = PHRASES.iter().filter(|phrase| phrase.label == self && !phrase.alone);
        let phrase = own.min_by_key(|phrase| phrase.words.len());
        phrase.map(|phrase| phrase.words.join(" ")).unwrap_or_default()
    }
}

/// One wording of a label.
struct Phrase {
    label: Label,
    words: &'static [&'static str],
    /// Too common a wording to be a label with other words behind it: the line holds only this, or a colon follows.
    alone: bool,
}

impl Phrase {
    /// Whether it is a half of a label, which a line of running text may well consist of.
    fn is_half(&self) -> bool {
        self.alone && self.label == Label::Participating
    }
}

const fn phrase(label: Label, words: &'static [&'static str]) -> Phrase {
    Phrase { label, words, alone: false }
}

const fn alone(label: Label, words: &'static [&'static str]) -> Phrase {
    Phrase { label, words, alone: true }
}

/// The longest wording first where one begins another. A half of a label still stands where its other line is lost.
/// What stands behind a label in brackets is not here: see [`BRACKETS`].
const PHRASES: [Phrase; 39] = [
    phrase(Label::Participating, &["PARTICIPATING", "UN", "ORGANIZATIONS"]),
    phrase(Label::Participating, &["PARTICIPATING", "UN", "ORGANISATIONS"]),
    phrase(Label::Participating, &["PARTICIPATING", "UNITED", "NATIONS", "ORGANIZATIONS"]),
    phrase(Label::Participating, &["PARTICIPATING", "UN", "AGENCIES"]),
    alone(Label::Participating, &["PARTICIPATING", "ORGANIZATIONS"]),
    alone(Label::Participating, &["PARTICIPATING", "UN"]),
    alone(Label::Participating, &["UN", "ORGANIZATIONS"]),
    alone(Label::Participating, &["ORGANIZATIONS"]),
    phrase(Label::Partners, &["KEY", "PARTNERS"]),
    phrase(Label::Partners, &["KEY", "NATIONAL", "PARTNERS"]),
    alone(Label::Partners, &["NATIONAL", "PARTNERS"]),
    alone(Label::Partners, &["PARTNERS"]),
    phrase(Label::Budget, &["BUDGET", "(USD)"]),
    phrase(Label::Budget, &["TOTAL", "BUDGET"]),
    phrase(Label::Budget, &["INDICATIVE", "BUDGET"]),
    phrase(Label::Budget, &["ESTIMATED", "BUDGET"]),
    phrase(Label::Budget, &["BUDGET", "USD"]),
    alone(Label::Budget, &["BUDGET"]),
    phrase(Label::Duration, &["DURATION", "(MONTHS)"]),
    alone(Label::Duration, &["DURATION"]),
    phrase(Label::Goals, &["MOST", "RELEVANT", "SDG", "GOALS"]),
    phrase(Label::Goals, &["MOST", "RELEVANT", "SDGS"]),
    phrase(Label::Goals, &["RELEVANT", "SDG", "GOALS"]),
    phrase(Label::Goals, &["RELEVANT", "SDGS"]),
    phrase(Label::Contents, &["BACK", "TO", "TABLE", "OF", "CONTENTS"]),
    phrase(Label::Contents, &["BACK", "TO", "TABLE", "OF", "CONTENT"]),
    phrase(Label::Contents, &["BACK", "TO", "CONTENTS"]),
    phrase(Label::Footer, &["PIPELINE", "JOINT", "PROGRAMME", "INFORMATION"]),
    phrase(Label::Title, &["JOINT", "PROGRAMME", "TITLE"]),
    phrase(Label::Title, &["JOINT", "PROGRAMME"]),
    phrase(Label::Title, &["PROGRAMME", "TITLE"]),
    phrase(Label::Status, &["IMPLEMENTATION", "STATUS"]),
    phrase(Label::Status, &["CURRENT", "STATUS"]),
    phrase(Label::Status, &["STATUS"]),
    phrase(Label::Summary, &["PROGRAMME", "SUMMARY"]),
    phrase(Label::Summary, &["EXECUTIVE", "SUMMARY"]),
    phrase(Label::Summary, &["SUMMARY"]),
    alone(Label::Goals, &["SDG", "GOALS"]),
    alone(Label::Goals, &["SDGS"]),
];

/// What a label holds in brackets: the unit of its value, the day that a status is of, an abbreviation of itself.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*\((?i:(?:in\s+)?(?:usd|us\s?\$|us\s+dollars?|months?)|punos?|(?:as\s+of\s+)?(?:\d{1,2}\s+)?\pL{3,9}\s+\d{4})\)",
    )
});

/// A label that was found.
pub(super) struct Found {
    pub(super) label: Label,
    /// The line on which it ends, and the byte of that line's text after it and its colon.
    pub(super) line: u32,
    pub(super) end: usize,
}

/// How many lines a label may be spread over, blank ones and page numbers between them counted.
const REACH: u32 = 4;

/// The label at a byte of a line, which may go on over the next lines.
pub(super) fn label_at(text: &Text, number: u32, start: usize, skips: fn(&str) -> bool) -> Option<Found> {
    PHRASES.iter().find_map(|phrase| {
        let (line, end) = matched(text, number, start, phrase.words, skips)?;
        let (line, end, bracketed) = behind_brackets(text, line, end, skips);
        let rest = text.line(line)?.text.get(end..)?;
        let colon = rest.trim_start().starts_with(':');
        let value = rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '$');
        let common = phrase.alone && !bracketed;
        let fits = colon || rest.is_empty() || (rest.starts_with(' ') && (!common || value));
        let after = if colon { rest.find(':')? + 1 } else { 0 };
        let closed = colon || bracketed || (rest.is_empty() && !phrase.is_half());
        (fits && said(text, number, start, phrase, closed)).then_some(Found {
            label: phrase.label,
            line,
            end: end + after,
        })
    })
}

/// Where a label ends with what it holds in brackets, which may stand on its next line; and whether it holds any.
fn behind_brackets(text: &Text, line: u32, end: usize, skips: fn(&str) -> bool) -> (u32, usize, bool) {
    let held = |line: u32, from: usize| {
        let rest = text.line(line)?.text.get(from..)?;
        Some((line, from + BRACKETS.find(rest)?.end(), true))
    };
    let is_last = text.line(line).is_some_and(|line| line.text.len() == end);
    let mut below = (line + 1..line.saturating_add(REACH)).filter(|_| is_last);
    let next =
        below.find(|line| text.line(*line).is_some_and(|line| !line.text.is_empty() && !skips(&line.text)));
    held(line, end).or_else(|| held(next?, 0)).unwrap_or((line, end, false))
}

/// Capitals make a label anywhere. In other letters only a colon or the line's end does; and never for the title's
/// label, whose words begin a status.
fn said(text: &Text, number: u32, start: usize, phrase: &Phrase, closed: bool) -> bool {
    let printed = text.line(number).and_then(|line| line.text.get(start..)).unwrap_or_default();
    let first = phrase.words.first().copied().unwrap_or_default();
    if printed.starts_with(first) {
        return true;
    }
    closed && phrase.label != Label::Title && first.len() > 2 && printed.starts_with(char::is_uppercase)
}

/// Where the words end when they stand at that place, in capitals or (on one line) in other letters.
fn matched(
    text: &Text,
    number: u32,
    start: usize,
    words: &[&str],
    skips: fn(&str) -> bool,
) -> Option<(u32, usize)> {
    let (mut line, mut at) = (number, start);
    for (index, word) in words.iter().enumerate() {
        let mut rest = text.line(line)?.text.get(at..)?;
        while rest.trim_start().is_empty() || (line > number && at == 0 && skips(rest)) {
            line += 1;
            at = 0;
            // Only what has begun goes on on the next line.
            if index == 0 || line >= number.saturating_add(REACH) {
                return None;
            }
            rest = text.line(line)?.text.as_str();
        }
        let begins = at + (rest.len() - rest.trim_start().len());
        let printed = text.line(line)?.text.get(begins..)?.get(..word.len())?;
        let same = printed == *word || (line == number && printed.eq_ignore_ascii_case(word));
        if !same {
            return None;
        }
        at = begins + word.len();
        let next = text.line(line)?.text.get(at..)?.chars().next();
        if next.is_some_and(|next| next.is_alphanumeric() || next == '-') {
            return None;
        }
    }
    Some((line, at))
}

/// The byte after `from` at which a label of several words, or a rare one, in capitals, begins within a line that
/// begins otherwise.
pub(super) fn label_within(text: &Text, number: u32, from: usize, skips: fn(&str) -> bool) -> Option<usize> {
    let rest = text.line(number)?.text.get(from..)?;
    let mut words = WITHIN.captures_iter(rest).filter_map(|found| Some(from + found.get(1)?.start()));
    words.find(|at| label_at(text, number, *at, skips).is_some())
}

static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    let own = PHRASES
        .iter()
        .filter(|phrase| !phrase.alone || phrase.words == ["DURATION"] || phrase.words == ["BUDGET"]);
    let mut words: Vec<&str> = own.filter_map(|phrase| phrase.words.first().copied()).collect();
    words.sort_unstable();
    words.dedup();
    pattern(&format!(r"\S ({})\b", words.join("|")))
});
