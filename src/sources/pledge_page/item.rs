//! One item of progress: from its paragraphs to the fields of its record.

use std::ops::Range;

use super::gathered::Gathered;
use super::mentions::{Slip, mentions_in};
use super::objectives::objectives_in;
use super::page::Page;
use super::passage::{Passage, Piece};
use super::repeats::Repeats;
use crate::record::{Figure, Flag, Lines, Mention, ProgressItemRecord, terms};
use crate::reference::CountryCode;
use crate::sources::figures::figures_in;
use crate::sources::names::{PlaceRole, Ranges, Scanned};

/// What is read of an item, paragraph by paragraph.
#[derive(Default)]
pub(super) struct Reader {
    countries: Gathered<CountryCode>,
    planned: Gathered<CountryCode>,
    regions: Gathered<String>,
    /// Regions of the bureaux that act; they count where the item names no country.
    bureaux: Gathered<String>,
    places: Gathered<String>,
    organisations: Gathered<String>,
    mentions: Gathered<Mention>,
    figures: Gathered<Figure>,
    objectives: Gathered<u8>,
    urls: Gathered<String>,
    /// The item's words without persons' names.
    words: String,
    /// Codes, messages and places of what is wrong in it.
    slips: Vec<(&'static str, String, Lines)>,
    /// The earlier items that it repeats.
    repeated: std::collections::BTreeSet<usize>,
}

impl Reader {
    /// Reads one paragraph of the item of that index.
    pub(super) fn paragraph(
        &mut self,
        page: &Page<'_>,
        pieces: &[Piece],
        repeats: &mut Repeats,
        index: usize,
    ) {
        let passage = Passage::of(page.text, pieces);
        let words = passage.words.as_str();
        let cite = |range: &Range<usize>| passage.cite(page, range);
        let scanned = Scanned::new(words);
        let people = scanned.people();
        let mentions = mentions_in(&scanned);
        let named = Ranges::new(mentions.found.iter().map(|(_, range)| range.clone()));

        self.places_of_work(&scanned, &cite);
        for (name, range) in scanned.places_below() {
            let title =
                mentions.found.iter().find(|(_, title)| title.start <= range.start && range.end <= title.end);
            if title.is_some_and(|(mention, _)| all_capitalised(&mention.name)) {
                continue;
            }
            let name = self.places.like(&name).unwrap_or(name);
            self.places.add(name, cite(&range));
        }
        let mut organisations: Vec<(String, Range<usize>)> = scanned.institutions().to_vec();
        organisations.retain(|(_, range)| !named.overlaps(range) && !people.overlaps(range));
        for mention in &scanned.organisations {
            organisations.push((mention.organisation.acronym.to_owned(), mention.range.clone()));
        }
        organisations.sort_by_key(|(_, range)| range.start);
        for (name, range) in organisations {
            self.organisations.add(name, cite(&range));
        }
        for found in figures_in(words) {
            if !named.overlaps(&found.range) {
                self.figures.add(found.figure, cite(&found.range));
            }
        }
        self.objectives(words, &cite);
        self.urls(page, pieces, words, &cite);
        self.repeated.extend(repeats.of(index, words, &named));
        for slip in mentions.slips {
            let (code, message, range) = describe(words, slip);
            self.slips.push((code, message, cite(&range)));
        }
        for (mention, range) in mentions.found {
            self.mentions.add(mention, cite(&range));
        }
        self.words.push_str(&without(words, people));
        self.words.push('\n');
    }

    fn places_of_work(&mut self, scanned: &Scanned<'_>, cite: &impl Fn(&Range<usize>) -> Lines) {
        let work = scanned.work();
        for (country, range) in work.countries {
            self.countries.add(country, cite(&range));
        }
        for (country, range) in work.planned {
            self.planned.add(country, cite(&range));
        }
        for gap in work.broken_lists {
            let message = "a full stop stands inside a list of countries; it is read as a comma";
            self.slips.push(("broken-list", message.to_owned(), cite(&gap)));
        }
        for region in scanned.regions() {
            match region.role {
                PlaceRole::Work => self.regions.add(region.name.to_owned(), cite(&region.range)),
                PlaceRole::Seat if !region.of_person => {
                    self.bureaux.add(region.name.to_owned(), cite(&region.range))
                }
                _ => {}
            }
        }
    }

    fn objectives(&mut self, words: &str, cite: &impl Fn(&Range<usize>) -> Lines) {
        for named in objectives_in(words) {
            self.objectives.add(named.number, cite(&named.range));
            if let Some(other) = named.title_of {
                let number = named.number;
                let message = format!(
                    "objective {number} stands with the title of objective {other}; the number is kept"
                );
                self.slips.push(("objective-differs", message, cite(&named.range)));
            }
        }
    }

    /// Addresses that a line links to, and those that the text prints.
    fn urls(
        &mut self,
        page: &Page<'_>,
        pieces: &[Piece],
        words: &str,
        cite: &impl Fn(&Range<usize>) -> Lines,
    ) {
        let mut seen = 0;
        for piece in pieces {
            let line = page.text.line(piece.line).filter(|_| piece.line > seen);
            for link in line.iter().flat_map(|line| &line.links) {
                self.urls.add(link.clone(), page.cite(piece.line, piece.line));
            }
            seen = piece.line;
        }
        for scheme in ["https://", "http://"] {
            for (at, _) in words.match_indices(scheme) {
                let rest = words.get(at..).unwrap_or_default();
                let end =
                    rest.find(|c: char| c.is_whitespace() || "<>\"“”)]".contains(c)).unwrap_or(rest.len());
                let url = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':']);
                if url.len() > scheme.len() {
                    self.urls.add(url.to_owned(), cite(&(at..at + url.len())));
                }
            }
        }
    }

    /// The record; `None` when the item holds no word. The flags are about the record of that key.
    pub(super) fn finish(
        mut self,
        page: &Page<'_>,
        commitment: &str,
        position: u32,
        item: &[Vec<Piece>],
    ) -> Option<Read> {
        let prose = page.prose(item)?;
        let key = format!("{commitment}.{position}");
        if self.countries.is_empty() && self.planned.is_empty() {
            self.regions.take_in(self.bureaux);
        }
        self.planned.leave_out(&self.countries);
        let flag = |(code, message, at): (&str, String, Lines)| Flag {
            code: code.to_owned(),
            message,
            record: Some(key.clone()),
            at: vec![at],
        };
        let flags = self.slips.into_iter().map(flag).collect();
        let record = ProgressItemRecord {
            commitment: commitment.to_owned(),
            position,
            text: prose,
            reported_on: None,
            countries: self.countries.into_stated(),
            planned: self.planned.into_stated(),
            regions: self.regions.into_stated(),
            places: self.places.into_stated(),
            organisations: self.organisations.into_stated(),
            mentions: self.mentions.into_stated(),
            figures: self.figures.into_stated(),
            gcm_objectives: self.objectives.into_stated(),
            urls: self.urls.into_stated(),
            terms: terms(&self.words).into(),
        };
        Some(Read { key, record, flags, repeated: self.repeated })
    }
}

/// An item as read.
pub(super) struct Read {
    pub(super) key: String,
    pub(super) record: ProgressItemRecord,
    pub(super) flags: Vec<Flag>,
    /// The indices of the earlier items that it repeats.
    pub(super) repeated: std::collections::BTreeSet<usize>,
}

fn describe(words: &str, slip: Slip) -> (&'static str, String, Range<usize>) {
    match slip {
        Slip::UnbalancedQuote(range) => {
            let message = "a quotation mark has lost its partner; the name is read as far as its words tell";
            ("unbalanced-quote", message.to_owned(), range)
        }
        Slip::JoinedWords(range) => {
            let joined = words.get(range.clone()).unwrap_or_default();
            (
                "joined-words",
                format!("`{joined}` is two words joined; the name begins at its capital letter"),
                range,
            )
        }
    }
}

/// Whether every word of some length in a name is capitalised, so that a capital marks no place in it.
fn all_capitalised(name: &str) -> bool {
    let mut long = name.split_whitespace().filter(|word| word.chars().count() > 4);
    long.all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// A text without some of its bytes.
fn without(words: &str, out: &Ranges) -> String {
    let mut kept = String::with_capacity(words.len());
    let mut from = 0;
    for range in out.iter() {
        kept.push_str(words.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    kept.push_str(words.get(from..).unwrap_or_default());
    kept
}
