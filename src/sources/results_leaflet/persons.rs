//! An index of words without the names of persons: the leaflet's stories name beneficiaries, and nothing tells a
//! person's name from a place's but what stands around it.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::block::Block;
use super::line::pattern;
use crate::record::{Terms, terms};
use crate::reference::{countries_in, organisations_in};

/// The words of a document that are common words: they stand somewhere in lower case.
pub(super) struct CommonWords(HashSet<String>);

impl CommonWords {
    /// Collects them.
    pub(super) fn of<'a>(blocks: impl Iterator<Item = &'a Block>) -> Self {
        let mut common = HashSet::new();
        for block in blocks {
            common.extend(
                WORD.find_iter(&block.text)
                    .map(|word| word.as_str())
                    .filter(|word| is_small(word))
                    .map(str::to_owned),
            );
        }
        Self(common)
    }

    /// The terms of some texts. A word with a capital stays where it is a common word, a country or an organisation,
    /// an acronym, the name of a place by what stands around it, or goes on such a name.
    pub(super) fn terms(&self, texts: &[&str]) -> Terms {
        let mut kept = String::new();
        for text in texts {
            self.keep(text, &mut kept);
        }
        terms(&kept).into()
    }

    fn keep(&self, text: &str, kept: &mut String) {
        let mut known: Vec<_> = countries_in(text).into_iter().map(|mention| mention.range).collect();
        known.extend(organisations_in(text).into_iter().map(|mention| mention.range));
        known.sort_by_key(|range| range.start);
        let words: Vec<_> = WORD.find_iter(text).collect();
        let mut named = false;
        for (index, word) in words.iter().enumerate() {
            let own = bare(word.as_str());
            let before = index.checked_sub(1).and_then(|before| words.get(before));
            let adjacent = before.is_some_and(|before| text.get(before.end()..word.start()) == Some(" "));
            let after = words.get(index + 1).map(|next| next.as_str()).unwrap_or_default();
            let at = known.partition_point(|range| range.end <= word.start());
            let is_known = known.get(at).is_some_and(|range| range.start <= word.start());
            let introduced = adjacent
                && before.is_some_and(|before| {
                    BEFORE_PLACES.contains(&before.as_str())
                        || before.as_str().starts_with(|c: char| c.is_ascii_digit())
                });
            named = !is_small(own)
                && (is_known
                    || introduced
                    || (named && adjacent)
                    || own.chars().filter(|c| c.is_uppercase()).count() > 1
                    || PLACE_WORDS.contains(&after.to_lowercase().as_str()));
            if named || is_small(own) || self.0.contains(&own.to_lowercase()) {
                kept.push_str(word.as_str());
                kept.push(' ');
            }
        }
        kept.push_str(". ");
    }
}

fn is_small(word: &str) -> bool {
    !word.starts_with(char::is_uppercase)
}

fn bare(word: &str) -> &str {
    word.split(['\'', '’']).next().unwrap_or(word)
}

/// A capital after one of these begins the name of a place or a thing.
const BEFORE_PLACES: [&str; 9] = ["in", "In", "at", "near", "the", "The", "across", "between", "throughout"];
/// A capital before one of these belongs to the name of a place.
const PLACE_WORDS: [&str; 14] = [
    "county", "river", "region", "province", "district", "village", "city", "cities", "valley", "lake",
    "basin", "border", "island", "islands",
];

static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}\p{N}][\p{L}\p{N}'’]*"));
