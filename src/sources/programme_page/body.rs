//! The programme's own text on the page: from the paragraph that names it, or its countries, to the contact block.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::{Line, Text};
use crate::record::{PrintedCountry, Stated};
use crate::reference::{MentionForm, countries_in};
use crate::sources::programme_text::furniture::Furniture;
use crate::sources::programme_text::named::{Named, opening, pattern};
use crate::sources::programme_text::paragraph::{Paragraph, paragraphs};
use crate::sources::reading::stated;

use super::offices::Filter;

/// The text with what is found in it once for all.
pub(super) struct Body {
    /// The paragraph that names the programme.
    pub opening: Paragraph,
    /// Its place among the paragraphs.
    pub opens_at: usize,
    /// All paragraphs and items of the text.
    pub paragraphs: Vec<Paragraph>,
    /// The programme's name.
    pub named: Named,
    /// The sentence of the first paragraph that holds the name.
    pub sentence: Range<usize>,
    /// The place of the paragraph that names the countries, with the sentence; none when none does.
    pub listed: Option<(usize, Range<usize>)>,
    /// The programme's countries.
    pub countries: Vec<Stated<PrintedCountry>>,
}

/// The body; `None` when nothing names the programme.
pub(super) fn body(text: &Text, furniture: &Furniture, filter: Option<&Filter>) -> Option<Body> {
    let is_body = |number: u32| filter.is_none_or(|filter| !filter.holds(number));
    let lines: Vec<(u32, &Line)> = text.lines().filter(|(number, _)| is_body(*number)).collect();
    let (named_on, _) = opening(paragraphs(&lines, furniture).iter())?.0.lines();
    // The page's own menu may hold "Contact us" too, above the text.
    let own = lines.into_iter().take_while(|(number, line)| *number <= named_on || !ends_body(line));
    let mut own = paragraphs(&own.collect::<Vec<_>>(), furniture);
    let (opening, named) = opening(own.iter()).map(|(opening, named)| (opening.clone(), named))?;
    let mut listed = listed(&own);
    let countries = listed.as_ref().and_then(|(at, sentence)| Some(countries(text, own.get(*at)?, sentence)));
    let mut opens_at =
        own.iter().position(|paragraph| paragraph.lines() == opening.lines()).unwrap_or_default();
    // What stands above both is the site's, not the programme's.
    let above = listed.as_ref().map_or(opens_at, |(at, _)| opens_at.min(*at));
    own.drain(..above);
    opens_at -= above;
    listed = listed.map(|(at, sentence)| (at - above, sentence));
    let holds_name = |sentence: &Range<usize>| sentence.contains(&named.range.start);
    let sentence = opening.sentences().into_iter().find(holds_name).unwrap_or(named.range.clone());
    let countries = countries.unwrap_or_default();
    Some(Body { opening, opens_at, paragraphs: own, named, sentence, listed, countries })
}

fn ends_body(line: &Line) -> bool {
    stands_below(line) || line.text.contains('@')
}

/// Whether a line is one of the labels below the programme's text.
pub(super) fn stands_below(line: &Line) -> bool {
    let words = line.text.trim_end_matches([':', '.']).to_lowercase();
    BELOW.contains(&words.as_str())
}

/// What stands below the programme's text on the site's pages.
const BELOW: [&str; 8] = [
    "more information",
    "for more information",
    "contact us",
    "contact",
    "contacts",
    "related content",
    "regions",
    "office type",
];

/// The sentence with the most countries; one that does not speak of "countries" or "governments" must have three.
fn listed(paragraphs: &[Paragraph]) -> Option<(usize, Range<usize>)> {
    let (mut most, mut listed) = (0, None);
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for sentence in paragraph.sentences() {
            let words = paragraph.words(&sentence);
            let named =
                countries_in(words).iter().filter(|mention| mention.form == MentionForm::Name).count();
            if named > most && (named > 2 || TELLS_COUNTRIES.is_match(words)) {
                (most, listed) = (named, Some((at, sentence)));
            }
        }
    }
    listed
}

fn countries(text: &Text, paragraph: &Paragraph, sentence: &Range<usize>) -> Vec<Stated<PrintedCountry>> {
    let mut countries: Vec<Stated<PrintedCountry>> = Vec::new();
    for mention in countries_in(paragraph.words(sentence)) {
        let known = countries.iter().any(|country| country.value.code == mention.country);
        if mention.form == MentionForm::Name && !known {
            let place = sentence.start + mention.range.start..sentence.start + mention.range.end;
            let (first, last) = paragraph.lines_of(&place);
            let printed = paragraph.words(&place).to_owned();
            countries.push(stated(text, PrintedCountry { code: mention.country, printed }, first, last));
        }
    }
    countries
}

static TELLS_COUNTRIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:target|partner|participating|pilot|programme|beneficiary)\s+(?:governments?|countr(?:y|ies))\b",
    )
});
