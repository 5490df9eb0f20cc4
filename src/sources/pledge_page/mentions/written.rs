//! Names without quotation marks: capitalised words around a word for a kind of thing.

use std::sync::LazyLock;

use regex::Regex;

use super::Named;
use super::kinds::{is_plural, kind};
use super::title::{LONGEST, Title};
use crate::record::MentionKind::{self, Activity, Programme, Project, Publication};
use crate::sources::names::{Ranges, Scanned, Word};
use crate::sources::pledge_page::marks::pattern;

/// The names that a paragraph gives in running text, none inside the bytes `taken`.
pub(super) fn names(scanned: &Scanned<'_>, taken: &Ranges) -> Vec<Named> {
    let Scanned { text, words, countries, organisations, .. } = scanned;
    let places = countries.iter().map(|mention| &mention.range);
    let places = places.chain(scanned.regions().iter().map(|region| &region.range));
    let finder = Finder {
        title: Title { text, words },
        taken,
        organisations: Ranges::new(organisations.iter().map(|mention| mention.range.clone())),
        places: Ranges::new(places.cloned()),
    };
    let mut names: Vec<Named> = Vec::new();
    let mut from = 0;
    for (at, word) in words.iter().enumerate() {
        let Some(kind) = kind(word).filter(|_| at >= from && !taken.overlaps(&word.range())) else {
            continue;
        };
        let found = match word.is_capitalised() {
            true => finder.around(at, kind, from).or_else(|| finder.after(at, kind)),
            false => finder.before(at, kind, from).or_else(|| finder.after(at, kind)),
        };
        let found = found.or_else(|| finder.workstream(at));
        let Some((first, last)) = found else { continue };
        let Some(range) = finder.title.range(first, last).filter(|range| !taken.overlaps(range)) else {
            continue;
        };
        names.extend(text.get(range.clone()).map(|name| (kind, name.to_owned(), range)));
        from = last + 1;
    }
    for year in VISION.find_iter(text) {
        names.push((Project, year.as_str().to_owned(), year.range()));
    }
    names
}

struct Finder<'t, 'w> {
    title: Title<'t, 'w>,
    taken: &'w Ranges,
    organisations: Ranges,
    places: Ranges,
}

type Span = Option<(usize, usize)>;

impl Finder<'_, '_> {
    /// A capitalised word for a kind inside a name: "Human Bread Strategy", "Global Programme on Making Bread Rise",
    /// "Baking Guide: Flour and Water", "National Program for the baking of bread".
    fn around(&self, at: usize, kind: MentionKind, from: usize) -> Span {
        let title = &self.title;
        let word = title.word(at)?;
        let runs_on = title.gap(at) == " " && title.word(at + 1).is_some_and(Word::is_capitalised);
        if runs_on || (is_plural(word) && !word.is_one_of(&PLURAL_NAMES)) || word.is_possessive() {
            return None;
        }
        let first = self.head(at, from);
        let mut last = at;
        if let Some(range) = YEARS.find(title.text.get(word.end..)?) {
            let end = word.end + range.end();
            last = title.words.partition_point(|word| word.start < end).saturating_sub(1);
        } else if title.gap(at) == " " && title.word(at + 1)?.is_one_of(&["on", "of", "for"]) {
            last = self.tail(at, kind, first < at);
        } else if kind == Publication && title.gap(at) == ": " && title.is_name(at + 1) {
            let end = title.end(at + 1);
            last = if title.capitals(at + 1, end) > 1 { end } else { at };
        }
        let telling = (first..at).any(|index| self.tells(index));
        let day = word.is("day") && (first == at || last == at && !telling);
        ((telling || last > at) && !day && last > first).then_some((first, last))
    }

    /// The last word of what follows "Programme on": a title or, after a programme's or project's name that has begun
    /// already, plain words up to where the sentence turns.
    fn tail(&self, at: usize, kind: MentionKind, named: bool) -> usize {
        let title = &self.title;
        let article = usize::from(title.word(at + 2).is_some_and(|word| word.is_one_of(&["the", "a", "an"])));
        let begins = at + 2 + article;
        if title.is_name(begins) {
            let end = title.end(begins);
            let name = self.organisations.overlaps(&title.range(begins, end).unwrap_or_default());
            return if title.capitals(begins, end) > 1 || !name { end } else { at };
        }
        if !named || !matches!(kind, Programme | Project) {
            return at;
        }
        let inside = |index: usize| matches!(title.gap(index), " " | " (" | ")" | ") " | "(");
        for index in begins..begins + 16 {
            let turns = |word: &Word<'_>| word.is_among(TURNS) || self.organisations.overlaps(&word.range());
            if !inside(index - 1) || title.word(index).is_none_or(turns) {
                return at;
            }
            let over = title.word(index + 1).is_none_or(turns);
            if !inside(index) || over {
                return index;
            }
        }
        at
    }

    /// A name before a small word for a kind: "Active Bread Markets project", "M4B programme", "Crumb series".
    fn before(&self, at: usize, kind: MentionKind, from: usize) -> Span {
        let word = self.title.word(at)?;
        if is_plural(word) || !word.is_among(NAMED_BEFORE) {
            return None;
        }
        let first = self.head(at, from);
        let mut first = first;
        while first < at
            && self.title.range(first, first).is_some_and(|range| self.organisations.overlaps(&range))
        {
            first += 1;
        }
        let last = at.checked_sub(1).filter(|last| *last >= first)?;
        let telling = (first..at).filter(|index| self.tells(*index)).count();
        let alone = self.title.word(first)?;
        let acronym = alone.is_acronym() && matches!(kind, Programme | Project) && !is_subject(alone);
        let enough = telling > 1 || (telling == 1 && (acronym || kind == Activity));
        enough.then_some((first, last))
    }

    /// A title after a word for a kind: "report Bread in the World of Today", "study on Bread and its Role in Tea".
    fn after(&self, at: usize, kind: MentionKind) -> Span {
        let title = &self.title;
        if kind == Activity {
            return None;
        }
        let joined = title
            .word(at + 1)
            .is_some_and(|word| word.is_one_of(&["on", "titled", "entitled", "called", "named"]));
        let begins = at + 1 + usize::from(joined);
        if (at..begins).any(|index| title.gap(index) != " ") || !title.is_name(begins) {
            return None;
        }
        let organisation =
            title.range(begins, begins).is_some_and(|range| self.organisations.overlaps(&range));
        let end = title.end(begins);
        (title.capitals(begins, end) > 2 && !organisation).then_some((begins, end))
    }

    /// "workstream on baking together": a workstream has no other name than its subject.
    fn workstream(&self, at: usize) -> Span {
        let title = &self.title;
        if !title.word(at)?.is("workstream") || !title.word(at + 1)?.is("on") || title.gap(at) != " " {
            return None;
        }
        let mut last = at + 1;
        while last < at + 12 && title.gap(last) == " " {
            if title.word(last + 1)?.is_among(TURNS) || title.word(last + 1)?.is("and") {
                break;
            }
            last += 1;
        }
        (last > at + 1).then_some((at, last))
    }

    /// The first word of a name that ends in a word: back over capitalised words, and over "of", "and", "for" between
    /// two of them.
    fn head(&self, at: usize, from: usize) -> usize {
        let title = &self.title;
        let mut first = at;
        while first > from && first + LONGEST > at {
            let before = first - 1;
            if title.gap(before) != " " {
                break;
            }
            let Some(word) = title.word(before) else { break };
            if title.is_name(before) && !word.is_possessive() && !self.opens(before) && !self.closed(before) {
                first = before;
                continue;
            }
            let joins = before > from && JOINING.contains(&word.text) && title.gap(before - 1) == " ";
            let free =
                joins && title.is_name(before - 1) && !self.opens(before - 1) && !self.known(before - 1);
            if !free
                || self.closed(before - 1)
                || first == at && !title.word(at).is_some_and(Word::is_capitalised)
            {
                break;
            }
            first = before - 1;
        }
        first
    }

    fn closed(&self, at: usize) -> bool {
        self.title.range(at, at).is_none_or(|range| self.taken.overlaps(&range))
    }

    fn known(&self, at: usize) -> bool {
        let range = self.title.range(at, at).unwrap_or_default();
        self.organisations.overlaps(&range) || self.places.overlaps(&range)
    }

    /// Whether a word only opens its sentence.
    fn opens(&self, at: usize) -> bool {
        self.title.word(at).is_some_and(|word| word.is_among(OPENING))
    }

    /// Whether a word tells one name from another: no place or organisation, no word that every name has.
    fn tells(&self, at: usize) -> bool {
        self.title.is_name(at)
            && !self.known(at)
            && self.title.word(at).is_some_and(|word| !word.is_among(COMMON))
    }
}

/// An acronym that is a subject and no programme's short name.
fn is_subject(word: &Word<'_>) -> bool {
    SUBJECTS.iter().any(|subject| word.bare().starts_with(subject))
}

const SUBJECTS: [&str; 12] =
    ["COVID", "CSO", "EU", "GBV", "GC", "HIV", "ICT", "NGO", "SDG", "SME", "TOT", "UN"];
/// Kinds whose names stand before them in small letters.
const NAMED_BEFORE: &str = "\
    campaign forum initiative program programme project series strategy survey toolkit";
/// Words for kinds that names have in the plural.
const PLURAL_NAMES: [&str; 2] = ["forums", "talks"];
/// Words that tell no name from another.
const COMMON: &str = "\
    active annual country global international joint local member national new pilot regional special states \
    technical the this training un united";
const JOINING: [&str; 3] = ["and", "for", "of"];
/// Words after which a name is over.
const TURNS: &str = "\
    aims are as by has have in is jointly led that to together under was were when where which while who \
    will with within would";
const OPENING: &str = "\
    a an and as by for from in its on the this through with";

static YEARS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s(?:19|20)[0-9]{2}(?:\s?[-–/]\s?(?:(?:19|20)?[0-9]{2}))?\b"));
static VISION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bVision\s20[0-9]{2}\b"));
