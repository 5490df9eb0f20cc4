//! Lines put together again: a paragraph, an item or a heading, whatever the line width and whatever a page end
//! leaves in the middle of it.

use std::ops::Range;

use super::line::{Classifier, Kind, is_in_capitals};
use super::place;
use crate::document::text::{Line, Text};
use crate::reference::organisations_in;

/// Lines that a person reads as one.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its running text.
    pub text: String,
    /// Whether its first line is printed bold.
    pub bold: bool,
    /// Where in the text each of its lines begins, with the line's number.
    lines: Vec<(usize, u32)>,
}

impl Block {
    fn new(kind: Kind, number: u32, line: &Line) -> Self {
        Self { kind, text: line.text.clone(), bold: is_bold(line), lines: vec![(0, number)] }
    }

    /// The first line.
    pub(super) fn first(&self) -> u32 {
        self.lines.first().map_or(1, |(_, number)| *number)
    }

    /// The last line.
    pub(super) fn last(&self) -> u32 {
        self.lines.last().map_or(1, |(_, number)| *number)
    }

    /// The lines that some bytes of the text stand on.
    pub(super) fn lines_of(&self, range: &Range<usize>) -> (u32, u32) {
        let line = |byte: usize| {
            let index = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
            self.lines.get(index).map_or(1, |(_, number)| *number)
        };
        (line(range.start), line(range.end.saturating_sub(1).max(range.start)))
    }

    /// Its lines as ranges, without what a page end left between them.
    pub(super) fn ranges(&self) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (_, number) in &self.lines {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == *number => *last = *number,
                _ => ranges.push((*number, *number)),
            }
        }
        ranges
    }

    /// Puts another block after this one.
    pub(super) fn append(&mut self, other: &Self) {
        for (index, (start, number)) in other.lines.iter().enumerate() {
            let end = other.lines.get(index + 1).map_or(other.text.len(), |(next, _)| *next);
            let part = other.text.get(*start..end).unwrap_or_default();
            self.push(*number, part.trim_end());
        }
    }

    /// Joins a line as [`Text::prose`] does, and remembers where it begins.
    fn push(&mut self, number: u32, line: &str) {
        let closes_up = self.text.ends_with('-')
            && self.text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && line.starts_with(char::is_alphanumeric);
        if !closes_up && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.lines.push((self.text.len(), number));
        self.text.push_str(line);
    }

    /// Whether its text ends as a sentence or a caption does.
    pub(super) fn is_finished(&self) -> bool {
        ends_sentence(&self.text) || self.kind == Kind::Caption
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// The blocks of a document, in order; blank lines, running headers and footers are gone.
pub(super) fn blocks(text: &Text) -> Vec<Block> {
    let classifier = Classifier::new(text);
    let kinds: Vec<Kind> = text.lines().map(|(_, line)| classifier.kind(line)).collect();
    let setting = Setting::new(text, &kinds);
    let mut blocks: Vec<Block> = Vec::new();
    let mut gap = Gap::default();
    let mut last_length = 0;
    for ((number, line), kind) in text.lines().zip(kinds.iter().copied()) {
        match kind {
            Kind::Blank => gap.blank = true,
            Kind::Noise => gap.noise = true,
            // Whether this is a page number is known when the next line is: hold it back.
            Kind::Number if gap.number.is_none() => gap.number = Some((number, line)),
            _ => {
                let next = Next { number, line, kind, fits: setting.fits(last_length, line) };
                let joins = match blocks.as_slice() {
                    [.., header, title] if is_header(header.kind) && kind == Kind::Caption => {
                        title.kind == Kind::Caption && goes_on(title, &next, &gap, &setting)
                    }
                    [.., block] => goes_on(block, &next, &gap, &setting),
                    [] => false,
                };
                if let Some((held, line)) = gap.number.take().filter(|_| !joins) {
                    blocks.push(Block::new(Kind::Number, held, line));
                }
                match blocks.last_mut().filter(|_| joins) {
                    Some(block) if kind == Kind::Item => block.push(number, &format!("- {}", line.text)),
                    Some(block) => {
                        block.push(number, &line.text);
                        if kind == Kind::Caption {
                            block.kind = Kind::Caption;
                        }
                    }
                    None => blocks.push(Block::new(kind, number, line)),
                }
                gap = Gap::default();
                last_length = line.printed.trim().chars().count();
            }
        }
    }
    blocks.extend(gap.number.map(|(number, line)| Block::new(Kind::Number, number, line)));
    blocks
}

fn is_header(kind: Kind) -> bool {
    matches!(kind, Kind::Area | Kind::Budget | Kind::Agencies)
}

/// What stands between two lines.
#[derive(Default)]
struct Gap<'a> {
    blank: bool,
    noise: bool,
    number: Option<(u32, &'a Line)>,
}

/// The line that may go on.
struct Next<'a> {
    number: u32,
    line: &'a Line,
    kind: Kind,
    /// Its first word had room on the line before, so that the line was ended on purpose.
    fits: bool,
}

/// How the document is set.
struct Setting {
    /// The width at which its lines are broken; `None` when its paragraphs are lines.
    width: Option<usize>,
    /// Whether blank lines stand between its paragraphs.
    spaced: bool,
    /// Of each line, whether the lines from it to the next break of any kind end as a sentence does.
    ends: Vec<bool>,
}

/// No page has lines of more characters; longer ones are whole paragraphs.
const MOST_WIDE: usize = 160;

impl Setting {
    fn new(text: &Text, kinds: &[Kind]) -> Self {
        let lengths = text.lines().map(|(_, line)| line.printed.trim().chars().count());
        let mut lengths: Vec<usize> = lengths.filter(|length| *length > 0).collect();
        lengths.sort_unstable();
        let longest = lengths.len().saturating_sub(1 + lengths.len() / 50);
        let width = lengths.get(longest).copied().filter(|width| *width <= MOST_WIDE);
        let blank = kinds.iter().filter(|kind| **kind == Kind::Blank).count();
        let mut ends = vec![false; kinds.len()];
        let mut after: Option<bool> = None;
        for (number, line) in text.lines().rev() {
            let at = (number as usize).saturating_sub(1);
            let (Some(kind), Some(ends)) = (kinds.get(at), ends.get_mut(at)) else { continue };
            if *kind == Kind::Plain && !is_in_capitals(&line.text) {
                *ends = after.unwrap_or_else(|| ends_sentence(&line.text));
                after = Some(*ends);
            } else if !matches!(kind, Kind::Noise | Kind::Number) {
                after = None;
            }
        }
        Self { width, spaced: blank * 8 >= kinds.len(), ends }
    }

    fn fits(&self, last_length: usize, line: &Line) -> bool {
        let word = line.printed.split_whitespace().next().unwrap_or_default().chars().count();
        self.width.is_none_or(|width| last_length + 1 + word <= width)
    }
}

/// Whether a line goes on with the block before it.
fn goes_on(block: &Block, next: &Next<'_>, gap: &Gap<'_>, setting: &Setting) -> bool {
    let (line, kind) = (next.line, next.kind);
    let small = line.text.starts_with(|c: char| c.is_lowercase() || c == '(');
    let page_end = gap.number.is_some() || (gap.noise && gap.blank);
    let finished = block.is_finished();
    if gap.number.is_some_and(|(_, number)| !is_page_number(number) || stands_before_figures(block)) {
        return false;
    }
    let can = match block.kind {
        Kind::Plain | Kind::Item if kind == Kind::Item => {
            return small && !finished && !gap.blank && !page_end && is_broken_dash(block, line);
        }
        Kind::Plain | Kind::Item | Kind::Quotation => {
            matches!(kind, Kind::Plain | Kind::Caption) || kind == Kind::Quotation && !finished
        }
        Kind::Heading => kind == Kind::Plain && !finished,
        Kind::Agencies => {
            return kind == Kind::Plain && agencies_go_on(&block.text, &line.text, gap.blank);
        }
        Kind::Signature | Kind::Area | Kind::Budget => kind == Kind::Plain && small,
        _ => false,
    };
    let is_country =
        is_in_capitals(&line.text) && !is_in_capitals(&block.text) && place::is_heading(&line.text);
    if !can || is_country || (kind == Kind::Caption && finished) {
        return false;
    }
    match (gap.blank, page_end) {
        (true, false) => false,
        (true, true) => small && !finished,
        (false, true) => !finished && (small || !next.fits),
        (false, false) if finished => {
            let ends =
                setting.ends.get((next.number as usize).saturating_sub(1)).copied().unwrap_or_default();
            !next.fits && (setting.spaced || ends)
        }
        (false, false) => {
            small || !next.fits || (setting.spaced && setting.width.is_some() && !is_in_capitals(&block.text))
        }
    }
}

/// A dash between two words, where the line was broken before it, looks like an item.
fn is_broken_dash(block: &Block, line: &Line) -> bool {
    line.printed.trim_start().starts_with(['-', '–'])
        && !block.text.ends_with([':', ';', ','])
        && !stands_before_figures(block)
}

fn is_page_number(line: &Line) -> bool {
    line.text.chars().filter(char::is_ascii_digit).count() <= 3 && !is_bold(line)
}

fn is_bold(line: &Line) -> bool {
    line.printed.contains("**") || line.printed.contains("__")
}

/// Whether a number after a block is a figure: lines of countries or in capitals stand above figures.
fn stands_before_figures(block: &Block) -> bool {
    is_in_capitals(&block.text) || place::is_heading(&block.text)
}

/// No list of agencies is longer, in bytes.
const MOST_AGENCIES: usize = 600;

/// A list of agencies goes on after a comma, or with nothing but agencies; the title follows on the next line.
fn agencies_go_on(list: &str, line: &str, blank: bool) -> bool {
    if list.len() > MOST_AGENCIES {
        return false;
    }
    let empty = organisations_in(list).is_empty() && list.split(' ').count() <= 4;
    let open = list.ends_with([',', ';', ':', '&']) || list.ends_with(" and");
    let mentions = organisations_in(line);
    let named: usize = mentions.iter().map(|mention| mention.range.len()).sum();
    // Commas, spaces, an "and": what may stand between so many names.
    let only_names = named > 0 && named + 3 * mentions.len() + 3 >= line.len();
    if blank { empty && only_names } else { only_names || (open && line.len() < 40) }
}
