//! Where an operation uses its variables, and whether what they are may stand there (GraphQL specification, section
//! 5.8.5). The engine has a rule for it and never asks it.

use std::collections::HashSet;

use async_graphql::parser::types::{
    BaseType, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type, VariableDefinition,
};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::{ConstValue, Value};

use super::{told, wrong};
use crate::api::shape::{Input, InputField, Shape};

/// Nothing, when each variable that an operation uses may stand where it does.
///
/// # Errors
/// The first that may not.
pub fn check(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    shape: &Shape,
) -> Result<(), Box<ServerError>> {
    let boolean = Type { base: BaseType::Named(Name::new("Boolean")), nullable: false };
    let mut positions =
        Positions { document, shape, boolean: &boolean, spread: HashSet::new(), found: Vec::new() };
    positions.set(Shape::root(operation.ty), &operation.selection_set.node);
    for Position { variable, ty, has_default, at } in positions.found {
        let mut defined = operation.variable_definitions.iter().map(|defined| &defined.node);
        let Some(defined) = defined.find(|defined| defined.name.node == *variable) else { continue };
        if !may_stand(defined, ty, has_default) {
            let said = format!(
                "the variable `${variable}` is of type `{}` where `{ty}` is wanted: define it as that",
                defined.var_type.node
            );
            return Err(wrong(at, said));
        }
    }
    Ok(())
}

/// A place where a variable is used.
struct Position<'a> {
    variable: &'a Name,
    /// The type that is wanted there.
    ty: &'a Type,
    /// Whether something is given there when nothing is.
    has_default: bool,
    at: Pos,
}

struct Positions<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
    /// What `@skip` and `@include` want.
    boolean: &'a Type,
    /// Fragments that have been looked into.
    spread: HashSet<&'a str>,
    found: Vec<Position<'a>>,
}

impl<'a> Positions<'a> {
    /// What is used below a selection, each fragment once.
    fn set(&mut self, of: &str, set: &'a SelectionSet) {
        for item in &set.items {
            let conditions = item.node.directives().iter().filter_map(told);
            let boolean = self.boolean;
            self.found.extend(conditions.map(|(variable, at)| Position {
                variable,
                ty: boolean,
                has_default: false,
                at,
            }));
            match &item.node {
                Selection::Field(field) => {
                    let Some(shape) = self.shape.field(of, &field.node.name.node) else { continue };
                    for (name, value) in &field.node.arguments {
                        if let Some(argument) = shape.arguments.get(name.node.as_str()) {
                            self.given(value, argument);
                        }
                    }
                    self.set(shape.named(), &field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.set(on.unwrap_or(of), &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(fragment) => {
                    let name = fragment.node.fragment_name.node.as_str();
                    let fragment = self.document.fragments.get(name).filter(|_| self.spread.insert(name));
                    if let Some(fragment) = fragment {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.set(on, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// The variables in what an argument is given.
    fn given(&mut self, value: &'a Positioned<Value>, argument: &'a InputField) {
        self.value(&value.node, &argument.ty, argument.may_be_absent(), value.pos);
    }

    fn value(&mut self, value: &'a Value, ty: &'a Type, has_default: bool, at: Pos) {
        match (value, &ty.base) {
            (Value::Variable(variable), _) => self.found.push(Position { variable, ty, has_default, at }),
            (Value::List(rows), BaseType::List(row)) => {
                rows.iter().for_each(|value| self.value(value, row, false, at));
            }
            // One value stands for a list of it.
            (value @ Value::Object(_), BaseType::List(row)) => self.value(value, row, false, at),
            (Value::Object(values), BaseType::Named(name)) => {
                let Some(Input::Object(fields)) = self.shape.input(name) else { return };
                for (name, value) in values {
                    if let Some(field) = fields.get(name.as_str()) {
                        self.value(value, &field.ty, field.may_be_absent(), at);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a variable may stand where a type is wanted.
fn may_stand(defined: &VariableDefinition, wanted: &Type, has_default: bool) -> bool {
    let ty = &defined.var_type.node;
    let given = defined.default_value.as_ref().is_some_and(|default| default.node != ConstValue::Null);
    if !wanted.nullable && ty.nullable {
        return (given || has_default) && is_of(&ty.base, &wanted.base);
    }
    is_of(&ty.base, &wanted.base)
}

/// Whether each value of a type is one of another, apart from null.
fn is_of(ty: &BaseType, wanted: &BaseType) -> bool {
    match (ty, wanted) {
        (BaseType::Named(ty), BaseType::Named(wanted)) => ty == wanted,
        (BaseType::List(row), BaseType::List(wanted)) => {
            (!row.nullable || wanted.nullable) && is_of(&row.base, &wanted.base)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::api::{rules, shape::Shape, text};

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let found = rules::check(&text::read(query).unwrap(), Shape::hub());
        let found = found.map_or_else(|error| error.message, |()| String::new());
        let expected = if expected.is_empty() {
            String::new()
        } else {
            format!("the variable {expected}: define it as that")
        };
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn a_variable_stands_only_where_each_of_its_values_may() {
        let country = |ty: &str| {
            format!("query($a: {ty}) {{ ...F }} fragment F on Query {{ country(code: $a) {{ name }} }}")
        };
        let wanted = |ty: &str| format!("`$a` is of type `{ty}` where `CountryCode!` is wanted");
        check(&country("CountryCode!"), "");
        check(&country("CountryCode = \"MDA\""), "");
        check(&country("CountryCode"), &wanted("CountryCode"));
        check(&country("CountryCode = null"), &wanted("CountryCode"));
        check(&country("String!"), &wanted("String!"));
        check(&country("[CountryCode!]!"), &wanted("[CountryCode!]!"));
        let nodes = |ty: &str| format!("query($a: {ty}) {{ nodes(ids: $a) {{ id }} }}");
        check(&nodes("[ID!]!"), "");
        check(&nodes("[ID]!"), "`$a` is of type `[ID]!` where `[ID!]!` is wanted");
        check(&nodes("ID!"), "`$a` is of type `ID!` where `[ID!]!` is wanted");
        check("query($a: ID!) { nodes(ids: [$a]) { id } }", "");
        check("query($a: ID) { nodes(ids: [$a]) { id } }", "`$a` is of type `ID` where `ID!` is wanted");
    }

    #[test]
    fn what_is_within_objects_is_looked_at_too() {
        let ordered = |ty: &str, order: &str| {
            format!("query($a: {ty}) {{ programmes(orderBy: {order}) {{ totalCount }} }}")
        };
        let order = "[{field: TITLE, direction: $a}]";
        check(&ordered("OrderDirection!", order), "");
        // It has a default, so that nothing may be given.
        check(&ordered("OrderDirection", order), "");
        check(&ordered("Int", order), "`$a` is of type `Int` where `OrderDirection!` is wanted");
        check(
            &ordered("Int", &order[1..order.len() - 1]),
            "`$a` is of type `Int` where `OrderDirection!` is wanted",
        );
        check(
            &ordered("ProgrammeOrderField", "{field: $a}"),
            "`$a` is of type `ProgrammeOrderField` where `ProgrammeOrderField!` is wanted",
        );
    }
}
