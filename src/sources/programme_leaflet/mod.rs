//! A global programme's own leaflet: a column of labels and values (donor, duration, countries), outcomes and
//! sectors as lists, then running text about where it works and what came before it.
//!
//! The opening sentence names the programme; `layout` finds the sections, the other modules read them. What stands
//! under the contact label is never looked at: it names people.

mod countries;
mod facts;
mod layout;
mod phase;
mod programme;

use std::borrow::Cow;

use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Body, Flag, Reading, Record, SourceInfo, SourceKind};
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::reading::beginning;
use crate::sources::{Source, UnknownLayout};
use facts::Facts;
use layout::{Label, Section};

/// The leaflet of the programme that IOM and UNDP run together.
pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: Cow::Borrowed("iom-undp-programme"),
        title: Cow::Borrowed("IOM-UNDP Global Programme, Making Migration Work for Sustainable Development"),
        publisher: Cow::Borrowed("IOM"),
        kind: SourceKind::ProgrammeLeaflet,
        homepage: None,
    },
    media_type: MediaType::Markdown,
    parser: "programme-leaflet/2",
    parse,
    address: None,
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

/// The key of the one programme.
pub(super) const PROGRAMME: &str = "programme";
/// The key of the one phase.
pub(super) const PHASE: &str = "phase";

fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let furniture = Furniture::of(text);
    let sections = layout::sections(text, &furniture);
    let mut reading = Reading::default();
    let facts = facts::facts(text, &sections, &mut reading.rejects);
    let facts = facts.filter(|_| is_labelled(&sections)).ok_or_else(|| unknown(text))?;
    let programme = programme::record(text, &sections, &facts);
    let phase = phase::record(text, &furniture, &sections, &facts);
    reading.flags = flags(&facts);
    reading.flags.extend(furniture.flag(text, |_| true));
    reading.records = vec![
        Record { key: PROGRAMME.into(), body: Body::Programme(Box::new(programme)) },
        Record { key: PHASE.into(), body: Body::Phase(Box::new(phase)) },
    ];
    Ok(reading)
}

/// A document that names a programme may still be anything: a leaflet has at least two of its labels. One alone stands
/// in other documents too.
fn is_labelled(sections: &[Section]) -> bool {
    let labels = [
        Label::Donor,
        Label::Duration,
        Label::Countries,
        Label::WhereWeWork,
        Label::Outcomes,
        Label::Sectors,
    ];
    let found = |label: &&Label| sections.iter().any(|section| section.label == Some(**label));
    labels.iter().filter(found).count() >= 2
}

/// Whether a document has the labels of a programme's leaflet, so that it is no programme's page.
pub(super) fn has_labels(text: &Text) -> bool {
    is_labelled(&layout::sections(text, &Furniture::of(text)))
}

fn unknown(text: &Text) -> UnknownLayout {
    UnknownLayout {
        kind: "programme leaflet",
        expected: "a sentence that names the programme (`The … Programme on …`) and at least two labels \
                   of `Donor`, `Duration`, `Countries`, `Programme Outcomes`, `Priority Sectors`, `Where We Work`"
            .into(),
        found: beginning(text),
    }
}

fn flags(facts: &Facts) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut flag = |code: &str, message: String, at: Vec<_>| {
        flags.push(Flag { code: code.into(), message, record: Some(PROGRAMME.into()), at });
    };
    if let Some((message, at)) = facts.lists_differ() {
        flag("country-lists-differ", message, at);
    }
    if let Some((message, at)) = facts.count_differs() {
        flag("country-count-differs", message, at);
    }
    if let Some((message, at)) = facts.length_differs() {
        flag("duration-and-dates-differ", message, at);
    }
    flags
}

#[cfg(test)]
mod tests;
