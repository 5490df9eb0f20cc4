//! Headings of thematic areas. A name makes one; its number may be lost, glued to the name or a page's.

use std::sync::LazyLock;

use regex::Regex;

use super::joined::Joined;
use super::token::{Piece, Token};
use crate::reference::{ThematicArea, thematic_area, thematic_area_by_name, thematic_areas};
use crate::sources::reading::pattern;

/// The heading of a thematic area.
#[derive(Debug, Clone, Copy)]
pub(super) struct AreaHeading {
    /// The area; `None` when neither name nor number is the fund's.
    pub(super) area: Option<&'static ThematicArea>,
    /// The number printed with it.
    pub(super) number: Option<u32>,
    /// Whether its name is one of the fund's.
    pub(super) name_known: bool,
    /// How many letters the printed name has more or fewer than the area's.
    pub(super) distance: usize,
    /// The token with which it begins, and its lines.
    pub(super) begins: usize,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// The longest name wraps over six lines.
const MOST_LINES: usize = 10;
const MOST_BYTES: usize = 250;
/// The fund has five areas; a larger number than this is a page's.
const MOST_AREAS: u32 = 9;

/// The heading that ends right before a token.
pub(super) fn before(tokens: &[Token<'_>], end: usize) -> Option<AreaHeading> {
    let mut lines = Vec::new();
    let mut best: Option<AreaHeading> = None;
    for (at, token) in tokens.iter().enumerate().take(end).rev() {
        if token.label().is_some() || lines.len() == MOST_LINES {
            break;
        }
        if token.text().is_some() {
            lines.push(at);
            let found = named(tokens, &lines);
            best = [best, found].into_iter().flatten().min_by_key(|area| area.distance);
        }
    }
    best
}

/// The last numbered heading before a token with text of its own between both: an introduction to the area.
pub(super) fn above(tokens: &[Token<'_>], end: usize) -> Option<AreaHeading> {
    // Above the first sheet this would be a table of contents.
    if !tokens.iter().take(end).any(|token| token.label().is_some()) {
        return None;
    }
    let ends = (1..end).rev().filter(|at| tokens.get(*at).is_some_and(|token| token.text().is_none()));
    let mut headings = ends.filter(|at| tokens.get(at - 1).is_some_and(|token| token.text().is_some()));
    headings.find_map(|at| before(tokens, at).filter(|area| area.number.is_some()))
}

/// The area that lines, the last first, name in full.
fn named(tokens: &[Token<'_>], lines: &[usize]) -> Option<AreaHeading> {
    let start = *lines.last()?;
    let (first, last) = (tokens.get(start)?, tokens.get(*lines.first()?)?);
    let line = first.text()?;
    let number = NUMBER.captures(line);
    let name = number
        .as_ref()
        .and_then(|found| found.get(0))
        .and_then(|whole| line.get(whole.end()..))
        .unwrap_or(line);
    let begins_so = |area: &&ThematicArea| first_word(area.name).eq_ignore_ascii_case(first_word(name));
    if !thematic_areas().iter().any(|area| begins_so(&area)) {
        return None;
    }
    let printed = Joined::printed(lines.iter().rev().filter_map(|at| tokens.get(*at)));
    if printed.text.len() > MOST_BYTES {
        return None;
    }
    let area = thematic_area_by_name(&printed.text)?;
    let length = letters(&printed.text);
    let distance = [area.name, area.short_name].iter().map(|name| letters(name).abs_diff(length)).min()?;
    let number = number.and_then(|found| found.get(1)?.as_str().parse().ok());
    let (number, begins) =
        number.map_or_else(|| number_above(tokens, start, area), |number| (Some(number), start));
    let first = tokens.get(begins)?.first;
    Some(AreaHeading { area: Some(area), number, name_known: true, distance, begins, first, last: last.last })
}

/// The number that stands on a line of its own above a name, and the token with which the heading then begins.
fn number_above(tokens: &[Token<'_>], start: usize, area: &ThematicArea) -> (Option<u32>, usize) {
    let mut other = None;
    for (at, token) in tokens.iter().enumerate().take(start).rev() {
        let number = match token.piece {
            Piece::Blank | Piece::Furniture | Piece::Star => continue,
            Piece::Number(number) => Some(number),
            Piece::Text(text) => NUMBER.captures(text).and_then(|found| found.get(1)?.as_str().parse().ok()),
            _ => None,
        };
        match number {
            Some(number) if number == u32::from(area.number) => return (Some(number), at),
            Some(number) if other.is_none() => other = Some((number, at)),
            _ => break,
        }
    }
    // What is no area's number is a page's.
    let other = other.filter(|(number, _)| (1..=MOST_AREAS).contains(number));
    other.map_or((None, start), |(number, at)| (Some(number), at))
}

/// A number, a few lines that are no sentence, and a sheet's heading: an area under a name that the fund's five do
/// not have.
pub(super) fn unknown(tokens: &[Token<'_>], end: usize, is_headed: bool) -> Option<AreaHeading> {
    let mut lines: Vec<&Token<'_>> = Vec::new();
    let mut bytes = 0;
    for (at, token) in tokens.iter().enumerate().take(end).rev().filter(|_| is_headed) {
        match token.piece {
            Piece::Blank | Piece::Furniture | Piece::Star => {}
            Piece::Text(text) => {
                bytes += text.len();
                if text.ends_with(['.', ';', ':']) || lines.len() == MOST_LINES || bytes > MOST_BYTES {
                    return None;
                }
                lines.push(token);
            }
            Piece::Number(number) if (1..=MOST_AREAS).contains(&number) => {
                let (top, bottom) = (lines.last()?, lines.first()?);
                // One line in small letters could be the rest of a sentence; several after a sentence's end are not.
                let begins_name = top.text()?.starts_with(char::is_uppercase) || lines.len() > 1;
                let above = tokens
                    .iter()
                    .take(at)
                    .rev()
                    .find(|token| token.text().is_some() || token.label().is_some());
                let ends_sentence =
                    above.and_then(Token::text).is_none_or(|text| text.ends_with(['.', '!', '?', '”', '"']));
                let area = u8::try_from(number).ok().and_then(thematic_area);
                let (first, last) = (token.first, bottom.last);
                let number = Some(number);
                return (begins_name && ends_sentence).then_some(AreaHeading {
                    area,
                    number,
                    name_known: false,
                    distance: usize::MAX,
                    begins: at,
                    first,
                    last,
                });
            }
            _ => return None,
        }
    }
    None
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i:(?:thematic\s+)?area\s+)?(\d{1,2})(?:[.:)–-]\s*|\s+|$)"));
