//! A province or city that both name.

use super::{Pair, Reason, listed};
use crate::linking::corpus::shared;
use crate::linking::weights::PLACE;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let both = shared(&pair.from.places, &pair.to.places);
    if both.is_empty() || shared(&pair.from.work, &pair.to.work).is_empty() {
        return None;
    }
    Some(Reason::new(PLACE.value, move || {
        let names = pair.linker.corpus.places.sorted_names(&both);
        (format!("both name {}", listed(&names)), pair.texts())
    }))
}
