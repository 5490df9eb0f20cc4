//! `gcm-hub sources`.

use std::process::ExitCode;

use anyhow::Result;
use chrono::Utc;

use super::place::Place;
use super::table::table;
use crate::refresh;

pub(super) fn run(place: &Place) -> Result<ExitCode> {
    let store = place.store()?;
    let graph = refresh::load(&store, &place.sources, Utc::now())?;
    let freshness = refresh::freshness(&store, &place.sources, &place.plan, Utc::now())?;
    let mut table = table(&["Source", "Edition", "As of", "Freshness", "Records", "Rejects", "Text"]);
    for source in &graph.sources {
        let current = source.current.map(|place| &graph.editions[place]);
        let label = current.and_then(|current| current.edition.label.clone());
        let short = current.map(|current| current.edition.sha256.to_string()[..12].to_owned());
        let as_of = current.and_then(|current| current.edition.as_of).map(|date| date.to_string());
        let held = current.is_some_and(|current| current.text.is_some());
        table.add_row([
            source.slug().to_owned(),
            label.or(short).unwrap_or_else(|| "none".to_owned()),
            as_of.unwrap_or_else(|| "not stated".to_owned()),
            freshness.get(source.slug()).map_or_else(String::new, |known| known.state.to_string()),
            source.record_count.to_string(),
            source.rejects.len().to_string(),
            if held { "held" } else { "not held" }.to_owned(),
        ]);
    }
    super::print(&format!("{table}\n"))
}
