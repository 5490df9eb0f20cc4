//! Facts of what was matched, for further columns of the spreadsheet.

use serde_json::{Map, Value, json};

use super::ask::Extension;
use super::entity::{Entity, Type};
use super::property::Property;
use crate::graph::Graph;

/// The facts that are wanted, a row for each identifier; one that the hub does not know has an empty row, so that it does
/// not cost the others.
#[must_use]
pub fn extended(graph: &Graph, wanted: &Extension) -> Value {
    let meta = wanted.properties.iter().map(|property| match property.gives {
        Some(of) => json!({ "id": property.id, "name": property.name, "type": of.json() }),
        None => json!({ "id": property.id, "name": property.name }),
    });
    let mut rows = Map::new();
    for id in &wanted.ids {
        // Naming a thing often costs no more than naming it once.
        if rows.contains_key(id) {
            continue;
        }
        let entity = Entity::find(graph, id);
        let cell = |property: &&Property| {
            let values = entity.map(|entity| property.values(&entity)).unwrap_or_default();
            let values: Vec<Value> = values.iter().map(|value| value.json(graph)).collect();
            (property.id.to_owned(), Value::from(values))
        };
        rows.insert(id.clone(), Value::Object(wanted.properties.iter().map(cell).collect()));
    }
    json!({ "meta": meta.collect::<Vec<_>>(), "rows": rows })
}

/// Facts that can be wanted of things of a type; of any without one. At most so many, where a limit is given.
#[must_use]
pub fn proposed(of: Option<Type>, limit: Option<usize>) -> Value {
    let properties = Property::of(of).take(limit.unwrap_or(usize::MAX));
    let properties: Vec<Value> =
        properties.map(|property| json!({ "id": property.id, "name": property.name })).collect();
    let mut answer = json!({ "properties": properties });
    if let Some(of) = of {
        answer["type"] = json!(of.id());
    }
    if let Some(limit) = limit {
        answer["limit"] = json!(limit);
    }
    answer
}
