//! Rows as bytes: CSV after RFC 4180, safe to open in a spreadsheet; NDJSON; a JSON array.

use async_graphql::Value;

use super::format::Format;
use super::problem::{Kind, Problem};
use super::table::{Column, Table};

/// What a writer puts between the values of one cell.
const BETWEEN: &str = "; ";

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The form.
    pub format: Format,
    /// Whether a table has its columns of evidence.
    pub evidence: bool,
    /// Whether a table begins with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
}

/// Writes the rows of a table, a part at a time.
#[derive(Debug)]
pub struct Writer {
    style: Style,
    columns: Vec<Column>,
    begun: bool,
}

impl Writer {
    /// A writer of a table's rows.
    #[must_use]
    pub fn new(table: &Table, style: Style) -> Self {
        let columns = table.columns.iter().filter(|column| style.evidence || !column.evidence);
        Self { style, columns: columns.cloned().collect(), begun: false }
    }

    /// What comes before all rows.
    ///
    /// # Errors
    /// When the headers cannot be written.
    pub fn begin(&self) -> Result<Vec<u8>, Problem> {
        match self.style.format {
            Format::Json => Ok(b"[".to_vec()),
            Format::Ndjson => Ok(Vec::new()),
            Format::Csv => {
                let names = self.columns.iter().map(|column| column.name.clone()).collect();
                let mark: &[u8] = if self.style.bom { b"\xef\xbb\xbf" } else { b"" };
                Ok([mark, &records([names])?].concat())
            }
        }
    }

    /// The next rows.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn rows(&mut self, rows: &[Value]) -> Result<Vec<u8>, Problem> {
        if self.style.format == Format::Csv {
            return records(
                rows.iter().map(|row| self.columns.iter().map(|column| cell(column, row)).collect()),
            );
        }
        let mut bytes = Vec::new();
        for row in rows {
            let json = self.style.format == Format::Json;
            if json {
                bytes.extend_from_slice(if self.begun { b",\n" } else { b"\n" });
            }
            serde_json::to_writer(&mut bytes, row).map_err(|error| failed(&error))?;
            if !json {
                bytes.push(b'\n');
            }
            self.begun = true;
        }
        Ok(bytes)
    }

    /// What comes after all rows.
    #[must_use]
    pub fn end(&self) -> &'static [u8] {
        match self.style.format {
            Format::Json if self.begun => b"\n]\n",
            Format::Json => b"]\n",
            Format::Csv | Format::Ndjson => b"",
        }
    }
}

fn records(records: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Problem> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(&record).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(error.error()))
}

fn failed(error: &dyn std::error::Error) -> Problem {
    Problem::of(Kind::Internal, format!("a row cannot be written: {error}"))
}

fn cell(column: &Column, row: &Value) -> String {
    let values: Vec<String> = column.values(row).into_iter().map(plain).collect();
    values.join(BETWEEN)
}

/// A value as it stands in a cell.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Enum(name) => name.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(is) => is.to_string(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// Text that a spreadsheet does not run: what begins like a formula gets an apostrophe before it, also when it is not
/// the first value of its cell, since some programmes split cells at semicolons (OWASP, CSV injection). Numbers stay.
fn harmless(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether text is digits with at most a sign and a point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;
    use crate::export::schema::types;
    use crate::export::table::tables;

    const QUERY: &str =
        "{ programmes { nodes { slug title budget { amount } partners { name evidence { firstLine } } } } }";

    fn written(format: Format, evidence: bool, bom: bool, rows: serde_json::Value) -> String {
        let table = tables(types(), &parse_query(QUERY).unwrap()).remove(0);
        let mut writer = Writer::new(&table, Style { format, evidence, bom });
        let rows = table.rows(Value::from_json(json!({ "programmes": { "nodes": rows } })).unwrap());
        let mut bytes = writer.begin().unwrap();
        for row in rows {
            bytes.extend(writer.rows(&[row]).unwrap());
        }
        bytes.extend(writer.end());
        String::from_utf8(bytes).unwrap()
    }

    fn row(title: &str) -> serde_json::Value {
        let partners =
            json!([{ "name": "A", "evidence": [{ "firstLine": 3 }] }, { "name": "=B", "evidence": [] }]);
        json!({ "slug": "s", "title": title, "budget": { "amount": -2.5 }, "partners": partners })
    }

    #[test]
    fn a_table_has_headers_and_lines_that_end_as_rfc_4180_has_it() {
        assert_eq!(
            written(Format::Csv, false, false, json!([row("a, \"b\"\nc")])),
            "slug,title,budget.amount,partners.name\r\ns,\"a, \"\"b\"\"\nc\",-2.5,A; '=B\r\n"
        );
        assert_eq!(
            written(Format::Csv, false, false, json!([])),
            "slug,title,budget.amount,partners.name\r\n"
        );
    }

    #[test]
    fn evidence_and_the_byte_order_mark_are_on_request() {
        let table = written(Format::Csv, true, true, json!([row("t")]));
        assert_eq!(
            table,
            "\u{feff}slug,title,budget.amount,partners.name,partners.evidence.firstLine\r\ns,t,-2.5,A; '=B,3\r\n"
        );
    }

    #[test]
    fn what_is_missing_is_an_empty_cell() {
        let row = json!({ "slug": "s", "title": null, "budget": null, "partners": [] });
        assert!(written(Format::Csv, false, false, json!([row])).ends_with("\r\ns,,,\r\n"));
    }

    #[test]
    fn no_cell_begins_like_a_formula_and_numbers_stay() {
        for text in
            ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-", "-1+A1", "+1-2", "=1"]
        {
            assert_eq!(harmless(text), format!("'{text}"), "{text}");
        }
        for text in ["-5", "+37322", "-0.5", "a=1", "", "1"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn ndjson_is_an_object_a_line() {
        let lines = written(Format::Ndjson, false, false, json!([row("t"), row("u\n")]));
        let rows: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows, [row("t"), row("u\n")]);
        assert!(lines.ends_with("}\n"));
    }

    #[test]
    fn json_is_an_array_also_of_nothing() {
        let rows: serde_json::Value =
            serde_json::from_str(&written(Format::Json, false, false, json!([row("t"), row("u")]))).unwrap();
        assert_eq!(rows.as_array().unwrap().len(), 2);
        assert_eq!(written(Format::Json, false, false, json!([])), "[]\n");
    }
}
