//! Nothing that a record says can change without a field of it changing.

use std::collections::BTreeSet;

use gcm_hub::graph::{ChangeKind, differences, plain};
use gcm_hub::record::Record;
use gcm_hub::refresh::bundled;
use gcm_hub::sources::SOURCES;
use serde_json::Value;

/// What is no field: where a value stands, what follows from the text, what names the record.
const NO_FIELD: [&str; 4] = ["at", "terms", "key", "record"];

#[test]
fn every_fact_of_a_record_is_in_a_field() {
    let (mut tried, mut missed) = (0, BTreeSet::new());
    for source in &SOURCES {
        let loaded = bundled(source).unwrap();
        for record in &loaded.reading.records {
            let whole = serde_json::to_value(record).unwrap();
            for (path, changed) in changes(&whole) {
                // What is no value of its type is no record.
                let Ok(other) = serde_json::from_value::<Record>(changed) else { continue };
                tried += 1;
                let (one, other) = ([record.clone()], [other]);
                let found = differences((&one, &loaded.identities), (&other, &loaded.identities));
                if found.records.iter().all(|difference| difference.kind != ChangeKind::Modified) {
                    missed.insert(path);
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried} changes");
    assert!(missed.is_empty(), "changed and no field tells it: {missed:?}");
}

/// A value with one leaf of it changed, for each leaf, with the names on the way to it.
fn changes(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(fields) => {
            let fields_of_facts = fields.iter().filter(|(name, _)| !NO_FIELD.contains(&name.as_str()));
            let within = fields_of_facts.flat_map(|(name, field)| {
                changes(field).into_iter().map(move |(path, changed)| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), changed);
                    (format!("{name}.{path}"), Value::Object(fields))
                })
            });
            within.collect()
        }
        Value::Array(values) => {
            let within = values.iter().enumerate().flat_map(|(place, one)| {
                changes(one).into_iter().map(move |(path, changed)| {
                    let mut values = values.clone();
                    values[place] = changed;
                    (path, Value::Array(values))
                })
            });
            within.collect()
        }
        Value::Bool(is) => vec![(String::new(), Value::Bool(!is))],
        Value::Number(number) if number.is_u64() => {
            vec![
                (String::new(), (number.as_u64().unwrap() % 5 + 1).into()),
                (String::new(), (number.as_u64().unwrap() % 5 + 2).into()),
            ]
        }
        Value::Number(number) => vec![(String::new(), (number.as_f64().unwrap() + 1.0).into())],
        // A word more, another digit of a digest, another country.
        Value::String(text) if text.len() == 64 => vec![(String::new(), ("0".repeat(64)).into())],
        Value::String(text) => {
            let other = if text == "FJI" { "TON" } else { "FJI" };
            vec![(String::new(), format!("{text} x").into()), (String::new(), other.into())]
        }
        Value::Null => Vec::new(),
    }
}

#[test]
fn the_names_of_fields_are_known_and_each_record_has_each_once() {
    let known: BTreeSet<&str> = plain::FIELDS.into();
    assert!(plain::FIELDS.is_sorted());
    assert!(plain::CLAIM_FIELDS.iter().all(|name| known.contains(name)));
    for source in &SOURCES {
        for record in bundled(source).unwrap().reading.records {
            let mut seen = BTreeSet::new();
            for stating in plain::of(&record) {
                assert!(known.contains(stating.field), "{}", stating.field);
                assert!(seen.insert(stating.field), "{} of {} twice", stating.field, record.key);
            }
        }
    }
}

#[test]
fn an_edition_is_like_itself_in_any_order_and_what_one_way_adds_the_other_removes() {
    for source in &SOURCES {
        let loaded = bundled(source).unwrap();
        let records = &loaded.reading.records;
        let turned: Vec<Record> = records.iter().rev().cloned().collect();
        let same = differences((records, &loaded.identities), (&turned, &loaded.identities));
        assert!(same.records.is_empty() && same.unchanged == records.len(), "{}", source.slug());
        let (half, all) = (&records[..records.len() / 2], records.as_slice());
        let kinds = |before, after| -> BTreeSet<(String, ChangeKind)> {
            let found = differences((before, &loaded.identities), (after, &loaded.identities));
            found.records.iter().map(|one| (one.record.key.clone(), one.kind)).collect()
        };
        let there: BTreeSet<_> =
            kinds(half, all).into_iter().map(|(key, kind)| (key, kind == ChangeKind::Added)).collect();
        let back: BTreeSet<_> =
            kinds(all, half).into_iter().map(|(key, kind)| (key, kind == ChangeKind::Removed)).collect();
        assert_eq!(there, back);
        assert_eq!(there.len(), records.len() - half.len());
    }
}
