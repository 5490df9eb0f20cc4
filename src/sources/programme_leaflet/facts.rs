//! What the programme's and the phase's record have in common, with the differences that the leaflet shows.

use std::ops::Range;

use crate::document::text::Text;
use crate::record::{Lines, Period, PrintedCountry, Reject, Stated};
use crate::reference::{CountryCode, organisations_in};
use crate::sources::reading::{cite, stated};
use crate::sources::{dates, names};

use super::countries::{Countries, Printed, Support, countries, name_of};
use super::layout::{Label, Section};
use crate::sources::programme_text::named::{Named, opening};
use crate::sources::programme_text::paragraph::Paragraph;

/// The facts of the leaflet.
pub(super) struct Facts<'s> {
    /// The paragraph that names the programme.
    pub opening: &'s Paragraph,
    /// The programme's name in it.
    pub named: Named,
    /// The programme's title.
    pub title: Stated<String>,
    /// From when to when, and how long.
    pub period: Option<Stated<Period>>,
    /// Who pays, by acronym or name.
    pub donors: Vec<Stated<String>>,
    /// Every country that the list or the sentence names.
    pub countries: Vec<Stated<PrintedCountry>>,
    /// Who gets money.
    pub support: Option<Support>,
    list: Printed,
    sentence: Printed,
    counted: Option<(f64, Lines)>,
}

/// Reads them; `None` when nothing names the programme.
pub(super) fn facts<'s>(
    text: &Text,
    sections: &'s [Section],
    rejects: &mut Vec<Reject>,
) -> Option<Facts<'s>> {
    let (opening, named) = opening(sections.iter().flat_map(|section| &section.paragraphs))?;
    let title = title(text, sections, opening, &named);
    let Countries { list, sentence, counted, support } = countries(text, sections, rejects);
    let countries = joined(&list, &sentence);
    let (period, donors) = (period(text, sections), donors(text, sections));
    Some(Facts { opening, named, title, period, donors, countries, support, list, sentence, counted })
}

fn title(text: &Text, sections: &[Section], opening: &Paragraph, named: &Named) -> Stated<String> {
    let mut at = vec![opening.lines_of(&named.range)];
    let headings = sections.iter().filter_map(|section| section.heading.as_ref());
    let same = |heading: &&Paragraph| letters(&heading.text) == letters(&named.title);
    at.extend(headings.filter(same).map(Paragraph::lines));
    Stated { value: named.title.clone(), at: cited(text, at) }
}

fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Evidence for several ranges of lines, in the order of the document, each once.
pub(super) fn cited(text: &Text, mut ranges: Vec<(u32, u32)>) -> Vec<Lines> {
    ranges.sort_unstable();
    ranges.dedup();
    ranges.into_iter().map(|(first, last)| cite(text, first, last)).collect()
}

/// The period below its label; where the label is lost, two ends in a short line above the running text.
fn period(text: &Text, sections: &[Section]) -> Option<Stated<Period>> {
    let labelled = sections.iter().filter(|section| section.label == Some(Label::Duration));
    for paragraph in labelled.flat_map(|section| &section.paragraphs) {
        if let Some(found) = first_period(text, paragraph, |_| true) {
            return Some(found);
        }
    }
    let short =
        sections.iter().flat_map(|section| &section.paragraphs).filter(|paragraph| paragraph.is_short());
    let both_ends = |period: &Period| period.start.is_some() && period.end.is_some();
    short.filter_map(|paragraph| first_period(text, paragraph, both_ends)).next()
}

fn first_period(text: &Text, paragraph: &Paragraph, fits: fn(&Period) -> bool) -> Option<Stated<Period>> {
    let whole = dates::period(&paragraph.text).filter(fits)?;
    // The tightest lines: one of several may say it all.
    let by_itself = paragraph.each_line().find(|(_, line)| dates::period(line) == Some(whole));
    let (first, last) = by_itself.map_or_else(|| paragraph.lines(), |(number, _)| (number, number));
    Some(stated(text, whole, first, last))
}

/// Who stands below the donor's label: known organisations by acronym, others as printed.
fn donors(text: &Text, sections: &[Section]) -> Vec<Stated<String>> {
    let labelled = sections.iter().filter(|section| section.label == Some(Label::Donor));
    let mut donors: Vec<Stated<String>> = Vec::new();
    for paragraph in
        labelled.flat_map(|section| &section.paragraphs).take_while(|paragraph| paragraph.is_short())
    {
        if dates::period(&paragraph.text).is_some() || donors.len() > MOST_DONORS {
            break;
        }
        for (name, range) in donors_of(&paragraph.text) {
            let (first, last) = paragraph.lines_of(&range);
            if !donors.iter().any(|donor| donor.value == name) {
                donors.push(stated(text, name, first, last));
            }
        }
    }
    donors
}

/// More entries are no list of donors.
const MOST_DONORS: usize = 20;

fn donors_of(words: &str) -> Vec<(String, Range<usize>)> {
    let mut donors = Vec::new();
    for (entry, range) in names::list(words) {
        let known = organisations_in(entry).into_iter().next();
        donors.push((
            known.map_or_else(|| entry.to_owned(), |known| known.organisation.acronym.to_owned()),
            range,
        ));
    }
    donors
}

/// The countries of both places: as the list prints them, then what only the sentence names.
fn joined(list: &Printed, sentence: &Printed) -> Vec<Stated<PrintedCountry>> {
    let mut countries: Vec<Stated<PrintedCountry>> = Vec::new();
    for (country, at) in list.iter().chain(sentence) {
        match countries.iter_mut().find(|known| known.value.code == country.code) {
            Some(known) if !known.at.contains(at) => known.at.push(at.clone()),
            Some(_) => {}
            None => countries.push(Stated::new(country.clone(), at.clone())),
        }
    }
    for country in &mut countries {
        country.at.sort();
    }
    countries
}

type Difference = (String, Vec<Lines>);

impl Facts<'_> {
    /// What one of the two places names and the other does not, where both name some.
    pub(super) fn lists_differ(&self) -> Option<Difference> {
        if self.list.is_empty() || self.sentence.is_empty() {
            return None;
        }
        let (only_list, only_sentence) =
            (missing(&self.list, &self.sentence), missing(&self.sentence, &self.list));
        let mut said = Vec::new();
        for (only, place) in [(&only_list, "list"), (&only_sentence, "sentence")] {
            if !only.is_empty() {
                let names: Vec<&str> = only.iter().map(|code| name_of(*code)).collect();
                said.push(format!("only the {place} has {}", names.join(", ")));
            }
        }
        let message = format!(
            "the list of countries and the sentence that names them differ: {}; the hub takes every country that \
             either names",
            said.join(", ")
        );
        (!said.is_empty()).then(|| (message, evidence(self.list.iter().chain(&self.sentence))))
    }

    /// The count of countries that the leaflet gives, where it names more or fewer.
    pub(super) fn count_differs(&self) -> Option<Difference> {
        let (count, at) = self.counted.as_ref()?;
        let named = self.countries.len();
        let message = format!(
            "the leaflet counts {count} countries and names {named}; the hub takes those that it names"
        );
        (*count != named as f64).then(|| (message, vec![at.clone()]))
    }

    /// The length that the leaflet states, where its dates give another one.
    pub(super) fn length_differs(&self) -> Option<Difference> {
        let Stated { value: Period { start, end, months }, at } = self.period.as_ref()?;
        let (start, end, months) = (start.as_ref()?, end.as_ref()?, (*months)?);
        let month =
            |date: &crate::record::PartialDate| Some(12 * u32::from(date.year()) + u32::from(date.month()?));
        let counted = month(end)?.checked_sub(month(start)?)?;
        let message = format!(
            "the leaflet states {months} months, and from {start} to {end} there are {}; the hub keeps both as printed",
            counted + 1
        );
        // With or without the last month, as people count.
        (months != counted && months != counted + 1).then(|| (message, at.clone()))
    }
}

fn missing(from: &Printed, other: &Printed) -> Vec<CountryCode> {
    let codes = from.iter().map(|(country, _)| country.code);
    codes.filter(|code| !other.iter().any(|(country, _)| country.code == *code)).collect()
}

fn evidence<'p>(printed: impl Iterator<Item = &'p (PrintedCountry, Lines)>) -> Vec<Lines> {
    let mut at: Vec<Lines> = printed.map(|(_, at)| at.clone()).collect();
    at.sort();
    at.dedup();
    at
}
