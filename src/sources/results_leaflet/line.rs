//! What a line is in the leaflet, told by its words: headings, bullets and bold type come and go with the medium.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::place;
use crate::document::text::{Line, Shape, Text};
use crate::sources::reading::is_page_mark;
pub(super) use crate::sources::reading::pattern;

/// What a line, or the block that it begins, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing to read.
    Blank,
    /// A page number with words, a running header or footer.
    Noise,
    /// "THEMATIC AREA 2 …".
    Area,
    /// "Budget (USD) …", "Duration (Months) …", or both.
    Budget,
    /// "Participating UN Agencies …".
    Agencies,
    /// The heading of a part of a feature.
    Label(Part),
    /// "SPOTLIGHT ON".
    Spotlight,
    /// The addresses at the end.
    Contact,
    /// A number alone: a figure, a value or a page number.
    Number,
    /// The words under a picture.
    Caption,
    /// The name under a quotation.
    Signature,
    /// Words that somebody said.
    Quotation,
    /// An item of a list.
    Item,
    /// A line that the medium marks as a heading.
    Heading,
    /// Anything else.
    Plain,
}

/// A part of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Why the programme is, and first results.
    Background,
    /// What it has achieved.
    Achievements,
    /// A story, with quotations.
    Stories,
}

/// The headings of a feature's parts, in lower-case letters.
const LABELS: [(&str, Part); 7] = [
    ("background", Part::Background),
    ("keyachievements", Part::Achievements),
    ("keyachievement", Part::Achievements),
    ("keyresults", Part::Achievements),
    ("impactstories", Part::Stories),
    ("impactstory", Part::Stories),
    ("storiesofimpact", Part::Stories),
];

/// The leaflet's own title, which runs over its pages, in lower-case letters.
const TITLE: &str = "migrationmptfinaction";

/// How often a line must stand in a document to be its running header or footer.
const RUNNING: usize = 3;
/// No running header or footer is longer, in bytes.
const MOST_RUNNING: usize = 100;

/// Tells the lines of one document apart.
pub(super) struct Classifier {
    running: HashSet<String>,
}

impl Classifier {
    /// Learns the running headers and footers of a document.
    pub(super) fn new(text: &Text) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (_, line) in text.lines() {
            // Ends of paragraphs are alike too, and so are headings of countries: they are no running lines.
            let own = line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && line.text.len() <= MOST_RUNNING
                && !line.text.ends_with('.')
                && kind(line) == Kind::Plain;
            if own && !is_in_capitals(&line.text) && !place::is_heading(&line.text) {
                *seen.entry(letters(&line.text)).or_default() += 1;
            }
        }
        let running = seen.into_iter().filter(|(letters, times)| letters.len() > 5 && *times >= RUNNING);
        Self { running: running.map(|(letters, _)| letters).collect() }
    }

    /// What a line is. Every line with the leaflet's title is noise: nothing hangs on the first one.
    pub(super) fn kind(&self, line: &Line) -> Kind {
        match kind(line) {
            Kind::Plain | Kind::Heading if self.is_running(line) => Kind::Noise,
            kind => kind,
        }
    }

    fn is_running(&self, line: &Line) -> bool {
        let letters = letters(&line.text);
        let extra = letters.len().saturating_sub(TITLE.len());
        letters.contains(TITLE) && extra <= 10 || self.running.contains(&letters)
    }
}

fn kind(line: &Line) -> Kind {
    let text = line.text.as_str();
    if line.shape == Shape::Blank {
        return Kind::Blank;
    }
    if is_page_mark(text) {
        return Kind::Noise;
    }
    // Markdown takes the dash before a page's number for a bullet.
    if PAGE_NUMBER.is_match(line.printed.trim()) {
        return Kind::Number;
    }
    let label = letters(text);
    if let Some((_, part)) = LABELS.iter().find(|(known, _)| *known == label) {
        return Kind::Label(*part);
    }
    for (pattern, kind) in ANCHORS.iter() {
        if pattern.is_match(text) {
            return *kind;
        }
    }
    match line.shape {
        Shape::Item => Kind::Item,
        Shape::Heading(_) => Kind::Heading,
        _ => Kind::Plain,
    }
}

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[-–—] ?[0-9]{1,3} ?[-–—]$"));

static ANCHORS: LazyLock<Vec<(Regex, Kind)>> = LazyLock::new(|| {
    vec![
        (pattern(r"(?i)^thematic area\b"), Kind::Area),
        (pattern(r"(?i)^(?:total )?(?:budget|duration) ?\((?:[a-z]{3}|months?)\)"), Kind::Budget),
        (pattern(r"(?i)^(?:budget|duration) ?:? ?[0-9]"), Kind::Budget),
        (
            pattern(r"(?i)^participating (?:un |united nations )?(?:agencies|organi[sz]ations|entities)\b"),
            Kind::Agencies,
        ),
        (pattern(r"(?i)^spotlight on\b"), Kind::Spotlight),
        (pattern(r"(?i)^with the generous support of\b|\bfund management unit$"), Kind::Contact),
        (pattern(r"(?i)^(?:e-?mail|website|web|tel(?:ephone)?|phone|contact(?: us)?) ?:"), Kind::Contact),
        (pattern(r"^\S+@\S+\.\S+$"), Kind::Contact),
        (pattern(r"(?i)^(?:page|p\.) ?[0-9]+(?: ?(?:of|/) ?[0-9]+)?:?$|^[0-9]+ ?/ ?[0-9]+$"), Kind::Noise),
        (
            pattern(
                r"(?i)^(?:over |almost |nearly |about |around |more than |some |~|>|<)?[0-9][0-9,. ]*(?:k|%| ?million)?\+?$",
            ),
            Kind::Number,
        ),
        (pattern(r"©|(?i:^(?:photos?|picture|image)(?: credits?)?(?: by)? ?:)"), Kind::Caption),
        (pattern(r"^[-–—~] ?\p{Lu}[\w'’.-]*(?: [\w'’.-]+){0,5},?$"), Kind::Signature),
        (pattern(r"^[“”\x22«„]"), Kind::Quotation),
    ]
});

/// The lower-case letters of a text: what stays when spaces, figures and marks change.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Whether all letters of a text, and there are some, are capitals. A heading shows it in its first letters.
pub(super) fn is_in_capitals(text: &str) -> bool {
    let beginning = || text.chars().take(500);
    beginning().any(char::is_alphabetic) && !beginning().any(char::is_lowercase)
}
