//! The countries of headings, and of what is reported under them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::block::Block;
use super::line::pattern;
use crate::document::text::Text;
use crate::record::{PrintedCountry, Stated};
use crate::reference::{CountryCode, MentionForm, countries_in};
use crate::sources::names::{CountryInText, PlaceRole, countries_with_roles};
use crate::sources::reading::stated;

/// The countries and the region that a heading names.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    /// Its countries, each once.
    pub countries: Vec<Stated<PrintedCountry>>,
    /// The name of the region, when it is headed as regional.
    pub region: Option<Stated<String>>,
}

/// Reads the heading of a feature.
pub(super) fn heading(text: &Text, blocks: &[Block]) -> Heading {
    let Some((first, rest)) = blocks.split_first() else { return Heading::default() };
    let mut block = first.clone();
    for next in rest.iter().filter(|next| next.text != first.text) {
        block.append(next);
    }
    let mut heading = Heading { countries: countries(text, &block), region: None };
    if let Some(label) = REGIONAL.captures(&block.text).and_then(|found| found.get(1)) {
        let until = countries_in(&block.text).first().map_or(block.text.len(), |mention| mention.range.start);
        let name = block.text.get(label.start()..until.max(label.start())).unwrap_or_default();
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let name_range = label.start()..label.start() + name.len().max(1);
        let (first, last) = block.lines_of(&name_range);
        heading.region = (!name.is_empty()).then(|| stated(text, name.to_owned(), first, last));
    }
    heading
}

/// The countries that a heading names, each once, as printed.
pub(super) fn countries(text: &Text, block: &Block) -> Vec<Stated<PrintedCountry>> {
    let mentions = countries_in(&block.text).into_iter().filter(|mention| mention.form == MentionForm::Name);
    each_once(text, block, mentions.map(|mention| (mention.country, mention.range)))
}

fn each_once(
    text: &Text,
    block: &Block,
    mentions: impl Iterator<Item = (CountryCode, Range<usize>)>,
) -> Vec<Stated<PrintedCountry>> {
    let mut countries: Vec<Stated<PrintedCountry>> = Vec::new();
    for (code, range) in mentions {
        if countries.iter().any(|country| country.value.code == code) {
            continue;
        }
        let printed = block.text.get(range.clone()).unwrap_or_default().to_owned();
        let (first, last) = block.lines_of(&range);
        countries.push(stated(text, PrintedCountry { code, printed }, first, last));
    }
    countries
}

/// Whether a line is nothing but countries ("GUINEA, LIBERIA, AND SIERRA LEONE"), or a regional heading.
pub(super) fn is_heading(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    if REGIONAL.is_match(line) {
        return true;
    }
    let mentions = countries_in(line);
    let mut rest = String::new();
    let mut from = 0;
    for mention in &mentions {
        rest.push_str(line.get(from..mention.range.start).unwrap_or_default());
        rest.push(' ');
        from = mention.range.end;
    }
    rest.push_str(line.get(from..).unwrap_or_default());
    let rest = rest.to_lowercase();
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    !mentions.is_empty() && words.all(|word| ["the", "and"].contains(&word))
}

/// Where some figures of a block are: the places of work that the block names for each, or those of what it
/// stands under.
pub(super) struct Places<'a> {
    mentions: Vec<(CountryCode, Range<usize>)>,
    block: &'a Block,
    text: &'a Text,
    wider: &'a [Stated<PrintedCountry>],
}

impl<'a> Places<'a> {
    /// Finds the places of work in a block. Where the countries above it are `listed`, others are context.
    pub(super) fn new(
        text: &'a Text,
        block: &'a Block,
        wider: &'a [Stated<PrintedCountry>],
        listed: bool,
    ) -> Self {
        let mut mentions = Vec::new();
        for CountryInText { country, range, form, role } in countries_with_roles(&block.text) {
            let is_work = matches!(role, PlaceRole::Work | PlaceRole::Planned) && form == MentionForm::Name;
            let is_town = block.text.get(range.end..).is_some_and(|after| after.starts_with(" City"));
            let is_ours = !listed || wider.iter().any(|other| other.value.code == country);
            if is_work && !is_town && is_ours {
                mentions.push((country, range));
            }
        }
        Self { mentions, block, text, wider }
    }

    /// The countries that hold for a whole entry (an item, a sentence) where a clause names none of its own: what
    /// is named before its first figure, or the only one it names, or those above it.
    pub(super) fn of_entry(&self, entry: &Range<usize>, first: usize) -> Vec<Stated<PrintedCountry>> {
        let before = self.pick(&(entry.start..first.max(entry.start)));
        if !before.is_empty() {
            return self.unless_all(before);
        }
        let all = self.pick(entry);
        if all.len() == 1 { self.unless_all(all) } else { self.wider.to_vec() }
    }

    /// The countries that a clause names itself.
    pub(super) fn of_clause(&self, clause: &Range<usize>) -> Vec<Stated<PrintedCountry>> {
        self.unless_all(self.pick(clause))
    }

    /// Where text names just the countries above it, those are the place that states them.
    fn unless_all(&self, named: Vec<Stated<PrintedCountry>>) -> Vec<Stated<PrintedCountry>> {
        let is_named =
            |wide: &Stated<PrintedCountry>| named.iter().any(|own| own.value.code == wide.value.code);
        let all = !named.is_empty() && named.len() == self.wider.len() && self.wider.iter().all(is_named);
        if all { self.wider.to_vec() } else { named }
    }

    fn pick(&self, within: &Range<usize>) -> Vec<Stated<PrintedCountry>> {
        let from = self.mentions.partition_point(|(_, range)| range.start < within.start);
        let mentions =
            self.mentions.iter().skip(from).take_while(|(_, range)| range.start < within.end).cloned();
        each_once(self.text, self.block, mentions)
    }
}

static REGIONAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:inter-?)?regional\b[ :–—-]*(.*)$"));
