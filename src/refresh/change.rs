//! What a new edition changes, record by record.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::{Id, Identities, Record};

/// Keys of records that a new edition adds, removes and changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only in the new edition.
    pub added: Vec<String>,
    /// Only in the edition before.
    pub removed: Vec<String>,
    /// In both, with other facts; where a fact stands does not count.
    pub changed: Vec<String>,
    /// In both, with the same facts.
    pub unchanged: usize,
}

impl Changes {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Compares two editions of a source. Records with an identifier are compared by it, the others by their key.
#[must_use]
pub fn changes(before: (&[Record], &Identities), after: (&[Record], &Identities)) -> Changes {
    let old: BTreeMap<Name, &Record> =
        before.0.iter().map(|record| (Name::of(record, before.1), record)).collect();
    let new: BTreeMap<Name, &Record> =
        after.0.iter().map(|record| (Name::of(record, after.1), record)).collect();
    let mut changes = Changes::default();
    for (name, record) in &new {
        match old.get(name) {
            None => changes.added.push(record.key.clone()),
            Some(known) if facts(known) == facts(record) => changes.unchanged += 1,
            Some(_) => changes.changed.push(record.key.clone()),
        }
    }
    for (name, record) in &old {
        if !new.contains_key(name) {
            changes.removed.push(record.key.clone());
        }
    }
    changes
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Id(Id),
    Key(String),
}

impl Name {
    fn of(record: &Record, identities: &Identities) -> Self {
        identities
            .get(&record.key)
            .map_or_else(|| Self::Key(record.key.clone()), |minted| Self::Id(minted.id))
    }
}

/// A record without where its values stand.
fn facts(record: &Record) -> Value {
    let mut value = serde_json::to_value(&record.body).unwrap_or_default();
    drop_places(&mut value);
    value
}

fn drop_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("at");
            fields.values_mut().for_each(drop_places);
        }
        Value::Array(values) => values.iter_mut().for_each(drop_places),
        _ => {}
    }
}
