//! Words in common, each weighted by how rare it is in the corpus.

use super::{Pair, Reason, listed};
use crate::linking::corpus::shared;
use crate::linking::weights::{VOCABULARY, VOCABULARY_BY_CHANCE, VOCABULARY_LEAST, VOCABULARY_MOST};

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let corpus = &pair.linker.corpus;
    if pair.from.subject.is_empty() || pair.to.subject.is_empty() {
        return None;
    }
    let likeness = corpus.likeness(pair.from, pair.to);
    let weight = ((likeness - VOCABULARY_BY_CHANCE.value) * VOCABULARY.value * corpus.scale())
        .clamp(VOCABULARY_LEAST.value * corpus.scale(), VOCABULARY_MOST.value + corpus.growth());
    Some(Reason::new(weight, move || {
        let both = shared(&pair.from.subject, &pair.to.subject);
        let telling: Vec<&str> = corpus.most_telling(&both).into_iter().take(5).collect();
        let words = if both.len() == 1 { "one word".to_owned() } else { format!("{} words", both.len()) };
        let detail = match telling.as_slice() {
            _ if both.is_empty() => "no word in common".to_owned(),
            [] => format!("{words} in common"),
            telling => format!("{words} in common, in some form, the rarest being {}", listed(telling)),
        };
        (detail, pair.texts())
    }))
}
