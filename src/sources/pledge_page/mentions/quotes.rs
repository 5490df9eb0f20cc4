//! Quotation marks, straight and curly, and those that have lost their partner.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Slip;
use crate::sources::pledge_page::marks::pattern;

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// The words with their marks.
    pub(super) outer: Range<usize>,
    /// The words.
    pub(super) inner: Range<usize>,
}

/// The quotations of a paragraph. A closing mark alone is paired with a name joined to the word before it
/// ("the projectBread for all”"), or with the word for a kind before it; an opening one alone with the end of its
/// sentence.
pub(super) fn quotes_in(text: &str, slips: &mut Vec<Slip>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, mark) in text.match_indices(['“', '”', '„', '«', '»', '"']) {
        let range = at..at + mark.len();
        let opens = opens(text, &range, mark, open.is_some());
        if opens {
            if let Some(lost) = open.replace(range) {
                slips.push(Slip::UnbalancedQuote(lost));
            }
            continue;
        }
        match open.take() {
            Some(start) => {
                quotes.push(Quote { inner: start.end..range.start, outer: start.start..range.end })
            }
            None => {
                slips.push(Slip::UnbalancedQuote(range.clone()));
                let from = quotes.last().map_or(0, |quote| quote.outer.end);
                if let Some((start, joined)) = lost_opening(text, from, range.start) {
                    slips.extend(joined.map(Slip::JoinedWords));
                    quotes.push(Quote { inner: start..range.start, outer: start..range.end });
                }
            }
        }
    }
    if let Some(lost) = open {
        let rest = text.get(lost.end..).unwrap_or_default();
        let end = lost.end + SENTENCE_END.find(rest).map_or(rest.len(), |end| end.start());
        quotes.push(Quote { inner: lost.end..end, outer: lost.start..end });
        slips.push(Slip::UnbalancedQuote(lost));
    }
    quotes
}

/// Whether a mark opens a quotation, by its form where that says it and by what stands around it.
fn opens(text: &str, range: &Range<usize>, mark: &str, is_open: bool) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    let leads = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '/' | '–' | '—'))
        && after.is_some_and(|c| !c.is_whitespace());
    let trails = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
    match mark {
        "„" | "«" => true,
        "»" => false,
        // „so“ and ”so”.
        "“" => !(is_open && trails),
        "”" => !is_open && leads,
        _ => leads || (!is_open && !trails),
    }
}

/// Where the quotation that ends at a mark began, and the word that its first word is joined to, if it is.
fn lost_opening(text: &str, from: usize, end: usize) -> Option<(usize, Option<Range<usize>>)> {
    let mut start = end.saturating_sub(400).max(from);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..end)?;
    let joined = JOINED.captures_iter(before).last();
    if let Some(name) = joined.as_ref().and_then(|found| found.name("name")) {
        let word = joined?.get(0)?;
        return Some((start + name.start(), Some(start + word.start()..start + word.end())));
    }
    let name = KIND_THEN_NAME.captures_iter(before).last()?.name("name")?;
    Some((start + name.start(), None))
}

static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:[Pp]rojects?|[Pp]rogrammes?|[Rr]eports?|[Ss]tudy|[Pp]ublications?|[Ii]nitiatives?|[Cc]ampaigns?|[Ss]trategy|[Aa]rticles?|[Gg]uide|titled|called|named)(?P<name>\p{Lu}\p{Ll}+)",
    )
});
static KIND_THEN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:projects?|programmes?|reports?|study|publications?|initiatives?|campaigns?|strategy|articles?|guide|titled|called|named)(?:\son|\sof|:)?\s(?P<name>\p{Lu}\p{Ll})",
    )
});
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?;](?:\s|$)"));
