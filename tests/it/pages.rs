//! Web pages, read by the real child process: the same records as from the text of the same document.

mod hostile;
pub(crate) mod render;

use std::path::Path;

use gcm_hub::document::text::{self, Text};
use gcm_hub::document::{Document, MediaType};
use gcm_hub::reader::{Limits, Reader};
use gcm_hub::record::Reading;
use gcm_hub::sources::{Source, source};
use serde_json::Value;

use crate::documents_folder;
use render::{Layout, page};

/// The sources that are published as web pages, with the folder of their fixtures.
const PAGES: [(&str, &str); 2] = [("undp-pledge", "pledge_page"), ("iom-mainstreaming", "programme_page")];

fn reader(limits: Limits) -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_gcm-hub").into(), limits)
}

fn document(bytes: Vec<u8>, media_type: MediaType) -> Document {
    Document { bytes, media_type, origin: "https://example.org/page".to_owned(), charset: None }
}

async fn read(html: &str) -> Text {
    reader(Limits::default()).read(&document(html.into(), MediaType::Html)).await.unwrap()
}

/// The texts of a source: fixtures of our own, and the real document where it is at hand.
fn texts(slug: &str, folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources").join(folder).join("testdata");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    if let Some(documents) = documents_folder() {
        let list = std::fs::read_to_string(documents.join("sources.toml")).unwrap();
        let list: toml::Table = toml::from_str(&list).unwrap();
        files.push(documents.join(list[slug]["file"].as_str().unwrap()));
    }
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// The records without where they stand: every value, and the fingerprint of every text.
fn facts(reading: &Reading) -> Value {
    let mut facts = serde_json::to_value(&reading.records).unwrap();
    without_places(&mut facts);
    facts
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("at");
            fields.values_mut().for_each(without_places);
        }
        Value::Array(values) => values.iter_mut().for_each(without_places),
        _ => {}
    }
}

fn parse(source: &Source, text: &Text) -> Reading {
    (source.parse)(text).unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test]
async fn a_page_gives_the_records_that_its_text_gives() {
    let mut compared = 0;
    for (slug, folder) in PAGES {
        let source = source(slug).unwrap();
        for (name, words) in texts(slug, folder) {
            let plain = text::read(&document(words.clone().into(), MediaType::Plain)).unwrap();
            let expected = facts(&parse(source, &plain));
            for layout in Layout::ALL {
                let text = read(&page(&words, layout)).await;
                let found = parse(source, &text);
                similar(&format!("{name} {layout:?}"), &facts(&found), &expected);
                for lines in found.records.iter().flat_map(|record| record.lines()) {
                    let quote = text.quote(lines.first, lines.last).unwrap();
                    assert_eq!(gcm_hub::record::Sha256::of(quote.as_bytes()), lines.sha256);
                }
                compared += 1;
            }
        }
    }
    assert!(compared >= 6 * Layout::ALL.len(), "only {compared} pages");
}

/// Compares record by record, so that a difference can be read.
#[track_caller]
fn similar(name: &str, found: &Value, expected: &Value) {
    let (found, expected) = (found.as_array().unwrap(), expected.as_array().unwrap());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(found.len(), expected.len(), "{name}");
}

#[tokio::test]
async fn items_have_the_addresses_that_the_page_links_to() {
    let source = source("undp-pledge").unwrap();
    let (_, words) = texts("undp-pledge", "pledge_page")
        .into_iter()
        .find(|(_, words)| words.contains("UNICEF built"))
        .unwrap();
    let html = page(&words, Layout::Managed);
    let linked = html.replacen("UNICEF built", "<a href=\"/ovens#new\">UNICEF built</a>", 1);
    assert_ne!(html, linked);
    let reading = parse(source, &read(&linked).await);
    let item = reading.records.iter().find(|record| record.key == "1.1").unwrap();
    assert_eq!(serde_json::to_value(item).unwrap()["urls"][0]["value"], "https://example.org/ovens#new");
}

#[tokio::test]
async fn a_page_is_read_the_same_in_the_child_and_here_and_every_time() {
    for (slug, folder) in PAGES {
        for (_, words) in texts(slug, folder) {
            let document = document(page(&words, Layout::Managed).into(), MediaType::Html);
            let here = text::read(&document).unwrap();
            for _ in 0..2 {
                assert_eq!(reader(Limits::default()).read(&document).await.unwrap(), here);
            }
        }
    }
}

#[tokio::test]
async fn the_child_knows_the_encoding_and_the_address() {
    let mut page = document(b"<p>caf\xe9 <a href=two>two</a></p>".to_vec(), MediaType::Html);
    page.charset = Some("iso-8859-1".to_owned());
    let text = reader(Limits::default()).read(&page).await.unwrap();
    assert_eq!(text.line(1).unwrap().text, "café two");
    assert_eq!(text.line(1).unwrap().links, ["https://example.org/two"]);
    page.charset = Some("--utf-8".to_owned());
    page.origin = "--help".to_owned();
    let error = reader(Limits::default()).read(&page).await.unwrap_err().to_string();
    assert!(error.contains("line 1 is not valid UTF-8"), "{error}");
}
