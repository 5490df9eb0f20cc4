//! A programme's page on its agency's site: running text, items with what was achieved, a contact block, and the
//! site's filter with the name of every office.
//!
//! `body` finds the programme's text and `programme` reads it; `offices` reads the filter, whose countries are never
//! the programme's. The contact block is never looked at.

mod body;
mod offices;
mod programme;

use std::borrow::Cow;

use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Body, Flag, Reading, Record, SourceInfo, SourceKind};
use crate::sources::programme_leaflet;
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::reading::{beginning, reject};
use crate::sources::{Source, UnknownLayout};

/// Where the page is published.
const ADDRESS: &str = "https://www.iom.int/mainstreaming-migration-national-development-strategies";

/// IOM's page on the programme's earlier phases.
pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: Cow::Borrowed("iom-mainstreaming"),
        title: Cow::Borrowed("Mainstreaming Migration into National Development Strategies"),
        publisher: Cow::Borrowed("IOM"),
        kind: SourceKind::ProgrammePage,
        homepage: Some(Cow::Borrowed(ADDRESS)),
    },
    media_type: MediaType::Plain,
    parser: "programme-page/2",
    parse,
    address: Some(ADDRESS),
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

/// The key of the one programme.
const PROGRAMME: &str = "programme";
/// The key of the one phase.
const PHASE: &str = "phase";
/// Whose offices the site's filter lists.
const ORGANISATION: &str = "IOM";

fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let furniture = Furniture::of(text);
    let filter = offices::filter(text, &furniture);
    let body = body::body(text, &furniture, filter.as_ref());
    let body = body.filter(|body| is_page(text, body, filter.is_some())).ok_or_else(|| unknown(text))?;
    let mut reading = Reading::default();
    if body.countries.is_empty() {
        let (first, last) = body.opening.lines();
        let reason = "no sentence names the programme's countries: they stay unknown";
        reading.rejects.push(reject(text, first, last, reason));
    }
    if let Some((message, at)) = programme::count_differs(text, &body) {
        let (code, record) = ("country-count-differs".into(), Some(PROGRAMME.into()));
        reading.flags.push(Flag { code, message, record, at });
    }
    reading
        .flags
        .extend(furniture.flag(text, |number| !filter.as_ref().is_some_and(|filter| filter.holds(number))));
    let programme = Body::Programme(Box::new(programme::record(text, &body)));
    let phase = Body::Phase(Box::new(programme::phase(text, &furniture, &body)));
    reading.records.push(Record { key: PROGRAMME.into(), body: programme });
    reading.records.push(Record { key: PHASE.into(), body: phase });
    if let Some(filter) = filter {
        offices::read(text, &furniture, &filter, &mut reading);
    }
    Ok(reading)
}

/// A document that names a programme may still be anything: a page ends in its site's contact block or list of
/// offices, and has no labels as a leaflet does.
fn is_page(text: &Text, body: &body::Body, has_filter: bool) -> bool {
    let (opens_on, _) = body.opening.lines();
    let ends = text.lines().any(|(number, line)| number > opens_on && body::stands_below(line));
    let tells = has_filter || (ends && !body.countries.is_empty());
    tells && !programme_leaflet::has_labels(text)
}

fn unknown(text: &Text) -> UnknownLayout {
    UnknownLayout {
        kind: "programme page",
        expected:
            "a sentence that names the programme (`… Programme on …`), and below it one that names its countries \
             and the site's contact block, or the site's list of offices"
                .into(),
        found: beginning(text),
    }
}

#[cfg(test)]
mod tests;
