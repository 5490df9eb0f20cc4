//! The phase's record: what the leaflet says of this phase, and the figures it gives for what came before.

use std::collections::HashSet;

use crate::document::text::Text;
use crate::record::{Figure, ParticipatingCountry, PhaseRecord, Prose, Stated};
use crate::sources::figures::figures_in;
use crate::sources::reading::{prose, stated};

use super::PROGRAMME;
use super::facts::Facts;
use super::layout::{Label, Section};
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::programme_text::named::{earlier_phases, is_about_earlier, phase_in, programmes_in};
use crate::sources::programme_text::paragraph::{Cites, Paragraph, ranges_between, with_unit};

pub(super) fn record(
    text: &Text,
    furniture: &Furniture,
    sections: &[Section],
    facts: &Facts<'_>,
) -> PhaseRecord {
    let (first, last) = extent(sections, facts.opening);
    PhaseRecord {
        programme: PROGRAMME.into(),
        number: number(text, sections),
        title: facts.title.clone(),
        period: facts.period.clone(),
        donors: facts.donors.clone(),
        countries: countries(facts),
        sectors: sectors(text, sections),
        outcomes: outcomes(text, sections),
        figures: Vec::new(),
        earlier_figures: earlier_figures(text, sections),
        continues: continues(text, sections),
        text: prose(text, &ranges_between(text, furniture, first, last)),
    }
}

/// From the paragraph that names the programme to the last line above the contacts.
fn extent(sections: &[Section], opening: &Paragraph) -> (u32, u32) {
    let (first, mut last) = opening.lines();
    for section in sections {
        for paragraph in section.heading.iter().chain(&section.paragraphs) {
            last = last.max(paragraph.lines().1);
        }
    }
    (first, last)
}

/// The number of this phase, where the leaflet prints one outside what it says of the phases before.
fn number(text: &Text, sections: &[Section]) -> Option<Stated<u32>> {
    let paragraphs = sections.iter().flat_map(|section| section.heading.iter().chain(&section.paragraphs));
    for paragraph in paragraphs.filter(|paragraph| !is_about_earlier(&paragraph.text)) {
        if let Some((number, range)) = phase_in(&paragraph.text) {
            let (first, last) = paragraph.lines_of(&range);
            return Some(stated(text, number, first, last));
        }
    }
    None
}

fn countries(facts: &Facts<'_>) -> Vec<Stated<ParticipatingCountry>> {
    let mut countries = Vec::new();
    for country in &facts.countries {
        let financial_support = facts.support.as_ref().map(|support| support.of(country.value.code));
        let mut at = country.at.clone();
        at.extend(facts.support.as_ref().map(|support| support.at.clone()));
        at.sort();
        at.dedup();
        let value = ParticipatingCountry { country: country.value.clone(), financial_support };
        countries.push(Stated { value, at });
    }
    countries
}

/// The entries below the sectors' label, up to the first sentence.
fn sectors(text: &Text, sections: &[Section]) -> Vec<Stated<String>> {
    let mut sectors = Vec::new();
    let mut seen = HashSet::new();
    for entry in entries(sections, Label::Sectors).into_iter().take_while(Paragraph::is_short) {
        let (first, last) = entry.lines();
        if seen.insert(entry.text.clone()) {
            sectors.push(stated(text, entry.text, first, last));
        }
    }
    sectors
}

/// The entries below the outcomes' label, as long as they are of one sort: sentences or names.
fn outcomes(text: &Text, sections: &[Section]) -> Vec<Prose> {
    let entries = entries(sections, Label::Outcomes);
    let short = entries.first().is_some_and(Paragraph::is_short);
    let alike = entries.iter().take_while(|entry| entry.is_short() == short);
    alike.filter_map(|entry| prose(text, &entry.ranges())).collect()
}

/// The entries below a label: one a paragraph; one a line where no blank line parts the lines.
fn entries(sections: &[Section], label: Label) -> Vec<Paragraph> {
    let labelled = sections.iter().filter(|section| section.label == Some(label));
    let paragraphs: Vec<&Paragraph> = labelled.flat_map(|section| &section.paragraphs).collect();
    let touch = |pair: &[&Paragraph]| matches!(pair, [one, next] if one.lines().1 + 1 == next.lines().0 && !next.item);
    let dense = paragraphs.len() == 1 || paragraphs.windows(2).any(touch);
    let mut entries = Vec::new();
    for paragraph in paragraphs {
        if dense && paragraph.is_short() {
            entries.extend(lines_of(paragraph));
        } else {
            entries.push(paragraph.clone());
        }
    }
    entries
}

/// A line each; what begins with a small letter or follows a small word goes on with the line before.
fn lines_of(paragraph: &Paragraph) -> Vec<Paragraph> {
    let mut entries: Vec<Paragraph> = Vec::new();
    for (number, line) in paragraph.each_line() {
        let hangs =
            |before: &Paragraph| [" and", " &", " of", ",", "-"].iter().any(|end| before.text.ends_with(end));
        match entries.last_mut() {
            Some(before) if line.starts_with(char::is_lowercase) || hangs(before) => {
                before.push(number, line)
            }
            _ => {
                let mut entry = Paragraph::default();
                entry.push(number, line);
                entries.push(entry);
            }
        }
    }
    entries
}

/// Figures of the paragraphs that speak of what came before, each with what it covers.
fn earlier_figures(text: &Text, sections: &[Section]) -> Vec<Stated<Figure>> {
    let (mut figures, mut cites) = (Vec::new(), Cites::new(text));
    let paragraphs = sections.iter().flat_map(|section| &section.paragraphs);
    for paragraph in paragraphs.filter(|paragraph| is_about_earlier(&paragraph.text)) {
        let scope = scope(&paragraph.text);
        for found in figures_in(&paragraph.text) {
            let counts_programmes = OWN.iter().any(|own| found.figure.unit.to_lowercase().ends_with(own));
            if !counts_programmes {
                let at = cites.at(paragraph.lines_of(&with_unit(&paragraph.text, &found)));
                figures.push(Stated::new(Figure { scope: scope.clone(), ..found.figure }, at));
            }
        }
    }
    figures
}

/// The programme whose earlier phases the leaflet speaks of: the first that is named after that word.
fn continues(text: &Text, sections: &[Section]) -> Option<Stated<String>> {
    for paragraph in sections.iter().flat_map(|section| &section.paragraphs) {
        let Some(phases) = earlier_phases(&paragraph.text) else { continue };
        let mut named = programmes_in(&paragraph.text).into_iter();
        if let Some(named) = named.find(|named| named.range.start >= phases) {
            let (first, last) = paragraph.lines_of(&named.range);
            return Some(stated(text, named.title, first, last));
        }
    }
    None
}

/// What such a paragraph counts, which is no figure of theirs: the programmes themselves.
const OWN: [&str; 5] = ["programmes", "initiatives", "projects", "phases", "organizations"];

/// The programmes that earlier figures cover together.
fn scope(words: &str) -> Option<String> {
    // More than a few names are no description.
    let names: Vec<String> = programmes_in(words).into_iter().map(|named| named.full).take(4).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("earlier phases: {one}")),
        several => Some(format!("earlier programmes together: {}", several.join("; "))),
    }
}
