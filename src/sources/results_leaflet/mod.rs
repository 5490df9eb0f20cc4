//! The results leaflet "Migration MPTF in Action": a feature for each funded joint programme, and a spotlight of
//! figures by country.
//!
//! Lines are told by their words (`line.rs`), put together to blocks (`block.rs`), cut into features and spotlight
//! (`layout.rs`) and read. Captions, quotations and signatures are no results; the addresses at the end are no data.

mod block;
mod done;
mod feature;
mod front;
mod header;
mod layout;
mod line;
mod named;
mod output;
mod persons;
mod place;
mod programme;
mod repeats;
mod spotlight;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::{Source, UnknownLayout};
use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Reading, SourceInfo, SourceKind};
use layout::Section;
use output::Output;
use persons::CommonWords;

pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: Cow::Borrowed("mptf-in-action"),
        title: Cow::Borrowed("Migration MPTF in Action"),
        publisher: Cow::Borrowed("UNNM"),
        kind: SourceKind::ResultsLeaflet,
        homepage: Some(Cow::Borrowed("https://migrationnetwork.un.org/mptf")),
    },
    media_type: MediaType::Markdown,
    parser: "results-leaflet/2",
    parse,
    address: None,
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let leaflet = layout::leaflet(text)?;
    let front = front::read(text, &leaflet.front);
    let common = CommonWords::of(leaflet.sections.iter().flat_map(|section| match section {
        Section::Feature(feature) => feature.body.iter(),
        Section::Spotlight(blocks) => blocks.iter(),
    }));
    let mut output = Output::new(text, &common);
    let mut entries = Vec::new();
    for section in &leaflet.sections {
        match section {
            Section::Feature(feature) => feature::read(feature, &front, &mut output, &mut entries),
            Section::Spotlight(blocks) => spotlight::read(blocks, &mut output),
        }
    }
    repeats::flag(&entries, &mut output);
    let Output { records, flags, rejects, .. } = output;
    Ok(Reading { label: front.label, as_of: front.as_of, records, flags, rejects })
}
