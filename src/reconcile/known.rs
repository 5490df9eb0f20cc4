//! What a batch of queries has looked up, so that it is looked up once: values of properties in a form in which they are
//! compared, and names.
//!
//! It ends with its batch; of a graph it remembers as much as the batch has asked of it.

use std::collections::HashMap;
use std::time::Instant;

use super::ask::{Constraint, Wanted};
use super::entity::{Entity, Type};
use super::problem::Problem;
use super::property::{Property, Value};
use crate::graph::{Graph, Node};
use crate::hub::Served;
use crate::reference;

/// A batch of queries that is being answered.
pub struct Batch<'a> {
    pub(super) served: &'a Served,
    until: Option<Instant>,
    values: HashMap<(Node, &'static str), Vec<Known>>,
}

/// A value as it is compared.
enum Known {
    /// Text, and the same as names are compared.
    Text(String, String),
    Whole(u64),
    Number(f64),
    /// A thing; of a programme the names, as names are compared.
    Thing(Node, Vec<String>),
}

/// What is known of a thing besides its name, in a form in which it is compared.
pub(super) struct Sought {
    pub property: &'static Property,
    values: Vec<SoughtValue>,
}

struct SoughtValue {
    text: String,
    plain: String,
    whole: Option<u64>,
    number: Option<f64>,
    /// The thing of its identifier.
    node: Option<Node>,
    /// Things that the text names.
    named: [Option<Node>; 2],
}

impl<'a> Batch<'a> {
    /// A batch that is answered from what is served, and given up when a time has come; `None` is as long as it takes.
    #[must_use]
    pub fn new(served: &'a Served, until: Option<Instant>) -> Self {
        Self { served, until, values: HashMap::new() }
    }

    /// That there is still time.
    pub(super) fn check(&self) -> Result<(), Problem> {
        match self.until {
            Some(until) if Instant::now() >= until => Err(Problem::TooLong(
                "the batch takes longer than a request may (`seconds`): send fewer queries at once, with fewer \
                 properties"
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// What a query knows, ready to be compared.
    pub(super) fn sought(&self, constraints: &[Constraint]) -> Vec<Sought> {
        let graph: &Graph = self.served;
        let of = |constraint: &Constraint| Sought {
            property: constraint.property,
            values: constraint.values.iter().map(|wanted| SoughtValue::of(graph, wanted)).collect(),
        };
        constraints.iter().map(of).collect()
    }

    /// Whether a thing has one of the values that are sought; `None` when nothing is known of it.
    pub(super) fn holds(&mut self, entity: &Entity<'_>, sought: &Sought) -> Option<bool> {
        let graph: &Graph = self.served;
        let values = self.values.entry((entity.node, sought.property.id)).or_insert_with(|| {
            sought.property.values(entity).into_iter().map(|value| Known::of(graph, value)).collect()
        });
        let any = || values.iter().any(|value| sought.values.iter().any(|wanted| value.is(wanted)));
        (!values.is_empty() && !sought.values.is_empty()).then(any)
    }
}

impl Known {
    fn of(graph: &Graph, value: Value) -> Self {
        match value {
            Value::Text(text) => {
                let plain = reference::plain(&text);
                Self::Text(text, plain)
            }
            Value::Whole(number) => Self::Whole(number),
            Value::Number(number) => Self::Number(number),
            Value::Thing(node) => {
                let named = Entity::new(graph, node).filter(|entity| entity.of == Type::Programme);
                let names = named.iter().flat_map(Entity::names).map(reference::plain);
                Self::Thing(node, names.filter(|name| !name.is_empty()).collect())
            }
        }
    }

    fn is(&self, wanted: &SoughtValue) -> bool {
        match self {
            Self::Text(text, plain) => *text == wanted.text || (!plain.is_empty() && *plain == wanted.plain),
            Self::Whole(number) => wanted.whole == Some(*number),
            Self::Number(number) => wanted.number == Some(*number),
            Self::Thing(node, names) => match wanted.node {
                Some(meant) => meant == *node,
                None => wanted.named.contains(&Some(*node)) || names.contains(&wanted.plain),
            },
        }
    }
}

impl SoughtValue {
    fn of(graph: &Graph, wanted: &Wanted) -> Self {
        let text = wanted.text.clone();
        let by_id = wanted.id.as_deref().unwrap_or(&text);
        Self {
            plain: reference::plain(&text),
            whole: text.parse().ok(),
            number: text.parse().ok(),
            node: Entity::find(graph, by_id).map(|entity| entity.node),
            named: [
                reference::find_country(&text).map(|country| Node::Country(country.code)),
                graph.organisation(&text).map(Node::Organisation),
            ],
            text,
        }
    }
}
