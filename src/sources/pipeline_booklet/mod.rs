//! The pipeline booklet of the Migration MPTF: concept notes of joint programmes, a sheet each, under five
//! thematic areas.
//!
//! The way of a document through this folder: `token` parts lines into labels, text and what pages print around
//! them; `sheet` cuts the booklet at its labels, with `heading` and `area` reading what stands above a sheet;
//! `facts`, `partners`, `title`, `summary` and their like read one slot each; `record` and
//! `fields` put a sheet together.

mod area;
mod columns;
mod countries;
mod edition;
mod facts;
mod fields;
mod glued;
mod heading;
mod hyphens;
mod joined;
mod label;
mod notebook;
mod objectives;
mod participants;
mod partner_groups;
mod partner_kind;
mod partner_openings;
mod partners;
mod record;
mod sheet;
mod status;
mod summary;
mod title;
mod token;

use std::borrow::Cow;

use label::Label;
use record::Recorder;

use super::reading::beginning;
use super::{Source, UnknownLayout};
use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Reading, SourceInfo, SourceKind};

pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: Cow::Borrowed("mptf-pipeline"),
        title: Cow::Borrowed("Migration MPTF, Pipeline of Joint Programmes"),
        // The fund's steering committee issues the booklet; the network is its secretariat and publishes it.
        publisher: Cow::Borrowed("UNNM"),
        kind: SourceKind::PipelineBooklet,
        homepage: Some(Cow::Borrowed("https://migrationnetwork.un.org/mptf")),
    },
    media_type: MediaType::Plain,
    parser: "pipeline-booklet/2",
    parse,
    address: None,
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let tokens = token::tokens(text);
    let sheets = sheet::sheets(&tokens);
    if sheets.is_empty() {
        return Err(unknown(beginning(text)));
    }
    if let Some(line) = sheet::crowded_line(&sheets) {
        return Err(unknown(format!("line {line} with several sheets on it: the line ends are lost")));
    }
    if let Some(found) = columns::found(&sheets) {
        return Err(unknown(format!("{found}; {REMEDY}")));
    }
    let mut recorder = Recorder::new(text);
    let mut read = 0;
    for (index, sheet) in sheets.iter().enumerate() {
        if columns::are_woven(sheet) {
            let reason =
                "title or summary stand among the facts of the sheet: its columns have run into each other";
            recorder.notes.reject(sheet.lines(), reason);
            continue;
        }
        read += usize::from(recorder.sheet(sheet, index + 1 == sheets.len()));
    }
    if read == 0 {
        return Err(unknown(format!("{} without a title", sheets.len())));
    }
    let mut reading = recorder.notes.reading;
    edition::name(text, &tokens, &mut reading);
    Ok(reading)
}

/// What to do about a text whose columns are woven.
const REMEDY: &str = "extract the text again in reading order, one column after the other (`pdftotext` does so \
                      without `-layout`), or give the hub the PDF file itself";

fn unknown(found: String) -> UnknownLayout {
    let labels = [
        Label::Participating,
        Label::Partners,
        Label::Budget,
        Label::Duration,
        Label::Status,
        Label::Title,
        Label::Summary,
    ];
    let labels = labels.map(|label| format!("`{}`", label.printed())).join(", ");
    UnknownLayout { kind: "pipeline booklet", expected: format!("sheets with the labels {labels}"), found }
}

#[cfg(test)]
mod layouts;
#[cfg(test)]
mod real;
#[cfg(test)]
mod tests;
