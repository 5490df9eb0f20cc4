//! What the parsing of one leaflet has given so far.

use std::collections::HashMap;

use super::block::Block;
use super::done::Done;
use super::persons::CommonWords;
use crate::document::text::Text;
use crate::record::{Body, Flag, Lines, PrintedCountry, Prose, Record, Reject, ResultRecord, Stated};
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

    /// Adds one result; its key, or `None` when its lines hold no word.
    pub(super) fn result(
        &mut self,
        context: &Context<'_>,
        block: &Block,
        done: &Done,
        countries: Vec<Stated<PrintedCountry>>,
    ) -> Option<String> {
        let sentence = if context.whole_block { 0..block.text.len() } else { done.sentence.clone() };
        let words = block.text.get(sentence.clone()).unwrap_or_default();
        // The whole paragraph, not the lines of the sentence: the same words at any line width.
        let text: Prose = prose(self.text, &block.ranges())?;
        let (first, last) = block.lines_of(&done.range);
        let key = self.key(&format!("{}/{}", context.key, name(done)));
        let result = ResultRecord {
            programme: context.programme.map(str::to_owned),
            countries,
            theme: context.theme.cloned(),
            figure: stated(self.text, done.figure.clone(), first, last),
            text,
            terms: self.common.terms(&[words]),
        };
        self.records.push(Record { key: key.clone(), body: Body::Result(Box::new(result)) });
        Some(key)
    }
}

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
