//! From lines to blocks: paragraphs, items, statements, fields.

use std::collections::HashMap;

use super::marks::{Field, Label, LabelStyle, Mark, mark};
use super::passage::{Passage, Piece};
use crate::document::text::{Line, Text};

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// An item of a list, with the column and the sign of its mark.
    Item(Indent),
    /// A commitment or its section's heading.
    Labelled(Label),
    /// A field of the page with its value.
    Field(Field, String),
    /// A note at the foot.
    Footnote,
    /// A heading, where the medium marks headings.
    Heading,
    /// A paragraph.
    Paragraph,
}

/// Where an item's mark stands and which sign it is: a deeper one of another sign begins a part of the item above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indent {
    pub(super) column: usize,
    pub(super) sign: char,
}

/// Lines that belong together.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) pieces: Vec<Piece>,
    /// Its words, lines joined.
    pub(super) words: String,
}

/// The blocks of a text, in order. Page numbers and captions are left out; they part nothing.
pub(super) fn blocks(text: &Text) -> Vec<Block> {
    let mut builder = Builder {
        text,
        running: running_lines(text),
        blocks: Vec::new(),
        gap: true,
        page_break: false,
        known: HashMap::new(),
    };
    for (number, line) in text.lines() {
        builder.line(number, line);
    }
    builder.close();
    roman(&mut builder.blocks);
    builder.blocks
}

/// One letter may be a Roman number: it is where others on the page can only be such, and no letter beside it stands.
fn roman(blocks: &mut [Block]) {
    let labels: Vec<(LabelStyle, String)> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            Kind::Labelled(label) => Some((label.style, label.name.clone())),
            _ => None,
        })
        .collect();
    if !labels.iter().any(|(style, _)| *style == LabelStyle::Roman) {
        return;
    }
    let stands = |name: &str| labels.iter().any(|(_, label)| label == name);
    for block in blocks {
        let Kind::Labelled(label) = &mut block.kind else { continue };
        let before = match label.name.as_str() {
            "i" => "h",
            "v" => "u",
            "x" => "w",
            _ => continue,
        };
        if !stands(before) {
            label.style = LabelStyle::Roman;
        }
    }
}

/// Lines without their digits that stand three times or more outside lists: running heads and feet.
fn running_lines(text: &Text) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    for (_, line) in text.lines() {
        if let Some(key) = running_key(line) {
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    counts.retain(|_, count| *count > 2);
    counts
}

fn running_key(line: &Line) -> Option<String> {
    let words = line.text.split_whitespace().count();
    let is_words =
        (1..=14).contains(&words) && mark(line) == Mark::Words && !line.text.ends_with(['.', ':', ';']);
    is_words.then(|| line.text.chars().filter(|c| !c.is_ascii_digit()).collect())
}

struct Builder<'t> {
    text: &'t Text,
    running: HashMap<String, u32>,
    blocks: Vec<Block>,
    /// Whether something parts the next line from the block before it.
    gap: bool,
    /// Whether a page number or a caption stands in between.
    page_break: bool,
    /// The first words of each statement, by its label.
    known: HashMap<String, String>,
}

impl Builder<'_> {
    fn line(&mut self, number: u32, line: &Line) {
        if running_key(line).is_some_and(|key| self.running.contains_key(&key)) {
            return;
        }
        let piece = |from: usize| Piece { line: number, range: from..line.text.len() };
        match mark(line) {
            Mark::Blank => self.gap = true,
            Mark::Furniture => self.page_break = true,
            Mark::Items(items) => {
                let column = line.printed.chars().take_while(|c| c.is_whitespace()).count();
                let sign = line.printed.trim_start().chars().next().unwrap_or('•');
                for range in items {
                    self.open(Kind::Item(Indent { column, sign }), Piece { line: number, range });
                }
            }
            Mark::Labelled(label, from) => {
                let words = line.text.get(from..).unwrap_or_default();
                if self.opens_statement(&label, words) {
                    self.known.entry(label.name.clone()).or_insert_with(|| beginning(words));
                    self.open(Kind::Labelled(label), piece(from));
                } else {
                    self.words(number, line);
                }
            }
            // A date by itself above all statements is the page's own.
            Mark::Field(Field::Updated, value, _) if value == (0..line.text.len()) && !self.has_begun() => {
                self.words(number, line);
            }
            Mark::Field(field, value, rest) => {
                let printed = line.text.get(value.clone()).unwrap_or_default().trim().to_owned();
                self.open(Kind::Field(field, printed), piece(0));
                self.gap = true;
                if line.text.get(rest..).is_some_and(|rest| rest.contains(char::is_alphanumeric)) {
                    self.open(Kind::Paragraph, piece(rest));
                }
            }
            Mark::Footnote => self.open(Kind::Footnote, piece(0)),
            Mark::Heading => {
                self.open(Kind::Heading, piece(0));
                self.gap = true;
            }
            Mark::Words => self.words(number, line),
        }
    }

    /// Whether anything that could be a commitment stands above.
    fn has_begun(&self) -> bool {
        let asks_for_it = |block: &Block| match &block.kind {
            Kind::Labelled(_) | Kind::Item(_) => true,
            Kind::Field(Field::Updated, value) => value.is_empty(),
            _ => block.words.split_whitespace().count() > 7,
        };
        let open = self.blocks.last().map(|block| Passage::of(self.text, &block.pieces).words);
        self.blocks.iter().any(asks_for_it) || open.is_some_and(|words| words.split_whitespace().count() > 7)
    }

    /// Words continue the block before them where nothing parts them, or where they plainly are its next words.
    fn words(&mut self, number: u32, line: &Line) {
        let piece = Piece { line: number, range: 0..line.text.len() };
        let (gap, text) = (self.gap, self.text);
        let continues = self.blocks.last().is_some_and(|block| {
            let last = last_line(text, block);
            let goes_on = self.page_break || line.text.starts_with(char::is_lowercase);
            let unfinished = !last.is_empty() && !ends(last) && goes_on;
            let closed = matches!(block.kind, Kind::Field(..));
            let empty = matches!(block.kind, Kind::Item(_)) && last.is_empty();
            !closed && (!gap || empty || (unfinished && block.kind != Kind::Heading))
        });
        match self.blocks.last_mut() {
            Some(block) if continues => block.pieces.push(piece),
            _ => self.open(Kind::Paragraph, piece),
        }
        (self.gap, self.page_break) = (false, false);
    }

    /// A number opens a statement where a block may begin, not where a wrapped line happens to begin with one.
    fn opens_statement(&self, label: &Label, words: &str) -> bool {
        let Some(before) = self.blocks.last() else { return true };
        let parted = self.gap || matches!(before.kind, Kind::Labelled(_) | Kind::Field(..) | Kind::Heading);
        let known = self.known.get(&label.name).is_some_and(|known| *known == beginning(words));
        parted || known || ends(last_line(self.text, before))
    }

    fn open(&mut self, kind: Kind, piece: Piece) {
        self.close();
        self.blocks.push(Block { kind, pieces: vec![piece], words: String::new() });
        (self.gap, self.page_break) = (false, false);
    }

    /// Joins the words of the block that ends here.
    fn close(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.words = Passage::of(self.text, &block.pieces).words;
        }
    }
}

/// The words of a block's last line.
fn last_line<'t>(text: &'t Text, block: &Block) -> &'t str {
    let last = block.pieces.last();
    let words = last.and_then(|piece| text.line(piece.line)?.text.get(piece.range.clone()));
    words.unwrap_or_default().trim()
}

/// Whether a sentence or a title ends here.
pub(super) fn ends(words: &str) -> bool {
    words.ends_with(['.', '!', '?', ':', ';', '”', '"', '»', ')'])
}

/// The first words of a statement, however they are set.
pub(super) fn beginning(words: &str) -> String {
    let words =
        words.split_whitespace().take(5).flat_map(|word| word.chars().filter(|c| c.is_alphanumeric()));
    words.flat_map(char::to_lowercase).collect()
}
