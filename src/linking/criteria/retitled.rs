//! A project whose title begins as the programme's does and goes on in other words: concept notes are retitled when
//! they are funded, and keep the beginning.

use super::{Pair, Reason};
use crate::linking::corpus::Corpus;
use crate::linking::names::BEGINNING;
use crate::linking::side::Name;
use crate::linking::weights::{RETITLED, RETITLED_MOST};
use crate::record::terms;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    if pair.items() || pair.named.is_some() {
        return None;
    }
    let corpus = &pair.linker.corpus;
    let pairs = pair.from.names.iter().filter(|mention| mention.whole).flat_map(|mention| {
        pair.to.names.iter().map(move |title| (mention, title, begins_alike(mention, title, corpus)))
    });
    let (mention, title, weight) =
        pairs.max_by(|a, b| a.2.total_cmp(&b.2)).filter(|(.., weight)| *weight > 0.0)?;
    Some(Reason::new(weight, move || {
        let common = common_beginning(mention, title);
        let detail = format!(
            "a project's title begins as the programme's does, and goes on in other words: “{}”",
            title.printed.split_whitespace().take(common).collect::<Vec<_>>().join(" ")
        );
        (detail, mention.evidence.iter().chain(&title.evidence).cloned().collect())
    }))
}

/// The weight of the words with which both begin; 0 for a beginning that any title of the field may have.
pub(in crate::linking) fn begins_alike(mention: &Name, title: &Name, corpus: &Corpus) -> f64 {
    let common = common_beginning(mention, title);
    if common < BEGINNING {
        return 0.0;
    }
    let words: Vec<&str> = title.words[..common].iter().map(|word| corpus.name_words.name(*word)).collect();
    let telling: f64 = terms(&words.join(" ")).iter().map(|stem| corpus.rarity_of(stem)).sum();
    if telling < LEAST_RARITY {
        0.0
    } else {
        (RETITLED.value * telling).min(RETITLED_MOST.value + corpus.growth())
    }
}

fn common_beginning(mention: &Name, title: &Name) -> usize {
    mention.words.iter().zip(&title.words).take_while(|(mine, theirs)| mine == theirs).count()
}

/// In natural units: words that together stand in fewer than one of fifty sides.
const LEAST_RARITY: f64 = 3.9;
