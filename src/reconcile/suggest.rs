//! What may be meant while one types: things, properties, types.

use serde_json::{Value, json};

use super::MOST_CHARACTERS;
use super::entity::{Entity, Type};
use super::problem::Problem;
use super::property::Property;
use crate::graph::{Graph, Node};
use crate::hub::Served;
use crate::reference;

/// So many are suggested at once.
const SUGGESTED: usize = 20;

/// Things whose names may go on from what was typed, the likeliest first, after skipping so many; one by its identifier.
///
/// # Errors
/// When more was typed than a name has characters.
pub fn entities(served: &Served, typed: &str, types: &[Type], skip: usize) -> Result<Value, Problem> {
    let characters = typed.chars().count();
    if characters > MOST_CHARACTERS {
        let said = format!("`prefix` has {characters} characters and {MOST_CHARACTERS} is the most: cut it");
        return Err(Problem::input(said));
    }
    let graph: &Graph = served;
    let mut named: Vec<Node> = Entity::find(graph, typed).map(|entity| entity.node).into_iter().collect();
    named.extend(reference::find_country(typed).map(|country| Node::Country(country.code)));
    named.extend(graph.organisation(typed).map(Node::Organisation));
    let kinds: Vec<_> = types.iter().map(|of| of.searched()).collect();
    let found = served.search_index().search(typed, &kinds).hits.into_iter().map(|hit| hit.node);
    let found: Vec<Node> = found.filter(|node| !named.contains(node)).collect();
    let nodes = named.iter().chain(&found).copied();
    let wanted = nodes.filter_map(|node| Entity::new(graph, node));
    let wanted = wanted.filter(|entity| types.contains(&entity.of)).skip(skip).take(SUGGESTED);
    let result: Vec<Value> = wanted.map(|entity| suggestion(&entity)).collect();
    Ok(json!({ "result": result }))
}

fn suggestion(entity: &Entity<'_>) -> Value {
    json!({
        "id": entity.id().to_string(),
        "name": entity.name(),
        "description": entity.description(),
        "notable": [entity.of.json()],
    })
}

/// Properties whose identifier or name has what was typed.
#[must_use]
pub fn properties(typed: &str, of: Option<Type>, skip: usize) -> Value {
    let named = Property::of(of).map(|property| (property.id, property.name, property.about));
    listed(typed, named, skip)
}

/// Types whose identifier or name has what was typed.
#[must_use]
pub fn types(typed: &str, skip: usize) -> Value {
    listed(typed, Type::ALL.into_iter().map(|of| (of.id(), of.name(), of.about())), skip)
}

fn listed(
    typed: &str,
    all: impl Iterator<Item = (&'static str, &'static str, &'static str)>,
    skip: usize,
) -> Value {
    let typed = typed.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&typed);
    let result = all.filter(|(id, name, _)| has(id) || has(name)).skip(skip);
    let result = result.map(|(id, name, about)| json!({ "id": id, "name": name, "description": about }));
    json!({ "result": result.collect::<Vec<_>>() })
}
