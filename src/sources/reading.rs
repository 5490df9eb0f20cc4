//! What every parser does with lines: cite them, take running text, start the explanation of a refusal.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::{Shape, Text};
pub use crate::record::slug;
use crate::record::{Fingerprint, Lines, Prose, Reject, Sha256, Stated};

/// A regular expression that is a constant of the code, or made of nothing but such.
#[allow(clippy::unwrap_used, reason = "that it compiles is shown by any test that reads a line with it")]
pub(super) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// Whether a line is the mark that an extractor or the printer sets on a page, with the word: "Page 3:", "[page 3]",
/// "Page 3 of 12", "--- Page | 3 ---".
pub(super) fn is_page_mark(line: &str) -> bool {
    PAGE_MARK.is_match(line)
}

static PAGE_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^[\s\[(|–—=*-]*page\s*[|–—:-]?\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?[\s\])|–—=:*-]*$")
});

/// Evidence for the lines from `first` to `last`, both included. Lines outside the text are cut off; parsers ask
/// only for lines they have read.
#[must_use]
pub fn cite(text: &Text, first: u32, last: u32) -> Lines {
    let last = last.clamp(1, text.len().max(1));
    let first = first.clamp(1, last);
    let quote = text.quote(first, last).unwrap_or_default();
    Lines { first, last, sha256: Sha256::of(quote.as_bytes()) }
}

/// A value stated on the lines from `first` to `last`.
#[must_use]
pub fn stated<T>(text: &Text, value: T, first: u32, last: u32) -> Stated<T> {
    Stated::new(value, cite(text, first, last))
}

/// A row that cannot be read, with the reason.
#[must_use]
pub fn reject(text: &Text, first: u32, last: u32, reason: impl Into<String>) -> Reject {
    Reject { at: cite(text, first, last), reason: reason.into() }
}

/// Running text on one or more ranges of lines; `None` when they hold no word.
#[must_use]
pub fn prose(text: &Text, ranges: &[(u32, u32)]) -> Option<Prose> {
    let words = words_of(text, ranges);
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    let at = ranges.iter().map(|(first, last)| cite(text, *first, *last)).collect();
    Some(Prose { at, fingerprint: Fingerprint::of(&words) })
}

/// The ranges' running text, a blank line between two ranges.
#[must_use]
pub fn words_of(text: &Text, ranges: &[(u32, u32)]) -> String {
    let paragraphs = ranges.iter().map(|(first, last)| text.prose(*first, *last));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The first words of a document, for telling what was found instead of what was expected. Only the first line
/// with text, cut to 60 characters.
#[must_use]
pub fn beginning(text: &Text) -> String {
    let first = text.lines().find(|(_, line)| line.shape != Shape::Blank);
    first.map_or_else(
        || "no text at all".to_owned(),
        |(number, line)| {
            let words: String = line.text.chars().take(60).collect();
            format!("a document of {} lines that begins, on line {number}, with `{words}`", text.len())
        },
    )
}
