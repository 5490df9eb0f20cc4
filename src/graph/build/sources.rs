//! Sources and their editions.

use super::organisations;
use crate::graph::node::{EditionNode, SourceNode};
use crate::graph::{Graph, Ix, Loaded, SourceInput};
use crate::record::{EntityKind, Id, Identities, Reading};

/// What was read from an edition.
pub(super) struct Read {
    pub(super) edition: Ix<EditionNode>,
    pub(super) reading: Reading,
    pub(super) identities: Identities,
}

/// The editions in service, and those before them: of each source together, the newest first.
pub(super) fn add(graph: &mut Graph, sources: Vec<SourceInput>) -> (Vec<Read>, Vec<Read>) {
    let mut readings = Vec::new();
    let mut older = Vec::new();
    for source in sources {
        let place = graph.sources.len();
        let mut node = SourceNode {
            id: Id::mint(EntityKind::Source, &source.info.slug, 0),
            info: source.info.clone(),
            publisher: organisations::named(graph, &source.info.publisher),
            current: None,
            editions: Vec::new(),
            record_count: 0,
            rejects: Vec::new(),
        };
        if let Some(loaded) = source.loaded {
            node.record_count = loaded.reading.records.len();
            node.rejects.clone_from(&loaded.reading.rejects);
            let read = read(graph, place, loaded);
            node.current = Some(read.edition);
            node.editions.push(read.edition);
            readings.push(read);
        }
        graph.sources.push(node);
        older.push(source.former);
    }
    let mut former = Vec::new();
    for (place, editions) in older.into_iter().enumerate() {
        for loaded in editions {
            let read = read(graph, place, loaded);
            graph.sources[place].editions.push(read.edition);
            former.push(read);
        }
    }
    (readings, former)
}

fn read(graph: &mut Graph, source: usize, loaded: Loaded) -> Read {
    let Loaded { edition, reading, text, identities } = loaded;
    let records = reading.records.len();
    let edition = graph.editions.push(EditionNode { source, edition, records, text });
    Read { edition, reading, identities }
}
