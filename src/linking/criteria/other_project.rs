//! The item says itself what it belongs to, and it is something else: another programme, or projects of its own.

use super::{Pair, Reason, begins_alike, listed};
use crate::linking::End;
use crate::linking::side::Name;
use crate::linking::weights::{OTHER_PROGRAMME, OTHER_PROJECT, OTHER_PROJECT_OF_GLOBAL};
use crate::record::ProgrammeKind;

pub(super) fn weigh(pair: Pair<'_>) -> Option<Reason<'_>> {
    let alike = |mention: &Name| {
        pair.to.names.iter().any(|title| begins_alike(mention, title, &pair.linker.corpus) > 0.0)
    };
    let whole = || pair.from.names.iter().filter(|name| name.whole);
    if pair.items() || whole().next().is_none() || pair.named.is_some() || pair.from.names.iter().any(alike) {
        return None;
    }
    if let Some(number) = pair.from.of_a_programme {
        let name = &pair.from.names[number];
        return Some(Reason::new(OTHER_PROGRAMME.value, move || {
            (format!("the item belongs to another programme: “{}”", name.printed), name.evidence.clone())
        }));
    }
    let global = matches!(pair.to.end, End::Programme(place) if pair.graph.programmes[place].kind == ProgrammeKind::Global);
    let weight = if global { OTHER_PROJECT_OF_GLOBAL.value } else { OTHER_PROJECT.value };
    Some(Reason::new(weight, move || {
        let printed: Vec<String> = whole().take(2).map(|name| format!("“{}”", name.printed)).collect();
        let evidence = whole().flat_map(|name| name.evidence.iter().cloned()).collect();
        (format!("the item names other undertakings: {}", listed(&printed)), evidence)
    }))
}
