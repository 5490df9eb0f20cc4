//! Headings that an extractor ran into the paragraph above them, parted from it again.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::{after_scope, in_capitals, is_list_of_countries};
use super::token::{Piece, Token};
use crate::reference::{thematic_area_by_name, thematic_areas};

/// The tokens with such headings as tokens of their own, on the same line.
pub(super) fn parted<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut parted = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        let rest = tokens.get(index + 1..).unwrap_or_default();
        let cut = token.text().and_then(|text| {
            countries(text, rest).or_else(|| area(text, rest)).and_then(|at| text.split_at_checked(at))
        });
        match cut {
            Some((above, heading)) => {
                parted.push(Token { piece: Piece::Text(above.trim_end()), ..*token });
                parted.push(Token { piece: Piece::Text(heading.trim_start()), ..*token });
            }
            None => parted.push(*token),
        }
    }
    parted
}

/// Where, after a sentence's end, a line goes on with a heading of which the rest fills the lines down to a sheet's
/// first label.
fn countries(line: &str, rest: &[Token<'_>]) -> Option<usize> {
    let at = SENTENCE_ENDS.captures_iter(line).filter_map(|end| end.get(1)).map(|end| end.end()).last()?;
    let tail = line.get(at..)?.trim_start();
    let regional = after_scope(tail).is_some();
    if tail.len() > MOST_BYTES || !(regional || in_capitals(tail)) {
        return None;
    }
    let mut heading = tail.to_owned();
    for token in rest {
        match (token.text(), token.label()) {
            (Some(text), _) if heading.len() <= MOST_BYTES && (regional || in_capitals(text)) => {
                heading.push(' ');
                heading.push_str(text);
            }
            (_, Some(label)) if label.is_header() => {
                return (regional || is_list_of_countries(&heading)).then_some(at);
            }
            (Some(_), _) | (_, Some(_)) => return None,
            (None, None) => {}
        }
    }
    None
}

/// Where a line goes on with the full name of a thematic area.
fn area(line: &str, rest: &[Token<'_>]) -> Option<usize> {
    AREA_BEGINS.captures_iter(line).filter_map(|found| found.get(1)).map(|word| word.start()).find(|at| {
        let mut name = line.get(*at..).unwrap_or_default().to_owned();
        let mut lines = rest.iter().map_while(Token::text);
        while name.len() <= MOST_BYTES {
            if let Some(area) = thematic_area_by_name(&name).filter(|_| name.len() >= SHORTEST_NAME)
                && letters(area.name).abs_diff(letters(&name)) <= 3
            {
                return true;
            }
            let Some(next) = lines.next() else { break };
            name.push(' ');
            name.push_str(next);
        }
        false
    })
}

const MOST_BYTES: usize = 250;
/// A sentence can hold an area's short name, but hardly its full one.
const SHORTEST_NAME: usize = 50;

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

// The patterns are constants: that they compile is shown by any test that reads a booklet.
#[allow(clippy::unwrap_used)]
static SENTENCE_ENDS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([.!?][”’\x22')]?)\s+\p{Lu}").unwrap());
#[allow(clippy::unwrap_used)]
static AREA_BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    let words =
        thematic_areas().iter().filter_map(|area| area.name.split(' ').next()).collect::<Vec<_>>().join("|");
    Regex::new(&format!(r"\S\s+({words})(?:\s|$)")).unwrap()
});
