//! Plain text: a bullet mark makes an item, everything else is a plain line.

use super::{Line, Shape, split, tidy};

/// Marks that extractors leave where a document had a list item.
const BULLETS: [char; 5] = ['•', '▪', '◦', '●', '‣'];

pub(super) fn lines(characters: &str) -> Vec<Line> {
    split(characters).map(line).collect()
}

/// One line as printed.
pub(super) fn line(printed: &str) -> Line {
    let text = tidy(printed);
    let (shape, text) = match text.strip_prefix(BULLETS) {
        Some(item) => (Shape::Item, item.trim_start().to_owned()),
        None if text.is_empty() => (Shape::Blank, text),
        None => (Shape::Plain, text),
    };
    Line { printed: printed.to_owned(), text, shape, links: Vec::new() }
}
