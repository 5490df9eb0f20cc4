//! The item says itself what it belongs to, and it is something else: another programme, or projects of its own.

use super::{Pair, Reason, begins_alike, listed, names};
use crate::linking::End;
use crate::linking::side::Name;
use crate::linking::weights::{OTHER_PROGRAMME, OTHER_PROJECT, OTHER_PROJECT_OF_GLOBAL};
use crate::record::ProgrammeKind;

pub(super) fn weigh(pair: &Pair<'_>) -> Option<Reason> {
    let alike = |mention: &Name| {
        pair.to.names.iter().any(|title| begins_alike(mention, title, &pair.linker.corpus) > 0.0)
    };
    if pair.items() || names(pair.from, pair.to).is_some() || pair.from.names.iter().any(alike) {
        return None;
    }
    let whole: Vec<&Name> = pair.from.names.iter().filter(|name| name.whole).collect();
    let elsewhere = whole.iter().find(|name| pair.linker.is_of_a_programme(name));
    if let Some(name) = elsewhere {
        return Some(Reason {
            weight: OTHER_PROGRAMME.value,
            detail: format!("the item belongs to another programme: “{}”", name.printed),
            evidence: name.evidence.clone(),
        });
    }
    let printed: Vec<String> = whole.iter().take(2).map(|name| format!("“{}”", name.printed)).collect();
    let global = matches!(pair.to.end, End::Programme(place) if pair.graph.programmes[place].kind == ProgrammeKind::Global);
    (!whole.is_empty()).then(|| Reason {
        weight: if global { OTHER_PROJECT_OF_GLOBAL.value } else { OTHER_PROJECT.value },
        detail: format!("the item names projects of its own: {}", listed(&printed)),
        evidence: whole.iter().flat_map(|name| name.evidence.iter().cloned()).collect(),
    })
}
