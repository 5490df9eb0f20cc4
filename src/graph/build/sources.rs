//! Sources and the editions in service.

use super::organisations;
use crate::graph::node::{EditionNode, SourceNode};
use crate::graph::{Graph, Ix, SourceInput};
use crate::record::{EntityKind, Id, Identities, Reading};

/// What was read from an edition.
pub(super) struct Read {
    pub(super) edition: Ix<EditionNode>,
    pub(super) reading: Reading,
    pub(super) identities: Identities,
}

pub(super) fn add(graph: &mut Graph, sources: Vec<SourceInput>) -> Vec<Read> {
    let mut readings = Vec::new();
    for source in sources {
        let place = graph.sources.len();
        let mut node = SourceNode {
            id: Id::mint(EntityKind::Source, &source.info.slug, 0),
            info: source.info.clone(),
            publisher: organisations::named(graph, &source.info.publisher),
            current: None,
            editions: source.editions,
            record_count: 0,
            rejects: Vec::new(),
        };
        if let Some(loaded) = source.loaded {
            let records = loaded.reading.records.len();
            let edition = EditionNode { source: place, edition: loaded.edition, records, text: loaded.text };
            let edition = graph.editions.push(edition);
            node.current = Some(edition);
            node.record_count = records;
            node.rejects.clone_from(&loaded.reading.rejects);
            readings.push(Read { edition, reading: loaded.reading, identities: loaded.identities });
        }
        graph.sources.push(node);
    }
    readings
}
