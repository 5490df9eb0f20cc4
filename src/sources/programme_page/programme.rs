//! The programme's and the phase's records, from the page's own text.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::Text;
use crate::record::{
    Availability, Figure, Lines, OrganisationRole, Participant, ParticipatingCountry, Period, PhaseRecord,
    ProgrammeKind, ProgrammeRecord, Prose, Stated, Terms, terms,
};
use crate::reference::organisations_in;
use crate::sources::dates::period;
use crate::sources::figures::figures_in;
use crate::sources::names;
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::programme_text::named::{name_from, pattern, phase_in};
use crate::sources::programme_text::paragraph::{Cites, Paragraph, ranges_between, with_unit};
use crate::sources::reading::{cite, prose, stated};

use super::PROGRAMME;
use super::body::Body;

pub(super) fn record(text: &Text, body: &Body) -> ProgrammeRecord {
    ProgrammeRecord {
        kind: ProgrammeKind::Global,
        title: title(text, body),
        aliases: aliases(text, body),
        region_label: None,
        countries: body.countries.clone(),
        places: Vec::new(),
        thematic_area: None,
        gcm_objectives: Vec::new(),
        budget: None,
        duration_months: None,
        period: when(text, body),
        status: None,
        participants: participants(text, body),
        partners: Vec::new(),
        text: prose(text, &summary(body)),
        terms: body_terms(body),
    }
}

pub(super) fn phase(text: &Text, furniture: &Furniture, body: &Body) -> PhaseRecord {
    let without_support =
        |country: Stated<_>| country.map(|country| ParticipatingCountry { country, financial_support: None });
    let first = body.paragraphs.first().map_or(1, |first| first.lines().0);
    let last = body.paragraphs.last().map_or(0, |last| last.lines().1);
    PhaseRecord {
        programme: PROGRAMME.into(),
        number: number(text, body),
        title: title(text, body),
        // The page dates the programme, not this phase of it.
        period: None,
        donors: organisations(text, body, OrganisationRole::Funding),
        countries: body.countries.iter().cloned().map(without_support).collect(),
        sectors: Vec::new(),
        outcomes: outcomes(text, body),
        figures: figures(text, body),
        earlier_figures: Vec::new(),
        continues: None,
        text: prose(text, &ranges_between(text, furniture, first, last)),
    }
}

fn title(text: &Text, body: &Body) -> Stated<String> {
    let (first, last) = body.opening.lines_of(&body.named.range);
    stated(text, body.named.title.clone(), first, last)
}

fn aliases(text: &Text, body: &Body) -> Vec<Stated<String>> {
    let full = body.named.has_subject().then(|| (body.named.full.clone(), body.named.range.clone()));
    let mut aliases = Vec::new();
    for (alias, range) in full.into_iter().chain(body.named.abbreviation.clone()) {
        let (first, last) = body.opening.lines_of(&range);
        aliases.push(stated(text, alias, first, last));
    }
    aliases
}

/// The period in the sentence that names the programme.
fn when(text: &Text, body: &Body) -> Option<Stated<Period>> {
    let whole = period(body.opening.words(&body.sentence))?;
    let (first, last) = body.opening.lines_of(&body.sentence);
    let lines = (first..=last).map(|number| (number, text.prose(number, number)));
    let by_itself = lines.into_iter().find(|(_, line)| period(line) == Some(whole)).map(|(number, _)| number);
    let (first, last) = by_itself.map_or((first, last), |number| (number, number));
    Some(stated(text, whole, first, last))
}

fn participants(text: &Text, body: &Body) -> Vec<Stated<Participant>> {
    let mut participants = Vec::new();
    for role in [OrganisationRole::Participating, OrganisationRole::Funding] {
        for organisation in organisations(text, body, role) {
            let availability = Availability::Stated;
            participants.push(organisation.map(|organisation| Participant {
                organisation,
                role,
                availability,
            }));
        }
    }
    participants
}

/// The organisations of one role in the sentence that names the programme, by acronym; who pays may be on no list and
/// is then named as printed.
fn organisations(text: &Text, body: &Body, role: OrganisationRole) -> Vec<Stated<String>> {
    let (paragraph, sentence) = (&body.opening, &body.sentence);
    let words = paragraph.words(sentence);
    let funding = funding(words, body.named.range.start - sentence.start);
    let found = match (role, funding) {
        (OrganisationRole::Funding, Some(funding)) => funders(words, funding),
        (OrganisationRole::Funding, None) => Vec::new(),
        (OrganisationRole::Participating, funding) => {
            let mut known = known_in(words, 0);
            known
                .retain(|(_, range)| !funding.as_ref().is_some_and(|funding| funding.contains(&range.start)));
            known
        }
    };
    let mut organisations: Vec<Stated<String>> = Vec::new();
    for (name, range) in found {
        let (first, last) = paragraph.lines_of(&(sentence.start + range.start..sentence.start + range.end));
        if organisations.len() < MOST_ORGANISATIONS && !organisations.iter().any(|one| one.value == name) {
            organisations.push(stated(text, name, first, last));
        }
    }
    organisations
}

/// More in one sentence are none of a programme's.
const MOST_ORGANISATIONS: usize = 50;

/// Known organisations in a part of a sentence that begins at a byte.
fn known_in(words: &str, begin: usize) -> Vec<(String, Range<usize>)> {
    let mentions = organisations_in(words).into_iter();
    let place = |range: Range<usize>| begin + range.start..begin + range.end;
    mentions.map(|mention| (mention.organisation.acronym.to_owned(), place(mention.range))).collect()
}

/// The entries of the list of who pays: known organisations, else what begins as a name.
fn funders(words: &str, funding: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut funders = Vec::new();
    for (entry, range) in names::list(words.get(funding.clone()).unwrap_or_default()) {
        let begin = funding.start + range.start;
        let known = known_in(entry, begin);
        if known.is_empty() {
            let named = entry.strip_prefix("the ").unwrap_or(entry).starts_with(char::is_uppercase);
            let name = name_from(entry, 0).filter(|_| named);
            funders.extend(name.map(|(name, range)| (name, begin + range.start..begin + range.end)));
        }
        funders.extend(known);
    }
    funders
}

/// The bytes of a sentence that say who pays: to its end; where they stand before the programme's name, to the comma.
fn funding(sentence: &str, name: usize) -> Option<Range<usize>> {
    let found = FUNDED_BY.find(sentence)?;
    let comma = sentence.get(found.end()..)?.find(',').map(|comma| found.end() + comma);
    let end = comma.filter(|_| found.start() < name).unwrap_or(sentence.len());
    Some(found.end()..end)
}

/// The paragraph that names the programme, the one that names its countries, and those between.
fn summary(body: &Body) -> Vec<(u32, u32)> {
    let last = body.listed.as_ref().map_or(0, |(at, _)| *at).max(body.opens_at);
    body.paragraphs.iter().take(last + 1).flat_map(Paragraph::ranges).collect()
}

/// The highest number of a phase that the page speaks of, plans left out.
fn number(text: &Text, body: &Body) -> Option<Stated<u32>> {
    let mut highest: Option<Stated<u32>> = None;
    for paragraph in &body.paragraphs {
        for sentence in paragraph.sentences() {
            let words = paragraph.words(&sentence);
            let Some((number, range)) = phase_in(words).filter(|_| !PLANNED.is_match(words)) else {
                continue;
            };
            if highest.as_ref().is_none_or(|highest| highest.value < number) {
                let (first, last) =
                    paragraph.lines_of(&(sentence.start + range.start..sentence.start + range.end));
                highest = Some(stated(text, number, first, last));
            }
        }
    }
    highest
}

fn outcomes(text: &Text, body: &Body) -> Vec<Prose> {
    let items = body.paragraphs.iter().filter(|paragraph| paragraph.item);
    items.filter_map(|item| prose(text, &item.ranges())).collect()
}

/// Figures below the paragraph that names the countries; how many countries take part is not one of them.
fn figures(text: &Text, body: &Body) -> Vec<Stated<Figure>> {
    let (mut figures, mut cites) = (Vec::new(), Cites::new(text));
    let mut seen = HashSet::new();
    let below = body.listed.as_ref().map_or(1, |(at, _)| at + 1);
    for paragraph in body.paragraphs.iter().skip(below) {
        for found in figures_in(&paragraph.text) {
            let lines = paragraph.lines_of(&with_unit(&paragraph.text, &found));
            let said = format!("{} {}", found.figure.value, found.figure.unit);
            if !counts_countries(&found.figure) && seen.insert(said) {
                figures.push(Stated::new(found.figure, cites.at(lines)));
            }
        }
    }
    figures
}

fn counts_countries(figure: &Figure) -> bool {
    let unit = figure.unit.to_lowercase();
    ["countries", "governments"].iter().any(|word| unit.ends_with(word))
}

/// The number of countries that their sentence gives, where it names more or fewer.
pub(super) fn count_differs(text: &Text, body: &Body) -> Option<(String, Vec<Lines>)> {
    let (at, sentence) = body.listed.as_ref()?;
    let paragraph = body.paragraphs.get(*at)?;
    let figures = figures_in(paragraph.words(sentence)).into_iter().map(|found| found.figure);
    let count = figures.into_iter().find(counts_countries)?.value;
    let (first, last) = paragraph.lines_of(sentence);
    let named = body.countries.len();
    let message =
        format!("the page counts {count} countries and names {named}; the hub takes those that it names");
    (count != named as f64).then(|| (message, vec![cite(text, first, last)]))
}

fn body_terms(body: &Body) -> Terms {
    let mut words = body.named.title.clone();
    for paragraph in &body.paragraphs {
        words.push(' ');
        words.push_str(&paragraph.text);
    }
    terms(&words).into()
}

static FUNDED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:fund(?:ed|ing|s)|financ(?:ed|ing)|(?:financial\s+)?support(?:ed)?|contributions?)\s+(?:(?:provided\s+)?by|from|of)\b",
    )
});
static PLANNED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:next|upcoming|planned|proposed|future|will)\b"));
