//! The programme's record.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::Text;
use crate::record::{
    Availability, OrganisationRole, Participant, ProgrammeKind, ProgrammeRecord, Stated, Terms, terms,
};
use crate::reference::{gcm_objective, organisations_in};
use crate::sources::reading::{prose, stated};

use super::facts::{Facts, cited};
use super::layout::Section;
use crate::sources::programme_text::named::{pattern, programmes_in};
use crate::sources::programme_text::paragraph::Paragraph;

pub(super) fn record(text: &Text, sections: &[Section], facts: &Facts<'_>) -> ProgrammeRecord {
    ProgrammeRecord {
        kind: ProgrammeKind::Global,
        title: facts.title.clone(),
        aliases: aliases(text, facts),
        region_label: None,
        countries: facts.countries.clone(),
        places: Vec::new(),
        thematic_area: None,
        gcm_objectives: gcm_objectives(text, sections),
        budget: None,
        duration_months: months(facts),
        period: facts.period.clone(),
        status: None,
        participants: participants(text, sections, facts),
        partners: Vec::new(),
        text: prose(text, &facts.opening.ranges()),
        terms: body_terms(sections, &facts.title.value),
    }
}

/// The length, where it is stated; it is not counted from the dates.
fn months(facts: &Facts<'_>) -> Option<Stated<u32>> {
    let period = facts.period.as_ref()?;
    Some(Stated { value: period.value.months?, at: period.at.clone() })
}

fn aliases(text: &Text, facts: &Facts<'_>) -> Vec<Stated<String>> {
    let mut aliases = Vec::new();
    let (paragraph, named) = (facts.opening, &facts.named);
    if named.has_subject() {
        let (first, last) = paragraph.lines_of(&named.range);
        aliases.push(stated(text, named.full.clone(), first, last));
    }
    if let Some((short, range)) = &named.abbreviation {
        let (first, last) = paragraph.lines_of(range);
        aliases.push(stated(text, short.clone(), first, last));
    }
    aliases
}

/// The organisations in the programme's own name, in its sentence and in the line above it, and the donors.
fn participants(text: &Text, sections: &[Section], facts: &Facts<'_>) -> Vec<Stated<Participant>> {
    let front = sections.iter().take_while(|section| section.label.is_none());
    let mut places: Vec<(&Paragraph, Range<usize>)> = Vec::new();
    for paragraph in front.flat_map(|section| &section.paragraphs).filter(|paragraph| paragraph.is_short()) {
        places.extend(programmes_in(&paragraph.text).into_iter().map(|named| (paragraph, named.range)));
    }
    if !facts.opening.is_short() {
        places.push((facts.opening, facts.named.range.clone()));
    }
    let mut found: Vec<(String, Vec<(u32, u32)>)> = Vec::new();
    for (paragraph, range) in places {
        for mention in organisations_in(paragraph.words(&range)) {
            let place = range.start + mention.range.start..range.start + mention.range.end;
            let (lines, acronym) = (paragraph.lines_of(&place), mention.organisation.acronym);
            match found.iter_mut().find(|(known, _)| known == acronym) {
                Some((_, at)) => at.push(lines),
                None => found.push((acronym.to_owned(), vec![lines])),
            }
        }
    }
    let participant =
        |organisation, role| Participant { organisation, role, availability: Availability::Stated };
    let mut participants = Vec::new();
    for (organisation, at) in found {
        let value = participant(organisation, OrganisationRole::Participating);
        participants.push(Stated { value, at: cited(text, at) });
    }
    for donor in &facts.donors {
        let value = participant(donor.value.clone(), OrganisationRole::Funding);
        participants.push(Stated { value, at: donor.at.clone() });
    }
    participants
}

/// Objectives that the leaflet gives by number: "GCM objectives 2, 5 and 19".
fn gcm_objectives(text: &Text, sections: &[Section]) -> Vec<Stated<u8>> {
    let mut objectives: Vec<Stated<u8>> = Vec::new();
    for paragraph in sections.iter().flat_map(|section| &section.paragraphs) {
        for found in OBJECTIVES.captures_iter(&paragraph.text) {
            let Some(numbers) = found.get(1) else { continue };
            let (first, last) = paragraph.lines_of(&numbers.range());
            for number in numbers.as_str().split(|c: char| !c.is_ascii_digit()) {
                let known = number.parse().ok().filter(|number| gcm_objective(*number).is_some());
                let known = known.filter(|number| !objectives.iter().any(|other| other.value == *number));
                objectives.extend(known.map(|number| stated(text, number, first, last)));
            }
        }
    }
    objectives.sort_by_key(|objective| objective.value);
    objectives
}

/// Title and text of the whole leaflet; what has the form of an address is left out.
fn body_terms(sections: &[Section], title: &str) -> Terms {
    let mut all: BTreeSet<String> = terms(title).into_iter().collect();
    for section in sections {
        for paragraph in section.heading.iter().chain(&section.paragraphs) {
            let words = paragraph.text.split(' ').filter(|word| !word.contains('@') && !word.contains("://"));
            all.extend(terms(&words.collect::<Vec<_>>().join(" ")));
        }
    }
    all.into_iter().collect()
}

static OBJECTIVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:GCM|Global Compact(?:\s+for\s+[\w\s,]{0,40})?)\s+objectives?\s+([0-9]{1,2}(?:\s*(?:,|and|&)+\s*[0-9]{1,2})*)",
    )
});
