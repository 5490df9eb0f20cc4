//! The hub as a subgraph of Apollo Federation v2: its entities by their keys, and its schema with these keys.
//!
//! The engine has federation of its own, which is not used: there a representation that it does not know costs the
//! answer of all, and errors do not tell which one they are of. Here `_entities` is a field like any other, so limits,
//! codes and nulls are as everywhere. A gateway reads [`sdl`]; everyone else the schema as it is.

use std::sync::{Arc, LazyLock};

use async_graphql::{ID, Name, Result, SDLExportOptions, SimpleObject, Union, Value, indexmap::IndexMap};
use gcm_hub_macros::Written;

use super::error::user_error;
use super::node::Node;
use super::types::{Country, Organisation, Programme, ProgressItem};
use super::view::View;
use crate::hub::Served;
use crate::reference;

/// Representations of one request at most; more would not fit into a request by far.
pub const MOST_REPRESENTATIONS: usize = 10_000;

/// What another graph of a federation can refer to.
#[derive(Union, Written)]
#[graphql(name = "_Entity")]
pub enum Entity {
    /// A programme.
    Programme(Programme),
    /// A country.
    Country(Country),
    /// An organisation.
    Organisation(Organisation),
    /// A progress item.
    ProgressItem(ProgressItem),
}

/// What a gateway asks of a subgraph first.
#[derive(SimpleObject, Written)]
#[graphql(name = "_Service")]
pub struct Service {
    /// The schema as Apollo Federation v2 has it: with keys; without what only gateways ask for, without subscriptions,
    /// and with an `asOf` that gateways do not show.
    sdl: &'static str,
}

impl Service {
    /// The hub's.
    pub fn hub() -> Self {
        static SDL: LazyLock<String> = LazyLock::new(sdl);
        Self { sdl: &SDL }
    }
}

/// A type that can be referred to, with its keys in the order in which they are looked at.
struct Kind {
    name: &'static str,
    keys: &'static [(&'static str, Find)],
}

type Find = fn(&Arc<Served>, &str) -> Option<Entity>;

/// What is unique and stays. A former identifier or slug still finds its programme.
const KINDS: [Kind; 4] = [
    Kind { name: "Programme", keys: &[("id", by_id), ("slug", programme)] },
    Kind { name: "Country", keys: &[("id", by_id), ("code", country)] },
    Kind { name: "Organisation", keys: &[("id", by_id), ("acronym", organisation)] },
    Kind { name: "ProgressItem", keys: &[("id", by_id)] },
];

fn by_id(graph: &Arc<Served>, id: &str) -> Option<Entity> {
    match Node::find(graph, &ID::from(id))? {
        Node::Programme(found) => Some(Entity::Programme(found)),
        Node::Country(found) => Some(Entity::Country(found)),
        Node::Organisation(found) => Some(Entity::Organisation(found)),
        Node::ProgressItem(found) => Some(Entity::ProgressItem(found)),
        _ => None,
    }
}

fn programme(graph: &Arc<Served>, slug: &str) -> Option<Entity> {
    Some(Entity::Programme(View::new(graph, graph.programme(slug)?)))
}

fn country(graph: &Arc<Served>, code: &str) -> Option<Entity> {
    Some(Entity::Country(Country::new(graph, reference::find_country(code)?.code)))
}

fn organisation(graph: &Arc<Served>, acronym: &str) -> Option<Entity> {
    Some(Entity::Organisation(View::new(graph, graph.organisation(acronym)?)))
}

impl Entity {
    /// What a representation refers to: by the first key of its type that it has. `None` for what is unknown or is of
    /// another type.
    ///
    /// # Errors
    /// When it is no representation: no object, of no type that can be referred to, or without a key.
    pub fn find(graph: &Arc<Served>, representation: &Value) -> Result<Option<Self>> {
        let Value::Object(fields) = representation else {
            return Err(user_error("a representation is an object with `__typename` and a key"));
        };
        let kind = kind(text(fields, "__typename")?)?;
        for (key, find) in kind.keys {
            if let Some(value) = text(fields, key)? {
                return Ok(find(graph, value).filter(|found| found.type_name() == kind.name));
            }
        }
        let keys: Vec<_> = kind.keys.iter().map(|(key, _)| format!("`{key}`")).collect();
        let said = format!("a representation of `{}` has no key: give {}", kind.name, keys.join(" or "));
        Err(user_error(said))
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Programme(_) => "Programme",
            Self::Country(_) => "Country",
            Self::Organisation(_) => "Organisation",
            Self::ProgressItem(_) => "ProgressItem",
        }
    }
}

fn kind(name: Option<&str>) -> Result<&'static Kind> {
    KINDS.iter().find(|kind| Some(kind.name) == name).ok_or_else(|| {
        let names: Vec<_> = KINDS.iter().map(|kind| format!("`{}`", kind.name)).collect();
        let found = name.map_or("is missing".to_owned(), |name| {
            format!("is `{}`", name.chars().take(80).collect::<String>())
        });
        user_error(format!("`__typename` of a representation {found}: one of {}", names.join(", ")))
    })
}

/// A field that is text; `None` when it is missing or null.
fn text<'a>(fields: &'a IndexMap<Name, Value>, name: &str) -> Result<Option<&'a str>> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(user_error(format!("`{name}` of a representation is not text"))),
    }
}

/// The schema as a subgraph has it. The engine links the specification and leaves out what only gateways ask for.
fn sdl() -> String {
    let options = SDLExportOptions::new().federation().sorted_fields().sorted_enum_items();
    let mut sdl = super::schema().definition(options.prefer_single_line_descriptions());
    for Kind { name, keys } in KINDS {
        let keys: String = keys.iter().map(|(key, _)| format!(" @key(fields: \"{key}\")")).collect();
        let opens = format!("\ntype {name} implements Node {{");
        sdl = sdl.replace(&opens, &format!("\ntype {name} implements Node{keys} {{"));
    }
    sdl
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_a_subgraph_has_the_keys_and_nothing_that_only_gateways_ask_for() {
        let sdl = sdl();
        for found in [
            "url: \"https://specs.apollo.dev/federation/v2.5\"",
            "\ntype Programme implements Node @key(fields: \"id\") @key(fields: \"slug\") {",
            "\ntype Country implements Node @key(fields: \"id\") @key(fields: \"code\") {",
            "\ntype Organisation implements Node @key(fields: \"id\") @key(fields: \"acronym\") {",
            "\ntype ProgressItem implements Node @key(fields: \"id\") {",
            "\ntype PageInfo @shareable {",
            "): Query! @inaccessible\n",
        ] {
            assert!(sdl.contains(found), "no {found:?}");
        }
        for not in [
            "\t_entities",
            "\t_service",
            "scalar _Any",
            "union _Entity",
            "type _Service",
            "type Subscription",
        ] {
            assert!(!sdl.contains(not), "{not:?}");
        }
    }
}
