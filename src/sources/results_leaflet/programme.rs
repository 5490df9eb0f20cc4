//! The record of a feature's programme: title, place and header, and the index of its words.

use super::block::Block;
use super::feature::is_running_text;
use super::front::Front;
use super::header::Header;
use super::line::{Kind, Part};
use super::output::Output;
use super::place::Heading;
use crate::record::{ProgrammeKind, ProgrammeRecord};
use crate::reference::countries_in;
use crate::sources::names::proper_names;
use crate::sources::reading::{prose, slug, stated};

/// No title has more words; more is a paragraph.
const MOST_TITLE_WORDS: usize = 60;
const MOST_TITLE_BYTES: usize = 800;
/// The key takes this many words of the title.
const KEY_WORDS: usize = 6;
/// Words in a title that tell no programme from another, for the key.
const PLAIN_WORDS: &str = "of for in the and to a an on by with through from their its at as";

/// The title and what follows it. The title is the first block before the first part that is no picture's words
/// and no sentence.
pub(super) fn split_title(body: &[Block]) -> (Option<&Block>, &[Block]) {
    for (at, block) in body.iter().enumerate() {
        match block.kind {
            Kind::Caption | Kind::Number => {}
            Kind::Heading | Kind::Plain | Kind::Quotation => {
                let text = block.text.as_str();
                let long = text.len() > MOST_TITLE_BYTES || text.split(' ').count() > MOST_TITLE_WORDS;
                if long || text.ends_with('.') {
                    break;
                }
                return (Some(block), body.get(at + 1..).unwrap_or_default());
            }
            _ => break,
        }
    }
    (None, body)
}

/// The record of a titled feature.
pub(super) fn record(
    title: &Block,
    body: &[Block],
    heading: &Heading,
    header: Header,
    front: &Front,
    output: &Output<'_>,
) -> ProgrammeRecord {
    let text = output.text;
    let places = proper_names(&title.text).into_iter().map(|(name, range)| {
        let (first, last) = title.lines_of(&range);
        stated(text, name, first, last)
    });
    let mut words = vec![title.text.as_str()];
    words.extend(body.iter().filter(|block| is_indexed(block)).map(|block| block.text.as_str()));
    ProgrammeRecord {
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
        text: background(body).and_then(|block| prose(text, &block.ranges())),
        terms: output.common.terms(&words),
    }
}

/// The first paragraph before the achievements. Only the first: the others report, and change with each edition.
fn background(body: &[Block]) -> Option<&Block> {
    let achieved = |block: &&Block| matches!(block.kind, Kind::Label(Part::Achievements | Part::Stories));
    body.iter().take_while(|block| !achieved(block)).find(|block| is_running_text(block))
}

/// Pictures and quotations are not about the programme.
fn is_indexed(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading | Kind::Plain | Kind::Item)
}

/// The first telling words of a title, for the key.
pub(super) fn short(title: &str, place: &str) -> String {
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
