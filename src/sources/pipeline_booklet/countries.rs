//! The countries or the region that a heading names.

use std::ops::Range;

use super::heading::{Heading, after_scope};
use super::joined::{Joined, trimmed};
use crate::record::PrintedCountry;
use crate::reference::{self, CountryCode, MentionForm};

/// What a heading says.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The region's label as printed.
    pub(super) label: Option<(String, (u32, u32))>,
    pub(super) countries: Vec<(PrintedCountry, (u32, u32))>,
    /// What stands where countries should and is none that is known.
    pub(super) unknown: Vec<(String, (u32, u32))>,
}

/// Reads a heading.
pub(super) fn places(heading: &Heading<'_>) -> Places {
    let joined = Joined::printed(&heading.lines);
    let mut reader = Reader { joined: &joined, places: Places::default() };
    let (label, list) = parts(heading, &joined);
    if let Some(label) = label.filter(|label| !label.is_empty()) {
        reader.places.label = Some((joined.get(&label).to_owned(), joined.lines(&label)));
    }
    reader.list(list);
    reader.places
}

/// The bytes of the region's label and those of the countries.
fn parts(heading: &Heading<'_>, joined: &Joined) -> (Option<Range<usize>>, Range<usize>) {
    let whole = joined.whole();
    if heading.regional {
        let after = after_scope(&joined.text).map_or(0, |rest| whole.end - rest.len());
        let list = after + start_of_list(joined.text.get(after..).unwrap_or_default());
        let label = trimmed(&joined.text, after..list, &MARKS);
        return (Some(label), list..whole.end);
    }
    // Lines in capitals above a list in other letters: the word for the region is lost, its label is not.
    if !has_small_words(&joined.text) {
        return (None, whole);
    }
    let list = start_of_list(&joined.text);
    ((list > 0).then(|| trimmed(&joined.text, 0..list, &MARKS)), list..whole.end)
}

const MARKS: [char; 6] = [':', '–', '-', ',', '(', ')'];

/// Where the countries begin behind a label: at the first word in other letters, or at the first known country.
fn start_of_list(text: &str) -> usize {
    if has_small_words(text) {
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            if is_small(word) {
                return at;
            }
            at += word.len();
        }
    }
    let first = reference::countries_in(text).into_iter().find(|mention| mention.form == MentionForm::Name);
    first.map_or(text.len(), |mention| mention.range.start)
}

fn has_small_words(text: &str) -> bool {
    text.split(' ').any(is_small)
}

/// Whether a word is written as in running text: "Fiji" is, "d'IVOIRE" and "AND" are not.
fn is_small(word: &str) -> bool {
    word.chars().filter(|c| c.is_lowercase()).count() > 1
}

struct Reader<'a> {
    joined: &'a Joined,
    places: Places,
}

impl Reader<'_> {
    fn list(&mut self, list: Range<usize>) {
        let text = self.joined.text.as_str();
        let pieces = pieces(text, list);
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            // "Congo, Democratic Republic of the"
            let with_next = pieces.get(at).map(|next| piece.start..next.end);
            if let Some(both) = with_next.filter(|both| self.is_country(both)) {
                self.country(&both);
                at += 1;
            } else {
                self.piece(piece.clone());
            }
        }
    }

    /// A piece between commas: a country, several joined by "and", or several with nothing between them.
    fn piece(&mut self, piece: Range<usize>) {
        if self.country(&piece) {
            return;
        }
        let text = self.joined.get(&piece);
        let mut from = piece.start;
        for (at, and) in joints(text) {
            let one = trimmed(&self.joined.text, from..piece.start + at, &MARKS);
            if self.is_country(&one) && self.country(&one) {
                from = piece.start + at + and;
            }
        }
        let rest = trimmed(&self.joined.text, from..piece.end, &[',', '–']);
        if !rest.is_empty() && !self.country(&rest) {
            self.mentions(&rest);
        }
    }

    fn mentions(&mut self, piece: &Range<usize>) {
        let text = self.joined.get(piece).to_owned();
        let mut between = String::new();
        let mut from = 0;
        for mention in
            reference::countries_in(&text).into_iter().filter(|mention| mention.form == MentionForm::Name)
        {
            let range = piece.start + mention.range.start..piece.start + mention.range.end;
            between.push_str(text.get(from..mention.range.start).unwrap_or_default());
            from = mention.range.end;
            self.push(mention.country, &range);
        }
        between.push_str(text.get(from..).unwrap_or_default());
        let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if words.any(|word| !["and", "the", "y", "et"].contains(&word.to_lowercase().as_str())) {
            self.places.unknown.push((text, self.joined.lines(piece)));
        }
    }

    fn is_country(&self, range: &Range<usize>) -> bool {
        reference::find_country_name(self.joined.get(range)).is_some()
    }

    fn country(&mut self, range: &Range<usize>) -> bool {
        let country = reference::find_country_name(self.joined.get(range));
        country.inspect(|country| self.push(country.code, range)).is_some()
    }

    fn push(&mut self, code: CountryCode, range: &Range<usize>) {
        if !self.places.countries.iter().any(|(country, _)| country.code == code) {
            let printed = self.joined.get(range).to_owned();
            self.places.countries.push((PrintedCountry { code, printed }, self.joined.lines(range)));
        }
    }
}

/// The bytes between commas and the like, trimmed, without a leading "and".
fn pieces(text: &str, list: Range<usize>) -> Vec<Range<usize>> {
    let marks = text.get(list.clone()).unwrap_or_default();
    let cuts = marks.char_indices().filter(|(_, c)| [',', ';', '/', '•', '|'].contains(c));
    let mut pieces = Vec::new();
    let mut from = list.start;
    for (at, cut) in cuts.map(|(at, c)| (list.start + at, c.len_utf8())).chain([(list.end, 0)]) {
        let piece = trimmed(text, from..at, &[':']);
        let and = text.get(piece.clone()).and_then(|piece| {
            let word = piece.get(..4)?;
            word.eq_ignore_ascii_case("and ").then_some(word.len())
        });
        pieces.push(piece.start + and.unwrap_or(0)..piece.end);
        from = at + cut;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Where "and" or "&" may part two countries, with its length.
fn joints(text: &str) -> Vec<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let mut joints: Vec<(usize, usize)> = [" and ", " & "]
        .iter()
        .flat_map(|and| lower.match_indices(and).map(|(at, and)| (at, and.len())).collect::<Vec<_>>())
        .collect();
    joints.sort_unstable();
    joints
}
