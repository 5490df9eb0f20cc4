//! Single things that an entry names and does not count: "the Orchard House in Chile was opened" is one house.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::line::pattern;
use crate::record::{Figure, Qualifier};

/// A name of more words is a clause.
const MOST_WORDS: usize = 9;

/// The single things that a sentence says were made, each as a figure of one with the bytes of its clause.
///
/// Of a plural verb each subject must have its article ("The Route … and the Center … were established"): plurals
/// have none here, and what is not counted then is no figure. `begins_entry` allows a first word in lower case,
/// where the number before it was lost in print.
pub(super) fn things(sentence: &str, begins_entry: bool) -> Vec<(Figure, Range<usize>)> {
    let Some(verb) = MADE.captures(sentence) else { return Vec::new() };
    let (Some(whole), Some(form)) = (verb.get(0), verb.get(1)) else { return Vec::new() };
    let subject = sentence.get(..whole.start()).unwrap_or_default();
    let singular = matches!(form.as_str().to_lowercase().as_str(), "was" | "has been");
    let mut parts = Vec::new();
    let mut from = 0;
    if !singular {
        for joint in JOINT.captures_iter(subject).filter_map(|found| found.get(1)) {
            parts.push(from..joint.start());
            from = joint.end();
        }
        if parts.is_empty() {
            return Vec::new();
        }
    }
    parts.push(from..subject.len());
    let mut things = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let lost_number = begins_entry && singular && index == 0;
        let Some(unit) = name(subject.get(part.clone()).unwrap_or_default(), lost_number) else {
            return Vec::new();
        };
        let (value, value_max, qualifier) = (1.0, None, Qualifier::Exact);
        things.push((Figure { value, value_max, qualifier, unit, year: None, scope: None }, part));
    }
    things
}

/// The name in a subject, without its article, cut before what qualifies it.
fn name(subject: &str, lost_number: bool) -> Option<String> {
    let subject = subject.trim();
    let bare = match ARTICLE.find(subject) {
        Some(article) => subject.get(article.end()..)?,
        None if lost_number && subject.starts_with(char::is_lowercase) => subject,
        None => return None,
    };
    let end = QUALIFIED.find(bare).map_or(bare.len(), |found| found.start());
    let name = bare.get(..end)?.trim_end_matches([',', ' ', '-', '–', '—']);
    let words = name.split(' ').count();
    let counted = name.contains(|c: char| c.is_ascii_digit()) || COUNTED.is_match(bare);
    (!counted && words <= MOST_WORDS && name.contains(char::is_alphabetic)).then(|| name.to_owned())
}

static MADE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(was|were|has been|have been) (?:[a-z]+ly )?(?:established|developed|created|launched|opened|set up|built|constructed|adopted|inaugurated|installed|operationali[sz]ed|finali[sz]ed)\b",
    )
});
static JOINT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(,? and |, )(?:the|an?) "));
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:the|an?) "));
/// What begins a qualification of the name.
static QUALIFIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r" (?:[-–—] |\()|, | (?:in|on|for|at|by|to|with|from|between|among|within|under|that|which|who)\b",
    )
});
static COUNTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:first|second|third|same|latter|total)\b|\b(?:it|this|they|these)\b"));
