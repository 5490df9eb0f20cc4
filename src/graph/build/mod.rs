//! From records to nodes, one step a file, in the order that each needs the ones before.

mod changes;
mod claims;
mod discrepancies;
mod elsewhere;
mod flags;
mod join;
mod organisations;
mod phases;
mod pledges;
mod programmes;
mod repeats;
mod results;
mod sources;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::index::Index;
use super::node::{EditionNode, Evidence, Programme, RecordNode, Sourced};
use super::{Graph, IdentityRules, Input, Ix, Table};
use crate::document::text::Text;
use crate::record::{Id, Lines, Minted, Prose, Record, Stated, Wording};

pub(super) fn build(input: Input, version: String, built_at: DateTime<Utc>) -> Graph {
    let mut graph = Graph {
        version,
        built_at,
        sources: Vec::new(),
        editions: Table::default(),
        records: Table::default(),
        programmes: Table::default(),
        phases: Table::default(),
        results: Table::default(),
        pledges: Table::default(),
        commitments: Table::default(),
        items: Table::default(),
        organisations: Table::default(),
        offices: Table::default(),
        discrepancies: Table::default(),
        flags: Table::default(),
        changes: Table::default(),
        identity: BTreeMap::new(),
        index: Index::default(),
        columns: super::column::Columns::default(),
    };
    organisations::add_known(&mut graph);
    let Input { sources, wording, identity } = input;
    let (readings, former) = sources::add(&mut graph, sources);
    let entries = records(&mut graph, &readings);
    let builder = Builder { wording, identity, entries };
    let joined = programmes::add(&mut graph, &builder);
    phases::add(&mut graph, &builder, &joined);
    results::add(&mut graph, &builder, &joined);
    pledges::add(&mut graph, &builder);
    organisations::add_offices(&mut graph, &builder);
    organisations::link(&mut graph);
    discrepancies::add(&mut graph, &builder);
    flags::add(&mut graph, &builder, &readings, &joined);
    graph.index = Index::of(&graph, &joined.aliases);
    changes::add(&mut graph, &builder, &readings, &former);
    graph
}

/// A record with what the steps need to know of it.
struct Entry<'a> {
    /// Its place in the graph's records.
    place: Ix<RecordNode>,
    /// The edition it was read from.
    edition: Ix<EditionNode>,
    /// The record.
    record: &'a Record,
    /// Its identifier and slug; `None` for what is part of another entity.
    minted: Option<Minted>,
}

/// What the steps share.
struct Builder<'a> {
    wording: Wording,
    identity: IdentityRules,
    entries: Vec<Entry<'a>>,
}

/// Where the records of programmes and results ended up.
#[derive(Default)]
struct Joined {
    /// The programme of a record, by its edition and key.
    programmes: HashMap<(Ix<EditionNode>, String), Ix<Programme>>,
    /// Identifiers and slugs of records, for the index.
    aliases: Vec<(Id, Option<String>, Ix<Programme>)>,
}

impl Builder<'_> {
    /// The hub's own words for a text.
    fn words(&self, prose: &Prose) -> Option<String> {
        self.wording.get(&prose.fingerprint).cloned()
    }
}

fn records<'a>(graph: &mut Graph, readings: &'a [sources::Read]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for read in readings {
        for record in &read.reading.records {
            let minted = record.body.entity_kind().map(|kind| {
                let kept = read.identities.get(&record.key).filter(|minted| minted.id.kind() == kind);
                kept.cloned().unwrap_or_else(|| {
                    let seed = format!("{}/{}", graph.source_of(read.edition).slug(), record.key);
                    Minted { id: Id::mint(kind, &seed, 0), slug: None }
                })
            });
            let unnamed = || Id::mint(crate::record::EntityKind::Source, &record.key, 0);
            let node = RecordNode {
                edition: read.edition,
                key: record.key.clone(),
                id: minted.as_ref().map_or_else(unnamed, |minted| minted.id),
                matched_by: Vec::new(),
                words: record.words(),
                prose: record.prose().map_or_else(Vec::new, |prose| evidence(read.edition, &prose.at)),
                evidence: record
                    .lines()
                    .into_iter()
                    .map(|lines| Evidence { edition: read.edition, lines })
                    .collect(),
            };
            let place = graph.records.push(node);
            entries.push(Entry { place, edition: read.edition, record, minted });
        }
    }
    entries
}

fn evidence(edition: Ix<EditionNode>, lines: &[Lines]) -> Vec<Evidence> {
    lines.iter().map(|lines| Evidence { edition, lines: lines.clone() }).collect()
}

fn sourced<T: Clone>(edition: Ix<EditionNode>, stated: &Stated<T>) -> Sourced<T> {
    Sourced { value: stated.value.clone(), evidence: evidence(edition, &stated.at) }
}

/// The running text of a prose, when the edition's document is held. Ranges are paragraphs, unless one breaks off in
/// the middle of a sentence (a page ends there).
fn words_of(text: Option<&Text>, prose: &Prose) -> Option<String> {
    let text = text?;
    let mut words = String::new();
    for lines in &prose.at {
        let paragraph = text.prose(lines.first, lines.last);
        if !words.is_empty() {
            words.push_str(if words.ends_with(['.', '!', '?', ':', '”', '"', ')']) { "\n\n" } else { " " });
        }
        words.push_str(&paragraph);
    }
    Some(words)
}
