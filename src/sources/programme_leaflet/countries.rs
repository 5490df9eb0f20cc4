//! The leaflet's countries: a list, a sentence that names them again, and a sentence that says who gets money.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::Text;
use crate::record::{Lines, PrintedCountry, Reject};
use crate::reference::{CountryCode, MentionForm, countries_in, country, find_country_name};
use crate::sources::figures::figures_in;
use crate::sources::names;
use crate::sources::reading::cite;

use super::layout::{Label, Section};
use crate::sources::programme_text::named::{is_about_earlier, pattern};
use crate::sources::programme_text::paragraph::{Cites, Paragraph};

/// Countries as one place of the leaflet prints them.
pub(super) type Printed = Vec<(PrintedCountry, Lines)>;

/// What the leaflet says of its countries.
pub(super) struct Countries {
    /// The list under its label.
    pub list: Printed,
    /// The sentence that names them.
    pub sentence: Printed,
    /// How many countries that sentence counts, with its lines.
    pub counted: Option<(f64, Lines)>,
    /// Who receives financial support.
    pub support: Option<Support>,
}

/// What the leaflet says of financial support.
pub(super) struct Support {
    /// The countries that receive it; everyone when empty.
    pub receive: Vec<CountryCode>,
    /// The sentence that says so.
    pub at: Lines,
}

impl Support {
    /// Whether a country receives it: the sentence says who does, so the others do not.
    pub(super) fn of(&self, code: CountryCode) -> bool {
        self.receive.is_empty() || self.receive.contains(&code)
    }
}

/// Reads the three places; an entry of the list that is no country is a reject.
pub(super) fn countries(text: &Text, sections: &[Section], rejects: &mut Vec<Reject>) -> Countries {
    let listed = sections.iter().find(|section| section.label == Some(Label::Countries));
    let list = listed.map(|section| list(text, &section.paragraphs, rejects)).filter(|list| !list.is_empty());
    let list = list.unwrap_or_else(|| unlabelled_list(text, sections, rejects));
    let support = sentences(sections).find_map(|(paragraph, sentence)| support(text, paragraph, &sentence));
    let named = naming(sections, &list);
    let counted = named.as_ref().and_then(|(paragraph, sentence)| {
        let figures = figures_in(paragraph.words(sentence)).into_iter().map(|found| found.figure);
        let count = figures.into_iter().find(|figure| figure.unit.to_lowercase().contains("countries"))?;
        let (first, last) = paragraph.lines_of(sentence);
        Some((count.value, cite(text, first, last)))
    });
    let sentence = named.map(|(paragraph, sentence)| printed(text, paragraph, &sentence)).unwrap_or_default();
    Countries { list, sentence, counted, support }
}

/// What a sentence says of financial support: for the countries it names, or for all.
fn support(text: &Text, paragraph: &Paragraph, sentence: &Range<usize>) -> Option<Support> {
    let words = paragraph.words(sentence);
    if !RECEIVES.is_match(words) || words.contains(" not ") {
        return None;
    }
    let receive = codes(words);
    let (first, last) = paragraph.lines_of(sentence);
    let says_who = !receive.is_empty() || words.to_lowercase().contains("all ");
    says_who.then(|| Support { receive, at: cite(text, first, last) })
}

/// The sentence that names the most countries, three at least: most of them those of the list, if there is one;
/// without a list it must say that work is done there.
fn naming<'s>(sections: &'s [Section], list: &Printed) -> Option<(&'s Paragraph, Range<usize>)> {
    let listed: HashSet<CountryCode> = list.iter().map(|(country, _)| country.code).collect();
    let (mut most, mut naming) = (2, None);
    for (paragraph, sentence) in sentences(sections) {
        let words = paragraph.words(&sentence);
        let named = codes(words);
        let known = named.iter().filter(|code| listed.contains(code)).count();
        let is_ours = if listed.is_empty() { WORKS_IN.is_match(words) } else { 2 * known >= named.len() };
        if named.len() > most && is_ours && !RECEIVES.is_match(words) {
            (most, naming) = (named.len(), Some((paragraph, sentence)));
        }
    }
    naming
}

/// The countries that a text names, each once.
fn codes(words: &str) -> Vec<CountryCode> {
    let mut seen = HashSet::new();
    let named = countries_in(words).into_iter().filter(|mention| mention.form == MentionForm::Name);
    named.map(|mention| mention.country).filter(|code| seen.insert(*code)).collect()
}

/// Every sentence that is about this programme, not about one before it.
fn sentences(sections: &[Section]) -> impl Iterator<Item = (&Paragraph, Range<usize>)> {
    let in_list = |section: &&Section| section.label != Some(Label::Countries);
    let paragraphs = sections.iter().filter(in_list).flat_map(|section| &section.paragraphs);
    let about_this =
        paragraphs.filter(|paragraph| !paragraph.is_short() && !is_about_earlier(&paragraph.text));
    about_this
        .flat_map(|paragraph| paragraph.sentences().into_iter().map(move |sentence| (paragraph, sentence)))
}

/// The countries that a sentence names, each once.
fn printed(text: &Text, paragraph: &Paragraph, sentence: &Range<usize>) -> Printed {
    let words = paragraph.words(sentence);
    let mut printed: Printed = Vec::new();
    for mention in countries_in(words) {
        let known = printed.iter().any(|(country, _)| country.code == mention.country);
        if mention.form == MentionForm::Name && !known {
            let place = sentence.start + mention.range.start..sentence.start + mention.range.end;
            let (first, last) = paragraph.lines_of(&place);
            let name = paragraph.words(&place).to_owned();
            printed.push((PrintedCountry { code: mention.country, printed: name }, cite(text, first, last)));
        }
    }
    printed
}

/// The list below its label, up to the first sentence.
fn list(text: &Text, paragraphs: &[Paragraph], rejects: &mut Vec<Reject>) -> Printed {
    let lines: Vec<(u32, &str)> = paragraphs.iter().flat_map(Paragraph::each_line).collect();
    let lines: Vec<_> = lines
        .into_iter()
        .take_while(|(_, line)| is_list(line) || line.split(' ').count() <= MOST_WORDS)
        .collect();
    let last = lines.iter().rposition(|(_, line)| is_list(line)).map_or(0, |last| last + 1);
    entries(text, lines.get(..last).unwrap_or_default(), rejects)
}

/// A list whose label is lost: the first lines that hold nothing but countries, two or more of them.
fn unlabelled_list(text: &Text, sections: &[Section], rejects: &mut Vec<Reject>) -> Printed {
    let paragraphs = sections.iter().flat_map(|section| &section.paragraphs);
    let lines = paragraphs.flat_map(Paragraph::each_line);
    let lines: Vec<_> = lines
        .skip_while(|(_, line)| !(is_pure_list(line) && names::list(line).len() > 1))
        .take_while(|(_, line)| is_pure_list(line))
        .collect();
    entries(text, &lines, rejects)
}

/// Whether half of what a line lists are countries, and none of the rest is a sentence.
fn is_list(line: &str) -> bool {
    let entries = names::list(line);
    let unknown = entries.iter().filter(|(entry, _)| find_country_name(entry).is_none());
    let (count, sentence) = unknown.fold((0, false), |(count, sentence), (entry, _)| {
        (count + 1, sentence || entry.split(' ').count() > MOST_WORDS)
    });
    !sentence && 2 * count <= entries.len() && count < entries.len()
}

fn is_pure_list(line: &str) -> bool {
    let entries = names::list(line);
    !entries.is_empty() && entries.iter().all(|(entry, _)| find_country_name(entry).is_some())
}

/// What has more words and is no country is a sentence.
const MOST_WORDS: usize = 6;

fn entries(text: &Text, lines: &[(u32, &str)], rejects: &mut Vec<Reject>) -> Printed {
    let mut entries: Vec<(u32, &str)> = Vec::new();
    for (number, line) in lines {
        entries.extend(names::list(line).into_iter().map(|(entry, _)| (*number, entry)));
    }
    let (mut printed, mut cites): (Printed, _) = (Vec::new(), Cites::new(text));
    let mut seen = HashSet::new();
    let mut entries = entries.into_iter().peekable();
    while let Some((number, entry)) = entries.next() {
        // "Republic of" at a line's end, "Moldova" on the next.
        let wrapped = || {
            let (next, rest) = entries.peek().filter(|(next, _)| *next > number)?;
            let joined = format!("{entry} {rest}");
            Some((find_country_name(&joined)?, joined, *next))
        };
        let found = find_country_name(entry).map(|found| (found, entry.to_owned(), number)).or_else(wrapped);
        let Some((found, name, last)) = found else {
            let words: String = entry.chars().take(60).collect();
            let reason = format!(
                "`{words}` stands in the list of countries and is no country that the code list knows"
            );
            rejects.push(Reject { at: cites.at((number, number)), reason });
            continue;
        };
        if last > number {
            entries.next();
        }
        if seen.insert(found.code) {
            printed.push((PrintedCountry { code: found.code, printed: name }, cites.at((number, last))));
        }
    }
    printed
}

/// A country's name in the code list, for messages.
pub(super) fn name_of(code: CountryCode) -> &'static str {
    country(code).name
}

static WORKS_IN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:countries|implement\w*|carried\s+out|works?\s+in|active\s+in)\b"));
static RECEIVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:receiv|get|grant|provid|award|benefit)\w*\b.*\bfinancial\s+(?:support|assistance|aid|contributions?)\b|\bfinancially\s+support",
    )
});
