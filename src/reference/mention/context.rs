//! What stands around a name and makes it something else: an embassy, a language, a treaty.
//!
//! All texts here are folded; all phrases are compared without regard to case.

use std::ops::Range;

use super::MentionForm;
use super::scan::Hit;
use super::vocabulary::Meaning;

/// The hits that name countries as countries: without those that are an embassy's or a national
/// Red Cross society's, and without languages. A list ("the Embassies of Peru and Chile", "in
/// French and Spanish.") is judged as a whole.
pub(super) fn countries(text: &str, hits: Vec<Hit>) -> Vec<Hit> {
    let named = hits.into_iter().filter(|hit| matches!(hit.meaning, Meaning::Country(..)));
    let mut kept = Vec::new();
    for run in runs(text, named) {
        let Some((first, last)) = run.first().zip(run.last()) else { continue };
        let before = without_article(&text[..first.range.start]);
        let after = without_possessive(&text[last.range.end..]);
        let (mut from, mut to) = (0, run.len());
        if is_language_list(text, &run) {
            to = 0;
        } else if is_demonym(last) && begins_with_any(after, LANGUAGE) {
            to = run.len() - 1;
        }
        if ends_with_any(before, OFFICES_OF) {
            from = run.len();
        } else if ends_with_any(before, OFFICE_OF) {
            from = 1;
        }
        if begins_with_any(after, OFFICES) {
            to = 0;
        } else if begins_with_any(after, OFFICE) || (is_demonym(last) && begins_with_any(after, SOCIETY)) {
            to = to.min(run.len() - 1);
        }
        kept.extend(run.into_iter().take(to).skip(from));
    }
    kept
}

/// Hits that stand side by side as a list, together.
fn runs(text: &str, hits: impl Iterator<Item = Hit>) -> Vec<Vec<Hit>> {
    let mut runs: Vec<Vec<Hit>> = Vec::new();
    for hit in hits {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| joins(&text[last.range.end..hit.range.start])) => {
                run.push(hit);
            }
            _ => runs.push(vec![hit]),
        }
    }
    runs
}

fn joins(between: &str) -> bool {
    JOINTS.contains(&without_article(between))
}

const JOINTS: &[&str] = &[", ", " and ", ", and ", " & ", "/", " / ", " or ", ", or "];

const OFFICE_OF: &[&str] = &[
    "embassy of ",
    "high commission of ",
    "high commission for ",
    "consulate of ",
    "consulate general of ",
    "consulate-general of ",
    "ambassador of ",
    "permanent mission of ",
    "permanent representation of ",
    "permanent representative of ",
];
const OFFICES_OF: &[&str] = &[
    "embassies of ",
    "high commissions of ",
    "consulates of ",
    "consulates general of ",
    "ambassadors of ",
    "permanent missions of ",
    "permanent representatives of ",
];
const OFFICE: &[&str] = &[
    " embassy",
    " high commission",
    " consulate",
    " ambassador",
    " permanent mission",
    " permanent representation",
    " permanent representative",
];
const OFFICES: &[&str] = &[
    " embassies",
    " high commissions",
    " consulates",
    " ambassadors",
    " permanent missions",
    " permanent representatives",
];
const SOCIETY: &[&str] = &[" red cross", " red crescent"];

/// Whether the words of a list are languages rather than peoples: they all could be, and they are
/// called so, or stand beside a language that is no people's word ("English"), or something is "in"
/// them.
fn is_language_list(text: &str, run: &[Hit]) -> bool {
    let all_languages = run
        .iter()
        .all(|hit| is_demonym(hit) && LANGUAGES.contains(&text[hit.range.clone()].to_lowercase().as_str()));
    let Some((first, last)) = run.first().zip(run.last()) else { return false };
    let (before, after) = (&text[..first.range.start], &text[last.range.end..]);
    let called_so = begins_with_any(after, LANGUAGE);
    let written_in = ends_with_any(before, &[" in ", " into "])
        && (after.is_empty() || after.starts_with(['.', ';', ':', ')', '\n']));
    all_languages && (called_so || written_in || is_beside_language(before, after))
}

fn is_beside_language(before: &str, after: &str) -> bool {
    let earlier = JOINTS.iter().find_map(|joint| before.strip_suffix(joint));
    let later = JOINTS.iter().find_map(|joint| after.strip_prefix(joint));
    earlier.is_some_and(|text| ends_with_any(text, LANGUAGES_ONLY))
        || later.is_some_and(|text| begins_with_any(text, LANGUAGES_ONLY))
}

const LANGUAGE: &[&str] = &[
    " language",
    " languages",
    "-language",
    " speaking",
    "-speaking",
    " speaker",
    " speakers",
    " translation",
    " translations",
];
const LANGUAGES_ONLY: &[&str] = &[
    "english",
    "arabic",
    "swahili",
    "kiswahili",
    "amharic",
    "tigrinya",
    "oromo",
    "hindi",
    "urdu",
    "bengali",
    "bangla",
    "dari",
    "pashto",
    "farsi",
    "persian",
    "tagalog",
    "creole",
    "quechua",
    "hausa",
];
/// Demonyms that are languages too, as far as documents are published in them.
const LANGUAGES: &[&str] = &[
    "french",
    "spanish",
    "portuguese",
    "russian",
    "chinese",
    "german",
    "italian",
    "dutch",
    "turkish",
    "vietnamese",
    "thai",
    "somali",
    "nepali",
    "tajik",
    "kyrgyz",
    "uzbek",
    "kazakh",
    "turkmen",
    "ukrainian",
    "polish",
    "romanian",
    "albanian",
    "serbian",
    "macedonian",
    "japanese",
    "burmese",
    "lao",
    "filipino",
    "malagasy",
    "georgian",
    "armenian",
    "greek",
];

/// Whether a name stands inside the title of a convention or the like ("ILO Domestic Workers
/// Convention", "Protocol of the ILO"), where it is no party to what the text tells.
pub(super) fn is_in_treaty_title(text: &str, range: &Range<usize>) -> bool {
    let before = without_article(&text[..range.start]);
    if TREATIES
        .iter()
        .any(|noun| ends_with(before, &format!("{noun} of ")) || ends_with(before, &format!("{noun}s of ")))
    {
        return true;
    }
    let Some(after) = text[range.end..].strip_prefix(' ') else { return false };
    for (at, word) in after.split(' ').take(LONGEST_TITLE).enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        let singular = lower.strip_suffix('s').unwrap_or(&lower);
        let capital = bare.starts_with(char::is_uppercase);
        if TREATIES.contains(&singular) && (capital || TREATIES_IN_ANY_CASE.contains(&singular)) {
            return true;
        }
        if is_instrument_number(bare) {
            return true;
        }
        let goes_on =
            capital || EPITHETS.contains(&lower.as_str()) || (at > 0 && LINKS.contains(&lower.as_str()));
        if !goes_on || bare.len() < word.len() || word.contains('\n') {
            return false;
        }
    }
    false
}

/// How many words a title may have before its noun comes.
const LONGEST_TITLE: usize = 9;
const TREATIES: &[&str] = &["convention", "protocol", "recommendation", "covenant", "treaty", "declaration"];
const TREATIES_IN_ANY_CASE: &[&str] = &["convention", "protocol"];
const LINKS: &[&str] = &["and", "of", "on", "for", "in", "against"];
const EPITHETS: &[&str] = &[
    "core",
    "fundamental",
    "governance",
    "key",
    "labour",
    "migrant",
    "migration",
    "relevant",
    "technical",
    "worker",
    "workers",
    "workers'",
];

/// "C189", "R201": the numbers by which the ILO's instruments go.
fn is_instrument_number(word: &str) -> bool {
    let digits = word.strip_prefix(['C', 'R', 'P']);
    digits.is_some_and(|digits| digits.len() > 1 && digits.chars().all(|c| c.is_ascii_digit()))
}

fn is_demonym(hit: &Hit) -> bool {
    matches!(hit.meaning, Meaning::Country(_, MentionForm::Demonym))
}

fn without_article(before: &str) -> &str {
    let Some(rest) = before.len().checked_sub(4).and_then(|at| before.split_at_checked(at)) else {
        return before;
    };
    let word_begins = rest.0.is_empty() || rest.0.ends_with(|c: char| !c.is_alphanumeric());
    if rest.1.eq_ignore_ascii_case("the ") && word_begins { rest.0 } else { before }
}

fn without_possessive(after: &str) -> &str {
    after.strip_prefix("'s").or_else(|| after.strip_prefix('\'')).unwrap_or(after)
}

fn ends_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| ends_with(text, phrase))
}

/// Whether a text ends in a phrase, as words.
fn ends_with(text: &str, phrase: &str) -> bool {
    let split = text.len().checked_sub(phrase.len()).and_then(|at| text.split_at_checked(at));
    split.is_some_and(|(before, end)| {
        end.eq_ignore_ascii_case(phrase)
            && (phrase.starts_with(' ') || !before.ends_with(char::is_alphanumeric))
    })
}

/// Whether a text begins with one of the phrases, as words.
fn begins_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        text.split_at_checked(phrase.len()).is_some_and(|(start, rest)| {
            start.eq_ignore_ascii_case(phrase) && !rest.starts_with(char::is_alphanumeric)
        })
    })
}
