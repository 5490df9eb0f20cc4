//! Lists in running text: "A, B, C and D".

use std::ops::Range;

use super::words::Ranges;
use crate::reference;

/// Marks and words that part the elements of a list, the strongest first: where a stronger one stands, the weaker
/// ones belong to the elements ("Ministry of A and B; Ministry of C").
const SEPARATORS: [&[&str]; 3] =
    [&["•", "|", "\n"], &[";"], &[",", " as well as ", " and ", " & ", " / ", " y ", " et "]];

/// Splits a list into its elements with their bytes: "A, B, C and D", "A • B", "A; B; and C".
///
/// Only the strongest separator that stands in the text splits it. Nothing is split inside brackets or quotation
/// marks, nor inside the name of a country or an organisation ("Trinidad and Tobago"). Elements are trimmed of
/// spaces, of a leading "and" and of a final full stop; empty ones are left out.
#[must_use]
pub fn list(text: &str) -> Vec<(&str, Range<usize>)> {
    let closed = closed(text);
    let separators = SEPARATORS.iter().find(|separators| {
        separators.iter().any(|separator| text.match_indices(separator).any(|(at, _)| !closed.hold(at)))
    });
    let mut cuts = Vec::new();
    for separator in separators.copied().unwrap_or_default() {
        let found = text.match_indices(separator).filter(|(at, _)| !closed.hold(*at));
        cuts.extend(found.map(|(at, separator)| at..at + separator.len()));
    }
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let mut elements = Vec::new();
    let mut from = 0;
    for cut in cuts {
        if cut.start >= from {
            elements.extend(element(text, from..cut.start));
            from = cut.end;
        }
    }
    elements.extend(element(text, from..text.len()));
    elements
}

fn element(text: &str, range: Range<usize>) -> Option<(&str, Range<usize>)> {
    let cut = text.get(range)?.trim();
    let cut = ["and ", "& "].iter().find_map(|word| cut.strip_prefix(word)).unwrap_or(cut);
    let cut = cut.trim_end_matches(['.', ';', ',']).trim();
    let start = (cut.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (!cut.is_empty()).then(|| (cut, start..start + cut.len()))
}

const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('“', '”'), ('„', '”'), ('«', '»')];

/// Bytes that no separator may split.
fn closed(text: &str) -> Ranges {
    let mut ranges: Vec<_> = reference::countries_in(text).into_iter().map(|mention| mention.range).collect();
    ranges.extend(reference::organisations_in(text).into_iter().map(|mention| mention.range));
    for (open, close) in PAIRS {
        let mut start = None;
        for (at, c) in text.char_indices() {
            if c == open && start.is_none() {
                start = Some(at);
            } else if c == close {
                ranges.extend(start.take().map(|start| start..at));
            }
        }
    }
    let straight: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    for pair in straight.chunks_exact(2) {
        if let [open, close] = pair {
            ranges.push(*open..*close);
        }
    }
    Ranges::new(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let elements = list(text);
        assert_eq!(elements.iter().map(|(element, _)| *element).collect::<Vec<_>>(), expected);
        for (element, range) in elements {
            assert_eq!(&text[range], element);
        }
    }

    #[test]
    fn lists_split_at_their_strongest_separator() {
        check("Chad, Mali, and Niger.", &["Chad", "Mali", "Niger"]);
        check("Chad and Mali", &["Chad", "Mali"]);
        check("Chad • Mali •", &["Chad", "Mali"]);
        check(
            "Ministry of Work and Youth; Union of Bakers, Millers; and Town Hall",
            &["Ministry of Work and Youth", "Union of Bakers, Millers", "Town Hall"],
        );
        check("Chad", &["Chad"]);
        check(" , and ", &[]);
    }

    #[test]
    fn names_brackets_and_quotes_stay_whole() {
        check(
            "Trinidad and Tobago, Bosnia & Herzegovina and Mali",
            &["Trinidad and Tobago", "Bosnia & Herzegovina", "Mali"],
        );
        check("Huts (north, south) and “Bread, milk”", &["Huts (north, south)", "“Bread, milk”"]);
        check("\"Bread, milk\", tea", &["\"Bread, milk\"", "tea"]);
    }
}
