//! Lines that belong to the page, not to the text: page numbers, running footers, a line printed twice, and whether
//! blank lines tell anything.
//!
//! The programme's page is read through this module too.

use std::collections::{HashMap, HashSet};

use crate::document::text::{Line, Shape, Text};
use crate::record::{Flag, Lines};
use crate::sources::reading::cite;

/// Which lines of a text are none of it.
#[derive(Debug, Default)]
pub(in crate::sources) struct Furniture {
    marks: HashSet<u32>,
    doubles: HashSet<u32>,
    blank: usize,
    all: usize,
}

/// A footer stands on this many pages at least; two equal lines may be chance.
const FEWEST_FOOTERS: usize = 3;
/// A longer line is text.
const LONGEST_FOOTER: usize = 80;

impl Furniture {
    pub(in crate::sources) fn of(text: &Text) -> Self {
        let mut furniture = Self::default();
        let mut alike: HashMap<String, Vec<u32>> = HashMap::new();
        let mut before = "";
        for (number, line) in text.lines() {
            furniture.all += 1;
            if is_page_mark(line) {
                furniture.marks.insert(number);
            } else if line.text.contains(char::is_alphanumeric) && line.text == before {
                furniture.doubles.insert(number);
            } else if may_be_footer(&line.text) {
                // Footers differ by the page's number.
                let words = line.text.replace(|c: char| c.is_ascii_digit(), "");
                alike.entry(words).or_default().push(number);
            }
            before = &line.text;
        }
        furniture.blank = furniture.parting_blanks(text);
        let footers = alike.into_values().filter(|lines| lines.len() >= FEWEST_FOOTERS);
        furniture.marks.extend(footers.flatten());
        furniture
    }

    /// Blank lines between two lines of text. Those beside a page's mark and at the document's ends part nothing.
    fn parting_blanks(&self, text: &Text) -> usize {
        let (mut parting, mut open, mut after_text) = (0, 0, false);
        for (number, line) in text.lines() {
            if line.shape == Shape::Blank {
                open += 1;
                continue;
            }
            let is_text = !self.marks.contains(&number);
            if is_text && after_text {
                parting += open;
            }
            (open, after_text) = (0, is_text);
        }
        parting
    }

    /// Whether a line is a page number or a running footer: text may go on behind it.
    pub(in crate::sources) fn is_mark(&self, number: u32) -> bool {
        self.marks.contains(&number)
    }

    /// Whether blank lines part the paragraphs. Long paragraphs and lists have few; a text that lost its blank lines
    /// has next to none.
    pub(in crate::sources) fn is_airy(&self) -> bool {
        25 * self.blank >= self.all
    }

    /// Whether a line is none of the text.
    pub(in crate::sources) fn holds(&self, number: u32) -> bool {
        self.marks.contains(&number) || self.doubles.contains(&number)
    }

    /// A flag for the lines that stand twice, of those that are asked for; none when there are none.
    pub(in crate::sources) fn flag(&self, text: &Text, of: impl Fn(u32) -> bool) -> Option<Flag> {
        let mut doubles: Vec<u32> = self.doubles.iter().copied().filter(|number| of(*number)).collect();
        doubles.sort_unstable();
        let at: Vec<Lines> =
            doubles.iter().map(|number| cite(text, number.saturating_sub(1), *number)).collect();
        let message =
            format!("{} lines stand twice, one right below the other; the hub reads them once", at.len());
        (!at.is_empty()).then(|| Flag { code: "repeated-line".into(), message, record: None, at })
    }
}

fn may_be_footer(words: &str) -> bool {
    let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    begins && words.len() <= LONGEST_FOOTER && words.contains(' ') && !words.ends_with(['.', ',', ';'])
}

/// "12", "- 12 -", "Page 3", "page 3 of 4", "3 | Page".
fn is_page_mark(line: &Line) -> bool {
    let mut words =
        line.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let is_mark = |word: &str| {
        let number = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        number || word.eq_ignore_ascii_case("page") || word.eq_ignore_ascii_case("of")
    };
    line.text.len() <= 20 && words.peek().is_some() && words.all(is_mark)
}
