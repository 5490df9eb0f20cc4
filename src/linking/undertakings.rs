//! Undertakings that are told in several items: one telling may say where the work is, and the other not.

use super::End;
use super::linker::Linker;
use crate::graph::Graph;
use crate::reference::CountryCode;

/// For items that do not say where they are: the countries of items that name the same project.
pub(super) fn borrowed(graph: &Graph, linker: &Linker) -> Vec<(usize, Vec<CountryCode>)> {
    let mut borrowed = Vec::new();
    let nowhere =
        |place: &usize| linker.sides[*place].work.is_empty() && linker.sides[*place].planned.is_empty();
    let items = linker.sides.iter().enumerate().filter(|(_, side)| matches!(side.end, End::Item(_)));
    for (place, side) in items.filter(|(place, _)| nowhere(place)) {
        let mut countries = Vec::new();
        for other in side.names.iter().filter(|name| name.whole).flat_map(|name| linker.items_with(name)) {
            let (first, second) = (place.min(*other), place.max(*other));
            if *other != place && linker.undertaking(graph, first, second).is_some() {
                countries.extend(linker.sides[*other].work.iter().copied());
            }
        }
        countries.sort_unstable();
        countries.dedup();
        if !countries.is_empty() {
            borrowed.push((place, countries));
        }
    }
    borrowed
}
