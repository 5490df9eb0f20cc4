//! A province or city that both name.

use super::{Pair, Reason, listed};
use crate::linking::corpus::shared;
use crate::linking::weights::PLACE;

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    if shared(&pair.from.work, &pair.to.work).is_empty() {
        return None;
    }
    let both: Vec<&str> = pair
        .from
        .places
        .iter()
        .filter(|place| pair.to.places.binary_search(place).is_ok())
        .map(String::as_str)
        .collect();
    (!both.is_empty()).then(|| Reason {
        weight: PLACE.value,
        detail: format!("both name {}", listed(&both)),
        evidence: pair.texts(),
    })
}
