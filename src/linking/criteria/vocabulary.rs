//! Words in common, each weighted by how rare it is in the corpus.

use super::{Pair, Reason};
use crate::linking::corpus::shared;
use crate::linking::weights::{VOCABULARY, VOCABULARY_BY_CHANCE, VOCABULARY_LEAST, VOCABULARY_MOST};

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    let corpus = &pair.linker.corpus;
    if pair.from.subject.is_empty() || pair.to.subject.is_empty() {
        return None;
    }
    let likeness = corpus.likeness(&pair.from.subject, &pair.to.subject);
    let weight = ((likeness - VOCABULARY_BY_CHANCE.value) * VOCABULARY.value)
        .clamp(VOCABULARY_LEAST.value, VOCABULARY_MOST.value);
    let both = shared(&pair.from.subject, &pair.to.subject);
    let telling = corpus.most_telling(&both);
    let detail = match telling.len() {
        0 => "no telling word in common".to_owned(),
        1 => format!("one telling word in common: {}…", telling[0]),
        number => {
            let words: Vec<String> = telling.iter().take(5).map(|stem| format!("{stem}…")).collect();
            format!("{number} words in common, among them {}", words.join(", "))
        }
    };
    Some(Reason { weight, detail, evidence: pair.texts() })
}
