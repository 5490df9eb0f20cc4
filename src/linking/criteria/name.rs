//! The item names the programme: by its title, a short name or an abbreviation that no other programme has.

use super::{Pair, Reason};
use crate::linking::abbreviation::abbreviates;
use crate::linking::corpus::Corpus;
use crate::linking::side::{Name, Side};
use crate::linking::weights::NAMED;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    if pair.items() {
        return None;
    }
    let (mention, title) = pair.named?;
    let rivals = pair.linker.programmes_named(mention).max(1) as f64;
    let weight = NAMED.value + pair.linker.corpus.growth() - 2.0 * rivals.ln();
    Some(Reason::new(weight, move || {
        let detail = if mention.words == title.words {
            format!("the item names it: “{}”", mention.printed)
        } else if mention.words.len() == 1 {
            format!("“{}”, which the item names, is short for “{}”", mention.printed, title.printed)
        } else {
            format!("the item names “{}”, one of its names being “{}”", mention.printed, title.printed)
        };
        (detail, mention.evidence.iter().chain(&title.evidence).cloned().collect())
    }))
}

/// The first name of one side that is a name of the other.
pub(in crate::linking) fn named<'a>(
    from: &'a Side,
    to: &'a Side,
    corpus: &Corpus,
) -> Option<(&'a Name, &'a Name)> {
    from.names.iter().find_map(|mention| {
        to.names.iter().find(|title| is_name(mention, title, corpus)).map(|title| (mention, title))
    })
}

/// Whether a mention is a title or a part of one that can stand for it.
pub(in crate::linking) fn is_name(mention: &Name, title: &Name, corpus: &Corpus) -> bool {
    if mention.words == title.words {
        return true;
    }
    if mention.words.len() == 1 {
        let words: Vec<&str> = title.words.iter().map(|word| corpus.name_words.name(*word)).collect();
        return abbreviates(&mention.printed, &words);
    }
    let (short, long) = if mention.words.len() < title.words.len() {
        (&mention.words, &title.words)
    } else {
        (&title.words, &mention.words)
    };
    // Three words may be a phrase of the field; a name cited in part has more.
    short.len() >= FEWEST_WORDS && long.windows(short.len()).any(|part| part == short.as_slice())
}

const FEWEST_WORDS: usize = 4;
