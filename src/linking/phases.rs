//! Which phases of a programme the other side names.

use super::End;
use super::abbreviation::abbreviates;
use super::side::words;
use crate::graph::{Graph, Ix, Phase};

/// The phases of the programme at `to` whose title an item names.
pub(super) fn named(graph: &Graph, from: End, to: End) -> Vec<Ix<Phase>> {
    let (End::Item(item), End::Programme(programme)) = (from, to) else { return Vec::new() };
    if graph.programmes[programme].phases.is_empty() {
        return Vec::new();
    }
    let mentions = graph.items[item].mentions.iter().map(|mention| &mention.value.name);
    let mentions: Vec<(&String, Vec<String>)> = mentions.map(|name| (name, words(name))).collect();
    let is_named = |place: &&Ix<Phase>| {
        let title = words(&graph.phases[**place].title);
        let read: Vec<&str> = title.iter().map(String::as_str).collect();
        mentions.iter().any(|(printed, mention)| {
            let contained = mention.windows(title.len().max(1)).any(|part| part == title.as_slice());
            contained || (mention.len() == 1 && abbreviates(printed, &read))
        })
    };
    graph.programmes[programme].phases.iter().filter(is_named).copied().collect()
}
