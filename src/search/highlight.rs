//! Where the words stand in what was found: fragments of its texts, with the words marked.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::dictionary::Term;
use super::field::{Field, Text, texts};
use super::index::{Found, Index};
use super::words::words;
use crate::graph::{Graph, Node};

/// A fragment of a text in which words of the question stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Which text.
    pub field: Field,
    /// The fragment in pieces, which together are the text as it stands there; after a name that may not stand without
    /// its note comes that.
    pub pieces: Vec<Piece>,
    /// Whether the text has more before.
    pub cut_before: bool,
    /// Whether the text has more after.
    pub cut_after: bool,
}

/// A part of a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// As it stands in the text.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub marked: bool,
}

/// A fragment has so many words at most.
const WORDS_AT_MOST: usize = 30;
/// A fragment that is cut begins so many words before the first that is marked.
const WORDS_BEFORE: usize = 6;
/// A thing has so many fragments of one field at most.
const MOST_OF_A_FIELD: usize = 3;

impl Index {
    /// Fragments of the texts of a thing in which words of a question stand, the weightiest field first: the best of each
    /// text; of a field three at most, those with most of the words. Of a country's names and of other names only those
    /// that have a word that the ones before have not.
    #[must_use]
    pub fn highlights(&self, graph: &Graph, node: Node, found: &Found) -> Vec<Highlight> {
        let texts = texts(graph, node);
        let mut marked: Vec<_> = texts
            .iter()
            .map(|text| {
                let words = self.marked(&text.text, found);
                let terms: BTreeSet<Term> = words.iter().filter_map(|word| word.term).collect();
                (text, words, terms)
            })
            .filter(|(.., terms)| !terms.is_empty())
            .collect();
        marked.sort_by_key(|(text, _, terms)| (text.field, Reverse(terms.len())));
        let mut highlights = Vec::new();
        for of_field in marked.chunk_by(|one, other| one.0.field == other.0.field) {
            let names_one_thing = matches!(of_field[0].0.field, Field::Countries | Field::OtherNames);
            let mut shown = BTreeSet::new();
            let says_more = |(.., terms): &&(_, _, BTreeSet<Term>)| {
                let is_new = !terms.is_subset(&shown);
                shown.extend(terms);
                is_new || !names_one_thing
            };
            let kept = of_field.iter().filter(says_more).take(MOST_OF_A_FIELD);
            highlights.extend(kept.map(|(text, words, _)| fragment(text, words)));
        }
        highlights
    }

    /// The words of a text, with those that were looked for.
    fn marked(&self, text: &str, found: &Found) -> Vec<Word> {
        let looked_for = |word: &str| self.term(word).filter(|term| found.terms.binary_search(term).is_ok());
        words(text).map(|(at, word)| Word { at, term: looked_for(&word) }).collect()
    }
}

/// A word of a text; it has a term when it was looked for.
struct Word {
    at: Range<usize>,
    term: Option<Term>,
}

fn fragment(Text { field, text, note }: &Text<'_>, words: &[Word]) -> Highlight {
    let kept = best_part(words);
    let (cut_before, cut_after) = (kept.start > 0, kept.end < words.len());
    let words = &words[kept];
    let start = words.first().filter(|_| cut_before).map_or(0, |word| word.at.start);
    let end = words.last().filter(|_| cut_after).map_or(text.len(), |word| word.at.end);
    let mut pieces = Vec::new();
    let mut at = start;
    let mut push = |range: Range<usize>, marked: bool| {
        if !range.is_empty() {
            pieces.push(Piece { text: text[range].to_owned(), marked });
        }
    };
    for word in words.iter().filter(|word| word.term.is_some()) {
        push(at..word.at.start, false);
        push(word.at.clone(), true);
        at = word.at.end;
    }
    push(at..end, false);
    pieces.extend(note.map(|note| Piece { text: format!(" ({note})"), marked: false }));
    Highlight { field: *field, pieces, cut_before, cut_after }
}

/// The part of a text with the most different words that were looked for; of equal ones the first.
fn best_part(words: &[Word]) -> Range<usize> {
    if words.len() <= WORDS_AT_MOST {
        return 0..words.len();
    }
    let mut best = (0, 0);
    for (first, _) in words.iter().enumerate().filter(|(_, word)| word.term.is_some()) {
        let start = first.saturating_sub(WORDS_BEFORE).min(words.len() - WORDS_AT_MOST);
        let different: BTreeSet<Term> =
            words[start..start + WORDS_AT_MOST].iter().filter_map(|word| word.term).collect();
        if different.len() > best.1 {
            best = (start, different.len());
        }
    }
    best.0..best.0 + WORDS_AT_MOST
}
