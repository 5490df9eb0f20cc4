//! Pledge pages: a pledge on the Global Compact, its commitments, and what was done about each.
//!
//! Lines become blocks ([`blocks`]), blocks an outline of commitments with their items ([`outline`]), and each item
//! is read for countries, names and figures ([`item`]).

mod blocks;
mod gathered;
mod item;
mod marks;
mod mentions;
mod objectives;
mod outline;
mod passage;
mod repeats;
mod statement;
mod title;

use super::{Source, UnknownLayout, reading};
use crate::document::MediaType;
use crate::document::text::Text;
use crate::record::{Body, Flag, Lines, Reading, Record, SourceInfo, SourceKind};
use outline::{Commitment, Item, Outline};
use passage::Piece;
use repeats::Repeats;

/// UNDP's pledge.
pub(super) const SOURCE: Source = Source {
    info: SourceInfo {
        slug: "undp-pledge",
        title: "UNDP pledge on the Global Compact for Migration",
        publisher: "UNDP",
        kind: SourceKind::PledgePage,
        homepage: Some(
            "https://migrationnetwork.un.org/pledge/undp-pledge-global-compact-safe-orderly-and-regular-migration",
        ),
    },
    media_type: MediaType::Plain,
    parser: "pledge-page/1",
    parse,
    bundled: include_str!("bundled/records.json"),
    wording: include_str!("bundled/wording.toml"),
};

/// Reads a pledge page.
fn parse(text: &Text) -> Result<Reading, UnknownLayout> {
    let outline = outline::outline(&blocks::blocks(text));
    let title = title::title(text);
    let (Some(title), false) = (title.filter(|_| is_about_a_pledge(text)), outline.commitments.is_empty()) else {
        return Err(UnknownLayout {
            kind: "pledge page",
            expected: "a title or a sentence that speaks of a pledge, and commitments: numbered or lettered lines, \
                       headings above lists, or a paragraph with dated updates"
                .to_owned(),
            found: reading::beginning(text),
        });
    };
    let reading = Reading { as_of: statement::last_updated(text, &outline), ..Reading::default() };
    let mut page = Page { text, reading };
    let heading = title.at.first().map_or((1, 1), |lines| (lines.first, lines.last));
    match statement::pledge(text, &outline, title) {
        Some(pledge) => page.push(statement::PLEDGE.to_owned(), Body::Pledge(Box::new(pledge))),
        None => {
            let reason = "the page names no organisation that pledges, neither in its title nor before `commits to`";
            page.reading.rejects.push(reading::reject(text, heading.0, heading.1, reason));
        }
    }
    page.flags(&outline);
    page.commitments(&outline);
    page.items(&outline);
    Ok(page.reading)
}

/// Whether the document says somewhere that it is a pledge.
fn is_about_a_pledge(text: &Text) -> bool {
    let signs = ["pledge", "commits to", "commit to"];
    text.lines().any(|(_, line)| {
        let lower = line.text.to_lowercase();
        signs.iter().any(|sign| lower.contains(sign))
    })
}

/// A page with what has been read of it so far.
struct Page<'t> {
    text: &'t Text,
    reading: Reading,
}

impl Page<'_> {
    fn flags(&mut self, outline: &Outline) {
        for (field, piece) in &outline.empty_fields {
            let message = format!("the page shows the label `{field}` and nothing after it; the value is unknown");
            let at = vec![reading::cite(self.text, piece.line, piece.line)];
            self.flag("empty-label", message, statement::PLEDGE, at);
        }
        for (date, piece) in &outline.updates {
            let printed = self.text.line(piece.line).map(|line| line.text.as_str()).unwrap_or_default();
            if !printed.contains(&date.year().to_string()) {
                let message = format!("the year is printed with two digits; the date is read as {date}");
                let at = vec![reading::cite(self.text, piece.line, piece.line)];
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
            match statement::commitment(self.text, commitment) {
                Some(record) => {
                    self.push(commitment.name.clone(), Body::Commitment(Box::new(record)));
                    self.reading.flags.extend(statement::flags(self.text, commitment, sections_expected));
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
                let Some(one) = one_item(self.text, commitment, item, position, &mut repeats, read.len()) else {
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
        let (first, last) = pieces.first().zip(pieces.last()).map_or((1, 1), |(first, last)| (first.line, last.line));
        self.reading.rejects.push(reading::reject(self.text, first, last, reason));
    }
}

fn one_item(
    text: &Text,
    commitment: &Commitment,
    item: &Item,
    position: u32,
    repeats: &mut Repeats,
    index: usize,
) -> Option<item::Read> {
    let mut reader = item::Reader::default();
    for paragraph in &item.paragraphs {
        reader.paragraph(text, paragraph, repeats, index);
    }
    let mut read = reader.finish(text, &commitment.name, position, &item.paragraphs)?;
    let notes = [
        (item.continued, "continuation-without-bullet", "a paragraph without a mark follows the item; it is read as its continuation"),
        (item.unmarked, "item-without-bullet", "a paragraph without a mark stands where items stand; it is read as one"),
    ];
    for (_, code, message) in notes.iter().filter(|(holds, ..)| *holds) {
        let (code, message, record) = ((*code).to_owned(), (*message).to_owned(), Some(read.key.clone()));
        read.flags.push(Flag { code, message, record, at: read.record.text.at.clone() });
    }
    Some(read)
}

#[cfg(test)]
mod tests;
