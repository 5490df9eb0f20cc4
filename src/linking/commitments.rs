//! A commitment is linked with the programmes that its items are linked with: it has no place of its own.

use std::collections::BTreeMap;

use super::criteria::rounded;
use super::link::{Assessment, End};
use super::linker::{Linker, assessment, sum};
use super::tally::Tally;
use crate::graph::{Commitment, Criterion, Evidence, Graph, Ix, Programme};
use crate::record::LinkType;

/// The name of the only criterion.
pub(super) const ITEMS: &str = "items";

/// Links of commitments through the links of their items.
pub(super) fn links(graph: &Graph, linker: &Linker, links: &[Assessment]) -> Vec<Assessment> {
    let mut by_pair: BTreeMap<(Ix<Commitment>, Ix<Programme>), Vec<&Assessment>> = BTreeMap::new();
    for link in links {
        if let (End::Item(item), End::Programme(programme)) = (link.from, link.to) {
            by_pair.entry((graph.items[item].commitment, programme)).or_default().push(link);
        }
    }
    by_pair
        .into_iter()
        .map(|((commitment, programme), items)| {
            let criteria = vec![linker.prior.clone(), through(graph, linker, &items)];
            let (from, to) = (End::Commitment(commitment), End::Programme(programme));
            assessment(graph, LinkType::Supports, from, to, criteria)
        })
        .collect()
}

/// What speaks for the link of a commitment: its items' links with the programme; nothing but the prior when none of
/// them has one.
pub(super) fn criteria(graph: &Graph, linker: &Linker, from: End, to: End) -> Vec<Criterion> {
    let End::Commitment(commitment) = from else { return vec![linker.prior.clone()] };
    let mut tally = Tally::default();
    let items = graph.commitments[commitment].items.iter();
    let links: Vec<Assessment> =
        items.filter_map(|item| linker.suggested(graph, End::Item(*item), to, &mut tally)).collect();
    let links: Vec<&Assessment> = links.iter().collect();
    let through = (!links.is_empty()).then(|| through(graph, linker, &links));
    std::iter::once(linker.prior.clone()).chain(through).collect()
}

/// The best of the items carries its link; further ones add a little.
fn through(graph: &Graph, linker: &Linker, links: &[&Assessment]) -> Criterion {
    let best = links.iter().map(|link| sum(&link.criteria)).fold(f64::MIN, f64::max);
    let more = 0.2 * (links.len() as f64).ln();
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut numbers = Vec::new();
    for link in links {
        if let End::Item(place) = link.from {
            let item = &graph.items[place];
            numbers.push(format!("{}.{}", graph.commitments[item.commitment].number, item.position));
            evidence.extend(item.evidence.iter().cloned());
        }
        evidence.extend(super::criteria::claimed(graph, link.to, "title"));
    }
    evidence.sort();
    evidence.dedup();
    let noun = if numbers.len() == 1 { "its item" } else { "its items" };
    let verb = if numbers.len() == 1 { "is" } else { "are" };
    let detail = format!("{noun} {} {verb} linked with the programme", super::criteria::listed(&numbers));
    Criterion { name: ITEMS, weight: rounded(best - linker.prior.weight + more), detail, evidence }
}
