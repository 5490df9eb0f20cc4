//! Telling words of the programme's title in the item's text: a title says in few words what the programme is about.

use super::{Pair, Reason, claimed, listed, text};
use crate::linking::corpus::{Word, shared};
use crate::linking::weights::{TITLE, TITLE_MOST};

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    if pair.items() {
        return None;
    }
    let corpus = &pair.linker.corpus;
    let telling = |words: &[Word]| -> Vec<Word> {
        let mut both = shared(words, &pair.from.subject);
        both.retain(|word| corpus.rarity(*word) >= TELLING);
        both
    };
    let titles = pair.to.names.iter().map(|name| telling(&name.subject));
    let best = titles.max_by(|a, b| corpus.weight(a).total_cmp(&corpus.weight(b)))?;
    if best.is_empty() {
        return None;
    }
    Some(Reason::new((corpus.weight(&best) * TITLE.value).min(TITLE_MOST.value), move || {
        let words = corpus.most_telling(&best);
        let mut evidence = claimed(pair.graph, pair.to.end, "title");
        evidence.extend(text(pair.graph, pair.from.end));
        (format!("words of its title are in the text, in some form: {}", listed(&words)), evidence)
    }))
}

/// In natural units: a word of fewer than one in four sides.
const TELLING: f64 = 1.4;
