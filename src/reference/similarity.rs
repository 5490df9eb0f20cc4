//! How alike two texts are: for titles (long, so a high bar) and for near misses of names (short,
//! offered to a person as "did you mean"). It compares; what counts as the same is the caller's.

use std::collections::BTreeSet;

use rapidfuzz::distance::{indel, osa};

use super::fold::fold;

/// From here up two squashed titles are one title in two printings.
const SAME_TITLE: f64 = 0.9;
/// The winner must be this much nearer than the next.
const CLEAR_LEAD: f64 = 0.05;
/// From here up a name is worth offering as what was meant.
const NEAR_MISS: f64 = 0.6;
/// How many near misses are offered.
const OFFERED: usize = 3;

/// A title without what printing changes: the letters alone, in lower case and without accents.
/// Spaces, hyphens, line breaks, digits and the words "objective" and "thematic area" that may
/// stand before a number go.
pub(super) fn squash(text: &str) -> String {
    let folded = fold(text).to_lowercase();
    let title = folded.trim_start_matches(|c: char| !c.is_alphabetic());
    let title = LABELS
        .iter()
        .find_map(|label| title.strip_prefix(label).filter(|rest| starts_with_number(rest)))
        .unwrap_or(title);
    title.chars().filter(|c| c.is_alphabetic()).collect()
}

const LABELS: [&str; 5] = ["objective", "gcm objective", "global compact objective", "thematic area", "area"];

fn starts_with_number(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// Of squashed titles, the one that `wanted` (squashed too) states: alike enough, and clearly more
/// than the runner-up. None where there is no such one.
pub(super) fn closest<'a, T: Copy>(titles: impl Iterator<Item = (T, &'a str)>, wanted: &str) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    let mut second = 0.0_f64;
    for (title, text) in titles {
        let score = indel::normalized_similarity(text.chars(), wanted.chars());
        match best {
            Some((top, _)) if score <= top => second = second.max(score),
            _ => {
                second = best.map_or(second, |(top, _)| top);
                best = Some((score, title));
            }
        }
    }
    best.filter(|(score, _)| *score >= SAME_TITLE && score - second >= CLEAR_LEAD).map(|(_, title)| title)
}

/// How near a name is to what was typed, 0 to 1; both folded and in lower case. Where one is more
/// than twice as long as the other, they are not compared and it is 0.
pub(super) fn nearness(name: &str, typed: &str) -> f64 {
    let (short, long) = (name.len().min(typed.len()), name.len().max(typed.len()));
    if short * 2 < long {
        return 0.0;
    }
    osa::normalized_similarity(name.chars(), typed.chars())
}

/// How alike two names are, 0 to 1: 1 for such as differ in case, accents, punctuation and spaces only, 0 where one is more
/// than twice as long as the other, and for a text without letters and digits.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (plain(one), plain(other));
    if one.is_empty() || other.is_empty() { 0.0 } else { nearness(&one, &other) }
}

/// Which share of the words of two names they have in common, 0 to 1, whatever their order.
#[must_use]
pub fn shared_words(one: &str, other: &str) -> f64 {
    let (one, other) = (plain(one), plain(other));
    let (one, other): (BTreeSet<&str>, BTreeSet<&str>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * one.intersection(&other).count() as f64 / all as f64 }
}

/// The words of a name in lower case, without accents and punctuation; "&" is "and". Names are alike without a
/// difference ([`likeness`] 1) when these are the same and not empty.
#[must_use]
pub fn plain(name: &str) -> String {
    let folded = fold(name).to_lowercase().replace('&', " and ").replace(['\'', '.'], "");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join(" ")
}

/// The nearest few of the scored things, best first; a thing that comes up under several names
/// stands once, and equal scores keep their order.
pub(super) fn nearest<T: Copy + PartialEq>(scored: impl Iterator<Item = (f64, T)>) -> Vec<T> {
    let mut near: Vec<(f64, T)> = scored.filter(|(score, _)| *score >= NEAR_MISS).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut found = Vec::with_capacity(OFFERED);
    for (_, thing) in near {
        if found.len() < OFFERED && !found.contains(&thing) {
            found.push(thing);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squashing_forgets_hyphens_wraps_numbers_and_accents() {
        assert_eq!(squash("2\n\nFact-based\npolicy"), "factbasedpolicy");
        assert_eq!(squash("Objective 7: Réduce"), "reduce");
        assert_eq!(squash("areas of work"), "areasofwork");
    }

    #[test]
    fn names_are_alike_whatever_their_printing() {
        assert_eq!(likeness("C\u{f4}te d\u{2019}Ivoire", "COTE D'IVOIRE"), 1.0);
        assert_eq!(likeness("Research & Data", "research and data."), 1.0);
        assert!(likeness("Tajikistan", "Tadjikistan") > 0.9);
        assert_eq!((likeness("", ""), likeness("...", "-"), likeness("a", "a long name")), (0.0, 0.0, 0.0));
        assert_eq!(shared_words("Left behind families", "Families left behind"), 1.0);
        assert_eq!(shared_words("one two", "two three"), 0.5);
        assert_eq!(shared_words("", ""), 0.0);
    }

    #[test]
    fn the_nearest_stand_first_and_once() {
        let scored = [(0.7, 'a'), (0.9, 'b'), (0.95, 'a'), (0.2, 'c'), (0.8, 'd'), (0.75, 'e')];
        assert_eq!(nearest(scored.into_iter()), ['a', 'b', 'd']);
    }
}
