//! Headings that an extractor ran into the paragraph above them, parted from it again.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::{after_scope, in_capitals, is_list_of_countries};
use super::label::Label;
use super::token::{Piece, Token};
use crate::reference::{thematic_area_by_name, thematic_areas};
use crate::sources::reading::pattern;

/// The tokens with such headings as tokens of their own, on the same line.
pub(super) fn parted<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut parted = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        let rest = tokens.get(index + 1..).unwrap_or_default();
        let mut last = *token;
        for find in [countries, area, countries_below_area] {
            let cut = last.text().and_then(|text| find(text, rest).and_then(|at| text.split_at_checked(at)));
            if let Some((above, below)) = cut {
                parted.push(Token { piece: Piece::Text(above.trim_end()), ..*token });
                last.piece = Piece::Text(below.trim_start());
            }
        }
        parted.push(last);
    }
    parted
}

/// Where, behind the full name of a thematic area, a line goes on with the capitals of a sheet's heading.
fn countries_below_area(line: &str, rest: &[Token<'_>]) -> Option<usize> {
    let below = rest.iter().find(|token| token.text().is_some() || token.label().is_some());
    if line.len() > MOST_BYTES + MOST_BYTES || !below.and_then(Token::label).is_some_and(Label::is_header) {
        return None;
    }
    let name = line.trim_start_matches(|c: char| c.is_ascii_digit() || ".:) ".contains(c));
    let number = line.len() - name.len();
    let ends = name.match_indices(' ').filter_map(|(at, _)| {
        let (area, heading) = (name.get(..at)?, name.get(at + 1..)?);
        if area.len() < SHORTEST_NAME || !(in_capitals(heading) || after_scope(heading).is_some()) {
            return None;
        }
        let distance = letters(thematic_area_by_name(area)?.name).abs_diff(letters(area));
        (distance <= 3).then_some((distance, number + at))
    });
    ends.min().map(|(_, at)| at)
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

static SENTENCE_ENDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"([.!?][”’\x22')]?)\s+\p{Lu}"));
static AREA_BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    let words =
        thematic_areas().iter().filter_map(|area| area.name.split(' ').next()).collect::<Vec<_>>().join("|");
    pattern(&format!(r"\S\s+({words})(?:\s|$)"))
});
