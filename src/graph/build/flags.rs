//! What sources repeat or get wrong: noted by the parsers, attached here to what it is about.

use std::collections::HashMap;

use super::sources::Read;
use super::{Builder, Joined, evidence};
use crate::graph::Graph;
use crate::graph::node::{QualityFlag, Subject};
use crate::record::{Body, EntityKind, Id};

pub(super) fn add(graph: &mut Graph, builder: &Builder<'_>, readings: &[Read], joined: &Joined) {
    let mut subjects = HashMap::new();
    for (place, result) in graph.results.iter() {
        subjects.insert(result.record, Subject::Result(place));
    }
    for (place, pledge) in graph.pledges.iter() {
        subjects.insert(pledge.record, Subject::Pledge(place));
    }
    for (place, commitment) in graph.commitments.iter() {
        subjects.insert(commitment.record, Subject::Commitment(place));
    }
    for (place, item) in graph.items.iter() {
        subjects.insert(item.record, Subject::ProgressItem(place));
    }
    let mut by_key = HashMap::new();
    for entry in &builder.entries {
        let key = (entry.edition, entry.record.key.clone());
        let programme = match &entry.record.body {
            Body::Programme(_) => joined.programmes.get(&key).copied(),
            Body::Phase(phase) => joined.programmes.get(&(entry.edition, phase.programme.clone())).copied(),
            _ => None,
        };
        let subject = programme.map(Subject::Programme).or_else(|| subjects.get(&entry.place).copied());
        if let Some(subject) = subject {
            by_key.insert(key, subject);
        }
    }
    for read in readings {
        let slug = graph.source_of(read.edition).slug().to_owned();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for flag in &read.reading.flags {
            let seed = format!("{slug}/{}/{}", flag.code, flag.record.as_deref().unwrap_or_default());
            let number = seen.entry(seed.clone()).or_default();
            let id = Id::mint(EntityKind::QualityFlag, &seed, *number);
            *number += 1;
            let record = flag.record.clone();
            graph.flags.push(QualityFlag {
                id,
                code: flag.code.clone(),
                message: flag.message.clone(),
                subject: record.and_then(|key| by_key.get(&(read.edition, key)).copied()),
                evidence: evidence(read.edition, &flag.at),
            });
        }
    }
}
