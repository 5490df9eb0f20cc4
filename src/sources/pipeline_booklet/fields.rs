//! The fields of one sheet's record: every value with its lines, what is wrong as a flag, what cannot be read as a
//! reject.

use super::countries::Places;
use super::facts::{Facts, Value, facts};
use super::hyphens::Vocabulary;
use super::joined::Joined;
use super::label::Label;
use super::notebook::Notebook;
use super::objectives::objectives;
use super::participants::{self, Found};
use super::partners::partners;
use super::sheet::{Sheet, words};
use super::status;
use super::title::as_read;
use super::token::Token;
use crate::record::{Money, ProgrammeRecord, Stated, Status, terms};
use crate::reference::CountryCode;

/// One sheet, and where what is read of it is noted.
pub(super) struct Fields<'n, 'a, 's> {
    pub(super) notes: &'n mut Notebook<'a>,
    pub(super) words: &'n Vocabulary,
    pub(super) sheet: &'n Sheet<'s>,
    pub(super) key: &'n str,
}

/// What is longer is a status that ran into more.
const MOST_STATUS: usize = 400;

impl Fields<'_, '_, '_> {
    pub(super) fn places(&mut self, places: &Places, body: &[Token<'_>], record: &mut ProgrammeRecord) {
        for (country, lines) in &places.countries {
            record.countries.push(self.notes.stated(country.clone(), *lines));
        }
        if let Some((label, lines)) = &places.label {
            let label = as_read(label, &[&record.title.value, &words(body)]);
            record.region_label = Some(self.notes.stated(label, *lines));
        }
        for (name, lines) in &places.unknown {
            let name: String = name.chars().take(80).collect();
            let reason =
                format!("`{name}` in the heading of `{}` is no country that the hub knows", self.key);
            self.notes.reject(*lines, reason);
        }
        if places.countries.is_empty() && places.unknown.is_empty() && places.label.is_none() {
            let reason = format!("no country or region heads the sheet of `{}`", self.key);
            self.notes.reject(self.sheet.lines_of(Label::Participating), reason);
        }
    }

    pub(super) fn facts(&mut self, record: &mut ProgrammeRecord) {
        let facts = facts(self.sheet);
        let budget = self.value(Label::Budget, "budget", &facts.sum);
        record.budget = budget.map(|sum| sum.map(|amount| Money { amount, currency: "USD".to_owned() }));
        record.duration_months = self.value(Label::Duration, "duration", &facts.months);
        if let (Value::Read(months, _), Some((page, line))) = (&facts.months, facts.page_number) {
            let message = format!(
                "two numbers stand with the duration; the hub reads {months} months and takes {page} for a page's number"
            );
            self.notes.flag("page-number-in-value", message, Some(self.key), (line, line));
        }
        self.block(&facts, record);
    }

    fn value<T: Clone>(&mut self, label: Label, what: &str, value: &Value<T>) -> Option<Stated<T>> {
        let key = self.key;
        match value {
            Value::Read(value, line) => return Some(self.notes.stated(value.clone(), (*line, *line))),
            Value::Unreadable(why, line) => {
                self.notes.reject((*line, *line), format!("the {what} of `{key}` cannot be read: {why}"));
            }
            Value::Absent => {
                let printed = label.printed();
                let reason = format!("`{key}` has no {what}: nothing that is one stands with `{printed}`");
                self.notes.reject(self.sheet.lines_of(label), reason);
            }
        }
        None
    }

    pub(super) fn status(&mut self, lines: &[Token<'_>], record: &mut ProgrammeRecord) {
        let joined = Joined::printed(lines);
        if !joined.text.contains(char::is_alphanumeric) || joined.text.len() > MOST_STATUS {
            self.value::<Status>(Label::Status, "status", &Value::Absent);
            return;
        }
        let place = joined.lines(&joined.whole());
        let stage = status::stage(&joined.text);
        if stage.is_none() {
            let message =
                "the status is worded as none that the hub knows; it is shown as printed and means no stage";
            self.notes.flag("status-unknown", message, Some(self.key), place);
        }
        record.status = Some(self.notes.stated(Status { printed: Some(joined.text), stage }, place));
    }

    /// Partners, and the organisations that the block or the slot above it states as taking part.
    fn block(&mut self, facts: &Facts<'_>, record: &mut ProgrammeRecord) {
        let codes: Vec<CountryCode> = record.countries.iter().map(|country| country.value.code).collect();
        self.participants(participants::listed(&Joined::printed(&facts.participating)), record);
        let above = participants::lines_above(&facts.partners);
        let (above, lines) = facts.partners.split_at_checked(above).unwrap_or((&[], &facts.partners));
        self.participants(participants::listed(&Joined::printed(above)), record);
        let block = Joined::read(lines, self.words);
        let (with, from) = participants::with(&block);
        self.participants(with, record);
        let (partners, remarks) = partners(&block, from, &codes);
        for partner in partners {
            record.partners.push(self.notes.stated_at(partner.name, &partner.at));
        }
        for remark in remarks {
            self.notes.flag(remark.code, remark.message, Some(self.key), remark.lines);
        }
        self.mended(&block);
        if record.partners.is_empty() {
            let printed = Label::Partners.printed();
            let reason = format!("`{}` has no partners: no name stands with `{printed}`", self.key);
            self.notes.reject(self.sheet.lines_of(Label::Partners), reason);
        }
    }

    fn participants(&self, found: Vec<Found>, record: &mut ProgrammeRecord) {
        for (participant, lines) in found {
            if !record.participants.iter().any(|known| known.value.organisation == participant.organisation) {
                record.participants.push(self.notes.stated_at(participant, &lines));
            }
        }
    }

    pub(super) fn body(&mut self, body: &[Token<'_>], record: &mut ProgrammeRecord) {
        let joined = Joined::printed(body);
        record.terms = terms(&format!("{} {}", record.title.value, joined.text)).into();
        self.participants(participants::mentioned(&joined), record);
        for named in objectives(&joined.text) {
            let printed = named.printed;
            let place = joined.lines(&named.range);
            let Some(number) = named.number else {
                let message = format!(
                    "the summary names objective {printed} of the 23 of the Compact; the hub reads none"
                );
                self.notes.flag("objective-unknown", message, Some(self.key), place);
                continue;
            };
            if u32::from(number) != printed {
                let message = format!(
                    "the summary prints objective {printed} with the title of objective {number}; the hub reads the title"
                );
                self.notes.flag("objective-number-mismatch", message, Some(self.key), place);
            }
            if !record.gcm_objectives.iter().any(|known| known.value == number) {
                record.gcm_objectives.push(self.notes.stated(number, place));
            }
        }
        if record.text.is_none() {
            let reason = format!("`{}` has no summary", self.key);
            self.notes.reject(self.sheet.lines_of(Label::Summary), reason);
        }
    }

    /// Flags the words that got a hyphen back.
    pub(super) fn mended(&mut self, joined: &Joined) {
        for (printed, read, line) in &joined.mended {
            let message =
                format!("`{printed}` lost a hyphen at the end of a printed line; the hub reads `{read}`");
            self.notes.flag("lost-hyphen", message, Some(self.key), (*line, *line));
        }
    }
}
