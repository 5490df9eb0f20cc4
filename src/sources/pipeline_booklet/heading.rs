//! What stands above a sheet's first label: its countries or region and, on an area's first sheet, the area.
//!
//! Found backwards from the label, because nothing marks where the summary of the sheet before ends.

use super::area::{self, AreaHeading};
use super::joined::Joined;
use super::token::Token;
use crate::reference::{self, MentionForm};

/// The lines above a sheet.
#[derive(Debug, Default)]
pub(super) struct Heading<'a> {
    /// The lines that name the countries or the region.
    pub(super) lines: Vec<Token<'a>>,
    /// Whether they say that the programme is regional.
    pub(super) regional: bool,
    /// The heading of an area, when one begins here.
    pub(super) area: Option<AreaHeading>,
    /// Which of the tokens before the label is the first of all this.
    pub(super) begins: usize,
}

/// No heading of the booklet is nearly as long.
const MOST_LINES: usize = 12;
const MOST_BYTES: usize = 400;
/// What a heading begins with when it names no single countries.
const SCOPES: [&str; 5] = ["REGIONAL", "INTERREGIONAL", "INTER-REGIONAL", "MULTI-COUNTRY", "GLOBAL"];

/// The heading at the end of the tokens before a sheet's first label.
pub(super) fn find<'a>(before: &[Token<'a>]) -> Heading<'a> {
    let texts: Vec<usize> =
        (0..before.len()).rev().filter(|at| !text_at(before, *at).is_empty()).take(MOST_LINES).collect();
    if let Some(count) = regional(before, &texts) {
        return heading(before, &texts, count, true);
    }
    let count = country_lines(before, &texts);
    // An area's name in capitals runs into the countries below it: the best reading as a name parts them.
    let parted = (1..=count).filter_map(|keep| {
        let area = area::before(before, texts.get(keep - 1).copied()?)?;
        Some((area.distance, count - keep))
    });
    let keep = parted.min().map_or(count, |(_, dropped)| count - dropped);
    heading(before, &texts, keep, false)
}

fn heading<'a>(before: &[Token<'a>], texts: &[usize], count: usize, regional: bool) -> Heading<'a> {
    let lines: Vec<usize> = texts.iter().take(count).rev().copied().collect();
    let begins = lines.first().copied().unwrap_or(before.len());
    let area = area::before(before, begins).or_else(|| area::unknown(before, begins, count > 0));
    let area = area.or_else(|| area::above(before, begins));
    let lines = lines.iter().filter_map(|at| before.get(*at)).copied().collect();
    Heading { lines, regional, area, begins: area.map_or(begins, |area| area.begins) }
}

fn text_at<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    tokens.get(at).and_then(Token::text).unwrap_or_default()
}

/// How many of the last lines make a regional heading: the word for it, a label, a list of countries.
fn regional(tokens: &[Token<'_>], texts: &[usize]) -> Option<usize> {
    let last_in_capitals = texts.first().is_some_and(|last| in_capitals(text_at(tokens, *last)));
    let (mut bytes, mut mixed) = (0, false);
    for (back, at) in texts.iter().enumerate() {
        let line = text_at(tokens, *at);
        if after_scope(line).is_some() {
            // Below other letters, capitals begin a heading of their own, as they do after a table of contents.
            return (!mixed || !last_in_capitals).then_some(back + 1);
        }
        mixed |= !in_capitals(line);
        bytes += line.len();
        if line.ends_with('.') || bytes > MOST_BYTES {
            return None;
        }
    }
    None
}

/// The rest of a line that begins with the word for a region.
pub(super) fn after_scope(line: &str) -> Option<&str> {
    SCOPES.iter().find_map(|scope| {
        let rest = line.strip_prefix(*scope)?;
        (rest.is_empty() || rest.starts_with([' ', ':', ',', '–'])).then_some(rest)
    })
}

/// How many of the last lines name countries: lines in capitals, or lines that are a list of known countries with
/// at most two lines in capitals above it.
fn country_lines(tokens: &[Token<'_>], texts: &[usize]) -> usize {
    let capitals =
        |from: usize| texts.iter().skip(from).take_while(|at| in_capitals(text_at(tokens, **at))).count();
    let last = capitals(0);
    if last > 0 {
        return last;
    }
    let list = (1..=texts.len().min(6)).rev().find(|count| {
        let joined = Joined::printed(texts.iter().take(*count).rev().filter_map(|at| tokens.get(*at)));
        joined.text.len() <= MOST_BYTES && is_list_of_countries(&joined.text)
    });
    list.map_or(0, |count| count + capitals(count).min(2))
}

/// Whether a line is a heading by its letters: "CÔTE d'IVOIRE" is, the end of a sentence is not.
pub(super) fn in_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let upper = line.chars().filter(|c| c.is_uppercase()).count();
    letters >= 2 && upper * 5 >= letters * 4 && line.len() <= MOST_BYTES && !line.ends_with('.')
}

/// Whether a text is countries and what joins them, and nothing else.
pub(super) fn is_list_of_countries(text: &str) -> bool {
    let mut from = 0;
    let mut between = String::new();
    for mention in reference::countries_in(text) {
        if mention.form == MentionForm::Name {
            between.push_str(text.get(from..mention.range.start).unwrap_or("?"));
            between.push(' ');
            from = mention.range.end;
        }
    }
    between.push_str(text.get(from..).unwrap_or("?"));
    let mut words =
        between.split(|c: char| c.is_whitespace() || c == ',' || c == '*').filter(|word| !word.is_empty());
    from > 0 && words.all(|word| word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("the"))
}
