//! Organisations that both name, the rarer the more: a diaspora bureau says much, UNDP nothing.

use super::{Pair, Reason, listed, text};
use crate::linking::End;
use crate::linking::corpus::shared;
use crate::linking::side::folded;
use crate::linking::weights::{ORGANISATION, ORGANISATIONS_MOST};

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let both = shared(&pair.from.organisations, &pair.to.organisations);
    let apart = || {
        !pair.from.work.is_empty()
            && !pair.to.work.is_empty()
            && shared(&pair.from.work, &pair.to.work).is_empty()
    };
    // Ministries have the same names everywhere.
    if both.is_empty() || apart() {
        return None;
    }
    let known = &pair.linker.corpus.organisations;
    let weight: f64 = both.iter().map(|number| ORGANISATION.value * known.rarity(*number)).sum();
    Some(Reason::new(weight.min(ORGANISATIONS_MOST.value), move || {
        let mut evidence = text(pair.graph, pair.from.end);
        let mut names = Vec::new();
        if let End::Programme(place) = pair.to.end {
            for partner in &pair.graph.programmes[place].partners {
                if known.find(&folded(&partner.value.name)).is_some_and(|number| both.contains(&number)) {
                    names.push(partner.value.name.as_str());
                    evidence.extend(partner.evidence.iter().cloned());
                }
            }
        }
        if names.is_empty() {
            names = known.sorted_names(&both);
        }
        (format!("both name {}", listed(&names)), evidence)
    }))
}
