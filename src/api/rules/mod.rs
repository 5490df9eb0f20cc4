//! Rules of the GraphQL specification (section 5) that the engine's own do not hold: what a document has in the place of
//! an enumeration or an `Int`, where variables stand ([`positions`]), and that `__typename` is a leaf.

mod positions;

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet, Type,
};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::{Number, Value};

use super::answer::VALIDATION_FAILED;
use super::shape::{Input, InputField, Shape};

/// Nothing, when a document keeps these rules. What it names that there is not is the engine's to complain of.
///
/// # Errors
/// `GRAPHQL_VALIDATION_FAILED` at the first place where it does not.
pub fn check(document: &ExecutableDocument, shape: &Shape) -> Result<(), Box<ServerError>> {
    let rules = Rules { document, shape };
    for (_, operation) in document.operations.iter() {
        rules.operation(&operation.node)?;
    }
    for fragment in document.fragments.values() {
        rules.set(&fragment.node.type_condition.node.on.node, &fragment.node.selection_set.node)?;
    }
    Ok(())
}

struct Rules<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
}

impl Rules<'_> {
    fn operation(&self, operation: &OperationDefinition) -> Result<(), Box<ServerError>> {
        for defined in operation.variable_definitions.iter().map(|defined| &defined.node) {
            if let Some(default) = &defined.default_value {
                self.value(&default.node.clone().into_value(), &defined.var_type.node, default.pos)?;
            }
        }
        positions::check(self.document, operation, self.shape)?;
        self.set(Shape::root(operation.ty), &operation.selection_set.node)
    }

    fn set(&self, of: &str, set: &SelectionSet) -> Result<(), Box<ServerError>> {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) if field.node.name.node == "__typename" => is_bare(field)?,
                Selection::Field(field) => {
                    let Some(shape) = self.shape.field(of, &field.node.name.node) else { continue };
                    for (name, value) in &field.node.arguments {
                        if let Some(InputField { ty, .. }) = shape.arguments.get(name.node.as_str()) {
                            self.value(&value.node, ty, value.pos)?;
                        }
                    }
                    self.set(shape.named(), &field.node.selection_set.node)?;
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.set(on.unwrap_or(of), &fragment.node.selection_set.node)?;
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }

    /// A value that is written in the document.
    fn value(&self, value: &Value, ty: &Type, at: Pos) -> Result<(), Box<ServerError>> {
        match (&ty.base, value) {
            (BaseType::List(row), Value::List(rows)) => {
                rows.iter().try_for_each(|value| self.value(value, row, at))
            }
            (BaseType::List(row), value) => self.value(value, row, at),
            (BaseType::Named(name), Value::Number(number)) if name == "Int" && is_too_large(number) => {
                let said = format!("`{number}` is no `Int`: give a whole number of 32 bits");
                Err(wrong(at, said))
            }
            (BaseType::Named(name), value) => match (self.shape.input(name), value) {
                (Some(Input::Enumeration(_)), Value::String(text)) => {
                    let text: String = text.chars().take(80).collect();
                    let said =
                        format!("`\"{text}\"` is a string where `{name}` is wanted: leave the quotes out");
                    Err(wrong(at, said))
                }
                (Some(Input::Object(fields)), Value::Object(values)) => {
                    let known =
                        values.iter().filter_map(|(name, value)| Some((fields.get(name.as_str())?, value)));
                    known.into_iter().try_for_each(|(field, value)| self.value(value, &field.ty, at))
                }
                _ => Ok(()),
            },
        }
    }
}

fn is_too_large(number: &Number) -> bool {
    number.as_i64().map_or(number.is_u64(), |number| i32::try_from(number).is_err())
}

/// Nothing, when the name of a type is asked for as that.
fn is_bare(field: &Positioned<Field>) -> Result<(), Box<ServerError>> {
    let Field { arguments, selection_set, .. } = &field.node;
    if arguments.is_empty() && selection_set.node.items.is_empty() {
        return Ok(());
    }
    let said = "`__typename` is a string without arguments and with nothing below it: leave the brackets after it out";
    Err(wrong(field.pos, said.to_owned()))
}

/// The variable that decides whether something is selected.
fn told(directive: &Positioned<Directive>) -> Option<(&Name, Pos)> {
    if !matches!(directive.node.name.node.as_str(), "skip" | "include") {
        return None;
    }
    match directive.node.get_argument("if")? {
        Positioned { node: Value::Variable(name), pos } => Some((name, *pos)),
        _ => None,
    }
}

fn wrong(at: Pos, message: String) -> Box<ServerError> {
    let mut error = ServerError::new(message, Some(at));
    error.extensions.get_or_insert_default().set("code", VALIDATION_FAILED);
    Box::new(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::text;

    fn check(query: &str, expected: &str) {
        let found = super::check(&text::read(query).unwrap(), Shape::hub());
        let found = found.map_or_else(|error| error.message, |()| String::new());
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{query}: {found}");
    }

    #[test]
    fn what_the_engine_lets_pass_against_the_specification_is_refused() {
        let title = "`\"TITLE\"` is a string where `ProgrammeOrderField` is wanted";
        check("{ programmes(orderBy: {field: TITLE}) { totalCount } }", "");
        check("{ programmes(orderBy: {field: \"TITLE\"}) { totalCount } }", title);
        check("{ programmes(orderBy: [{field: \"TITLE\"}]) { totalCount } }", title);
        check(
            "query($o: [ProgrammeOrder!] = {field: \"TITLE\"}) { programmes(orderBy: $o) { totalCount } }",
            title,
        );
        check(
            "{ ...F } fragment F on Query { ... { programmes(orderBy: {field: \"TITLE\"}) { totalCount } } }",
            title,
        );
        check("{ programmes(first: 2147483648) { totalCount } }", "`2147483648` is no `Int`");
        check("{ programmes(first: 18446744073709551615) { totalCount } }", "is no `Int`");
        let skip = |defined: &str| {
            format!("query({defined}) {{ ...F }} fragment F on Query {{ hub @skip(if: $a) {{ version }} }}")
        };
        check(&skip("$a: Boolean!"), "");
        check(&skip("$a: Boolean = false"), "");
        let leaf = "`__typename` is a string without arguments";
        check("{ hub { __typename @skip(if: true) } }", "");
        check("{ hub { __typename { version } } }", leaf);
        check("{ ...F } fragment F on Query { __typename(a: 1) }", leaf);
        check(&skip("$a: Boolean"), "the variable `$a` is of type `Boolean` where `Boolean!` is wanted");
        check(&skip("$a: String!"), "the variable `$a` is of type `String!` where `Boolean!` is wanted");
    }
}
