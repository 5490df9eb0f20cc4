//! The words of the vocabulary that stand in a folded text as names: on word boundaries, written
//! as names are, leftmost and longest.

use std::ops::Range;

use super::vocabulary::{Meaning, VOCABULARY, Word};

/// A word of the vocabulary in a folded text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// Bytes of the folded text.
    pub(super) range: Range<usize>,
    pub(super) meaning: Meaning,
}

/// All hits, in the order of the text; no two overlap. Those that mean neither a country nor an
/// organisation are among them: they have taken what they cover.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let mut candidates: Vec<Hit> = VOCABULARY
        .automaton
        .find_overlapping_iter(text)
        .filter_map(|found| {
            let word = VOCABULARY.word(found.pattern())?;
            let range = found.range();
            let is_name = is_whole_word(text, &range) && is_written_as_name(text, &range, word);
            is_name.then_some(Hit { range, meaning: word.meaning })
        })
        .collect();
    candidates.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));

    let mut free_from = 0;
    candidates.retain(|hit| {
        let free = hit.range.start >= free_from;
        if free {
            free_from = hit.range.end;
        }
        free
    });
    candidates
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let found = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let begins = !before.is_some_and(part_of_word);
    let ends = !found.ends_with(part_of_word) || !after.is_some_and(part_of_word);
    begins && ends && after != Some('$')
}

fn is_written_as_name(text: &str, range: &Range<usize>, word: &Word) -> bool {
    let found = &text[range.clone()];
    if word.exact {
        return found == word.text && !(SHOUTED.contains(&found) && is_shouted(text, range));
    }
    found.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(char::is_uppercase))
}

/// Short forms that are also English (or Spanish) words, and so stand in headings in capitals.
const SHOUTED: [&str; 3] = ["WHO", "US", "LAS"];

/// Whether a neighbour of the word is an ordinary word in capitals: a heading, then.
fn is_shouted(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].strip_suffix(' ').map(|before| before.rsplit(' ').next());
    let after = text[range.end..].strip_prefix(' ').map(|after| after.split(' ').next());
    [before.flatten(), after.flatten()].into_iter().flatten().any(|word| {
        let in_capitals = word.len() > 1 && word.chars().all(char::is_uppercase);
        in_capitals && !VOCABULARY.is_short_form(word)
    })
}
