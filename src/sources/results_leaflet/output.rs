//! What the parsing of one leaflet has given so far.

use std::collections::HashMap;

use super::block::Block;
use super::done::{Done, Place, done};
use super::persons::CommonWords;
use super::place::Places;
use crate::document::text::Text;
use crate::record::{Body, Flag, Lines, Record, Reject, ResultRecord, Stated, Terms};
use crate::sources::reading::{cite, prose, reject, slug, stated};

/// Records, flags and rejects, in the order of the document.
pub(super) struct Output<'a> {
    pub text: &'a Text,
    pub common: &'a CommonWords,
    pub records: Vec<Record>,
    pub flags: Vec<Flag>,
    pub rejects: Vec<Reject>,
    keys: HashMap<String, u32>,
}

impl<'a> Output<'a> {
    pub(super) fn new(text: &'a Text, common: &'a CommonWords) -> Self {
        let (records, flags, rejects, keys) = (Vec::new(), Vec::new(), Vec::new(), HashMap::new());
        Self { text, common, records, flags, rejects, keys }
    }

    /// A key that no record has yet: the second of two is `…~2`.
    pub(super) fn key(&mut self, wanted: &str) -> String {
        let times = self.keys.entry(wanted.to_owned()).or_default();
        *times += 1;
        if *times == 1 { wanted.to_owned() } else { format!("{wanted}~{times}") }
    }

    pub(super) fn reject(&mut self, block: &Block, reason: impl Into<String>) {
        self.rejects.push(reject(self.text, block.first(), block.last(), reason));
    }

    pub(super) fn flag(&mut self, code: &str, message: String, record: Option<String>, lines: &[(u32, u32)]) {
        let at: Vec<Lines> = lines.iter().map(|(first, last)| cite(self.text, *first, *last)).collect();
        self.flags.push(Flag { code: code.to_owned(), message, record, at });
    }

    /// Adds the results of one block, each in its place, and gives their keys. An entry with more text or more
    /// figures than any is a reject: what it is, the layout does not say.
    pub(super) fn results(
        &mut self,
        context: &Context<'_>,
        block: &Block,
        found: Vec<Done>,
        places: &Places<'_>,
    ) -> Vec<(String, Done)> {
        let Some(text) = prose(self.text, &block.ranges()) else { return Vec::new() };
        if found.len() > MOST_FIGURES {
            self.reject(block, format!("{} figures are more than an entry has", found.len()));
            return Vec::new();
        }
        let starts: Vec<usize> = found.iter().map(|done| done.range.start).collect();
        let mut results = Vec::new();
        let mut entry = 0..0;
        let mut terms = Terms::default();
        let mut around = Vec::new();
        for (index, done) in found.into_iter().enumerate() {
            if !entry.contains(&done.range.start) {
                entry = if context.whole_block { 0..block.text.len() } else { done.sentence.clone() };
                terms = self.common.terms(&[block.text.get(entry.clone()).unwrap_or_default()]);
                around = places.of_entry(&entry, done.range.start);
            }
            let until = starts.get(index + 1).map_or(entry.end, |next| (*next).min(entry.end));
            let own = places.of_clause(&(done.range.start..until.max(done.range.end)));
            let (first, last) = block.lines_of(&done.range);
            let key = self.key(&format!("{}/{}", context.key, name(&done)));
            let result = ResultRecord {
                programme: context.programme.map(str::to_owned),
                countries: if own.is_empty() { around.clone() } else { own },
                theme: context.theme.cloned(),
                figure: stated(self.text, done.figure.clone(), first, last),
                // The whole paragraph, not the lines of the sentence: the same words at any line width.
                text: text.clone(),
                terms: terms.clone(),
            };
            self.records.push(Record { key: key.clone(), body: Body::Result(Box::new(result)) });
            results.push((key, done));
        }
        results
    }

    /// What a block reports as done; a block longer than any entry is a reject.
    pub(super) fn done(&mut self, block: &Block, place: Place) -> Option<(Vec<Done>, usize)> {
        if block.text.len() > MOST_BYTES {
            self.reject(
                block,
                "the paragraph is longer than any of the leaflet, so its figures are not read",
            );
            return None;
        }
        Some(done(&block.text, place))
    }
}

/// No entry has more figures or is longer; the bounds keep a mutilated document linear.
const MOST_FIGURES: usize = 40;
const MOST_BYTES: usize = 8000;

/// What the results of a part of the leaflet have in common.
pub(super) struct Context<'a> {
    /// What their keys begin with.
    pub key: &'a str,
    /// The key of their programme.
    pub programme: Option<&'a str>,
    /// The sub-heading that they stand under.
    pub theme: Option<&'a Stated<String>>,
    /// Whether the block reports them as a whole, or a sentence of it.
    pub whole_block: bool,
}

/// The end of a result's key: "300-women-farmers", "99.6-percent-of-survivors".
fn name(done: &Done) -> String {
    let figure = &done.figure;
    let max = figure.value_max.map(|max| format!("-{max}")).unwrap_or_default();
    let unit = slug(&figure.unit.replace('%', " percent "));
    format!("{}{max}-{unit}", figure.value)
}
