//! Where each feature and the spotlight begin and end.

use super::block::{Block, blocks};
use super::line::{Kind, Part, is_in_capitals};
use super::place;
use crate::document::text::Text;
use crate::reference::organisations_in;
use crate::sources::UnknownLayout;
use crate::sources::reading::beginning;

/// A leaflet in its parts.
pub(super) struct Leaflet {
    /// What stands before the first feature.
    pub front: Vec<Block>,
    /// Features and spotlights, in the order of the document.
    pub sections: Vec<Section>,
}

/// A part of the leaflet.
pub(super) enum Section {
    /// A joint programme with its results.
    Feature(Feature),
    /// The blocks from "SPOTLIGHT ON".
    Spotlight(Vec<Block>),
}

/// A joint programme's blocks.
#[derive(Default)]
pub(super) struct Feature {
    /// The lines that name its countries or its region.
    pub heading: Vec<Block>,
    /// Area, budget, duration and agencies.
    pub header: Vec<Block>,
    /// Title, pictures, paragraphs, items and labels.
    pub body: Vec<Block>,
}

/// Most lines that a heading of countries is broken into.
const MOST_HEADING: usize = 4;
/// Most blocks between two lines of a header (values on lines of their own).
const MOST_BETWEEN: usize = 3;
/// A longer line is no rest of a label.
const MOST_BETWEEN_LENGTH: usize = 60;

/// Takes a document apart.
///
/// # Errors
/// When it has neither a feature nor a spotlight.
pub(super) fn leaflet(text: &Text) -> Result<Leaflet, UnknownLayout> {
    let mut front = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut in_contact = false;
    let mut rest = blocks(text).into_iter().peekable();
    let mut before: Vec<Block> = Vec::new();
    while let Some(block) = rest.next() {
        match block.kind {
            Kind::Area | Kind::Budget | Kind::Agencies => {
                let heading = split_heading(&mut before);
                place_rest(&mut sections, &mut front, &mut before, in_contact);
                let mut feature = Feature { heading, header: vec![block], body: Vec::new() };
                read_header(&mut feature, &mut rest);
                sections.push(Section::Feature(feature));
                in_contact = false;
            }
            Kind::Spotlight => {
                place_rest(&mut sections, &mut front, &mut before, in_contact);
                sections.push(Section::Spotlight(vec![block]));
                in_contact = false;
            }
            Kind::Contact => {
                place_rest(&mut sections, &mut front, &mut before, in_contact);
                in_contact = true;
            }
            _ => before.push(block),
        }
    }
    place_rest(&mut sections, &mut front, &mut before, in_contact);
    if sections.iter().any(is_known) {
        Ok(Leaflet { front, sections })
    } else {
        Err(unknown(text, &sections))
    }
}

/// Gives blocks to the section that they stand in. A line of countries inside a feature begins what no feature
/// has: a spotlight whose own heading is lost.
fn place_rest(
    sections: &mut Vec<Section>,
    front: &mut Vec<Block>,
    blocks: &mut Vec<Block>,
    in_contact: bool,
) {
    let mut blocks = std::mem::take(blocks);
    match sections.last_mut() {
        None => front.extend(blocks),
        Some(_) if in_contact => {}
        Some(Section::Feature(feature)) => {
            let from = blocks.iter().position(is_country_line).map(|at| {
                let theme = at
                    .checked_sub(1)
                    .filter(|before| blocks.get(*before).is_some_and(|block| !block.is_finished()));
                theme.unwrap_or(at)
            });
            let spotlight = from.map(|from| blocks.split_off(from));
            feature.body.extend(blocks);
            sections.extend(spotlight.map(Section::Spotlight));
        }
        Some(Section::Spotlight(spotlight)) => spotlight.extend(blocks),
    }
}

fn is_country_line(block: &Block) -> bool {
    let heads = block.kind == Kind::Heading || (block.kind == Kind::Plain && is_in_capitals(&block.text));
    heads && place::is_heading(&block.text)
}

/// Takes the heading of countries off the end of what stands before a header.
fn split_heading(before: &mut Vec<Block>) -> Vec<Block> {
    let mut from = before.len();
    while let Some(block) = from.checked_sub(1).and_then(|index| before.get(index)) {
        if block.kind == Kind::Number {
            from -= 1;
            continue;
        }
        let heads = matches!(block.kind, Kind::Heading | Kind::Plain)
            && !block.is_finished()
            && (is_in_capitals(&block.text) || place::is_heading(&block.text));
        // What is more than one line is one heading only where the lines follow each other.
        let adjacent = before
            .get(from)
            .is_none_or(|below| below.kind == Kind::Number || below.first() <= block.last() + 1);
        if !heads || !adjacent || before.len() - from >= MOST_HEADING {
            break;
        }
        from -= 1;
    }
    let mut heading = before.split_off(from);
    heading.retain(|block| block.kind != Kind::Number);
    heading
}

/// Takes the rest of a header: up to its last known line, values on lines of their own included. What stands
/// after the last label may be the title, so it goes to the body.
fn read_header(feature: &mut Feature, rest: &mut std::iter::Peekable<std::vec::IntoIter<Block>>) {
    let mut between = Vec::new();
    while let Some(block) = rest.next_if(|block| {
        let known = matches!(block.kind, Kind::Area | Kind::Budget | Kind::Agencies | Kind::Number);
        known || (block.kind == Kind::Plain && block.text.len() < MOST_BETWEEN_LENGTH)
    }) {
        let label = matches!(block.kind, Kind::Area | Kind::Budget | Kind::Agencies);
        let value = block.kind == Kind::Number && between.is_empty();
        between.push(block);
        if label || value {
            feature.header.append(&mut between);
        } else if between.len() > MOST_BETWEEN {
            break;
        }
    }
    feature.body.append(&mut between);
}

/// Whether a section is the leaflet's own: other documents of the fund have areas and budgets too.
fn is_known(section: &Section) -> bool {
    let feature = match section {
        Section::Spotlight(blocks) => {
            return blocks.first().is_some_and(|block| block.kind == Kind::Spotlight);
        }
        Section::Feature(feature) => feature,
    };
    let agencies =
        feature.header.iter().filter(|block| block.kind == Kind::Agencies && block.text.len() < 1000);
    let own = |block: &Block| matches!(block.kind, Kind::Label(Part::Achievements | Part::Stories));
    agencies.map(|block| organisations_in(&block.text)).any(|named| !named.is_empty())
        || feature.body.iter().any(own)
}

fn unknown(text: &Text, sections: &[Section]) -> UnknownLayout {
    let found = match sections.len() {
        0 => beginning(text),
        count => {
            format!("{count} headers of programmes without agencies and achievements in {}", beginning(text))
        }
    };
    UnknownLayout {
        kind: "results leaflet",
        expected: "features with `THEMATIC AREA`, `Participating UN Agencies` and `KEY ACHIEVEMENTS`, or a part headed `SPOTLIGHT ON`".into(),
        found,
    }
}
