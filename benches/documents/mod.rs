//! A document of each source: as text, as a web page and as a PDF. The real ones where they are at hand
//! (`GCM_HUB_DOCUMENTS`), else fixtures of our own. The renderings are those of the tests, which show that they give the
//! same records.

#[allow(dead_code, reason = "tests set what is not measured here")]
#[path = "../../tests/it/pdf/press.rs"]
mod press;
#[allow(dead_code, reason = "tests set what is not measured here")]
#[path = "../../tests/it/pages/render.rs"]
mod render;
#[allow(dead_code, reason = "tests set what is not measured here")]
#[path = "../../tests/it/pdf/rendering.rs"]
mod rendering;

use std::path::{Path, PathBuf};

use gcm_hub::document::text::{self, Text};
use gcm_hub::document::{Document, MediaType};
use gcm_hub::sources::{Source, source};

/// Of each source, a fixture that has something of everything.
const FIXTURES: [(&str, &str); 5] = [
    ("mptf-pipeline", "pipeline_booklet/testdata/six-sheets.txt"),
    ("mptf-in-action", "results_leaflet/testdata/two-features-and-a-spotlight.md"),
    ("undp-pledge", "pledge_page/testdata/commitments-stand-twice.txt"),
    ("iom-undp-programme", "programme_leaflet/testdata/labels-and-countries-printed-twice.md"),
    ("iom-mainstreaming", "programme_page/testdata/programme-and-site-filter.txt"),
];

/// A document in three forms.
pub struct Sample {
    /// Its source.
    pub source: &'static Source,
    /// As text, or as Markdown where that is how the source is extracted.
    pub text: Document,
    /// As a web page.
    pub html: Document,
    /// As a PDF.
    pub pdf: Document,
}

/// The folder of the real documents, where it is at hand.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("GCM_HUB_DOCUMENTS").map(PathBuf::from)
}

/// One for each source: the documents of a folder, or the fixtures.
pub fn samples(folder: Option<&Path>) -> Vec<Sample> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources");
    let files: Vec<PathBuf> = match folder {
        None => FIXTURES.iter().map(|(_, file)| fixtures.join(file)).collect(),
        Some(folder) => {
            let list = std::fs::read_to_string(folder.join("sources.toml")).expect("the folder has a list");
            let list: toml::Table = toml::from_str(&list).expect("the list is TOML");
            let file = |slug: &str| list[slug]["file"].as_str().expect("each source has a file").to_owned();
            FIXTURES.iter().map(|(slug, _)| folder.join(file(slug))).collect()
        }
    };
    let slugs = FIXTURES.iter().map(|(slug, _)| source(slug).expect("it is a source"));
    slugs.zip(files).map(|(source, file)| sample(source, &file)).collect()
}

fn sample(source: &'static Source, file: &Path) -> Sample {
    let words = std::fs::read_to_string(file).expect("the document is text");
    let document = |bytes: Vec<u8>, media_type| Document {
        bytes,
        media_type,
        origin: "https://example.org/document".to_owned(),
        charset: None,
    };
    let text = document(words.clone().into_bytes(), source.media_type);
    let html = document(render::page(&words, render::Layout::Managed).into_bytes(), MediaType::Html);
    let lines = document(printable(&words).into_bytes(), source.media_type);
    let pdf = document(pdf(source, &text::read(&lines).expect("the text is read")), MediaType::Pdf);
    Sample { source, text, html, pdf }
}

fn pdf(source: &Source, text: &Text) -> Vec<u8> {
    match (source.slug(), source.media_type) {
        ("mptf-pipeline", _) => rendering::booklet_in_sheets(text, rendering::Sheets::Table),
        (_, MediaType::Markdown) => rendering::leaflet(text, &[(60.0, 470.0)]),
        _ => rendering::booklet_in_lines(text),
    }
}

/// Without what the face of the press has no letter for.
fn printable(words: &str) -> String {
    let known = |sign: &char| *sign < '\u{100}' || "€…Œ‘’“”•–—œ\u{2009}\u{202f}‐".contains(*sign);
    words.chars().map(|sign| if known(&sign) { sign } else { '?' }).collect()
}

/// Other bytes with the same words: so many times another edition.
pub fn edition(document: &Document, number: usize) -> Document {
    let mut document = document.clone();
    let mark = match document.media_type {
        MediaType::Pdf => format!("\n% {number}\n"),
        _ => format!("\n<!-- {number} -->\n"),
    };
    document.bytes.extend_from_slice(mark.as_bytes());
    document
}
