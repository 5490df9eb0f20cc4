//! GCM objectives that a text names by number.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::marks::pattern;
use crate::reference;

/// An objective named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) number: u8,
    /// The bytes of the whole mention.
    pub(super) range: Range<usize>,
    /// The number of the objective whose title stands beside it, where that is another.
    pub(super) title_of: Option<u8>,
}

/// The objectives that a text names: numbers after "objective" where the Global Compact is named close by, or where
/// the objective's own title follows.
pub(super) fn objectives_in(text: &str) -> Vec<Named> {
    let mut named = Vec::new();
    for found in OBJECTIVES.captures_iter(text) {
        let (Some(whole), Some(numbers)) = (found.get(0), found.name("numbers")) else { continue };
        let titled = title(text, whole.end());
        if !(titled.is_some() || compact_is_near(text, &whole.range())) {
            continue;
        }
        let numbers = numbers_in(numbers.as_str());
        let only = numbers.len() == 1;
        for number in numbers {
            let title_of = titled.filter(|titled| only && *titled != number);
            named.push(Named { number, range: whole.range(), title_of });
        }
    }
    named
}

/// The objective whose title stands after a colon or a dash: as far as the title may go.
fn title(text: &str, from: usize) -> Option<u8> {
    let rest = TITLE.captures(text.get(from..)?)?.name("title")?.as_str();
    reference::gcm_objective_by_title(rest).map(|objective| objective.number)
}

fn compact_is_near(text: &str, range: &Range<usize>) -> bool {
    let mut start = range.start.saturating_sub(80);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..range.start).unwrap_or_default();
    let after: String = text.get(range.end..).unwrap_or_default().chars().take(60).collect();
    COMPACT.is_match(before) || COMPACT.is_match(&after)
}

/// "2, 5 and 7", "16-18", "1 to 3".
fn numbers_in(printed: &str) -> Vec<u8> {
    let mut numbers: Vec<u8> = Vec::new();
    for part in NUMBERS.captures_iter(printed) {
        let read = |name| part.name(name).and_then(|digits| digits.as_str().parse::<u8>().ok());
        let Some(first) = read("first") else { continue };
        let last = read("last").unwrap_or(first);
        numbers.extend((first..=last).filter(|number| reference::gcm_objective(*number).is_some()));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

static OBJECTIVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bobjectives?\s(?:no\.?\s|n°\s?|#)?(?P<numbers>[0-9]{1,2}\b(?:\s?(?:,|and|&|to|-|–|,\sand)\s?[0-9]{1,2}\b)*)",
    )
});
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<first>[0-9]{1,2})(?:\s?(?:to|-|–)\s?(?P<last>[0-9]{1,2}))?"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?[:–(-]\s?(?P<title>[^”“\x22).;:]{10,250})"));
static COMPACT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bGCM\b|Global Compact"));

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[u8]) {
        assert_eq!(
            objectives_in(text).iter().map(|named| named.number).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn numbers_beside_the_compact_are_objectives() {
        check("in line with GCM objectives 2, 5 and 16-18", &[2, 5, 16, 17, 18]);
        check("Objective 19 of the Global Compact", &[19]);
        check("Objective 7: Address and reduce vulnerabilities in migration", &[7]);
    }

    #[test]
    fn other_numbers_are_none() {
        check("Objective 3 of the bread plan", &[]);
        check("GCM objective 31", &[]);
        check("GCM in 2018, workstream 6", &[]);
    }

    #[test]
    fn a_title_of_another_objective_is_noted() {
        let named = objectives_in("GCM objective 8: Address and reduce vulnerabilities in migration.");
        assert_eq!(named.first().and_then(|named| named.title_of), Some(7));
    }
}
