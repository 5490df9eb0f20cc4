//! A sheet's summary: its lines without what the page prints around them.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::in_capitals;
use super::sheet::words;
use super::token::{Piece, Token};
use crate::document::text::Text;
use crate::record::{Fingerprint, Prose};
use crate::sources::reading::{self, pattern};

/// The summary's tokens: the note on the maps and, after the last sheet, what follows it cut off.
pub(super) fn summary<'a>(body: &[Token<'a>], is_last: bool) -> Vec<Token<'a>> {
    let mut kept = Vec::new();
    let mut in_note = false;
    let mut begun = false;
    for token in body {
        let Some(text) = token.text() else {
            in_note &= token.piece != Piece::Blank;
            kept.push(*token);
            continue;
        };
        let after_it = is_last && begun && in_capitals(text) && text.len() > 9;
        if MAP_NOTE.is_match(text) {
            in_note = true;
        }
        if (in_note && is_last) || after_it {
            break;
        }
        if in_note {
            in_note = !text.ends_with('.');
        } else {
            kept.push(*token);
            begun = true;
        }
    }
    kept
}

/// The summary as evidence keeps it; `None` when it holds no word. Where a line holds more than the summary, the
/// summary is known by its own words alone.
pub(super) fn prose(text: &Text, tokens: &[Token<'_>]) -> Option<Prose> {
    let ranges = ranges(tokens);
    let prose = reading::prose(text, &ranges)?;
    let fills = |token: &Token<'_>| {
        token.text().is_none_or(|words| text.line(token.first).is_some_and(|line| line.text.trim() == words))
    };
    if tokens.iter().all(fills) {
        return Some(prose);
    }
    let words = words(tokens);
    words.contains(char::is_alphanumeric).then(|| Prose { fingerprint: Fingerprint::of(&words), ..prose })
}

/// The lines of the text, in ranges that leave out page numbers and footers.
fn ranges(tokens: &[Token<'_>]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let mut open = false;
    for token in tokens {
        match token.piece {
            Piece::Text(_) | Piece::Item(_) => {
                match ranges.last_mut().filter(|_| open) {
                    Some(range) => range.1 = token.last,
                    None => ranges.push((token.first, token.last)),
                }
                open = true;
            }
            Piece::Blank => {}
            _ => open = false,
        }
    }
    ranges
}

static MAP_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\*\s*)?(?:(?i:maps?)\s.*\b(?i:illustrat\w+|boundaries|endorsement)\b|The (?:boundaries|designations)\b)",
    )
});
