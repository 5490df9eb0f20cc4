//! Programmes in service that are those of records which their own source lists no more.

use super::{Builder, Entry};
use crate::graph::Graph;
use crate::graph::identity::{Compared, Rarity, score};
use crate::record::{Body, Id, ProgrammeRecord};

/// The records of programmes in service, ready to be compared.
pub(super) struct Elsewhere<'a> {
    builder: &'a Builder<'a>,
    rarity: Rarity,
    programmes: Vec<(&'a Entry<'a>, Compared<'a>)>,
}

impl<'a> Elsewhere<'a> {
    pub(super) fn of(builder: &'a Builder<'a>) -> Self {
        let bodies = || {
            builder.entries.iter().filter_map(|entry| match &entry.record.body {
                Body::Programme(body) => Some((entry, &**body)),
                _ => None,
            })
        };
        let rarity = Rarity::of(bodies().map(|(_, body)| body.terms.iter()));
        let programmes = bodies().map(|(entry, body)| (entry, Compared::new(body, &[], &rarity))).collect();
        Self { builder, rarity, programmes }
    }

    /// The record of another source in service that describes the same programme: by the same weights that join records
    /// in service, under the same rules of agencies. Each removed record is weighed against all that share a country or
    /// region with it.
    pub(super) fn find(
        &self,
        graph: &Graph,
        source: usize,
        id: Id,
        body: &ProgrammeRecord,
    ) -> Option<&'a Entry<'a>> {
        let rules = &self.builder.identity;
        let removed = Compared::new(body, &[], &self.rarity);
        let mut best: Option<(f64, &Entry<'_>)> = None;
        for (entry, compared) in &self.programmes {
            let Some(other) = entry.minted.as_ref().map(|minted| minted.id) else { continue };
            let pair = (id.min(other), id.max(other));
            if graph.editions[entry.edition].source == source || rules.apart.contains(&pair) {
                continue;
            }
            if rules.together.contains(&pair) {
                return Some(entry);
            }
            if !removed.is_near(compared) {
                continue;
            }
            let score = score(&removed, compared, &self.rarity);
            if score.joins() && best.is_none_or(|(best, _)| score.sum > best) {
                best = Some((score.sum, entry));
            }
        }
        best.map(|(_, entry)| entry)
    }
}
