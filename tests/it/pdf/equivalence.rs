//! The same document as text and as PDF gives the same records: only lines and their hashes differ.

use std::path::Path;

use gcm_hub::document::Document;
use gcm_hub::document::text::{Text, read};
use gcm_hub::sources::{SOURCES, Source};
use serde_json::Value;

use super::read_pdf;
use super::rendering::{Sheets, booklet_in_lines, booklet_in_sheets, leaflet};
use crate::documents_folder;

/// A document's name and its text as published.
fn documents(slug: &str, folder: &str) -> (Source, Vec<(String, Text)>) {
    let source = SOURCES.iter().find(|source| source.slug() == slug).unwrap();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources").join(folder).join("testdata");
    let mut files: Vec<_> = std::fs::read_dir(testdata).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    if let Some(documents) = documents_folder() {
        let list = std::fs::read_to_string(documents.join("sources.toml")).unwrap();
        let list: toml::Table = toml::from_str(&list).unwrap();
        files.push(documents.join(list[slug]["file"].as_str().unwrap()));
    }
    let text = |path: &Path| {
        let bytes = std::fs::read(path).unwrap();
        read(&Document { bytes, media_type: source.media_type, origin: "test".into(), charset: None })
            .unwrap()
    };
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    (source.clone(), files.iter().map(|path| (name(path), text(path))).collect())
}

/// What cannot be set in a layout: a text that has lost its blank lines, a sheet that breaks across pages beside its
/// summary.
const UNSET: [(&str, &str); 3] = [
    ("no-blank-lines-and-values-behind-labels.md", "wide"),
    ("no-blank-lines-and-values-behind-labels.md", "two"),
    ("page-break-inside-a-sheet.txt", "columns"),
];

/// Documents whose prose the parsers bound otherwise where lines are narrow: its fingerprint and terms are not
/// compared there, every other field is.
const PROSE_APART: [&str; 2] = ["001_6c6822a1ce652f57.txt", "003_3f98c71878d54eaa.txt"];

/// The facts of a document: records without the lines that they were read on. `None` when it is refused.
fn facts(source: &Source, text: &Text) -> Option<Vec<Value>> {
    let reading = (source.parse)(text).ok()?;
    let mut records: Vec<Value> =
        reading.records.iter().map(|record| serde_json::to_value(record).unwrap()).collect();
    records.iter_mut().for_each(without_lines);
    Some(records)
}

fn without_lines(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("at");
            fields.values_mut().for_each(without_lines);
        }
        Value::Array(values) => values.iter_mut().for_each(without_lines),
        _ => {}
    }
}

fn compare(slug: &str, folder: &str, layout: &str, print: impl Fn(&Text) -> Vec<u8>) {
    let (source, documents) = documents(slug, folder);
    let mut compared = 0;
    for (name, text) in documents {
        let Some(expected) = facts(&source, &text) else { continue };
        if UNSET.contains(&(name.as_str(), layout)) {
            continue;
        }
        let read = read_pdf(print(&text)).unwrap_or_else(|error| panic!("{name}, {layout}: {error}"));
        let mut found = facts(&source, &read).unwrap_or_default();
        let mut expected = expected;
        if layout == "two" && PROSE_APART.contains(&name.as_str()) {
            for record in found.iter_mut().chain(&mut expected) {
                let fields = record.as_object_mut().unwrap();
                fields.remove("text");
                fields.remove("terms");
            }
        }
        let differing: Vec<&Value> =
            expected.iter().filter(|record| !found.contains(record)).map(|record| &record["key"]).collect();
        assert!(differing.is_empty(), "{name}, {layout}: not as in the text: {differing:?}");
        assert_eq!(found.len(), expected.len(), "{name}, {layout}");
        compared += 1;
    }
    assert!(compared > 0, "nothing to compare for {slug}, {layout}");
}

#[test]
fn the_booklet_in_every_layout_gives_the_records_of_its_text() {
    compare("mptf-pipeline", "pipeline_booklet", "lines", booklet_in_lines);
    compare("mptf-pipeline", "pipeline_booklet", "table", |text| booklet_in_sheets(text, Sheets::Table));
    compare("mptf-pipeline", "pipeline_booklet", "backwards", |text| {
        booklet_in_sheets(text, Sheets::TableBackwards)
    });
    compare("mptf-pipeline", "pipeline_booklet", "columns", |text| booklet_in_sheets(text, Sheets::Columns));
}

#[test]
fn the_leaflets_in_one_column_and_in_two_give_the_records_of_their_text() {
    for (slug, folder) in [("mptf-in-action", "results_leaflet"), ("iom-undp-programme", "programme_leaflet")]
    {
        // A paragraph that a column or a page cuts may be two to the parsers: they are kept whole, items are not.
        compare(slug, folder, "wide", |text| leaflet(text, &[(60.0, 470.0)]));
        compare(slug, folder, "two", |text| leaflet(text, &[(40.0, 250.0), (305.0, 250.0)]));
    }
}
