//! Names in quotation marks.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Named;
use super::kinds::kind;
use super::quotes::Quote;
use crate::record::MentionKind;
use crate::sources::names::words;
use crate::sources::pledge_page::marks::pattern;

/// Quotations that are names, each with its kind. What is too long for a name, or is neither capitalised nor near a
/// word for a kind, is somebody's words.
pub(super) fn names(text: &str, quotes: &[Quote]) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    let mut before: Option<(MentionKind, usize)> = None;
    for quote in quotes {
        let Some(inner) = text.get(quote.inner.clone()) else { continue };
        let name = inner.trim().trim_end_matches([',', '.', ';', ':']).trim();
        let start = quote.inner.start + inner.len() - inner.trim_start().len();
        let listed = before
            .filter(|(_, end)| text.get(*end..quote.outer.start).is_some_and(|gap| LISTED.is_match(gap)));
        let told = kind_of(text, &quote.outer, name).or(listed.map(|(kind, _)| kind));
        let title = name.starts_with(char::is_uppercase) && name.contains(' ');
        let Some(kind) = told.or(title.then_some(MentionKind::Activity)) else { continue };
        if !(1..=45).contains(&name.split_whitespace().count()) || !name.contains(char::is_alphabetic) {
            continue;
        }
        before = Some((kind, quote.outer.end));
        names.push((kind, name.to_owned(), start..start + name.len()));
    }
    names
}

/// The kind that the words around a quotation tell: the word right after it, one shortly before it, one at its own
/// beginning or end, one earlier in the sentence, any in it.
fn kind_of(text: &str, outer: &Range<usize>, name: &str) -> Option<MentionKind> {
    let after = text.get(outer.end..).unwrap_or_default();
    let after: String = after.chars().take(40).collect();
    let next = after.starts_with(' ').then(|| words(&after).first().and_then(kind)).flatten();
    let mut start = outer.start.saturating_sub(120);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..outer.start).unwrap_or_default();
    let sentence = SENTENCE_END.find_iter(before).last().map_or(0, |end| end.end());
    let before = before.get(sentence..).unwrap_or_default();
    let before: Vec<_> = words(before).iter().rev().map(kind).collect();
    let inside: Vec<_> = words(name).iter().map(kind).collect();
    let near = || before.iter().take(4).find_map(|kind| *kind);
    let ends = || inside.first().copied().flatten().or(inside.last().copied().flatten());
    let far = || before.iter().take(14).find_map(|kind| *kind);
    next.or_else(near).or_else(ends).or_else(far).or_else(|| inside.iter().find_map(|kind| *kind))
}

static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?[,;/&]?\s?(?:and|or|y|et)?\s?$"));
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?;][”’\x22)]*\s|[”»]"));
