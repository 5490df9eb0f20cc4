//! Sheets as records, in the order of the document: their keys, titles and areas.

use std::collections::HashMap;

use super::area::AreaHeading;
use super::countries::{Places, places};
use super::fields::Fields;
use super::hyphens::Vocabulary;
use super::joined::Joined;
use super::label::Label;
use super::notebook::{Notebook, Place};
use super::sheet::{Parts, Sheet, words};
use super::summary::{prose, summary};
use super::title::{aliases, title};
use crate::document::text::Text;
use crate::record::{Body, ProgrammeKind, ProgrammeRecord, Record, Terms};
use crate::sources::names::proper_names;
use crate::sources::reading::slug;

/// Makes records of sheets.
pub(super) struct Recorder<'a> {
    pub(super) notes: Notebook<'a>,
    words: Vocabulary,
    /// The area under which sheets stand, with the number of the fund's list and its lines.
    area: Option<(u8, Place)>,
    /// How often each key has been given.
    keys: HashMap<String, usize>,
}

/// What is longer is a title that ran into its summary.
const MOST_TITLE: usize = 400;

impl<'a> Recorder<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self { notes: Notebook::new(text), words: Vocabulary::of(text), area: None, keys: HashMap::new() }
    }

    /// Reads one sheet; `false` when it has no title to be a record by.
    pub(super) fn sheet(&mut self, sheet: &Sheet<'_>, is_last: bool) -> bool {
        let places = places(&sheet.heading);
        let Parts { status, title: title_lines, body } = sheet.parts();
        let body = summary(&body, is_last);
        let joined = Joined::read(&title_lines, &self.words);
        // Where the document ends in a title, nobody knows how it goes on.
        let is_cut = is_last && !sheet.has(Label::Summary) && words(&body).is_empty();
        let range = title(&joined).filter(|range| range.len() <= MOST_TITLE && !is_cut);
        if let Some(heading) = sheet.heading.area {
            self.area(&heading);
        }
        let Some(range) = range else {
            let reason = "a sheet has no title, or none that can be told from its summary";
            self.notes.reject(sheet.lines(), reason);
            return false;
        };
        let title = joined.get(&range);
        let key = self.key(&places, title);
        let notes = &self.notes;
        let mut record = ProgrammeRecord {
            kind: ProgrammeKind::Joint,
            title: notes.stated(title.to_owned(), joined.lines(&range)),
            aliases: Vec::new(),
            region_label: None,
            countries: Vec::new(),
            places: Vec::new(),
            thematic_area: self.area.map(|(number, place)| notes.stated(number, place)),
            gcm_objectives: Vec::new(),
            budget: None,
            duration_months: None,
            period: None,
            status: None,
            participants: Vec::new(),
            partners: Vec::new(),
            text: prose(notes.text, &body),
            terms: Terms::default(),
        };
        for (alias, range) in aliases(&joined, &range) {
            record.aliases.push(notes.stated(alias, joined.lines(&range)));
        }
        for (place, inner) in proper_names(title) {
            let lines = joined.lines(&(range.start + inner.start..range.start + inner.end));
            record.places.push(notes.stated(place, lines));
        }
        let mut fields = Fields { notes: &mut self.notes, words: &self.words, sheet, key: &key };
        fields.mended(&joined);
        fields.places(&places, &body, &mut record);
        fields.facts(&mut record);
        fields.status(&status, &mut record);
        fields.body(&body, &mut record);
        self.notes.reading.records.push(Record { key, body: Body::Programme(Box::new(record)) });
        true
    }

    fn key(&mut self, places: &Places, title: &str) -> String {
        let codes = places.countries.iter().map(|(country, _)| country.code.as_str().to_lowercase());
        let mut codes: Vec<String> = codes.collect();
        if codes.is_empty() {
            codes.extend(places.label.iter().map(|(label, _)| slug(label)));
        }
        let key = if codes.is_empty() { slug(title) } else { format!("{}/{}", codes.join("-"), slug(title)) };
        let times = self.keys.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 { format!("{key}~{times}") } else { key }
    }

    fn area(&mut self, heading: &AreaHeading) {
        let place = (heading.first, heading.last);
        self.area = heading.area.map(|area| (area.number, place));
        let Some(area) = heading.area.map(|area| area.number) else {
            let number = heading.number.unwrap_or_default();
            let reason = format!(
                "thematic area {number} is not one of the fund's five: the sheets under it are read without an area"
            );
            self.notes.reject(place, reason);
            return;
        };
        let (code, message) = match heading.number {
            None => (
                "area-number-missing",
                format!(
                    "the heading of a thematic area has no number; the hub knows area {area} by its name"
                ),
            ),
            Some(number) if number != u32::from(area) => (
                "area-number-mismatch",
                format!(
                    "the heading prints number {number} with the name of area {area}; the hub reads the name"
                ),
            ),
            Some(_) if !heading.name_known => (
                "area-name-unknown",
                format!(
                    "the heading of area {area} has not the name that the fund gives it; the hub reads the number"
                ),
            ),
            Some(_) => return,
        };
        self.notes.flag(code, message, None, place);
    }
}
