//! The values that a request gives to its fields, written in the document or sent as variables: items of lists and
//! fields of input objects, as often as a field is given them. What a list is filtered by is worked on for each row.

use std::collections::HashMap;

use async_graphql::parser::types::{Field, OperationDefinition};
use async_graphql::{Pos, ServerError, Variables};
use async_graphql_value::{ConstValue, Value};

use super::{MOST_ITEMS, Measure};

/// Arguments of which each item is one row of the answer: what the limit on nodes counts.
const ROWS: [&str; 2] = ["ids", "representations"];

/// Values of one field or variable.
#[derive(Debug, Clone, Copy, Default)]
struct Given {
    values: u64,
    /// Items of the longest list.
    longest: u64,
}

impl Given {
    fn list(items: impl ExactSizeIterator<Item = Self>) -> Self {
        let length = items.len() as u64;
        items.fold(Self { values: length, longest: length }, Self::and)
    }

    fn object(fields: impl ExactSizeIterator<Item = Self>) -> Self {
        let values = fields.len() as u64;
        fields.fold(Self { values, longest: 0 }, Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self { values: self.values.saturating_add(other.values), longest: self.longest.max(other.longest) }
    }
}

/// Counts what the fields of one operation are given. A variable is counted once, and looked up as often as it is named.
pub struct Values<'a> {
    variables: &'a Variables,
    operation: Option<&'a OperationDefinition>,
    known: HashMap<&'a str, Given>,
}

impl<'a> Values<'a> {
    /// For the fields of an operation, with the variables that a request sends.
    pub fn new(variables: &'a Variables, operation: Option<&'a OperationDefinition>) -> Self {
        Self { variables, operation, known: HashMap::new() }
    }

    /// How many values a field is given.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` when one of its lists is longer than [`MOST_ITEMS`], whatever the limits.
    pub fn of(&mut self, field: &'a Field, at: Pos) -> Result<u64, Box<ServerError>> {
        let arguments = field.arguments.iter();
        let arguments =
            arguments.filter(|(name, _)| !ROWS.contains(&name.node.as_str())).map(|(_, value)| &value.node);
        let given = arguments.fold(Given::default(), |sum, value| sum.and(self.literal(value)));
        Measure::Items.check(MOST_ITEMS, given.longest, at)?;
        Ok(given.values)
    }

    fn literal(&mut self, value: &'a Value) -> Given {
        match value {
            Value::Variable(name) => self.variable(name),
            Value::List(items) => Given::list(items.iter().map(|item| self.literal(item))),
            Value::Object(fields) => Given::object(fields.values().map(|value| self.literal(value))),
            _ => Given::default(),
        }
    }

    fn variable(&mut self, name: &'a str) -> Given {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let mut defined = self.operation.iter().flat_map(|operation| &operation.variable_definitions);
        let default = || defined.find(|defined| defined.node.name.node == name)?.node.default_value();
        let value = self.variables.get(name).or_else(default);
        let given = value.map(constant).unwrap_or_default();
        self.known.insert(name, given);
        given
    }
}

fn constant(value: &ConstValue) -> Given {
    match value {
        ConstValue::List(items) => Given::list(items.iter().map(constant)),
        ConstValue::Object(fields) => Given::object(fields.values().map(constant)),
        _ => Given::default(),
    }
}
