//! What a request gives to arguments, written in the document or sent as variables: values and those inside them, as
//! often as an argument is given them. What a list is filtered by is worked on for each row.

use std::collections::HashMap;

use async_graphql::parser::types::{Directive, OperationDefinition};
use async_graphql::{Name, Pos, Positioned, ServerError, Variables};
use async_graphql_value::{ConstValue, Value};

use super::{MOST_ITEMS, Measure};

/// Arguments of which each item is one row of the answer: what the limit on nodes counts.
const ROWS: [&str; 2] = ["ids", "representations"];

/// So many bytes of a string count as one value.
const BYTES_A_VALUE: u64 = 64;

/// What arguments are given.
#[derive(Debug, Clone, Copy)]
struct Given {
    values: u64,
    /// Items of the longest list.
    longest: u64,
}

impl Given {
    const NOTHING: Self = Self { values: 0, longest: 0 };
    const ONE: Self = Self { values: 1, longest: 0 };

    fn list(items: impl ExactSizeIterator<Item = Self>) -> Self {
        let list = Self { values: 1, longest: items.len() as u64 };
        items.fold(list, Self::and)
    }

    fn object(fields: impl Iterator<Item = Self>) -> Self {
        fields.fold(Self::ONE, Self::and)
    }

    fn string(text: &str) -> Self {
        Self { values: text.len() as u64 / BYTES_A_VALUE + 1, longest: 0 }
    }

    fn and(self, other: Self) -> Self {
        Self { values: self.values.saturating_add(other.values), longest: self.longest.max(other.longest) }
    }
}

/// Counts what the arguments of one operation are given. A variable is counted once, and looked up as often as it is
/// named, as it may be large and named often.
pub struct Values<'a> {
    variables: &'a Variables,
    operation: Option<&'a OperationDefinition>,
    known: HashMap<&'a str, Given>,
}

impl<'a> Values<'a> {
    /// For an operation, with the variables that a request sends.
    pub fn new(variables: &'a Variables, operation: Option<&'a OperationDefinition>) -> Self {
        Self { variables, operation, known: HashMap::new() }
    }

    /// How many values arguments are given.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` when a list among them is longer than [`MOST_ITEMS`], whatever the limits.
    pub fn of(
        &mut self,
        arguments: &'a [(Positioned<Name>, Positioned<Value>)],
        at: Pos,
    ) -> Result<u64, Box<ServerError>> {
        let mut sum = Given::NOTHING;
        for (name, value) in arguments {
            let given = self.literal(&value.node);
            let rows = ROWS.contains(&name.node.as_str());
            sum = sum.and(if rows { Given { longest: 0, ..given } } else { given });
        }
        Measure::Items.check(MOST_ITEMS, sum.longest, at)?;
        Ok(sum.values)
    }

    /// How many values the arguments of directives are given.
    ///
    /// # Errors
    /// As [`Values::of`].
    pub fn of_directives(
        &mut self,
        directives: &'a [Positioned<Directive>],
    ) -> Result<u64, Box<ServerError>> {
        directives.iter().try_fold(0, |sum: u64, directive| {
            Ok(sum.saturating_add(self.of(&directive.node.arguments, directive.pos)?))
        })
    }

    fn literal(&mut self, value: &'a Value) -> Given {
        match value {
            Value::Variable(name) => self.variable(name),
            Value::List(items) => Given::list(items.iter().map(|item| self.literal(item))),
            Value::Object(fields) => Given::object(fields.values().map(|value| self.literal(value))),
            Value::String(text) => Given::string(text),
            _ => Given::ONE,
        }
    }

    fn variable(&mut self, name: &'a str) -> Given {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let mut defined = self.operation.iter().flat_map(|operation| &operation.variable_definitions);
        let default = || defined.find(|defined| defined.node.name.node == name)?.node.default_value();
        let given = self.variables.get(name).or_else(default).map_or(Given::ONE, constant);
        self.known.insert(name, given);
        given
    }
}

fn constant(value: &ConstValue) -> Given {
    match value {
        ConstValue::List(items) => Given::list(items.iter().map(constant)),
        ConstValue::Object(fields) => Given::object(fields.values().map(constant)),
        ConstValue::String(text) => Given::string(text),
        _ => Given::ONE,
    }
}
