//! Which programmes a name is a name of, and which items give it: looked up once, by words that both have.

use std::collections::{BTreeSet, HashMap};

use super::End;
use super::corpus::Corpus;
use super::criteria::is_name;
use super::side::{Name, Side};

/// Looks names up without comparing each with each.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// Programmes by what an item calls them.
    programmes: HashMap<Vec<u32>, Vec<usize>>,
    /// Items by the key of a project that they name.
    items: HashMap<u32, Vec<usize>>,
    /// Programmes by the words with which a name of theirs begins.
    beginnings: HashMap<Vec<u32>, Vec<usize>>,
}

/// Fewer words than this begin many titles.
pub(super) const BEGINNING: usize = 5;

impl NameIndex {
    pub fn of(sides: &[Side], corpus: &Corpus) -> Self {
        let titles = Titles::of(sides, corpus);
        let mut index = Self::default();
        for (place, side) in
            sides.iter().enumerate().filter(|(_, side)| matches!(side.end, End::Programme(_)))
        {
            for words in side.names.iter().filter_map(|name| name.words.get(..BEGINNING)) {
                index.beginnings.entry(words.to_vec()).or_default().push(place);
            }
        }
        for (place, side) in sides.iter().enumerate().filter(|(_, side)| matches!(side.end, End::Item(_))) {
            for name in &side.names {
                if !index.programmes.contains_key(&name.words) {
                    index.programmes.insert(name.words.clone(), titles.named(name, sides, corpus));
                }
                if name.whole {
                    let items = index.items.entry(name.key).or_default();
                    if items.last() != Some(&place) {
                        items.push(place);
                    }
                }
            }
        }
        index
    }

    pub fn programmes(&self, mention: &Name) -> &[usize] {
        self.programmes.get(&mention.words).map_or(&[], Vec::as_slice)
    }

    /// Programmes of which a name begins as this one does.
    pub fn beginning_as(&self, mention: &Name) -> &[usize] {
        let beginning = mention.words.get(..BEGINNING);
        beginning.and_then(|words| self.beginnings.get(words)).map_or(&[], Vec::as_slice)
    }

    pub fn items(&self, mention: &Name) -> &[usize] {
        self.items.get(&mention.key).map_or(&[], Vec::as_slice)
    }
}

/// Programmes by parts of their names.
struct Titles<'a> {
    /// By a whole name.
    whole: HashMap<&'a [u32], Vec<usize>>,
    /// By any run of so many words.
    parts: HashMap<&'a [u32], Vec<usize>>,
    /// By the initials of one of the first two words and of the last.
    initials: HashMap<(char, char), Vec<usize>>,
}

/// The fewest words that can stand for a longer name.
const RUN: usize = 4;

impl<'a> Titles<'a> {
    fn of(sides: &'a [Side], corpus: &Corpus) -> Self {
        let mut titles = Self { whole: HashMap::new(), parts: HashMap::new(), initials: HashMap::new() };
        for (place, side) in
            sides.iter().enumerate().filter(|(_, side)| matches!(side.end, End::Programme(_)))
        {
            for name in &side.names {
                let words = name.words.as_slice();
                titles.whole.entry(words).or_default().push(place);
                for run in words.windows(RUN) {
                    titles.parts.entry(run).or_default().push(place);
                }
                let initial = |word: &u32| corpus.name_words.name(*word).chars().next().unwrap_or(' ');
                let Some(last) = words.last().map(initial) else { continue };
                for first in words.iter().take(2).map(initial) {
                    titles.initials.entry((first, last)).or_default().push(place);
                }
            }
        }
        titles
    }

    /// The programmes that a mention names.
    fn named(&self, mention: &Name, sides: &[Side], corpus: &Corpus) -> Vec<usize> {
        let mut candidates: BTreeSet<usize> =
            self.whole.get(mention.words.as_slice()).into_iter().flatten().copied().collect();
        if let [word] = mention.words.as_slice() {
            let mut letters = corpus.name_words.name(*word).chars();
            if let (Some(first), Some(last)) = (letters.next(), letters.next_back()) {
                candidates.extend(self.initials.get(&(first, last)).into_iter().flatten());
            }
        }
        for run in mention.words.windows(RUN) {
            candidates.extend(self.parts.get(run).into_iter().flatten());
        }
        let is_named =
            |place: &usize| sides[*place].names.iter().any(|title| is_name(mention, title, corpus));
        candidates.into_iter().filter(is_named).collect()
    }
}
