//! A feature: one joint programme, and every figure that it reports as done.

use super::block::Block;
use super::done::{Done, Place, done};
use super::front::Front;
use super::header;
use super::layout::Feature;
use super::line::{Kind, Part};
use super::output::{Context, Output};
use super::place::{self, Places};
use crate::record::{Body, PrintedCountry, ProgrammeKind, ProgrammeRecord, Record, Stated};
use crate::reference::countries_in;
use crate::sources::names::proper_names;
use crate::sources::reading::{prose, slug, stated};

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

/// Words in a title that tell no programme from another, for the key.
const PLAIN_WORDS: &str = "of for in the and to a an on by with through from their its at as";
/// The key takes this many words of the title.
const KEY_WORDS: usize = 6;
/// No title has more words; more is a paragraph.
const MOST_TITLE_WORDS: usize = 60;

/// Reads a feature into the output; what its items say goes to `entries`.
pub(super) fn read(feature: &Feature, front: &Front, output: &mut Output<'_>, entries: &mut Vec<Entry>) {
    let text = output.text;
    let heading = place::heading(text, &feature.heading);
    let header = header::read(text, &feature.header);
    output.rejects.extend(header.rejects);
    if heading.countries.is_empty() && heading.region.is_none() {
        for block in &feature.heading {
            output.reject(block, "the heading names no country or region that the hub knows; its programme is kept without one");
        }
    }
    let title_at = title(&feature.body);
    let title = title_at.and_then(|at| feature.body.get(at));
    let body = feature.body.get(title_at.map_or(0, |at| at + 1)..).unwrap_or_default();
    let place = match &heading.region {
        Some(region) => slug(&region.value),
        None => codes(&heading.countries),
    };
    let key = match title {
        Some(title) => output.key(&format!("{place}/{}", short(&title.text, &place))),
        None => place,
    };
    match title {
        Some(title) => {
            let background = body.iter().find(|block| is_running_text(block));
            let texts: Vec<&str> = std::iter::once(title)
                .chain(body)
                .filter(|block| is_indexed(block))
                .map(|block| block.text.as_str())
                .collect();
            let places = proper_names(&title.text).into_iter().map(|(name, range)| {
                let (first, last) = title.lines_of(&range);
                stated(text, name, first, last)
            });
            let programme = ProgrammeRecord {
                kind: ProgrammeKind::Joint,
                title: stated(text, title.text.clone(), title.first(), title.last()),
                aliases: Vec::new(),
                region_label: heading.region.clone(),
                countries: heading.countries.clone(),
                places: places.collect(),
                thematic_area: header.area,
                gcm_objectives: Vec::new(),
                budget: header.budget,
                duration_months: header.duration_months,
                period: None,
                status: front.status.clone(),
                participants: header.participants,
                partners: Vec::new(),
                text: background.and_then(|block| prose(text, &block.ranges())),
                terms: output.common.terms(&texts),
            };
            output.records.push(Record { key: key.clone(), body: Body::Programme(Box::new(programme)) });
        }
        None => {
            let header = feature.header.first().cloned();
            if let Some(header) = header {
                output.reject(&header, "no title stands between this header and the first part of the programme; its results are kept without a programme");
            }
        }
    }
    let programme = title.map(|_| key.as_str());
    for lines in header.unseparated {
        let message = "no mark stands between two of the participating agencies; the hub reads them as two";
        output.flag("missing-separator", message.to_owned(), programme.map(str::to_owned), &[lines]);
    }
    empty_parts(body, programme, output);
    results(body, &key, programme, &heading, output, entries);
}

/// The title: the first block before the first part that is no picture's words and no sentence.
fn title(body: &[Block]) -> Option<usize> {
    for (at, block) in body.iter().enumerate() {
        match block.kind {
            Kind::Caption | Kind::Number | Kind::Noise => {}
            Kind::Heading | Kind::Plain | Kind::Quotation => {
                let sentence = block.text.ends_with('.') || block.text.split(' ').count() > MOST_TITLE_WORDS;
                return (!sentence).then_some(at);
            }
            _ => return None,
        }
    }
    None
}

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
    let mut under: Option<&Block> = None;
    for block in body {
        let is_item = match block.kind {
            Kind::Label(label) => {
                (part, under) = (label, None);
                continue;
            }
            Kind::Item => true,
            _ if is_running_text(block) => false,
            Kind::Heading | Kind::Plain => {
                under = Some(block);
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
        let (found, planned) = done(&block.text, place);
        if is_item && found.is_empty() {
            let reason = match planned {
                0 => "the item reports something done and states no figure",
                _ => "the figures of the item are of what is planned, not of what is done",
            };
            output.reject(block, reason);
        }
        let wider = wider(text, under, heading);
        let places = Places::new(text, block, &wider, !heading.countries.is_empty());
        let context = Context { key, programme, theme: None, whole_block: is_item };
        let results = add(&context, block, found, &places, output);
        if is_item && block.text.starts_with(char::is_lowercase) {
            missing_number(block, results.first().map(|(key, _)| key.clone()), output);
        }
        let lines = (block.first(), block.last());
        entries.push(Entry { programme: key.to_owned(), results, text: block.text.clone(), lines, is_item });
    }
}

/// Adds the results of one block, each in its place.
pub(super) fn add(
    context: &Context<'_>,
    block: &Block,
    found: Vec<Done>,
    places: &Places<'_>,
    output: &mut Output<'_>,
) -> Vec<(String, Done)> {
    let starts: Vec<usize> = found.iter().map(|done| done.range.start).collect();
    let mut results = Vec::new();
    let mut entry = 0..0;
    let mut first = 0;
    for (index, done) in found.into_iter().enumerate() {
        if !entry.contains(&done.range.start) {
            entry = if context.whole_block { 0..block.text.len() } else { done.sentence.clone() };
            first = done.range.start;
        }
        let until = starts.get(index + 1).map_or(entry.end, |next| (*next).min(entry.end));
        let countries = places.of(&(done.range.start..until.max(done.range.end)), &entry, first);
        if let Some(key) = output.result(context, block, &done, countries) {
            results.push((key, done));
        }
    }
    results
}

/// Flags an item that begins in the middle of a phrase.
pub(super) fn missing_number(block: &Block, record: Option<String>, output: &mut Output<'_>) {
    let message = "the item begins in the middle of a phrase, so its number seems lost; the hub reads one, as the noun is singular, or nothing";
    output.flag("missing-number", message.to_owned(), record, &[(block.first(), block.first())]);
}

/// Where what stands under a sub-heading is: the countries that the sub-heading names, or the programme's.
fn wider(
    text: &crate::document::text::Text,
    under: Option<&Block>,
    heading: &place::Heading,
) -> Vec<Stated<PrintedCountry>> {
    let mut named = under.map(|block| place::countries(text, block)).unwrap_or_default();
    let own = &heading.countries;
    named.retain(|country| own.is_empty() || own.iter().any(|other| other.value.code == country.value.code));
    if named.is_empty() { own.clone() } else { named }
}

/// Whether a block is a paragraph of the leaflet's own words.
pub(super) fn is_running_text(block: &Block) -> bool {
    block.kind == Kind::Plain && (block.is_finished() || block.text.split(' ').count() > MOST_TITLE_WORDS / 2)
}

fn is_indexed(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading | Kind::Plain | Kind::Item)
}

/// The codes of some countries, for a key: "gin-lbr-sle".
pub(super) fn codes(countries: &[Stated<PrintedCountry>]) -> String {
    let mut codes: Vec<String> =
        countries.iter().map(|country| country.value.code.to_string().to_lowercase()).collect();
    codes.sort();
    if codes.is_empty() { "unknown".to_owned() } else { codes.join("-") }
}

/// The first telling words of a title.
fn short(title: &str, place: &str) -> String {
    let mut telling = title.to_owned();
    for mention in countries_in(title).iter().rev() {
        if title.get(mention.range.clone()).is_some() {
            telling.replace_range(mention.range.clone(), " ");
        }
    }
    let words = slug(&telling);
    let words = words.split('-').filter(|word| !PLAIN_WORDS.split(' ').any(|plain| plain == *word));
    let words = words.filter(|word| word.len() > 1 && *word != place);
    words.take(KEY_WORDS).collect::<Vec<_>>().join("-")
}
