//! Text made comparable: accents, curly apostrophes, odd hyphens, spaces and line breaks become
//! plain ones, case is kept, and every place in the folded text leads back to the original bytes.
//!
//! Raised digits, which mark footnotes, become stars. A blank line or a page break stays a line
//! break, so that a name is never read across paragraphs.

use std::ops::Range;

use deunicode::deunicode_char;

/// A folded text that knows where each of its bytes came from.
#[derive(Debug)]
pub(super) struct Folded {
    text: String,
    /// The pieces that folding changed, in order, but for a byte that became another; all else leads
    /// back byte for byte.
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    folded: Range<usize>,
    original: Range<usize>,
}

impl Folded {
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), edits: Vec::new() };
        let mut at = 0;
        while let Some(first) = original[at..].chars().next() {
            let end = at + piece(&original[at..], first);
            let before = folded.text.len();
            push_folded(&mut folded.text, &original[at..end], first);
            let (now, was) = (&folded.text[before..], &original[at..end]);
            let byte_for_byte = now == was || (now.len() == 1 && was.len() == 1);
            if !byte_for_byte {
                folded.edits.push(Edit { folded: before..folded.text.len(), original: at..end });
            }
            at = end;
        }
        folded
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a non-empty range of the folded text came from, on character
    /// boundaries; combining marks belong to their letter.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.original_of(range.start).start..self.original_of(range.end.saturating_sub(1)).end
    }

    /// The original bytes of the piece that one folded byte came from.
    fn original_of(&self, at: usize) -> Range<usize> {
        let edits_before = self.edits.partition_point(|edit| edit.folded.start <= at);
        match edits_before.checked_sub(1).map(|last| &self.edits[last]) {
            Some(edit) if edit.folded.contains(&at) => edit.original.clone(),
            Some(edit) => {
                let start = edit.original.end + (at - edit.folded.end);
                start..start + 1
            }
            None => at..at + 1,
        }
    }
}

/// The folded text alone.
pub(super) fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// The length of the piece that is folded as one: a run of white space, or a character with the
/// combining marks upon it.
fn piece(text: &str, first: char) -> usize {
    if first.is_whitespace() {
        return text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
    }
    let rest = &text[first.len_utf8()..];
    let marks = rest.find(|c: char| !is_combining(c)).unwrap_or(rest.len());
    first.len_utf8() + marks
}

fn push_folded(out: &mut String, piece: &str, first: char) {
    match first {
        c if c.is_whitespace() => push_space(out, piece),
        c if is_apostrophe(c) => out.push('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}' => out.push('*'),
        c if is_combining(c) || is_invisible(c) => {}
        c if is_latin(c) => out.push_str(deunicode_char(c).unwrap_or_default()),
        c => out.push(c),
    }
}

/// A name broken after its hyphen ("Guinea-" / "Bissau") is joined again; other single breaks are
/// spaces; a blank line or a page break stays a break.
fn push_space(out: &mut String, run: &str) {
    let breaks = run.matches('\n').count();
    if breaks > 1 || run.contains('\u{c}') {
        out.push('\n');
    } else if breaks == 1 && is_hyphenated(out) {
        // the hyphen already stands
    } else {
        out.push(' ');
    }
}

fn is_hyphenated(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '`' | '\u{b4}' | '\u{2b9}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}')
}

/// Soft hyphens, joiners and marks of byte order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Latin letters with an accent, and the ligatures that PDF texts are full of.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}') && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folds, finds `folded` in it and gives the original bytes it came from.
    fn origin<'a>(text: &'a str, folded: &str) -> &'a str {
        let map = Folded::new(text);
        let start = map.text().find(folded).expect("the fixture holds it");
        &text[map.original(&(start..start + folded.len()))]
    }

    #[test]
    fn what_printing_changes_becomes_plain() {
        assert_eq!(fold("C\u{d4}TE D\u{2019}IVOIRE"), "COTE D'IVOIRE");
        assert_eq!(fold("Co\u{302}te d\u{2bc}Ivoire"), "Cote d'Ivoire");
        assert_eq!(fold("Paci\u{fb01}c \u{2013} Asia"), "Pacific - Asia");
        assert_eq!(fold("South\nAfrica,\u{a0} North\u{202f}Macedonia"), "South Africa, North Macedonia");
        assert_eq!(fold("Guinea-\nBissau"), "Guinea-Bissau");
        assert_eq!(fold("one\n\n  two \u{c} three"), "one\ntwo\nthree");
        assert_eq!(fold("Kyr\u{ad}gyz"), "Kyrgyz");
        assert_eq!(fold("Kosovo\u{b9}"), "Kosovo*");
    }

    #[test]
    fn folded_places_lead_back_to_the_original_bytes() {
        let text = "\u{ab}\u{a0}\u{c9}t\u{e9}\u{a0}\u{bb}: C\u{f4}te d\u{2019}Ivoire, T\u{fc}rkiye, Peru\u{301}. \u{65e5}\u{672c} South\u{a0}\u{a0}Africa";
        assert_eq!(origin(text, "Cote d'Ivoire"), "C\u{f4}te d\u{2019}Ivoire");
        assert_eq!(origin(text, "Turkiye"), "T\u{fc}rkiye");
        assert_eq!(origin(text, "Peru"), "Peru\u{301}");
        assert_eq!(origin(text, "South Africa"), "South\u{a0}\u{a0}Africa");
        assert_eq!(origin(text, "Ete"), "\u{c9}t\u{e9}");
        assert_eq!(origin("Guinea-\nBissau, Kenya", "Kenya"), "Kenya");
        assert_eq!(origin("Guinea-\nBissau, Kenya", "Guinea-Bissau"), "Guinea-\nBissau");
    }

    #[test]
    fn every_folded_byte_leads_to_a_character_boundary() {
        let text = "stra\u{df}e \u{fb03} x\u{301}\u{302} \u{200b}\u{1f600} \u{e6}on\u{2026} \u{c}end";
        let map = Folded::new(text);
        for at in 0..map.text().len() {
            if map.text().is_char_boundary(at) {
                let end = at + map.text()[at..].chars().next().map_or(1, char::len_utf8);
                let range = map.original(&(at..end));
                assert!(text.get(range.clone()).is_some(), "{range:?} of {at}");
            }
        }
    }
}
