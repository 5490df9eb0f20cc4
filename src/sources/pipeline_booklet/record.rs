//! A sheet as a record: every field with its lines, what is wrong as a flag, what cannot be read as a reject.

use std::collections::HashMap;

use super::countries::{Places, places};
use super::facts::{Facts, Value, facts};
use super::hyphens::Vocabulary;
use super::joined::Joined;
use super::label::Label;
use super::objectives::objectives;
use super::participants::{self, Found};
use super::partners::partners;
use super::sheet::{Parts, Sheet, words};
use super::summary::{ranges, summary};
use super::title::{aliases, as_read, title};
use super::token::Token;
use super::{area::AreaHeading, status};
use crate::document::text::Text;
use crate::record::{Body, Flag, Money, ProgrammeKind, ProgrammeRecord, Reading, Record, Stated, Status, terms};
use crate::reference::CountryCode;
use crate::sources::names::proper_names;
use crate::sources::reading::{cite, prose, reject, slug, stated};

/// Makes records of sheets, in the order of the document.
pub(super) struct Recorder<'a> {
    pub(super) text: &'a Text,
    pub(super) words: Vocabulary,
    pub(super) reading: Reading,
    /// The area under which sheets stand, with the number of the fund's list and its lines.
    area: Option<(u8, (u32, u32))>,
    /// How often each key has been given.
    keys: HashMap<String, usize>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self { text, words: Vocabulary::of(text), reading: Reading::default(), area: None, keys: HashMap::new() }
    }

    /// Reads one sheet; `false` when it has no title to be a record by.
    pub(super) fn sheet(&mut self, sheet: &Sheet<'_>, is_last: bool) -> bool {
        let places = places(&sheet.heading);
        let Parts { status, title: title_lines, body } = sheet.parts();
        let body = summary(&body, is_last);
        let joined = Joined::read(&title_lines, &self.words);
        // Where the document ends in a title, nobody knows how it goes on.
        let is_cut = is_last && !sheet.has(Label::Summary) && words(&body).is_empty();
        let name = title(&joined).filter(|range| range.len() <= MOST_TITLE && !is_cut);
        let key = name.as_ref().map(|range| self.key(&places, joined.get(range)));
        if let Some(heading) = sheet.heading.area {
            self.area(&heading);
        }
        let (Some(range), Some(key)) = (name, key) else {
            let (first, last) = sheet.lines();
            let reason = "a sheet has no title, or none that can be told from its summary";
            self.reading.rejects.push(reject(self.text, first, last, reason));
            return false;
        };
        let at = |(first, last)| cite(self.text, first, last);
        let facts = facts(sheet);
        let mut record = ProgrammeRecord {
            kind: ProgrammeKind::Joint,
            title: self.stated(joined.get(&range).to_owned(), joined.lines(&range)),
            aliases: aliases(&joined, &range).into_iter().map(|(alias, range)| self.stated(alias, joined.lines(&range))).collect(),
            region_label: None,
            countries: places.countries.iter().map(|(country, lines)| self.stated(country.clone(), *lines)).collect(),
            places: Vec::new(),
            thematic_area: self.area.map(|(number, lines)| self.stated(number, lines)),
            gcm_objectives: Vec::new(),
            budget: None,
            duration_months: None,
            period: None,
            status: None,
            participants: Vec::new(),
            partners: Vec::new(),
            text: prose(self.text, &ranges(&body)),
            terms: Vec::new(),
        };
        for (place, range) in proper_names(joined.get(&range)).into_iter().map(|(place, inner)| (place, range.start + inner.start..range.start + inner.end)) {
            record.places.push(Stated::new(place, at(joined.lines(&range))));
        }
        self.mended(&joined, &key);
        self.heading(sheet, &places, &mut record, &body, &key);
        self.facts(sheet, &facts, &mut record, &key);
        self.status(sheet, &status, &mut record, &key);
        self.block(sheet, &facts, &mut record, &key);
        self.body(sheet, &body, &mut record, &key);
        self.reading.records.push(Record { key, body: Body::Programme(Box::new(record)) });
        true
    }

    fn key(&mut self, places: &Places, title: &str) -> String {
        let mut codes: Vec<String> = places.countries.iter().map(|(country, _)| country.code.as_str().to_lowercase()).collect();
        if codes.is_empty() {
            codes.extend(places.label.iter().map(|(label, _)| slug(label)));
        }
        let key = if codes.is_empty() { slug(title) } else { format!("{}/{}", codes.join("-"), slug(title)) };
        let times = self.keys.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 { format!("{key}~{times}") } else { key }
    }

    fn area(&mut self, heading: &AreaHeading) {
        let lines = (heading.first, heading.last);
        self.area = heading.area.map(|area| (area.number, lines));
        let Some(area) = heading.area else {
            let number = heading.number.unwrap_or_default();
            let reason = format!("thematic area {number} is not one of the fund's five: the sheets under it are read without an area");
            self.reading.rejects.push(reject(self.text, lines.0, lines.1, reason));
            return;
        };
        match heading.number {
            None => {
                let message = format!("the heading of a thematic area has no number; the hub knows area {} by its name", area.number);
                self.flag("area-number-missing", message, None, lines);
            }
            Some(number) if number != u32::from(area.number) => {
                let message = format!("the heading prints number {number} with the name of area {}; the hub reads the name", area.number);
                self.flag("area-number-mismatch", message, None, lines);
            }
            Some(_) if !heading.name_known => {
                let message = format!("the heading of area {} does not have the name that the fund gives it; the hub reads the number", area.number);
                self.flag("area-name-unknown", message, None, lines);
            }
            Some(_) => {}
        }
    }

    fn heading(&mut self, sheet: &Sheet<'_>, places: &Places, record: &mut ProgrammeRecord, body: &[Token<'_>], key: &str) {
        if let Some((label, lines)) = &places.label {
            let label = as_read(label, &[&record.title.value, &words(body)]);
            record.region_label = Some(self.stated(label, *lines));
        }
        for (name, (first, last)) in &places.unknown {
            let name: String = name.chars().take(80).collect();
            let reason = format!("`{name}` in the heading of `{key}` is no country that the hub knows");
            self.reading.rejects.push(reject(self.text, *first, *last, reason));
        }
        if places.countries.is_empty() && places.unknown.is_empty() && places.label.is_none() {
            let (first, last) = sheet.lines_of(Label::Participating);
            let reason = format!("no country or region heads the sheet of `{key}`");
            self.reading.rejects.push(reject(self.text, first, last, reason));
        }
    }

    fn facts(&mut self, sheet: &Sheet<'_>, facts: &Facts<'_>, record: &mut ProgrammeRecord, key: &str) {
        let sum = facts.sum.clone();
        let budget = self.value(sheet, Label::Budget, "budget", sum, key);
        record.budget = budget.map(|sum| sum.map(|amount| Money { amount, currency: "USD".to_owned() }));
        record.duration_months = self.value(sheet, Label::Duration, "duration", facts.months.clone(), key);
        if let (Value::Read(months, _), Some((page, line))) = (&facts.months, facts.page_number) {
            let message = format!("two numbers stand with the duration; the hub reads {months} months and takes {page} for a page's number");
            self.flag("page-number-in-value", message, Some(key), (line, line));
        }
    }

    fn value<T>(&mut self, sheet: &Sheet<'_>, label: Label, what: &str, value: Value<T>, key: &str) -> Option<Stated<T>> {
        match value {
            Value::Read(value, line) => Some(self.stated(value, (line, line))),
            Value::Unreadable(why, line) => {
                let reason = format!("the {what} of `{key}` cannot be read: {why}");
                self.reading.rejects.push(reject(self.text, line, line, reason));
                None
            }
            Value::Absent => {
                let (first, last) = sheet.lines_of(label);
                let reason = format!("`{key}` has no {what}: nothing that is one stands with `{}`", label.printed());
                self.reading.rejects.push(reject(self.text, first, last, reason));
                None
            }
        }
    }

    fn status(&mut self, sheet: &Sheet<'_>, lines: &[Token<'_>], record: &mut ProgrammeRecord, key: &str) {
        let joined = Joined::printed(lines);
        let whole = joined.whole();
        if !joined.text.contains(char::is_alphanumeric) || joined.text.len() > MOST_STATUS {
            record.status = self.value(sheet, Label::Status, "status", Value::Absent, key);
            return;
        }
        let stage = status::stage(&joined.text);
        if stage.is_none() {
            let message = "the status is worded as none that the hub knows; it is shown as printed and means no stage";
            self.flag("status-unknown", message.to_owned(), Some(key), joined.lines(&whole));
        }
        record.status = Some(self.stated(Status { printed: joined.text.clone(), stage }, joined.lines(&whole)));
    }

    /// Partners, and the organisations that the block or the slot above it states as taking part.
    fn block(&mut self, sheet: &Sheet<'_>, facts: &Facts<'_>, record: &mut ProgrammeRecord, key: &str) {
        let codes: Vec<CountryCode> = record.countries.iter().map(|country| country.value.code).collect();
        self.participants(participants::listed(&Joined::printed(&facts.participating)), record);
        let above = participants::lines_above(&facts.partners);
        let (above, lines) = facts.partners.split_at_checked(above).unwrap_or((&[], &facts.partners));
        self.participants(participants::listed(&Joined::printed(above)), record);
        let block = Joined::read(lines, &self.words);
        let (with, from) = participants::with(&block);
        self.participants(with, record);
        let (partners, notes) = partners(&block, from, &codes);
        for partner in partners {
            let at = partner.at.iter().map(|(first, last)| cite(self.text, *first, *last)).collect();
            record.partners.push(Stated { value: partner.name, at });
        }
        for note in notes {
            self.flag(note.code, note.message, Some(key), note.lines);
        }
        self.mended(&block, key);
        if record.partners.is_empty() {
            let (first, last) = sheet.lines_of(Label::Partners);
            let reason = format!("`{key}` has no partners: no name stands with `{}`", Label::Partners.printed());
            self.reading.rejects.push(reject(self.text, first, last, reason));
        }
    }

    fn participants(&self, found: Vec<Found>, record: &mut ProgrammeRecord) {
        for (participant, lines) in found {
            if !record.participants.iter().any(|known| known.value.organisation == participant.organisation) {
                let at = lines.iter().map(|(first, last)| cite(self.text, *first, *last)).collect();
                record.participants.push(Stated { value: participant, at });
            }
        }
    }

    fn body(&mut self, sheet: &Sheet<'_>, body: &[Token<'_>], record: &mut ProgrammeRecord, key: &str) {
        let joined = Joined::printed(body);
        record.terms = terms(&format!("{} {}", record.title.value, joined.text));
        self.participants(participants::mentioned(&joined), record);
        for named in objectives(&joined.text) {
            let (Ok(objective) | Err(objective)) = &named;
            let lines = joined.lines(&objective.range);
            if named.is_err() || u32::from(objective.number) != objective.printed {
                let read = if named.is_ok() { format!("the title of objective {}; the hub reads the title", objective.number) } else { "no title that helps, and the Compact has 23; the hub reads none".to_owned() };
                let message = format!("the summary prints objective {} with {read}", objective.printed);
                self.flag("objective-number-mismatch", message, Some(key), lines);
            }
            if named.is_ok() && !record.gcm_objectives.iter().any(|known| known.value == objective.number) {
                record.gcm_objectives.push(self.stated(objective.number, lines));
            }
        }
        if record.text.is_none() {
            let (first, last) = sheet.lines_of(Label::Summary);
            let reason = format!("`{key}` has no summary");
            self.reading.rejects.push(reject(self.text, first, last, reason));
        }
    }

    fn mended(&mut self, joined: &Joined, key: &str) {
        for (printed, read, line) in &joined.mended {
            let message = format!("`{printed}` lost a hyphen at the end of a printed line; the hub reads `{read}`");
            self.flag("lost-hyphen", message, Some(key), (*line, *line));
        }
    }

    fn flag(&mut self, code: &str, message: String, record: Option<&str>, (first, last): (u32, u32)) {
        let at = vec![cite(self.text, first, last)];
        self.reading.flags.push(Flag { code: code.to_owned(), message, record: record.map(str::to_owned), at });
    }

    fn stated<T>(&self, value: T, (first, last): (u32, u32)) -> Stated<T> {
        stated(self.text, value, first, last)
    }
}

/// What is longer is a title that ran into its summary, or a status that ran into more.
const MOST_TITLE: usize = 400;
const MOST_STATUS: usize = 400;
