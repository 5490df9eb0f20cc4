//! How many facts an edition states of the records that another one has too.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::graph::identity::Known;
use crate::record::{Body, Id};

/// Facts of the edition in service in the records that the new one has too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Those that the new one states as well, if only with another value.
    pub kept: usize,
    /// Those in whose place the new one states nothing.
    pub lost: usize,
}

/// Compares how much two editions state. Records are known again as [`differences`](crate::graph::differences) knows
/// them; a field that states more makes up for no other.
#[must_use]
pub fn facts(before: Known<'_>, after: Known<'_>) -> Facts {
    let new: BTreeMap<_, _> = after.0.iter().map(|record| (name(&record.key, after), &record.body)).collect();
    let mut facts = Facts::default();
    for record in before.0 {
        let Some(body) = new.get(&name(&record.key, before)) else { continue };
        let now = stated(body);
        for (field, count) in stated(&record.body) {
            let kept = count.min(now.get(&field).copied().unwrap_or_default());
            facts.kept += kept;
            facts.lost += count - kept;
        }
    }
    facts
}

fn name<'a>(key: &'a str, edition: Known<'_>) -> (Option<Id>, &'a str) {
    edition.1.get(key).map_or((None, key), |minted| (Some(minted.id), ""))
}

/// How many facts each field of a record states.
fn stated(body: &Body) -> BTreeMap<String, usize> {
    let Ok(Value::Object(fields)) = serde_json::to_value(body) else { return BTreeMap::new() };
    fields.into_iter().map(|(field, value)| (field, count(&value))).collect()
}

/// Whatever stands somewhere is a fact: a value, a member of a list, a running text. What follows from a record's place
/// or its other facts has no lines.
fn count(value: &Value) -> usize {
    match value {
        Value::Object(fields) => {
            let stands = fields.get("at").and_then(Value::as_array).is_some_and(|at| !at.is_empty());
            usize::from(stands) + fields.values().map(count).sum::<usize>()
        }
        Value::Array(members) => members.iter().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::record::{Identities, Record};

    fn office(key: &str, at: &[u32]) -> Record {
        let lines: Vec<_> = at.iter().map(|line| json!([line, line, "0".repeat(64)])).collect();
        let record = json!({ "key": key, "record": "office", "organisation": "IOM", "kind": "COUNTRY",
            "name": { "value": "Chad", "at": lines }, "country": "TCD" });
        serde_json::from_value(record).unwrap()
    }

    fn phase(donors: usize, countries: usize) -> Record {
        let at = json!([[1, 2, "0".repeat(64)]]);
        let one = json!({ "value": "one", "at": at });
        let chad =
            json!({ "value": { "code": "TCD", "printed": "Chad", "financial_support": null }, "at": at });
        let record = json!({ "key": "phase", "record": "phase", "programme": "it", "number": null, "title": one,
            "period": null, "donors": vec![one.clone(); donors], "countries": vec![chad; countries],
            "outcomes": [{ "at": at, "fingerprint": "0".repeat(64) }], "text": null });
        serde_json::from_value(record).unwrap()
    }

    fn compared(before: &[Record], after: &[Record]) -> (usize, usize) {
        let none = Identities::new();
        let Facts { kept, lost } = facts((before, &none), (after, &none));
        (kept, lost)
    }

    #[test]
    fn each_value_each_member_of_a_list_and_each_text_is_a_fact() {
        assert_eq!(compared(&[phase(2, 3)], &[phase(2, 3)]), (7, 0));
        assert_eq!(compared(&[phase(2, 3)], &[phase(1, 0)]), (3, 4));
    }

    #[test]
    fn what_one_field_gains_makes_up_for_nothing_that_another_loses() {
        assert_eq!(compared(&[phase(2, 3)], &[phase(9, 1)]), (5, 2));
    }

    #[test]
    fn what_stands_nowhere_is_no_fact() {
        assert_eq!(compared(&[office("a", &[])], &[office("a", &[])]), (0, 0));
        assert_eq!(compared(&[office("a", &[4, 9])], &[office("a", &[])]), (0, 1));
    }

    #[test]
    fn only_records_that_stay_are_compared() {
        let (a, b) = (office("a", &[1]), office("b", &[1]));
        assert_eq!(compared(&[a.clone(), b.clone()], &[b]), (1, 0));
        assert_eq!(compared(&[], &[a]), (0, 0));
    }
}
