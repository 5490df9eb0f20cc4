//! From the outline to the reading: records, flags and rejects in the order of the page.

use super::item;
use super::outline::{Commitment, Item, Outline};
use super::page::Page;
use super::passage::Piece;
use super::repeats::Repeats;
use super::statement;
use crate::document::text::Text;
use crate::record::{Body, Flag, Lines, Reading, Record, Reject, Stated};

/// All that a page says, the pledge first, then its commitments, then their items.
pub(super) fn report(text: &Text, outline: &Outline, title: Stated<String>) -> Reading {
    let mut report = Report { page: Page::new(text), reading: Reading::default() };
    report.reading.as_of = statement::last_updated(&report.page, outline);
    let heading = title.at.clone();
    match statement::pledge(&report.page, outline, title) {
        Some(pledge) => report.push(statement::PLEDGE.to_owned(), Body::Pledge(Box::new(pledge))),
        None => {
            let reason =
                "the page names no organisation that pledges, neither in its title nor before `commits to`";
            let rejects = heading.into_iter().take(1).map(|at| Reject { at, reason: reason.to_owned() });
            report.reading.rejects.extend(rejects);
        }
    }
    report.flags(outline);
    report.commitments(outline);
    report.items(outline);
    report.reading
}

struct Report<'t> {
    page: Page<'t>,
    reading: Reading,
}

impl Report<'_> {
    fn flags(&mut self, outline: &Outline) {
        for (field, piece) in &outline.empty_fields {
            let message =
                format!("the page shows the label `{field}` and nothing after it; the value is unknown");
            let at = vec![self.page.cite(piece.line, piece.line)];
            self.flag("empty-label", message, statement::PLEDGE, at);
        }
        for (date, piece) in &outline.updates {
            let printed = self.page.text.line(piece.line).map(|line| line.text.as_str()).unwrap_or_default();
            if !printed.contains(&date.year().to_string()) {
                let message = format!("the year is printed with two digits; the date is read as {date}");
                let at = vec![self.page.cite(piece.line, piece.line)];
                self.flag("two-digit-year", message, statement::PLEDGE, at);
            }
        }
        for (pieces, reason) in &outline.strays {
            self.reject(pieces, reason);
        }
    }

    fn commitments(&mut self, outline: &Outline) {
        let sections_expected = outline.commitments.iter().any(|commitment| commitment.statements.len() > 1);
        for commitment in &outline.commitments {
            match statement::commitment(&self.page, commitment) {
                Some(record) => {
                    self.push(commitment.name.clone(), Body::Commitment(Box::new(record)));
                    self.reading.flags.extend(statement::flags(&self.page, commitment, sections_expected));
                }
                None => {
                    let pieces = commitment.statements.first().map_or(&[][..], |statement| &statement.pieces);
                    self.reject(pieces, &format!("commitment {} has a number and no words", commitment.name));
                }
            }
        }
    }

    fn items(&mut self, outline: &Outline) {
        let mut repeats = Repeats::default();
        let mut read: Vec<(String, Vec<Lines>)> = Vec::new();
        for commitment in &outline.commitments {
            for (item, position) in commitment.items.iter().zip(1..) {
                let Some(one) = one_item(&self.page, commitment, item, position, &mut repeats, read.len())
                else {
                    let reason = format!("item {position} of commitment {} holds no words", commitment.name);
                    self.reject(&item.paragraphs.concat(), &reason);
                    continue;
                };
                let at = one.record.text.at.clone();
                self.reading.flags.extend(one.flags);
                for (key, lines) in one.repeated.iter().filter_map(|earlier| read.get(*earlier)) {
                    let message = format!("item {} repeats a passage of item {key}; both are kept", one.key);
                    self.flag("repeated-text", message, &one.key, lines.iter().chain(&at).cloned().collect());
                }
                read.push((one.key.clone(), at));
                self.push(one.key, Body::ProgressItem(Box::new(one.record)));
            }
        }
    }

    fn push(&mut self, key: String, body: Body) {
        self.reading.records.push(Record { key, body });
    }

    fn flag(&mut self, code: &str, message: String, record: &str, at: Vec<Lines>) {
        self.reading.flags.push(Flag { code: code.to_owned(), message, record: Some(record.to_owned()), at });
    }

    fn reject(&mut self, pieces: &[Piece], reason: &str) {
        let (first, last) =
            pieces.first().zip(pieces.last()).map_or((1, 1), |(first, last)| (first.line, last.line));
        let reject = Reject { at: self.page.cite(first, last), reason: reason.to_owned() };
        self.reading.rejects.push(reject);
    }
}

fn one_item(
    page: &Page<'_>,
    commitment: &Commitment,
    item: &Item,
    position: u32,
    repeats: &mut Repeats,
    index: usize,
) -> Option<item::Read> {
    let mut reader = item::Reader::default();
    for paragraph in &item.paragraphs {
        reader.paragraph(page, paragraph, repeats, index);
    }
    let mut read = reader.finish(page, &commitment.name, position, &item.paragraphs)?;
    read.record.reported_on = item.reported.as_ref().map(|(date, piece)| page.stated(*date, piece.line));
    let notes = [
        (
            item.continued,
            "continuation-without-bullet",
            "a paragraph without a mark follows the item; it is read as its continuation",
        ),
        (
            item.unmarked,
            "item-without-bullet",
            "a paragraph without a mark stands where items stand; it is read as one",
        ),
    ];
    for (_, code, message) in notes.iter().filter(|(holds, ..)| *holds) {
        let (code, message, record) = ((*code).to_owned(), (*message).to_owned(), Some(read.key.clone()));
        read.flags.push(Flag { code, message, record, at: read.record.text.at.clone() });
    }
    Some(read)
}
