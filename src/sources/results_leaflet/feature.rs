//! A feature: one joint programme, and every figure that it reports as done.

use super::block::Block;
use super::done::{Done, Place};
use super::front::Front;
use super::header;
use super::layout::Feature;
use super::line::{Kind, Part};
use super::output::{Context, Output};
use super::place::{self, Places};
use super::programme;
use crate::document::text::Text;
use crate::record::{Body, PrintedCountry, Record, Stated};
use crate::sources::reading::slug;

/// An item of a feature, for what is told by comparing items.
pub(super) struct Entry {
    /// What its programme's results have as the beginning of their keys.
    pub programme: String,
    /// The keys and figures of its results.
    pub results: Vec<(String, Done)>,
    /// Its text.
    pub text: String,
    /// Its lines.
    pub lines: (u32, u32),
    /// Whether it is an item of a list.
    pub is_item: bool,
}

/// Reads a feature into the output; what its items say goes to `entries`.
pub(super) fn read(feature: &Feature, front: &Front, output: &mut Output<'_>, entries: &mut Vec<Entry>) {
    let heading = place::heading(output.text, &feature.heading);
    if heading.countries.is_empty() && heading.region.is_none() {
        for block in &feature.heading {
            output.reject(block, NO_COUNTRY);
        }
    }
    let mut header = header::read(output.text, &feature.header);
    output.rejects.append(&mut header.rejects);
    let unseparated = std::mem::take(&mut header.unseparated);
    let place =
        heading.region.as_ref().map_or_else(|| codes(&heading.countries), |region| slug(&region.value));
    let (title, body) = programme::split_title(&feature.body);
    let key = match title {
        Some(title) => {
            let key = output.key(&format!("{place}/{}", programme::short(&title.text, &place)));
            let record = programme::record(title, body, &heading, header, front, output);
            output.records.push(Record { key: key.clone(), body: Body::Programme(Box::new(record)) });
            key
        }
        None => {
            if let Some(header) = feature.header.first() {
                output.reject(header, NO_TITLE);
            }
            place
        }
    };
    let programme = title.map(|_| key.as_str());
    for ([one, other], lines) in unseparated {
        let message =
            format!("no mark stands between `{one}` and `{other}`; the hub reads them as two agencies");
        output.flag("missing-separator", message, programme.map(str::to_owned), &[lines]);
    }
    empty_parts(body, programme, output);
    results(body, &key, programme, &heading, output, entries);
}

const NO_COUNTRY: &str =
    "the heading names no country or region that the hub knows; its programme is kept without one";
const NO_TITLE: &str = "no title stands between this header and the first part of the programme; its results are kept without a programme";

/// Parts of a feature that have a heading and nothing to read under it.
fn empty_parts(body: &[Block], programme: Option<&str>, output: &mut Output<'_>) {
    let mut open: Option<&Block> = None;
    let mut empty = Vec::new();
    for block in body {
        match block.kind {
            Kind::Label(_) => empty.extend(open.replace(block)),
            Kind::Caption | Kind::Number => {}
            _ => open = None,
        }
    }
    empty.extend(open);
    for block in empty {
        let message = format!("the part headed `{}` has no text; the hub reads nothing from it", block.text);
        output.flag("empty-section", message, programme.map(str::to_owned), &[(block.first(), block.last())]);
    }
}

fn results(
    body: &[Block],
    key: &str,
    programme: Option<&str>,
    heading: &place::Heading,
    output: &mut Output<'_>,
    entries: &mut Vec<Entry>,
) {
    let text = output.text;
    let mut part = Part::Background;
    let mut paragraphs = 0;
    let mut under = heading.countries.clone();
    for block in body {
        let is_item = match block.kind {
            Kind::Label(label) => {
                part = label;
                under.clone_from(&heading.countries);
                continue;
            }
            Kind::Item => true,
            _ if is_running_text(block) => false,
            Kind::Heading | Kind::Plain => {
                under = below(text, block, heading);
                continue;
            }
            _ => continue,
        };
        let place = match (is_item, part) {
            (true, _) => Place::Entry,
            (false, Part::Background) if paragraphs == 0 => Place::Purpose,
            (false, _) => Place::Prose,
        };
        paragraphs += usize::from(!is_item);
        let Some((found, planned)) = output.done(block, place) else { continue };
        if is_item && found.is_empty() {
            let reason = match planned {
                0 => "the item reports something done and states no figure",
                _ => "the figures of the item are of what is planned, not of what is done",
            };
            output.reject(block, reason);
        }
        let places = Places::new(text, block, &under, !heading.countries.is_empty());
        let context = Context { key, programme, theme: None, whole_block: is_item };
        let results = output.results(&context, block, found, &places);
        if is_item && block.text.starts_with(char::is_lowercase) {
            missing_number(block, results.first().map(|(key, _)| key.clone()), output);
        }
        let lines = (block.first(), block.last());
        entries.push(Entry { programme: key.to_owned(), results, text: block.text.clone(), lines, is_item });
    }
}

/// Flags an item that begins in the middle of a phrase.
pub(super) fn missing_number(block: &Block, record: Option<String>, output: &mut Output<'_>) {
    let message = "the item begins in the middle of a phrase, so its number seems lost; the hub reads one, as the noun is singular, or nothing";
    output.flag("missing-number", message.to_owned(), record, &[(block.first(), block.first())]);
}

/// Where what stands under a sub-heading is: the countries that the sub-heading names, or the programme's.
fn below(text: &Text, block: &Block, heading: &place::Heading) -> Vec<Stated<PrintedCountry>> {
    let mut named = place::countries(text, block);
    let own = &heading.countries;
    named.retain(|country| own.is_empty() || own.iter().any(|other| other.value.code == country.value.code));
    if named.is_empty() { own.clone() } else { named }
}

/// A longer line is no sub-heading, however it ends.
const MOST_HEADING_WORDS: usize = 30;

/// Whether a block is a paragraph of the leaflet's own words.
pub(super) fn is_running_text(block: &Block) -> bool {
    block.kind == Kind::Plain && (block.is_finished() || block.text.split(' ').count() > MOST_HEADING_WORDS)
}

/// The codes of some countries, for a key: "gin-lbr-sle".
pub(super) fn codes(countries: &[Stated<PrintedCountry>]) -> String {
    let mut codes: Vec<String> =
        countries.iter().map(|country| country.value.code.to_string().to_lowercase()).collect();
    codes.sort();
    if codes.is_empty() { "unknown".to_owned() } else { codes.join("-") }
}
