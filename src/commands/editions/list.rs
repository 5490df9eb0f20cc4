//! `gcm-hub editions list`.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, Utc};
use comfy_table::{ContentArrangement, Table, presets};

use super::{chosen, short};
use crate::commands::place::Place;
use crate::graph::{Loaded, standing};
use crate::record::Edition;
use crate::refresh;
use crate::store::Store;

pub(super) fn run(place: &Place, source: Option<&str>) -> Result<ExitCode> {
    let sources = chosen(&place.sources, source)?;
    let store = place.store()?;
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header([
        "Source",
        "Edition",
        "Label",
        "As of",
        "Got",
        "Stands from",
        "Records",
        "Text",
        "State",
    ]);
    for source in sources {
        if let Some(held) = store.held(source.slug())? {
            let row = Row {
                edition: &held.edition,
                records: held.reading.records.len(),
                text: held.text.is_some(),
            };
            table.add_row(row.cells("nowhere".to_owned(), &format!("held: {}", held.reason)));
        }
        let mut editions: Vec<Loaded> = Vec::new();
        for kept in refresh::line(&store, source)? {
            editions.extend(kept.load(&store, source)?);
        }
        let from = standing(editions.iter().rev().map(|loaded| &loaded.edition));
        for (number, (loaded, from)) in editions.iter().zip(from.into_iter().rev()).enumerate() {
            let Loaded { edition, reading, text, .. } = loaded;
            let row = Row { edition, records: reading.records.len(), text: text.is_some() };
            let from = from.map_or_else(|| "the beginning".to_owned(), day);
            table.add_row(row.cells(from, if number == 0 { "in service" } else { "older" }));
        }
    }
    crate::commands::print(&format!("{table}\n"))
}

struct Row<'a> {
    edition: &'a Edition,
    records: usize,
    text: bool,
}

impl Row<'_> {
    fn cells(&self, from: String, state: &str) -> [String; 9] {
        let Edition { source, label, as_of, retrieved_at, .. } = self.edition;
        let unknown = || "not stated".to_owned();
        [
            source.clone(),
            short(self.edition),
            label.clone().unwrap_or_else(unknown),
            as_of.map_or_else(unknown, |date| date.to_string()),
            retrieved_at.map_or_else(|| "with the hub".to_owned(), day),
            from,
            self.records.to_string(),
            if self.text { "held" } else { "not held" }.to_owned(),
            state.to_owned(),
        ]
    }
}

fn day(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d").to_string()
}
