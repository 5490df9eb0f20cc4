//! What sets two editions of a source apart, record by record and field by field.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Known;
use super::plain::{self, Stating};
use crate::record::{Id, Identities, Record};

/// What became of a record from one edition to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only the later edition has it.
    Added,
    /// Only the earlier edition has it.
    Removed,
    /// Both have it, with other facts.
    Modified,
}

/// A record that two editions do not have alike.
#[derive(Debug)]
pub struct Difference<'a> {
    /// What became of it.
    pub kind: ChangeKind,
    /// It, as the later edition has it, or else as the earlier one had it.
    pub record: &'a Record,
    /// The identifier of its entity; `None` for what is part of another entity.
    pub id: Option<Id>,
    /// What differs; of a record that is only in one edition everything that it states.
    pub fields: Vec<FieldDifference>,
}

/// A field that two editions do not state alike: at least one of them states it.
#[derive(Debug, Clone)]
pub struct FieldDifference {
    /// The name of the field.
    pub field: &'static str,
    /// What the earlier edition states.
    pub before: Option<Stating>,
    /// What the later edition states.
    pub after: Option<Stating>,
}

/// What sets two editions apart.
#[derive(Debug, Default)]
pub struct Differences<'a> {
    /// Records that they do not have alike: those of the later edition in its order, then those that it lacks.
    pub records: Vec<Difference<'a>>,
    /// How many records they have alike.
    pub unchanged: usize,
}

/// Compares two editions of a source. Records with an identifier are known again by it, the others by their key. Where a
/// fact stands does not count, and neither does the key of a record or of one that it refers to.
#[must_use]
pub fn differences<'a>(before: Known<'a>, after: Known<'a>) -> Differences<'a> {
    let old: BTreeMap<Name<'_>, &Record> =
        before.0.iter().map(|record| (Name::of(&record.key, before.1), record)).collect();
    let mut seen = BTreeSet::new();
    let mut found = Differences::default();
    for record in after.0 {
        let name = Name::of(&record.key, after.1);
        let (kind, fields) = match old.get(&name) {
            None => (ChangeKind::Added, fields((&[], before.1), (&plain::of(record), after.1))),
            Some(known) => {
                (ChangeKind::Modified, fields((&plain::of(known), before.1), (&plain::of(record), after.1)))
            }
        };
        if kind == ChangeKind::Modified && fields.is_empty() {
            found.unchanged += 1;
        } else {
            found.records.push(Difference { kind, record, id: name.id(), fields });
        }
        seen.insert(name);
    }
    for record in before.0 {
        let name = Name::of(&record.key, before.1);
        if !seen.contains(&name) {
            let fields = fields((&plain::of(record), before.1), (&[], after.1));
            found.records.push(Difference { kind: ChangeKind::Removed, record, id: name.id(), fields });
        }
    }
    found
}

/// Fields whose value is the key of another record.
const REFERENCES: [&str; 3] = ["commitment", "pledge", "programme"];

/// The fields that two records do not state alike, in the order of the later one, then those that it lacks.
fn fields(before: (&[Stating], &Identities), after: (&[Stating], &Identities)) -> Vec<FieldDifference> {
    let of = |fields: &[Stating], name: &str| fields.iter().find(|stating| stating.field == name).cloned();
    let mut found = Vec::new();
    for stating in after.0 {
        let known = of(before.0, stating.field);
        let is_same = known.as_ref().is_some_and(|known| {
            let refers = REFERENCES.contains(&stating.field);
            known.value == stating.value
                || refers && Name::of(&known.value, before.1) == Name::of(&stating.value, after.1)
        });
        if !is_same {
            let (field, after) = (stating.field, Some(stating.clone()));
            found.push(FieldDifference { field, before: known, after });
        }
    }
    for stating in before.0 {
        if of(after.0, stating.field).is_none() {
            let (field, before) = (stating.field, Some(stating.clone()));
            found.push(FieldDifference { field, before, after: None });
        }
    }
    found
}

/// What a record is known again by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Name<'a> {
    Id(Id),
    Key(&'a str),
}

impl<'a> Name<'a> {
    fn of(key: &'a str, identities: &Identities) -> Self {
        identities.get(key).map_or(Self::Key(key), |minted| Self::Id(minted.id))
    }

    fn id(&self) -> Option<Id> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Key(_) => None,
        }
    }
}
