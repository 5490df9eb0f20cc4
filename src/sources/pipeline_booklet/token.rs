//! Lines as the pieces of a booklet: labels, text, and what a page prints around both.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::glued;
use super::label::{Label, label_at, label_within};
use crate::document::text::{Shape, Text};
use crate::sources::reading::{is_page_mark, pattern};

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) piece: Piece<'a>,
    /// The lines it stands on; only a label has several.
    pub(super) first: u32,
    pub(super) last: u32,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Label(Label),
    Text(&'a str),
    /// Text behind a bullet.
    Item(&'a str),
    /// A short number with nothing beside it: a page's, an area's or a duration's.
    Number(u32),
    /// The lone mark of a footnote.
    Star,
    Blank,
    /// A running header or footer, a page mark, a link.
    Furniture,
}

impl<'a> Token<'a> {
    /// The words, when it is text.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self.piece {
            Piece::Text(text) | Piece::Item(text) => Some(text),
            _ => None,
        }
    }

    /// The label, when it is one.
    pub(super) fn label(&self) -> Option<Label> {
        match self.piece {
            Piece::Label(label) => Some(label),
            _ => None,
        }
    }
}

/// A document's pieces in order.
pub(super) fn tokens(text: &Text) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut number, mut at) = (1, 0);
    while let Some(line) = text.line(number) {
        let rest = line.text.get(at..).unwrap_or_default();
        let words = rest.trim_start();
        at += rest.len() - words.len();
        if words.is_empty() {
            if at == 0 {
                tokens.push(Token { piece: Piece::Blank, first: number, last: number });
            }
            (number, at) = (number + 1, 0);
        } else if let Some((piece, used)) = set_apart(words) {
            tokens.push(Token { piece, first: number, last: number });
            at += used;
        } else if let Some(found) = label_at(text, number, at, is_set_apart) {
            let furniture = matches!(found.label, Label::Footer);
            let piece = if furniture { Piece::Furniture } else { Piece::Label(found.label) };
            tokens.push(Token { piece, first: number, last: found.line });
            (number, at) = (found.line, found.end);
        } else {
            let end = label_within(text, number, at, is_set_apart).map_or(words.len(), |label| label - at);
            let printed = words.get(..end).unwrap_or(words).trim_end();
            let item = line.shape == Shape::Item && at == 0;
            let piece = if item { Piece::Item(printed) } else { Piece::Text(printed) };
            // Between two labels on one line a number may stand, or the mark of a footnote behind a title.
            let alone = set_apart(printed).map(|(piece, _)| piece);
            tokens.push(Token { piece: alone.unwrap_or(piece), first: number, last: number });
            at += end;
        }
    }
    drop_running_lines(&mut tokens);
    glued::parted(&tokens)
}

fn is_set_apart(line: &str) -> bool {
    set_apart(line).is_some()
}

/// What a line holds that is no text, and how many bytes of it.
fn set_apart(line: &str) -> Option<(Piece<'static>, usize)> {
    if line == "*" {
        return Some((Piece::Star, 1));
    }
    if let Some(number) = NUMBER.captures(line).and_then(|found| found.get(1)?.as_str().parse().ok()) {
        return Some((Piece::Number(number), line.len()));
    }
    if PUBLICATION.is_match(line) || LEADERS.is_match(line) || is_page_mark(line) {
        return Some((Piece::Furniture, line.len()));
    }
    let mark = PAGE_MARK.find(line)?;
    let rest = line.get(mark.end()..).unwrap_or_default();
    let used = if rest.is_empty() || PUBLICATION.is_match(rest) { line.len() } else { mark.end() };
    Some((Piece::Furniture, used))
}

/// A line that comes back in a third of the summaries is no sentence of theirs: it runs along the pages.
fn drop_running_lines(tokens: &mut [Token<'_>]) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let (mut sheets, mut in_summary) = (0, false);
    for token in tokens.iter() {
        match token.label() {
            Some(Label::Contents) => continue,
            Some(label) => {
                in_summary = label == Label::Summary;
                sheets += usize::from(in_summary);
            }
            None => {}
        }
        if let (true, Some(text)) = (in_summary, token.text())
            && text.len() >= SHORTEST_RUNNING
            && text.chars().any(char::is_lowercase)
        {
            *seen.entry(without_number(text)).or_default() += 1;
        }
    }
    let often = (sheets / 3).max(3);
    let running: HashSet<&str> =
        seen.into_iter().filter(|(_, times)| *times >= often).map(|(line, _)| line).collect();
    for token in tokens.iter_mut().filter(|_| !running.is_empty()) {
        if token.text().is_some_and(|text| running.contains(without_number(text))) {
            token.piece = Piece::Furniture;
        }
    }
}

/// Where lines are narrow, shorter ones come back in prose too.
const SHORTEST_RUNNING: usize = 25;

/// A running line without the number of its page.
fn without_number(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "|–—-".contains(c))
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[|–—-]?\s*(\d{1,3})\s*[|–—-]?$"));
static PAGE_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\[(|–—=\s-]*(?i:page)\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[\])|–—=-]+\s*|\s*:\s*|$)")
});
/// A line of a table of contents: dots lead to the page's number.
static LEADERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\.{3,}|(?:\s\.){3,}|…+|_{4,})\s*\d{1,3}$"));
/// The booklet's own name, its date, the page's number and nothing else: a running header or footer.
static PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\pL*\.?\s+\d{4}";
    let fund = r"(?:the\s+)?migration\s+(?:mptf|multi-?\s?partner\s+trust\s+fund)(?:\s+pipeline)?";
    let name = format!(r"(?:{fund}|pipeline\s+of\s+joint\s+programmes|(?:status\s+)?as\s+of\s+{date})");
    let beside = format!(r"(?:{name}|{date}|(?:page\s+)?\d{{1,3}}|edition|status|updated?)");
    let mark = r"[\s|,·:()–—-]";
    let dated = format!(r"(?:\d{{1,3}}\s*[|–—-]\s*{date}|{date}\s*[|–—-]\s*\d{{1,3}})");
    pattern(&format!(r"^(?i){mark}*(?:(?:(?:{beside}){mark}+)*{name}(?:{mark}+{beside})*|{dated}){mark}*$"))
});
