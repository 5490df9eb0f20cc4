//! The leaflet's sections: a label or heading with the paragraphs below it.

use crate::document::text::{Line, Shape, Text};
use crate::reference::{MentionForm, countries_in, organisations_in};
use crate::sources::dates::period;

use crate::sources::programme_text::furniture::Furniture;
use crate::sources::programme_text::paragraph::{Paragraph, paragraphs};

/// What the labels of the leaflet announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Donor,
    Duration,
    Countries,
    Outcomes,
    Sectors,
    WhereWeWork,
    /// From here on the leaflet names people: nothing below is read.
    Contact,
}

const LABELS: [(&str, Label); 27] = [
    ("donor", Label::Donor),
    ("donors", Label::Donor),
    ("funded by", Label::Donor),
    ("funding", Label::Donor),
    ("duration", Label::Duration),
    ("period", Label::Duration),
    ("timeframe", Label::Duration),
    ("implementation period", Label::Duration),
    ("countries", Label::Countries),
    ("participating countries", Label::Countries),
    ("partner countries", Label::Countries),
    ("target countries", Label::Countries),
    ("programme countries", Label::Countries),
    ("outcomes", Label::Outcomes),
    ("programme outcomes", Label::Outcomes),
    ("expected outcomes", Label::Outcomes),
    ("our outcomes", Label::Outcomes),
    ("sectors", Label::Sectors),
    ("priority sectors", Label::Sectors),
    ("our priority sectors", Label::Sectors),
    ("where we work", Label::WhereWeWork),
    ("geographic coverage", Label::WhereWeWork),
    ("contact", Label::Contact),
    ("contacts", Label::Contact),
    ("contact us", Label::Contact),
    ("contact information", Label::Contact),
    ("for more information", Label::Contact),
];

/// A label or heading with what stands below it.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// What it is, when its heading is a known label.
    pub label: Option<Label>,
    /// The heading's words and lines; none above the first heading.
    pub heading: Option<Paragraph>,
    /// What stands below it.
    pub paragraphs: Vec<Paragraph>,
}

/// The sections in order, up to where people are named.
pub(super) fn sections(text: &Text, furniture: &Furniture) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut open = Section::default();
    let mut below: Vec<(u32, &Line)> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some((number, line)) = lines.next() {
        let Some(found) = heading(line).filter(|_| !furniture.holds(number)) else {
            below.push((number, line));
            continue;
        };
        open.paragraphs.extend(paragraphs(&below, furniture));
        below.clear();
        sections.push(std::mem::take(&mut open));
        if found.label == Some(Label::Contact) {
            return sections;
        }
        let mut words = Paragraph::default();
        words.push(number, found.words);
        // A heading in capitals that was too long for one line goes on in the next.
        let goes_on = found.label.is_none() && is_capitals(found.words);
        while let Some((next, more)) = lines.next_if(|(_, next)| goes_on && is_capitals(&next.text)) {
            words.push(next, &more.text);
        }
        open.label = found.label;
        open.heading = Some(words);
        if let Some(value) = found.value {
            let mut paragraph = Paragraph::default();
            paragraph.push(number, value);
            open.paragraphs.push(paragraph);
        }
    }
    open.paragraphs.extend(paragraphs(&below, furniture));
    sections.push(open);
    sections
}

/// A line that is a heading.
struct Heading<'l> {
    label: Option<Label>,
    words: &'l str,
    /// What stands behind the label on the same line.
    value: Option<&'l str>,
}

fn heading(line: &Line) -> Option<Heading<'_>> {
    let words = line.text.trim_matches(['|', ' ']);
    if let Some(label) = label(words) {
        return Some(Heading { label: Some(label), words, value: None });
    }
    if let Some((words, value)) = words.split_once([':', '|'])
        && let Some(label) = label(words)
    {
        let value = value.trim_matches(['|', ' ']);
        let words = words.trim();
        return Some(Heading {
            label: Some(label),
            words,
            value: Some(value).filter(|value| !value.is_empty()),
        });
    }
    // Whatever became of its label: where an address stands, people are named.
    if words.contains('@') || words.to_lowercase().starts_with("for more information") {
        return Some(Heading { label: Some(Label::Contact), words, value: None });
    }
    let marked = matches!(line.shape, Shape::Heading(_));
    let long = words.contains(' ') && words.chars().filter(|c| c.is_uppercase()).count() >= FEWEST_CAPITALS;
    (marked || long && is_capitals(words)).then_some(Heading { label: None, words, value: None })
}

/// Fewer are an abbreviation.
const FEWEST_CAPITALS: usize = 10;

/// A label begins with a capital: "sectors: health" may be the middle of a sentence.
fn label(words: &str) -> Option<Label> {
    if !words.starts_with(char::is_uppercase) {
        return None;
    }
    let words = words.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    LABELS.iter().find(|(known, _)| *known == words).map(|(_, label)| *label)
}

/// Words set in capitals; a country list, a donor or a period in capitals is no heading.
fn is_capitals(words: &str) -> bool {
    let lower = words.chars().any(char::is_lowercase);
    let is_value = || {
        let country = countries_in(words).iter().any(|mention| mention.form == MentionForm::Name);
        country || !organisations_in(words).is_empty() || period(words).is_some()
    };
    !lower && words.chars().any(char::is_uppercase) && !is_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, MediaType, text};

    #[test]
    fn labels_stand_alone_or_before_their_value_marked_or_plain() {
        let document = "Intro\n\n## Donor\n\nX\n\nDuration: 2 years\n| Countries | Chad |\n\nPRIORITY SECTORS\n\nHealth\n\
                        OUR WAY OF WORKING\nON KNOTS\n\nWords.\n\nContact us\n\nSomebody";
        let bytes = document.as_bytes().to_vec();
        let text = text::read(&Document {
            bytes,
            media_type: MediaType::Markdown,
            origin: "test".into(),
            charset: None,
        })
        .unwrap();
        let sections = sections(&text, &Furniture::of(&text));
        let heads: Vec<_> =
            sections.iter().map(|section| section.heading.as_ref().map_or("", |head| &*head.text)).collect();
        assert_eq!(
            heads,
            ["", "Donor", "Duration", "Countries", "PRIORITY SECTORS", "OUR WAY OF WORKING ON KNOTS"]
        );
        let values: Vec<_> = sections
            .iter()
            .map(|section| section.paragraphs.first().map_or("", |value| &*value.text))
            .collect();
        assert_eq!(values, ["Intro", "X", "2 years", "Chad", "Health", "Words."]);
    }
}
