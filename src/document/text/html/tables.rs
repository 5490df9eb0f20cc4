//! What stands in rows: tables, and terms with what is said of them.

use scraper::ElementRef;

use super::blocks::{Writer, lines};
use super::elements::name;
use super::furniture::is_furniture;
use crate::document::text::{Line, ReadError, Shape, plain};

/// A row of cells that hold one line each is one line; a row with more in a cell is layout, and its cells are read one
/// after the other.
pub(super) fn table(writer: &mut Writer<'_>, table: ElementRef<'_>) -> Result<(), ReadError> {
    for child in read_children(writer, table) {
        match name(child) {
            "tr" => row(writer, child)?,
            "thead" | "tbody" | "tfoot" => {
                for child in read_children(writer, child) {
                    row(writer, child)?;
                }
            }
            _ => put(writer, lines(child, writer.page)?)?,
        }
    }
    Ok(())
}

fn row(writer: &mut Writer<'_>, row: ElementRef<'_>) -> Result<(), ReadError> {
    let elements = read_children(writer, row);
    let heads: Vec<bool> = elements.iter().map(|cell| name(*cell) == "th").collect();
    let mut cells = Vec::new();
    for cell in elements {
        cells.push(lines(cell, writer.page)?);
    }
    let labelled = heads.len() == 2 && !heads.ends_with(&[true]);
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled < 2 || cells.iter().any(|cell| !is_words(cell)) {
        return cells.into_iter().try_for_each(|cell| put(writer, cell));
    }
    let cells: Vec<Line> = cells.into_iter().flatten().collect();
    writer.end_line()?;
    match cells.as_slice() {
        [label, value] if labelled && is_label(label) => writer.write(with_label(label, value)),
        _ => writer.write(joined(&cells, " | ")),
    }
}

/// A short term with one line said of it is a label with its value; of others each has its own lines.
pub(super) fn terms(writer: &mut Writer<'_>, list: ElementRef<'_>) -> Result<(), ReadError> {
    let mut label: Option<Line> = None;
    for child in entries(writer, list) {
        let said = lines(child, writer.page)?;
        let is_term = name(child) == "dt";
        match (label.take(), said.as_slice()) {
            (Some(label), [value]) if !is_term && is_words(&said) => {
                writer.end_line()?;
                writer.write(with_label(&label, value))?;
                continue;
            }
            (before, _) => before.map_or(Ok(()), |before| writer.write(before))?,
        }
        match said.as_slice() {
            [line] if is_term && is_words(&said) && is_label(line) => label = Some(line.clone()),
            _ => put(writer, said)?,
        }
    }
    label.map_or(Ok(()), |label| writer.write(label))
}

/// Terms and descriptions; a pair may stand in an element of its own.
fn entries<'t>(writer: &Writer<'_>, list: ElementRef<'t>) -> Vec<ElementRef<'t>> {
    let mut entries = Vec::new();
    for child in read_children(writer, list) {
        match name(child) {
            "div" => entries.extend(read_children(writer, child)),
            _ => entries.push(child),
        }
    }
    entries
}

fn read_children<'t>(writer: &Writer<'_>, element: ElementRef<'t>) -> Vec<ElementRef<'t>> {
    element.child_elements().filter(|child| !is_furniture(*child, writer.page)).collect()
}

/// Writes lines that stand for themselves.
fn put(writer: &mut Writer<'_>, lines: Vec<Line>) -> Result<(), ReadError> {
    writer.part()?;
    for line in lines {
        if line.shape == Shape::Blank { writer.part()? } else { writer.write(line)? }
    }
    writer.part()
}

/// Whether a cell holds no more than a line of words.
fn is_words(cell: &[Line]) -> bool {
    match cell {
        [] => true,
        [line] => line.shape == Shape::Plain,
        _ => false,
    }
}

/// A longer text is no label.
const LONGEST_LABEL: usize = 60;

fn is_label(line: &Line) -> bool {
    line.text.len() <= LONGEST_LABEL && !line.text.ends_with(['.', ';', '!', '?'])
}

fn with_label(label: &Line, value: &Line) -> Line {
    let colon = if label.text.ends_with(':') { " " } else { ": " };
    joined(&[label.clone(), value.clone()], colon)
}

fn joined(cells: &[Line], by: &str) -> Line {
    let words: Vec<&str> = cells.iter().map(|cell| cell.printed.as_str()).collect();
    let links = cells.iter().flat_map(|cell| cell.links.clone()).collect();
    Line { links, ..plain::line(&words.join(by)) }
}
