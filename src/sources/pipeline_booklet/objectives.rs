//! GCM objectives that a summary names by number, with or without their titles. Never inferred from the area.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::reference::{gcm_objective, gcm_objective_by_title};
use crate::sources::reading::pattern;

/// An objective that a text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The objective: the title's, where one stands with the number; `None` when the Compact has none of that number.
    pub(super) number: Option<u8>,
    /// The number as printed.
    pub(super) printed: u32,
    pub(super) range: Range<usize>,
}

/// The objectives named in a text.
pub(super) fn objectives(text: &str) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    let mut read_to = 0;
    for word in WORD.find_iter(text) {
        if word.start() < read_to || is_of_something_else(text, word.start()) {
            continue;
        }
        let of_the_compact = is_about_the_compact(text, word.range());
        let is_plural = word.as_str().ends_with(['s', 'S']);
        let mut at = word.end();
        let mut begins = word.start();
        while let Some(found) = text.get(at..).and_then(|rest| NUMBER.captures(rest)) {
            let (Some(whole), Some(digits)) = (found.get(0), found.get(1)) else { break };
            let Ok(printed) = digits.as_str().parse::<u32>() else { break };
            let title = found
                .get(2)
                .or_else(|| found.get(3))
                .and_then(|title| gcm_objective_by_title(title.as_str()));
            let end = if title.is_some() { at + whole.end() } else { at + digits.end() };
            if title.is_some() || of_the_compact {
                let numbered = u8::try_from(printed).ok().and_then(gcm_objective);
                let number = title.or(numbered).map(|objective| objective.number);
                named.push(Named { number, printed, range: begins..end });
            }
            begins = at + whole.end();
            at = begins;
            read_to = at;
            let Some(joins) = text.get(at..).and_then(|rest| JOINS.find(rest)) else { break };
            begins += joins.end();
            at = begins;
            // "objective 5 and 20 districts": one objective is no list, unless the word comes again.
            if !is_plural && !text.get(at..).is_some_and(|rest| rest.starts_with("objective")) {
                break;
            }
        }
    }
    named
}

/// "strategic objective 2", "SDG objective 8".
fn is_of_something_else(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    OTHERS.iter().any(|other| other.eq_ignore_ascii_case(word))
}

const OTHERS: [&str; 8] =
    ["sdg", "strategic", "specific", "programme", "project", "development", "plan", "undaf"];

/// Whether the sentence around speaks of the Global Compact.
fn is_about_the_compact(text: &str, range: Range<usize>) -> bool {
    let bounded = |from: usize, to: usize| {
        let from = (0..=from).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let to = (to..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        text.get(from..to).unwrap_or_default()
    };
    let before = bounded(range.start.saturating_sub(NEAR), range.start);
    let after = bounded(range.end, range.end.saturating_add(NEAR).min(text.len()));
    let before = before.rsplit(". ").next().unwrap_or_default();
    let after = after.split(". ").next().unwrap_or_default();
    [before, after].iter().any(|part| part.contains("GCM") || part.contains("Compact"))
}

/// How far a sentence is searched.
const NEAR: usize = 200;

static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bobjectives?\b"));
/// A number, and the title that stands with it in brackets or quotation marks.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^[\s:]*(?i:objectives?\s+)?(?i:nos?\.?\s*)?(\d{1,3})\b(?:\s*[:,–-]?\s*(?:\(([^()]{1,250})\)|[“"]([^“”"]{1,250})[”"]))?"#,
    )
});
static JOINS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s*[,;])?\s*(?:and|&)?\s*"));

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u8, u32)]) {
        let named = objectives(text);
        let found: Vec<(u8, u32)> =
            named.iter().filter_map(|named| Some((named.number?, named.printed))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn objectives_are_named_by_number_near_the_compact_or_with_their_title() {
        check("serves GCM objectives 5, 6 and 18.", &[(5, 5), (6, 6), (18, 18)]);
        check("Objective 23 of the Global Compact", &[(23, 23)]);
        check("objective 7 (Address and reduce vulnerabilities in migration)", &[(7, 7)]);
        check(
            "the GCM objectives: objective 3 “Manage borders in an integrated, secure and coordinated manner”",
            &[(11, 3)],
        );
    }

    #[test]
    fn other_objectives_and_numbers_are_none() {
        check("The objective is to train 20 people. The GCM says so.", &[]);
        check("strategic objective 2 of the plan, and the GCM", &[]);
        check("objective 4 of the project", &[]);
        check("GCM objective 5 and 20 districts", &[(5, 5)]);
        check("the objective of the GCM: 300 huts", &[]);
        assert_eq!(objectives("GCM objective 40").len(), 1);
        check("GCM objective 40", &[]);
    }
}
