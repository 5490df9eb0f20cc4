//! Lines put together again: a paragraph, an item or a heading, whatever the line width and whatever a page end
//! leaves in the middle of it.

use std::ops::Range;

use super::line::{Classifier, Kind, is_in_capitals};
use super::place;
use crate::document::text::{Line, Text};

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
        let end = self.text.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
        end.ends_with(['.', '!', '?', '…']) || self.kind == Kind::Caption
    }
}

/// The blocks of a document, in order; blank lines, running headers and footers are gone.
pub(super) fn blocks(text: &Text) -> Vec<Block> {
    let classifier = Classifier::new(text);
    let width = width(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut gap = Gap::default();
    let mut last_length = 0;
    for (number, line) in text.lines() {
        let kind = classifier.kind(line);
        match kind {
            Kind::Blank => gap.blank = true,
            Kind::Noise => gap.noise = true,
            // Whether this is a page number is known when the next line is: hold it back.
            Kind::Number if gap.number.is_none() => gap.number = Some((number, line)),
            _ => {
                let fits = last_length + 1 + first_word(&line.text) <= width.unwrap_or(usize::MAX);
                let joins = match blocks.as_slice() {
                    [.., header, title] if is_header(header.kind) && kind == Kind::Caption => {
                        title.kind == Kind::Caption && goes_on(title, kind, line, &gap, fits)
                    }
                    [.., block] => goes_on(block, kind, line, &gap, fits),
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
                last_length = line.text.chars().count();
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

/// Whether a line goes on with the block before it. `fits` says that its first word had room on the line before,
/// so that the line was ended on purpose.
fn goes_on(block: &Block, kind: Kind, line: &Line, gap: &Gap<'_>, fits: bool) -> bool {
    let small = line.text.starts_with(|c: char| c.is_lowercase() || c == '(');
    let page_end = gap.noise || gap.number.is_some();
    if gap.number.is_some_and(|(_, number)| !is_page_number(number) || stands_before_figures(block)) {
        return false;
    }
    // A dash between two words, where the line was broken before it, looks like an item.
    if kind == Kind::Item {
        let open = matches!(block.kind, Kind::Plain | Kind::Item)
            && !block.is_finished()
            && !block.text.ends_with([':', ';', ',']);
        return open && small && !gap.blank && !page_end;
    }
    let can = match block.kind {
        Kind::Plain | Kind::Item | Kind::Quotation => matches!(kind, Kind::Plain | Kind::Caption),
        Kind::Heading => kind == Kind::Plain && !block.is_finished(),
        Kind::Agencies => {
            return kind == Kind::Plain && !gap.blank && agencies_go_on(&block.text, &line.text);
        }
        Kind::Signature | Kind::Area => kind == Kind::Plain && small,
        _ => false,
    };
    if !can || (kind == Kind::Caption && block.is_finished()) {
        return false;
    }
    match (gap.blank, page_end) {
        (true, false) => false,
        (true, true) | (false, true) if small => !block.is_finished(),
        (true, true) => false,
        (false, true) => !block.is_finished() && !fits,
        (false, false) => (small && !block.is_finished()) || !fits,
    }
}

fn is_page_number(line: &Line) -> bool {
    line.text.chars().filter(char::is_ascii_digit).count() <= 3 && !is_bold(line)
}

fn is_bold(line: &Line) -> bool {
    line.printed.contains("**") || line.printed.contains("__")
}

/// Whether a number after a block is a figure: headings and lines of countries or in capitals stand above figures.
fn stands_before_figures(block: &Block) -> bool {
    block.kind == Kind::Heading || is_in_capitals(&block.text) || place::is_heading(&block.text)
}

/// A list of agencies goes on after a comma, or with nothing but agencies; the title follows on the next line.
fn agencies_go_on(list: &str, line: &str) -> bool {
    let open = list.ends_with([',', ';', ':']) || list.ends_with(" and") || list.ends_with('&');
    let mentions = crate::reference::organisations_in(line);
    let named: usize = mentions.iter().map(|mention| mention.range.len()).sum();
    let bare = crate::reference::organisations_in(list).is_empty() && !list.contains(',');
    (open || bare || named > 0) && named + 2 * mentions.len() + 2 >= line.len() || (open && line.len() < 40)
}

fn first_word(text: &str) -> usize {
    text.split(' ').next().unwrap_or_default().chars().count()
}

/// The width at which the document's lines are broken; `None` when its paragraphs are lines.
fn width(text: &Text) -> Option<usize> {
    let mut lengths: Vec<usize> =
        text.lines().map(|(_, line)| line.text.chars().count()).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    let width = lengths.get(lengths.len().checked_sub(1 + lengths.len() / 50)?).copied()?;
    (width <= MOST_WIDE).then_some(width)
}

/// No page has lines of more characters; longer ones are whole paragraphs.
const MOST_WIDE: usize = 160;
