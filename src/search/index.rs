//! The index: which words stand in which things, and how what is found is ranked.
//!
//! The rank is BM25F: a word is worth more in a title than in running text, more in a short text than in a long one, the
//! more the fewer things have it, and less with each repetition.

use std::collections::HashMap;

use super::dictionary::{Dictionary, Match, Term};
use super::field::{Field, Text, texts};
use super::question::Question;
use super::words::words;
use crate::graph::{Graph, Node};
use crate::reference;

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Programmes, with their phases.
    Programme,
    /// Results.
    Result,
    /// Pledges.
    Pledge,
    /// Commitments.
    Commitment,
    /// Progress items.
    ProgressItem,
    /// Countries.
    Country,
    /// Organisations.
    Organisation,
}

/// The full text of one graph.
#[derive(Debug, Default)]
pub struct Index {
    docs: Vec<Node>,
    dictionary: Dictionary,
    /// Where the postings of each word begin, and where the last ones end.
    starts: Vec<usize>,
    postings: Vec<Posting>,
}

/// That a thing has a word.
#[derive(Debug, Clone, Copy)]
struct Posting {
    doc: u32,
    /// What the word is worth there, but for its rarity.
    worth: f32,
}

/// What a question found, the best first.
#[derive(Debug, Default)]
pub struct Found {
    /// Each thing once.
    pub hits: Vec<Hit>,
    /// Whether they have every word of the question. When nothing has, what has some of the words is found.
    pub all_words: bool,
    /// The words that were looked for, in all their forms, sorted.
    pub(super) terms: Vec<Term>,
}

/// One thing that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// What.
    pub node: Node,
    /// How well it fits: more is better. Only for comparing with others of the same question.
    pub score: f32,
}

/// How much of a field's weight its length decides.
const BY_LENGTH: f32 = 0.75;
/// A word that is worth so much reaches half of the most that a word can be worth. Above the weights of running text, so
/// that repetition cannot make up for a title.
const HALF: f32 = 4.0;

impl Index {
    /// Reads every text of a graph.
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        let docs = docs(graph);
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut lists: Vec<Vec<Posting>> = Vec::new();
        for (node, doc) in docs.iter().zip(0..) {
            let number = |word: String| {
                let next = numbers.len();
                *numbers.entry(word).or_insert(next)
            };
            for (word, worth) in worths(&texts(graph, *node), number) {
                if word >= lists.len() {
                    lists.resize_with(word + 1, Vec::new);
                }
                lists[word].push(Posting { doc, worth });
            }
        }
        let mut sorted: Vec<(String, usize)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let (mut starts, mut postings) = (Vec::with_capacity(sorted.len() + 1), Vec::new());
        for (_, number) in &sorted {
            starts.push(postings.len());
            postings.append(&mut lists[*number]);
        }
        starts.push(postings.len());
        postings.shrink_to_fit();
        let sorted: Vec<String> = sorted.into_iter().map(|(word, _)| word).collect();
        Self { docs, dictionary: Dictionary::new(&sorted), starts, postings }
    }

    /// What has the words of a text, the best first. Of those kinds; of all when none is named. Nothing is found for a
    /// text without a word.
    #[must_use]
    pub fn search(&self, text: &str, kinds: &[Kind]) -> Found {
        let question = Question::new(text);
        let mut terms = Vec::new();
        let mut lists = Vec::new();
        for (at, word) in question.words.iter().enumerate() {
            let unfinished = question.unfinished && at + 1 == question.words.len();
            let matches = self.dictionary.matches(word, unfinished);
            terms.extend(matches.iter().map(|found| found.term));
            let mut list = self.scored(&matches);
            list.retain(|(doc, _)| {
                kinds.is_empty() || kind(self.docs[*doc as usize]).is_some_and(|kind| kinds.contains(&kind))
            });
            lists.push(list);
        }
        terms.sort_unstable();
        terms.dedup();
        let mut found = in_all(&lists);
        let all_words = !found.is_empty() || lists.iter().all(Vec::is_empty);
        if !all_words {
            found = in_any(lists);
        }
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let hits = found.into_iter().map(|(doc, score)| Hit { node: self.docs[doc as usize], score });
        Found { hits: hits.collect(), all_words, terms }
    }

    /// The number of a word as it is written; `None` for one that no text has.
    pub(super) fn term(&self, word: &str) -> Option<Term> {
        self.dictionary.term(word)
    }

    /// What has one of some words that stand for the same word, with its score for the nearest of them; by place.
    fn scored(&self, matches: &[Match]) -> Vec<(u32, f32)> {
        let of = |found: &Match| {
            let term = found.term as usize;
            &self.postings[self.starts[term]..self.starts[term + 1]]
        };
        let mut list: Vec<(u32, f32)> = match matches {
            [] => Vec::new(),
            [only] => of(only).iter().map(|found| (found.doc, found.worth * only.closeness)).collect(),
            several => {
                let mut best = vec![0.0_f32; self.docs.len()];
                for found in several {
                    for posting in of(found) {
                        let best = &mut best[posting.doc as usize];
                        *best = best.max(posting.worth * found.closeness);
                    }
                }
                (0..).zip(best).filter(|(_, score)| *score > 0.0).collect()
            }
        };
        let (all, having) = (self.docs.len() as f32, list.len() as f32);
        let rarity = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
        list.iter_mut().for_each(|(_, score)| *score *= rarity);
        list
    }
}

/// Everything that can be found, in the order in which what fits equally well is shown.
fn docs(graph: &Graph) -> Vec<Node> {
    let mut docs: Vec<Node> = Vec::new();
    docs.extend(reference::countries().iter().map(|country| Node::Country(country.code)));
    docs.extend(graph.organisations.places().map(Node::Organisation));
    docs.extend(graph.programmes.places().map(Node::Programme));
    docs.extend(graph.pledges.places().map(Node::Pledge));
    docs.extend(graph.commitments.places().map(Node::Commitment));
    docs.extend(graph.items.places().map(Node::ProgressItem));
    docs.extend(graph.results.places().map(Node::Result));
    docs
}

fn kind(node: Node) -> Option<Kind> {
    match node {
        Node::Programme(_) => Some(Kind::Programme),
        Node::Result(_) => Some(Kind::Result),
        Node::Pledge(_) => Some(Kind::Pledge),
        Node::Commitment(_) => Some(Kind::Commitment),
        Node::ProgressItem(_) => Some(Kind::ProgressItem),
        Node::Country(_) => Some(Kind::Country),
        Node::Organisation(_) => Some(Kind::Organisation),
        Node::Source(_) | Node::Discrepancy(_) | Node::QualityFlag(_) | Node::Change(_) => None,
    }
}

/// The words of a thing, by their numbers, each with what it is worth there.
fn worths(texts: &[Text<'_>], mut number: impl FnMut(String) -> usize) -> Vec<(usize, f32)> {
    let mut standing: Vec<(usize, Field)> = Vec::new();
    let mut lengths: HashMap<Field, usize> = HashMap::new();
    for Text { field, text, .. } in texts {
        let before = standing.len();
        standing.extend(words(text).map(|(_, word)| (number(word), *field)));
        *lengths.entry(*field).or_default() += standing.len() - before;
    }
    standing.sort_unstable();
    let of_one_word = standing.chunk_by(|a, b| a.0 == b.0);
    let worths = of_one_word.map(|of_one_word| {
        let by_field = of_one_word.chunk_by(|a, b| a.1 == b.1);
        let worth: f32 = by_field.map(|times| in_field(times[0].1, times.len(), lengths[&times[0].1])).sum();
        (of_one_word[0].0, (HALF + 1.0) * worth / (HALF + worth))
    });
    worths.collect()
}

/// What it is worth that a word stands so many times in a field of so many words.
fn in_field(field: Field, times: usize, length: usize) -> f32 {
    let weighing = field.weighing();
    match weighing.usual_words {
        Some(usual) => {
            let length = 1.0 - BY_LENGTH + BY_LENGTH * length as f32 / usual;
            weighing.weight * times as f32 / length
        }
        None => weighing.weight,
    }
}

/// What is in every list, with the sum of its scores. Lists are by place.
fn in_all(lists: &[Vec<(u32, f32)>]) -> Vec<(u32, f32)> {
    let Some(shortest) = lists.iter().min_by_key(|list| list.len()) else { return Vec::new() };
    let score_in = |list: &Vec<(u32, f32)>, doc: u32| {
        let at = list.binary_search_by_key(&doc, |(doc, _)| *doc).ok()?;
        Some(list[at].1)
    };
    let sum = |doc: u32| lists.iter().map(|list| score_in(list, doc)).sum::<Option<f32>>();
    shortest.iter().filter_map(|(doc, _)| Some((*doc, sum(*doc)?))).collect()
}

/// What is in any list, with the sum of its scores.
fn in_any(lists: Vec<Vec<(u32, f32)>>) -> Vec<(u32, f32)> {
    let mut all: Vec<(u32, f32)> = lists.into_iter().flatten().collect();
    // By list within a place, so that sums do not depend on chance.
    all.sort_by_key(|(doc, _)| *doc);
    let of_one = all.chunk_by(|a, b| a.0 == b.0);
    of_one.map(|scores| (scores[0].0, scores.iter().map(|(_, score)| score).sum())).collect()
}
