//! Organisations that both name, the rarer the more: a diaspora bureau says much, UNDP nothing.

use super::{Pair, Reason, listed, text};
use crate::graph::Evidence;
use crate::linking::End;
use crate::linking::corpus::shared;
use crate::linking::side::folded;
use crate::linking::weights::{ORGANISATION, ORGANISATIONS_MOST};

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    let apart = !pair.from.work.is_empty()
        && !pair.to.work.is_empty()
        && shared(&pair.from.work, &pair.to.work).is_empty();
    // Ministries have the same names everywhere.
    if apart {
        return None;
    }
    let both: Vec<&String> = pair
        .from
        .organisations
        .iter()
        .filter(|name| pair.to.organisations.binary_search(name).is_ok())
        .collect();
    if both.is_empty() {
        return None;
    }
    let rarity = |name: &&String| pair.linker.corpus.rarity_of_organisation(name);
    let weight: f64 = both.iter().map(|name| ORGANISATION.value * rarity(name)).sum();
    let mut evidence = text(pair.graph, pair.from.end);
    let mut names = Vec::new();
    if let End::Programme(place) = pair.to.end {
        for partner in &pair.graph.programmes[place].partners {
            if both.iter().any(|name| **name == folded(&partner.value.name)) {
                names.push(partner.value.name.clone());
                evidence.extend(partner.evidence.iter().cloned());
            }
        }
    }
    if names.is_empty() {
        names = both.into_iter().cloned().collect();
    }
    let evidence: Vec<Evidence> = evidence;
    let detail = format!("both name {}", listed(&names));
    Some(Reason { weight: weight.min(ORGANISATIONS_MOST.value), detail, evidence })
}
