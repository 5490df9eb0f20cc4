//! Running text put together from lines, that still knows on which line each word stands.
//!
//! The programme's page is read through this module too.

use std::ops::Range;

use super::furniture::Furniture;
use crate::document::text::{Line, Shape, Text};
use crate::record::Lines;
use crate::sources::figures::Found;
use crate::sources::reading::cite;

/// One paragraph or item: its words in one line, and where each line of it begins.
#[derive(Debug, Clone, Default)]
pub(in crate::sources) struct Paragraph {
    /// The words, line ends gone.
    pub text: String,
    /// Whether it is an item of a list.
    pub item: bool,
    /// Where in `text` the words of each line begin.
    starts: Vec<(usize, u32)>,
}

impl Paragraph {
    /// Adds a line's words; a hyphen at the line's end closes up, as in [`Text::prose`].
    pub(in crate::sources) fn push(&mut self, number: u32, words: &str) {
        let closes_up = self.text.ends_with('-')
            && self.text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && words.starts_with(char::is_alphanumeric);
        if !self.text.is_empty() && !closes_up {
            self.text.push(' ');
        }
        self.starts.push((self.text.len(), number));
        self.text.push_str(words);
    }

    /// First and last line of some bytes of the text.
    pub(in crate::sources) fn lines_of(&self, range: &Range<usize>) -> (u32, u32) {
        let line_at = |byte| {
            let after = self.starts.partition_point(|(start, _)| *start <= byte);
            self.starts.get(after.saturating_sub(1)).map_or(1, |(_, number)| *number)
        };
        (line_at(range.start), line_at(range.end.saturating_sub(1).max(range.start)))
    }

    /// First and last line.
    pub(in crate::sources) fn lines(&self) -> (u32, u32) {
        self.lines_of(&(0..self.text.len()))
    }

    /// Its lines as ranges without a gap: a page number in the middle is not part of it.
    pub(in crate::sources) fn ranges(&self) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (_, number) in &self.starts {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == *number => *last = *number,
                _ => ranges.push((*number, *number)),
            }
        }
        ranges
    }

    /// Each line's number and words.
    pub(in crate::sources) fn each_line(&self) -> impl Iterator<Item = (u32, &str)> {
        let ends = self.starts.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        let lines = self.starts.iter().zip(ends);
        lines.map(|((start, number), end)| (*number, self.text.get(*start..end).unwrap_or_default().trim()))
    }

    /// The bytes of each sentence.
    pub(in crate::sources) fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut from = 0;
        for (end, _) in self.text.match_indices(". ") {
            let begins = |rest: &str| {
                rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "“\"‘".contains(c))
            };
            if self.text.get(end + 2..).is_some_and(begins) {
                sentences.push(from..end + 1);
                from = end + 2;
            }
        }
        sentences.push(from..self.text.len());
        sentences
    }

    /// The words at some bytes.
    pub(in crate::sources) fn words(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Whether it is too short to be more than a name or a label.
    pub(in crate::sources) fn is_short(&self) -> bool {
        self.text.split(' ').count() <= 15 && !ends_sentence(&self.text)
    }
}

/// Lines as paragraphs: blank lines part them, and so does a bullet. A page number is skipped, and a sentence that it
/// cuts goes on after it.
///
/// Where an extractor has left no blank lines, a line that ends a sentence ends the paragraph when the next one
/// begins with a capital.
pub(in crate::sources) fn paragraphs(lines: &[(u32, &Line)], furniture: &Furniture) -> Vec<Paragraph> {
    let airy = furniture.is_airy();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let (mut open, mut page_turned) = (false, false);
    for (number, line) in lines {
        if furniture.holds(*number) {
            page_turned |= furniture.is_mark(*number);
            continue;
        }
        if line.shape == Shape::Blank {
            open = false;
            continue;
        }
        let goes_on = |last: &Paragraph| {
            let same = open && (airy || !parts(last, &line.text));
            same || page_turned && is_cut(&last.text, &line.text)
        };
        // Plain text knows no dash for a bullet: here one is.
        let dashed = DASHES.iter().find_map(|dash| line.text.strip_prefix(dash));
        let item = line.shape == Shape::Item || dashed.is_some();
        match paragraphs.last_mut().filter(|last| !item && goes_on(last)) {
            Some(last) => last.push(*number, &line.text),
            None => {
                let mut begun = Paragraph { item, ..Paragraph::default() };
                begun.push(*number, dashed.unwrap_or(&line.text));
                paragraphs.push(begun);
            }
        }
        page_turned = false;
        open = true;
    }
    paragraphs
}

const DASHES: [&str; 4] = ["- ", "* ", "– ", "· "];

/// Whether a paragraph ends before a line that no blank line parts from it.
fn parts(before: &Paragraph, line: &str) -> bool {
    let article = ["The ", "This "].iter().any(|article| line.starts_with(article));
    let last = before.starts.last().map_or(0, |(start, _)| before.text.len() - start);
    // Lines of one paragraph are of one width.
    let much_wider = line.len() > 2 * last;
    line.starts_with(char::is_uppercase) && (ends_sentence(&before.text) || article || much_wider)
}

/// Whether a page ended in the middle of a sentence.
fn is_cut(before: &str, line: &str) -> bool {
    !ends_sentence(before) && (line.starts_with(char::is_lowercase) || before.starts_with("The "))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?'])
}

/// Cites lines, those just cited without reading them again: a line with a thousand values is hashed once.
pub(in crate::sources) struct Cites<'t> {
    text: &'t Text,
    latest: Option<((u32, u32), Lines)>,
}

impl<'t> Cites<'t> {
    pub(in crate::sources) fn new(text: &'t Text) -> Self {
        Self { text, latest: None }
    }

    /// Evidence for the lines from `first` to `last`.
    pub(in crate::sources) fn at(&mut self, (first, last): (u32, u32)) -> Lines {
        match &self.latest {
            Some((range, lines)) if *range == (first, last) => lines.clone(),
            _ => self.latest.insert(((first, last), cite(self.text, first, last))).1.clone(),
        }
    }
}

/// The bytes of a figure with its unit, which stands right behind the number unless another figure lent it.
pub(in crate::sources) fn with_unit(text: &str, found: &Found) -> Range<usize> {
    let near = found.range.end..(found.range.end + found.figure.unit.len() + 20).min(text.len());
    let near =
        near.start..(near.end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(near.start);
    let unit = text.get(near).and_then(|near| near.find(&found.figure.unit));
    found.range.start..unit.map_or(found.range.end, |at| found.range.end + at + found.figure.unit.len())
}

/// The lines from `first` to `last` as ranges that begin and end with words and hold no furniture.
pub(in crate::sources) fn ranges_between(
    text: &Text,
    furniture: &Furniture,
    first: u32,
    last: u32,
) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let mut open = false;
    let lines = text.lines().skip(first.saturating_sub(1) as usize).take_while(|(number, _)| *number <= last);
    for (number, line) in lines {
        if furniture.holds(number) {
            open = false;
        } else if line.shape != Shape::Blank {
            match ranges.last_mut() {
                Some((_, end)) if open => *end = number,
                _ => ranges.push((number, number)),
            }
            open = true;
        }
    }
    ranges
}
