//! From a page's tree to its lines.
//!
//! A blank line parts blocks, as in the texts that extractors make of pages; none stands between the items of a list,
//! the rows of a table or the choices of a form.

use scraper::{ElementRef, Node};

use super::elements::{Kind, kind, name};
use super::furniture::is_furniture;
use super::inline::Run;
use super::numbers::Numbers;
use super::page::Page;
use super::tables;
use crate::document::text::{Line, MOST_LINES, ReadError, Shape, plain};

/// The lines of an element. The page's depth is bounded, and so is the recursion.
pub(super) fn lines(root: ElementRef<'_>, page: &Page) -> Result<Vec<Line>, ReadError> {
    let mut writer = Writer {
        page,
        lines: Vec::new(),
        run: Run::default(),
        gap: false,
        mark: None,
        heading: None,
        depth: 0,
    };
    writer.children(root)?;
    writer.part()?;
    Ok(writer.lines)
}

/// Writes lines, block by block.
pub(super) struct Writer<'p> {
    pub(super) page: &'p Page,
    lines: Vec<Line>,
    run: Run,
    /// Whether a blank line stands before the next one.
    gap: bool,
    /// The mark of the item that has no line yet.
    mark: Option<String>,
    /// The level of the heading whose words are being read: it is one line whatever stands in it.
    heading: Option<u8>,
    /// How many lists the next item stands in.
    depth: usize,
}

/// Marks of items by depth, each of which the reader of plain text knows.
const MARKS: [&str; 3] = ["•", "◦", "▪"];

impl Writer<'_> {
    fn children(&mut self, element: ElementRef<'_>) -> Result<(), ReadError> {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.run.text(text),
                _ => {
                    if let Some(child) =
                        ElementRef::wrap(child).filter(|child| !is_furniture(*child, self.page))
                    {
                        self.element(child)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, element: ElementRef<'_>) -> Result<(), ReadError> {
        let kind = kind(element);
        if self.heading.is_some() && kind != Kind::Inline {
            self.run.space();
            self.children(element)?;
            self.run.space();
            return Ok(());
        }
        match kind {
            Kind::Inline => self.inline(element),
            Kind::Break => self.end_of_line(element),
            Kind::Block => self.block(|writer| writer.children(element)),
            Kind::OwnLine => {
                self.end_line()?;
                self.run.text(element.attr("label").unwrap_or_default());
                self.end_line()?;
                self.children(element)?;
                self.end_line()
            }
            Kind::Heading(level) => self.block(|writer| writer.heading(element, level)),
            Kind::List { numbered } => self.list(element, numbered),
            Kind::Item => self.item(element, MARKS[0]),
            Kind::Table => self.block(|writer| tables::table(writer, element)),
            Kind::Terms => self.block(|writer| tables::terms(writer, element)),
            Kind::Preformatted => self.block(|writer| writer.preformatted(element)),
        }
    }

    fn inline(&mut self, element: ElementRef<'_>) -> Result<(), ReadError> {
        match name(element) {
            "a" => {
                self.run.link(element.attr("href").unwrap_or_default(), self.page);
                self.children(element)
            }
            "q" => {
                self.run.text("“");
                self.children(element)?;
                self.run.text("”");
                Ok(())
            }
            "sup" if element.child_elements().next().is_none() => {
                self.run.raised(&element.text().collect::<String>());
                Ok(())
            }
            _ => self.children(element),
        }
    }

    /// Two line ends in a row part paragraphs.
    fn end_of_line(&mut self, element: ElementRef<'_>) -> Result<(), ReadError> {
        let follows_another = element
            .prev_siblings()
            .find(|before| before.value().as_text().is_none_or(|text| !text.trim().is_empty()))
            .and_then(ElementRef::wrap)
            .is_some_and(|before| kind(before) == Kind::Break);
        if follows_another { self.part() } else { self.end_line() }
    }

    fn block(&mut self, read: impl FnOnce(&mut Self) -> Result<(), ReadError>) -> Result<(), ReadError> {
        self.part()?;
        read(self)?;
        self.part()
    }

    fn heading(&mut self, element: ElementRef<'_>, level: u8) -> Result<(), ReadError> {
        self.heading = Some(level);
        self.children(element)?;
        self.heading = None;
        let (words, links) = self.run.take();
        let line = plain::line(&words);
        self.write(Line { shape: Shape::Heading(level), links, ..line })
    }

    fn list(&mut self, list: ElementRef<'_>, numbered: bool) -> Result<(), ReadError> {
        // A list in an item goes on with it; no blank line parts them.
        let nested = self.depth > 0;
        if nested {
            self.end_line()?
        } else {
            self.part()?
        }
        self.gap &= !nested;
        self.depth += 1;
        let mut numbers = numbered.then(|| Numbers::of(list));
        let mark = MARKS.get(self.depth - 1).unwrap_or(&"▪");
        for child in list.children() {
            match ElementRef::wrap(child) {
                Some(item) if is_furniture(item, self.page) => {}
                Some(item) if kind(item) == Kind::Item => {
                    let number = numbers.as_mut().map(|numbers| numbers.next(item));
                    self.item(item, number.as_deref().unwrap_or(mark))?;
                }
                Some(other) => self.element(other)?,
                None => self.run.text(child.value().as_text().map_or("", |text| text)),
            }
        }
        self.depth -= 1;
        if nested { self.end_line() } else { self.part() }
    }

    fn item(&mut self, item: ElementRef<'_>, mark: &str) -> Result<(), ReadError> {
        self.end_line()?;
        self.mark = Some(mark.to_owned());
        self.children(item)?;
        self.end_line()?;
        (self.mark, self.gap) = (None, false);
        Ok(())
    }

    fn preformatted(&mut self, element: ElementRef<'_>) -> Result<(), ReadError> {
        let text: String = element.text().collect();
        for line in text.lines() {
            self.run.text(line);
            if line.trim().is_empty() { self.part()? } else { self.end_line()? }
        }
        Ok(())
    }

    /// Ends the line, and parts what follows from it; not right at the beginning of an item.
    pub(super) fn part(&mut self) -> Result<(), ReadError> {
        self.end_line()?;
        self.gap |= self.mark.is_none();
        Ok(())
    }

    /// Ends the line, if there is one.
    pub(super) fn end_line(&mut self) -> Result<(), ReadError> {
        let (words, links) = self.run.take();
        let line = plain::line(&words);
        if line.shape == Shape::Blank {
            return Ok(());
        }
        let line = match self.mark.take() {
            Some(mark) => plain::line(&marked(&mark, &words, line.shape, self.depth.max(1))),
            None => line,
        };
        self.write(Line { links, ..line })
    }

    /// Writes a line that was made elsewhere.
    pub(super) fn write(&mut self, line: Line) -> Result<(), ReadError> {
        if line.text.is_empty() {
            return Ok(());
        }
        if self.gap && !self.lines.is_empty() {
            self.lines.push(plain::line(""));
        }
        (self.gap, self.mark) = (false, None);
        self.lines.push(line);
        if self.lines.len() > MOST_LINES {
            return Err(ReadError::TooManyLines { most: MOST_LINES });
        }
        Ok(())
    }
}

/// An item as extractors print it, indented by its depth. One that prints its own mark or number gets no second.
fn marked(mark: &str, words: &str, shape: Shape, depth: usize) -> String {
    let is_number = mark.ends_with('.');
    let indent = "  ".repeat(if is_number { depth - 1 } else { depth });
    if shape == Shape::Item || is_number && words.starts_with(mark) {
        format!("{indent}{words}")
    } else {
        format!("{indent}{mark} {words}")
    }
}
