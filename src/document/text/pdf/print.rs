//! Lines in reading order to lines as parsers know them: blank ones where white space stands, headings by the size of
//! their font, items by their bullets, a form feed before a page.

use super::super::{Line, Shape, tidy};
use super::engine::Link;
use super::layout::{Begins, Placed};
use super::rows::BULLETS;
use super::typeface::Typeface;
use super::word::Piece;

/// A page's lines and the links on it.
pub(super) struct Page {
    pub(super) lines: Vec<Placed>,
    pub(super) links: Vec<Link>,
}

/// All pages as lines.
pub(super) fn lines(pages: &[Page]) -> Vec<Line> {
    let typeface = Typeface::of(pages.iter().flat_map(|page| &page.lines));
    let mut lines: Vec<Line> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        if page.lines.is_empty() && index > 0 {
            lines.push(Line { printed: "\u{c}".into(), ..blank() });
            continue;
        }
        let from = lines.len() + usize::from(index > 0);
        // How far the lines of the column reach to the right.
        let mut edge = f32::MIN;
        let mut before: Option<&Piece> = None;
        for placed in &page.lines {
            let piece = &placed.piece;
            let line = line(piece, &page.links, &typeface);
            let apart = match (before, placed.begins) {
                (None, _) => !runs_on(&lines, &line, false),
                (Some(_), Begins::Part) => true,
                (Some(before), Begins::Column) => {
                    let full = before.right + piece.size / 4.0 + piece.first_width() > edge;
                    typeface.are_unlike(before, piece) || !runs_on(&lines, &line, full)
                }
                (Some(before), Begins::Nothing) => typeface.are_apart(before, piece),
            };
            edge = if placed.begins == Begins::Nothing { edge.max(piece.right) } else { piece.right };
            let heading =
                lines.last_mut().filter(|last| before.is_some() && !apart && is_same_heading(last, &line));
            before = Some(piece);
            if let Some(heading) = heading {
                go_on(heading, &line);
                continue;
            }
            if apart && lines.last().is_some_and(|last| last.shape != Shape::Blank) {
                lines.push(blank());
            }
            lines.push(line);
        }
        if index > 0 {
            mark_page(&mut lines, from);
        }
    }
    lines
}

/// Whether a heading is broken into lines.
fn is_same_heading(last: &Line, next: &Line) -> bool {
    let long = last.text.len() + next.text.len() > LONGEST_HEADING;
    matches!(last.shape, Shape::Heading(_)) && last.shape == next.shape && !long
}

/// Titles of programmes are the longest, in bytes. What is longer is text in a larger size.
const LONGEST_HEADING: usize = 400;

/// Makes one line of a heading's lines, as a mark-up language has it.
fn go_on(heading: &mut Line, next: &Line) {
    for (whole, part) in [(&mut heading.printed, &next.printed), (&mut heading.text, &next.text)] {
        if !whole.ends_with('-') {
            whole.push(' ');
        }
        whole.push_str(part);
    }
    heading.links.extend(next.links.iter().cloned());
}

/// Puts the form feed before the page's first line, as text extractors do.
fn mark_page(lines: &mut [Line], from: usize) {
    // The line at `from - 1` is the blank one above the page, where there is one.
    let first = match lines.get(from.saturating_sub(1)) {
        Some(line) if line.shape != Shape::Blank => from.saturating_sub(1),
        _ => from,
    };
    if let Some(line) = lines.get_mut(first) {
        line.printed.insert(0, '\u{c}');
    }
}

/// Whether a column or a page ends in the middle of a sentence that the next one goes on with. A line that is full
/// was not ended on purpose.
fn runs_on(lines: &[Line], next: &Line, full: bool) -> bool {
    let Some(last) = lines.last() else { return true };
    let ended = last.text.ends_with(['.', '!', '?', ':', ';', '”', '"']);
    next.shape == Shape::Plain && !ended && (full || next.text.starts_with(char::is_lowercase))
}

fn line(piece: &Piece, links: &[Link], typeface: &Typeface) -> Line {
    let printed = unligatured(&piece.text());
    let text = tidy(&printed);
    let (shape, text) = match item(piece, &text) {
        Some(item) => (Shape::Item, item),
        None if text.is_empty() => (Shape::Blank, text),
        None => (typeface.level(piece).map_or(Shape::Plain, Shape::Heading), text),
    };
    Line { printed, text, shape, links: addresses(piece, links) }
}

/// The text behind a bullet. Dashes and the like are bullets only where white space sets them off.
fn item(piece: &Piece, text: &str) -> Option<String> {
    let rest = text.strip_prefix(BULLETS).or_else(|| {
        let [mark, next, ..] = piece.words.as_slice() else { return None };
        let set_off = next.left - mark.right >= SET_OFF * next.size;
        text.strip_prefix(['-', '–', '—', '*', '·', 'o']).filter(|rest| set_off && rest.starts_with(' '))
    })?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Wider than the space between words, in sizes of the font.
const SET_OFF: f32 = 0.45;

/// The letters of ligatures, and a bullet instead of a sign that only its font knows.
fn unligatured(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            '\u{f0b7}' | '\u{f0a7}' => plain.push('•'),
            _ => plain.push(sign),
        }
    }
    plain
}

fn addresses(piece: &Piece, links: &[Link]) -> Vec<String> {
    let middle = piece.baseline - 0.3 * piece.size;
    let on_line = |link: &&Link| {
        link.top <= middle
            && middle <= link.bottom
            && piece.words.iter().any(|word| link.left < word.right && word.left < link.right)
    };
    let mut addresses: Vec<String> = Vec::new();
    for link in links.iter().filter(on_line) {
        if !addresses.contains(&link.address) {
            addresses.push(link.address.clone());
        }
    }
    addresses
}

fn blank() -> Line {
    Line { printed: String::new(), text: String::new(), shape: Shape::Blank, links: Vec::new() }
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
