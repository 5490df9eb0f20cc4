//! Two items in much the same words: one was copied from the other.

use super::{Pair, Reason};
use crate::linking::corpus::count_shared;
use crate::linking::weights::SAME_WORDS;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    if !pair.items() || pair.from.subject.len().min(pair.to.subject.len()) < FEWEST_WORDS {
        return None;
    }
    let both = count_shared(&pair.from.subject, &pair.to.subject);
    let all = pair.from.subject.len() + pair.to.subject.len() - both;
    let share = both as f64 / all as f64;
    (share > HALF).then(|| {
        let weight = (share - HALF) * SAME_WORDS.value * pair.linker.corpus.scale();
        Reason::new(weight, move || (format!("{both} of {all} words are the same"), pair.texts()))
    })
}

/// Shorter texts share half of their words by chance.
const FEWEST_WORDS: usize = 6;
const HALF: f64 = 0.5;
