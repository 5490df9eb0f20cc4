//! What the graph's reasons for the identity of two programme records come to. The reasons themselves are the graph's.

use super::criteria::rounded;
use super::link::{Assessment, End, Strength};
use super::linker;
use crate::graph::{Criterion, Graph};
use crate::record::{Id, LinkType};

/// Score from which an identity is certain: 32 to 1, which title or places and the figures give together. Less is asked
/// than of other links, which start from odds against them; records are only compared where they share a country.
const CERTAIN: f64 = 0.97;
/// Score from which an identity is strong: 6 to 1. Records are joined from 9 to 1 on, so what is less was not.
const STRONG: f64 = 0.85;

/// The identity of two programme records, by the graph's reasons for and against it. `from` and `to` are the
/// programmes that the records are of now, and have no part in it. Without reasons, where the graph knows none of the
/// two, it is as likely as not, and weak.
#[must_use]
pub fn identity(graph: &Graph, records: (Id, Id), from: End, to: End) -> Assessment {
    let reasons = graph.identity_reasons(records.0, records.1).unwrap_or_default();
    let round = |reason: &Criterion| Criterion { weight: rounded(reason.weight), ..reason.clone() };
    let criteria = reasons.iter().map(round).collect();
    let assessment = linker::assessment(graph, LinkType::SameAs, from, to, criteria);
    let strength = match assessment.score {
        score if score >= CERTAIN => Strength::Certain,
        score if score >= STRONG => Strength::Strong,
        score if score > 0.5 => Strength::Plausible,
        _ => Strength::Weak,
    };
    Assessment { strength, ..assessment }
}
