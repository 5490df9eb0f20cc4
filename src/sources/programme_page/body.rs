//! The programme's own text on the page: from the paragraph that names it to the contact block.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::text::{Line, Text};
use crate::record::{PrintedCountry, Stated};
use crate::reference::{MentionForm, countries_in};
use crate::sources::programme_leaflet::named::{Named, opening, pattern};
use crate::sources::programme_leaflet::paragraph::{Paragraph, paragraphs};
use crate::sources::reading::stated;

/// The text with what is found in it once for all.
pub(super) struct Body {
    /// The paragraph that names the programme.
    pub opening: Paragraph,
    /// All paragraphs and items, from the opening one on.
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

/// The body before the site's filter, if that is known; `None` when nothing names the programme.
pub(super) fn body(text: &Text, filter: Option<u32>) -> Option<Body> {
    let before_filter = text.lines().take_while(|(number, _)| filter.is_none_or(|filter| *number < filter));
    let all = paragraphs(before_filter.clone());
    let (first, named) = opening(all.iter())?;
    let from = first.lines().0;
    // The page's own menu may hold "Contact us" too, above the text.
    let own = before_filter.skip_while(|(number, _)| *number < from).take_while(|(_, line)| !ends_body(line));
    let own = paragraphs(own.collect::<Vec<_>>().into_iter());
    let (opening, named) = opening(own.iter().take(1)).map_or_else(
        || (first.clone(), named),
        |(opening, named)| (opening.clone(), named),
    );
    let holds_name = |sentence: &Range<usize>| sentence.contains(&named.range.start);
    let sentence = opening.sentences().into_iter().find(holds_name).unwrap_or(named.range.clone());
    let listed = listed(&own);
    let countries = listed.as_ref().and_then(|(at, sentence)| Some(countries(text, own.get(*at)?, sentence)));
    Some(Body { opening, paragraphs: own, named, sentence, listed, countries: countries.unwrap_or_default() })
}

fn ends_body(line: &Line) -> bool {
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
            let named = countries_in(words).iter().filter(|mention| mention.form == MentionForm::Name).count();
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
    pattern(r"(?i)\b(?:target|partner|participating|pilot|programme|beneficiary)\s+(?:governments?|countr(?:y|ies))\b")
});
