//! Pages whose commitments have numbers or letters.

use std::collections::HashMap;

use super::{Commitment, Item, Outline, Statement, UNDER_NONE, alike, is_sentence};
use crate::sources::pledge_page::blocks::{Block, Indent, Kind, beginning};
use crate::sources::pledge_page::marks::{Field, Label, LabelStyle};

/// The first list's labels are the commitments'; a label that comes again is the heading of its section. Items belong
/// to the statement above them.
pub(super) fn read(blocks: &[Block], outline: &mut Outline) {
    let mut last = HashMap::new();
    let mut first: HashMap<&str, &Block> = HashMap::new();
    let mut repeated: HashMap<String, bool> = HashMap::new();
    let mut end = 0;
    for (at, block) in blocks.iter().enumerate() {
        if let Kind::Labelled(label) = &block.kind {
            last.insert(label.name.clone(), at);
            let stated = first.entry(&label.name).or_insert(block);
            if !std::ptr::eq(*stated, block) && alike(&stated.words, &block.words) {
                *repeated.entry(label.name.clone()).or_default() |=
                    beginning(&stated.words) == beginning(&block.words);
            }
        }
        if matches!(block.kind, Kind::Labelled(_) | Kind::Item(_)) {
            end = at;
        }
    }
    let mut reader = Reader {
        outline,
        last,
        repeated,
        end,
        style: None,
        current: None,
        open: false,
        mark: None,
        numbered: None,
    };
    for (at, block) in blocks.iter().enumerate() {
        match &block.kind {
            Kind::Labelled(label) => reader.statement(label, block, blocks.get(at + 1)),
            Kind::Item(indent) => reader.item(*indent, block),
            Kind::Paragraph => reader.paragraph(block, at),
            Kind::Field(Field::Updated, _) => reader.update(at),
            Kind::Field(Field::Deadline, _) => (reader.current, reader.open) = (None, false),
            Kind::Field(Field::Other | Field::Pledger, _) | Kind::Heading => reader.open = false,
            Kind::Footnote => {}
        }
    }
}

struct Reader<'o> {
    outline: &'o mut Outline,
    /// The last block of each label, and of any label or item.
    last: HashMap<String, usize>,
    /// The labels of which a later block says much the same as the first, and whether one begins with the same words.
    repeated: HashMap<String, bool>,
    end: usize,
    style: Option<LabelStyle>,
    /// The index of the commitment that items belong to.
    current: Option<usize>,
    /// Whether a paragraph may still continue the item before it.
    open: bool,
    /// The mark of this section's items.
    mark: Option<Indent>,
    /// The style of this section's items, where they are numbered or lettered themselves.
    numbered: Option<LabelStyle>,
}

impl Reader<'_> {
    fn statement(&mut self, label: &Label, block: &Block, next: Option<&Block>) {
        let known = self.outline.commitments.iter().position(|commitment| commitment.name == label.name);
        let style = *self.style.get_or_insert(label.style);
        let is_statement =
            style == label.style && known.is_none_or(|index| self.is_heading(index, block, next));
        if !is_statement {
            return self.part_of_section(label.style, block);
        }
        match known {
            Some(index) => {
                if let Some(commitment) = self.outline.commitments.get_mut(index) {
                    commitment.statements.push(Statement::of(block));
                }
                self.current = Some(index);
            }
            None => {
                self.outline.commitments.push(Commitment::new(label.name.clone(), block));
                self.current = Some(self.outline.commitments.len() - 1);
            }
        }
        self.open = true;
        (self.mark, self.numbered) = (None, None);
    }

    /// A list inside an item is part of it; where no item stands above it, it is the section's list of items.
    fn part_of_section(&mut self, style: LabelStyle, block: &Block) {
        let Some(commitment) = self.current.and_then(|current| self.outline.commitments.get_mut(current))
        else {
            return self.outline.strays.push((block.pieces.clone(), UNDER_NONE));
        };
        self.open = true;
        match commitment.items.last_mut() {
            Some(item) if self.mark.is_some() || self.numbered.is_some_and(|numbered| numbered != style) => {
                item.paragraphs.push(block.pieces.clone());
            }
            _ => {
                self.numbered = Some(style);
                commitment.items.push(Item::of(block));
            }
        }
    }

    /// A label that is known already begins a section. In the middle of a section it may also be an item's, or that of
    /// a list inside an item: then it neither repeats the commitment's words, as well as any block with that label does,
    /// nor goes on in its order.
    fn is_heading(&self, index: usize, block: &Block, next: Option<&Block>) -> bool {
        let stated = self.outline.commitments.get(index).and_then(|commitment| commitment.statements.first());
        let name = self.outline.commitments.get(index).map(|commitment| commitment.name.as_str());
        let by_words = name.and_then(|name| self.repeated.get(name));
        let repeats = stated.is_some_and(|stated| match by_words {
            Some(true) => beginning(&stated.words) == beginning(&block.words),
            _ => alike(&stated.words, &block.words),
        });
        let in_order = self.current.is_none_or(|current| index > current);
        let leads = next.is_some_and(|next| matches!(next.kind, Kind::Item(_) | Kind::Labelled(_)));
        repeats || (in_order && leads && by_words.is_none())
    }

    fn item(&mut self, indent: Indent, block: &Block) {
        let Some(commitment) = self.current.and_then(|current| self.outline.commitments.get_mut(current))
        else {
            let listed = !self.outline.commitments.is_empty() && block.words.split_whitespace().count() > 2;
            if listed && self.open {
                self.outline.strays.push((block.pieces.clone(), UNDER_NONE));
            }
            return;
        };
        self.open = true;
        let main = *self.mark.get_or_insert(indent);
        let deeper = indent.sign != main.sign && indent.column > main.column;
        match commitment.items.last_mut() {
            Some(item) if deeper || self.numbered.is_some() => item.paragraphs.push(block.pieces.clone()),
            _ => commitment.items.push(Item::of(block)),
        }
    }

    /// A paragraph under a section continues the item above it; where there is none it is an item itself.
    fn paragraph(&mut self, block: &Block, at: usize) {
        let Some(commitment) = self.current.and_then(|current| self.outline.commitments.get_mut(current))
        else {
            return;
        };
        let in_section = commitment.statements.len() > 1 || !self.outline.updates.is_empty();
        match commitment.items.last_mut() {
            Some(item) if self.open && is_sentence(&block.words) => {
                item.paragraphs.push(block.pieces.clone());
                item.continued = true;
            }
            None if in_section && is_sentence(&block.words) => {
                commitment.items.push(Item { unmarked: true, ..Item::of(block) });
            }
            Some(_) if at < self.end => {
                let reason = "a line between items that is neither an item, a heading nor a sentence";
                self.outline.strays.push((block.pieces.clone(), reason));
            }
            _ => {}
        }
    }

    /// An update's line ends the list of commitments where sections follow; inside a section it changes nothing.
    fn update(&mut self, at: usize) {
        let Some(commitment) = self.current.and_then(|current| self.outline.commitments.get(current)) else {
            return;
        };
        let mut stated = self.outline.commitments.iter();
        let again = stated.any(|commitment| self.last.get(&commitment.name).is_some_and(|last| *last > at));
        if again && (commitment.statements.len() == 1 || commitment.items.is_empty()) {
            // Where the first section has lost its heading, its items stand right after the list.
            let first = self.outline.commitments.first();
            let lost =
                first.is_some_and(|first| first.items.is_empty() && self.last.get(&first.name) < Some(&at));
            (self.current, self.open) = (lost.then_some(0), true);
        }
    }
}
