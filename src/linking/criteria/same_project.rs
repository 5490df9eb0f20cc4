//! Two items that name the same project tell of the same undertaking.
//!
//! A programme of the graph does not count: many undertakings belong to it. Neither do events and publications.

use super::{Pair, Reason, listed};
use crate::linking::side::{Name, Side};
use crate::linking::weights::SAME_PROJECT;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    if !pair.items() {
        return None;
    }
    let same = same_projects(pair);
    let rivals = same.iter().map(|(mine, _)| pair.linker.items_naming(mine)).min()?.max(2);
    // A name that many items give is that of something larger than one undertaking.
    let rivals = (rivals as f64 / 3.0).ln().max(0.0);
    let weight = SAME_PROJECT.value + pair.linker.corpus.growth() - 2.0 * rivals;
    Some(Reason::new(weight, move || {
        let names: Vec<String> = same.iter().map(|(mine, _)| format!("“{}”", mine.printed)).collect();
        let here = same.iter().flat_map(|(mine, _)| mine.evidence.iter());
        let evidence = here.chain(same.iter().flat_map(|(_, theirs)| theirs.evidence.iter()));
        (format!("both name {}", listed(&names)), evidence.cloned().collect())
    }))
}

/// The projects that both sides name.
pub(in crate::linking) fn same_projects<'a>(pair: Pair<'a>) -> Vec<(&'a Name, &'a Name)> {
    let theirs: Vec<&Name> = projects(pair, pair.to).collect();
    projects(pair, pair.from)
        .filter_map(|mine| theirs.iter().find(|other| other.key == mine.key).map(|other| (mine, *other)))
        .collect()
}

/// The projects that a side names, those apart that are programmes of the graph.
pub(in crate::linking) fn projects<'a>(pair: Pair<'a>, side: &'a Side) -> impl Iterator<Item = &'a Name> {
    let linker = pair.linker;
    side.names.iter().filter(move |name| name.whole && linker.programmes_named(name) == 0)
}
