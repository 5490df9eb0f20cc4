//! Documents as text set in PDF again, in layouts unlike each other. What is set is the text at hand; nothing is kept.

use gcm_hub::document::text::{Line, Shape, Text};

use super::press::{HIGH, Press, width};

const MARGIN: f32 = 60.0;
const SIZE: f32 = 10.0;
const LEADING: f32 = 1.2;

/// Where lines go: columns that fill up, page after page.
struct Flow {
    press: Press,
    columns: Vec<(f32, f32)>,
    column: usize,
    down: f32,
    page: usize,
}

impl Flow {
    fn new(columns: &[(f32, f32)]) -> Self {
        Self { press: Press::new(), columns: columns.to_vec(), column: 0, down: MARGIN, page: 1 }
    }

    fn room(&mut self, high: f32) {
        if self.down + high <= HIGH - 70.0 {
            return;
        }
        self.down = MARGIN;
        self.column += 1;
        if self.column == self.columns.len() {
            self.turn();
        }
    }

    /// Ends the page with its number.
    fn turn(&mut self) {
        self.press.text(295.0, HIGH - 30.0, 9.0, &self.page.to_string()).page();
        self.page += 1;
        self.column = 0;
        self.down = MARGIN;
    }

    fn line(&mut self, indent: f32, size: f32, bold: bool, line: &str) {
        self.room(LEADING * size);
        self.down += LEADING * size;
        let left = self.columns[self.column].0 + indent;
        if bold {
            self.press.bold(left, self.down, size, line);
        } else {
            self.press.text(left, self.down, size, line);
        }
    }

    /// A paragraph in lines as wide as the column.
    fn paragraph(&mut self, indent: f32, size: f32, bold: bool, text: &str) {
        let most = self.columns[self.column].1 - indent;
        for line in wrapped(text, most, size) {
            self.line(indent, size, bold, &line);
        }
    }

    fn gap(&mut self, high: f32) {
        if self.down > MARGIN {
            self.down += high;
        }
    }
}

fn wrapped(text: &str, most: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().unwrap();
        if !last.is_empty() && width(last, size) + width(word, size) + size / 4.0 > most {
            lines.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}

/// Marks outside the face of the tests, and line feeds, as their nearest.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{c}', '\u{2009}', '\u{202f}'], " ").replace('‐', "-").replace('\u{ad}', "")
}

/// Markdown in columns: headings by size, items with bullets that hang. Items break anywhere, paragraphs are
/// kept whole.
pub(crate) fn leaflet(text: &Text, columns: &[(f32, f32)]) -> Vec<u8> {
    let mut flow = Flow::new(columns);
    for (_, line) in text.lines() {
        let words = plain(&line.text);
        match line.shape {
            Shape::Blank => flow.gap(0.7 * SIZE),
            Shape::Heading(level) => {
                let size = [14.0, 13.0, 12.5, 12.0, 11.5, 11.5][usize::from(level) - 1];
                flow.room(4.0 * size);
                flow.gap(0.5 * size);
                flow.paragraph(0.0, size, true, &words);
                flow.gap(0.3 * size);
            }
            Shape::Item => {
                flow.room(LEADING * SIZE);
                let left = flow.columns[flow.column].0;
                flow.press.text(left + 4.0, flow.down + LEADING * SIZE, SIZE, "•");
                flow.paragraph(18.0, SIZE, false, &words);
                flow.gap(0.3 * SIZE);
            }
            Shape::Plain => {
                let count = wrapped(&words, columns[0].1, SIZE).len();
                flow.room(LEADING * SIZE * count as f32);
                flow.paragraph(0.0, SIZE, is_bold(line), &words);
            }
        }
    }
    flow.press.finish()
}

fn is_bold(line: &Line) -> bool {
    line.printed.starts_with("**") && line.printed.trim_end().ends_with("**")
}

/// The booklet line by line.
pub(crate) fn booklet_in_lines(text: &Text) -> Vec<u8> {
    let mut flow = Flow::new(&[(MARGIN, 470.0)]);
    for (_, line) in text.lines() {
        if line.printed.starts_with('\u{c}') {
            flow.press.page();
            flow.down = MARGIN;
        }
        set_line(&mut flow, line);
    }
    flow.press.finish()
}

fn set_line(flow: &mut Flow, line: &Line) {
    match line.shape {
        Shape::Blank => flow.gap(SIZE),
        Shape::Item => flow.line(0.0, SIZE, false, &plain(&format!("•  {}", line.text))),
        _ => flow.line(0.0, SIZE, false, &plain(&line.text)),
    }
}

const LABELS: [&str; 7] = [
    "PARTICIPATING UN",
    "ORGANIZATIONS",
    "KEY PARTNERS",
    "BUDGET (USD)",
    "DURATION (MONTHS)",
    "MOST RELEVANT SDG GOALS",
    "STATUS",
];

/// How the sheets of a booklet are set.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sheets {
    /// A column of labels, values beside them.
    Table,
    /// The same, drawn from right to left.
    TableBackwards,
    /// Facts in a narrow column, title and summary in a wide one beside it.
    Columns,
}

/// The booklet as sheets: what stands between the first label and the title is facts.
pub(crate) fn booklet_in_sheets(text: &Text, sheets: Sheets) -> Vec<u8> {
    let mut flow = Flow::new(&[(MARGIN, 470.0)]);
    let lines: Vec<&Line> = text.lines().map(|(_, line)| line).collect();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].text != "PARTICIPATING UN" {
            if lines[at].printed.starts_with('\u{c}') {
                flow.turn();
            }
            set_line(&mut flow, lines[at]);
            at += 1;
            continue;
        }
        let is_end =
            |line: &&&Line| line.text == "BACK TO TABLE OF CONTENT" || line.text == "JOINT PROGRAMME";
        let end = at + lines[at..].iter().take_while(|line| !is_end(line)).count();
        let facts = &lines[at..end];
        at = end;
        if sheets == Sheets::Columns {
            let is_end = |line: &&Line| {
                line.printed.starts_with('\u{c}') || line.text == "PIPELINE JOINT PROGRAMME INFORMATION"
            };
            let body = lines[at..].iter().position(is_end).unwrap_or(lines.len() - at);
            let top = flow.down;
            facts.iter().for_each(|line| narrow(&mut flow, line));
            flow.down = top;
            for line in &lines[at..at + body] {
                flow.columns = vec![(260.0, 300.0)];
                match line.shape {
                    Shape::Blank => flow.gap(8.0),
                    _ => flow.line(0.0, 8.0, false, &plain(&line.text)),
                }
            }
            flow.columns = vec![(MARGIN, 470.0)];
            at += body;
            flow.turn();
        } else {
            table(&mut flow, facts, sheets == Sheets::TableBackwards);
        }
    }
    flow.press.finish()
}

fn narrow(flow: &mut Flow, line: &Line) {
    match line.shape {
        Shape::Blank => flow.gap(SIZE),
        _ => {
            for words in wrapped(&plain(&line.text), 170.0, 9.0) {
                flow.line(0.0, 9.0, false, &words);
            }
        }
    }
}

/// Labels with the values that are theirs, whatever the order of the text.
fn table(flow: &mut Flow, facts: &[&Line], backwards: bool) {
    let mut rows: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for group in facts.split(|line| line.shape == Shape::Blank) {
        let mut value: Vec<String> = Vec::new();
        for line in group {
            if line.text == "ORGANIZATIONS" {
                rows.last_mut().unwrap().0.push(line.text.clone());
            } else if LABELS.contains(&line.text.as_str()) {
                rows.push((vec![line.text.clone()], Vec::new()));
            } else {
                let bullet = if line.shape == Shape::Item { "•  " } else { "" };
                value.push(format!("{bullet}{}", plain(&line.text)));
            }
        }
        let Some(first) = value.first() else { continue };
        let number = first.starts_with(|sign: char| sign.is_ascii_digit());
        let takes = |label: &str| match label {
            "BUDGET (USD)" | "DURATION (MONTHS)" => number,
            "KEY PARTNERS" | "STATUS" => !number,
            _ => false,
        };
        // A second paragraph of partners stays with the first.
        let free = rows.iter().position(|row| row.1.is_empty() && takes(&row.0[0]));
        let row = free.or_else(|| rows.iter().rposition(|row| takes(&row.0[0])));
        rows[row.unwrap_or(0)].1.extend(value);
    }
    for (labels, values) in rows {
        let high = LEADING * SIZE * labels.len().max(values.len()) as f32;
        if flow.down + high > HIGH - 70.0 {
            flow.turn();
        }
        let top = flow.down + LEADING * SIZE;
        let mut sides = [(MARGIN, labels), (230.0, values)];
        if backwards {
            sides.reverse();
        }
        for (left, lines) in sides {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            flow.press.lines(left, top, SIZE, &lines);
        }
        flow.down += high + 6.0;
    }
}
