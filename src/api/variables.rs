//! The values of a request's variables, looked at before anything is run: `CoerceVariableValues` of the GraphQL
//! specification (section 6.1.2). The engine only looks at those that reach an argument, when that is resolved.

use async_graphql::parser::types::{BaseType, OperationDefinition, Type};
use async_graphql::{ServerError, Variables};

use super::answer::BAD_USER_INPUT;
use super::shape::Shape;
use super::value;

/// Where in the extensions of an error it is told which variable is wrong, and where in it: `where.or.0.stage`.
pub const VARIABLE: &str = "variable";

/// Nothing, when each variable that an operation defines has a value that it can have. Those that it does not define
/// may be anything; a type that there is not is for the engine's rules to complain of.
///
/// # Errors
/// `BAD_USER_INPUT`, which names the first variable that is wrong ([`VARIABLE`]), its type and the remedy.
pub fn check(
    operation: &OperationDefinition,
    variables: &Variables,
    shape: &Shape,
) -> Result<(), Box<ServerError>> {
    for defined in &operation.variable_definitions {
        let (at, defined) = (defined.pos, &defined.node);
        let (name, ty) = (&defined.name.node, &defined.var_type.node);
        if shape.input(named(ty)).is_none() {
            continue;
        }
        let (place, wrong) = match variables.get(name) {
            Some(given) => match value::check(given, ty, shape) {
                Ok(()) => continue,
                Err(wrong) => {
                    let place: Vec<_> = std::iter::once(name.as_str()).chain(wrong.path()).collect();
                    (place.join("."), format!("cannot be: {wrong}"))
                }
            },
            None if ty.nullable || defined.default_value.is_some() => continue,
            None => (name.to_string(), "has no value: give it one in `variables`".to_owned()),
        };
        let message = format!("the variable `${name}` of type `{ty}` {wrong}");
        let mut error = ServerError::new(message, Some(at));
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", BAD_USER_INPUT);
        extensions.set(VARIABLE, place);
        return Err(Box::new(error));
    }
    Ok(())
}

/// The name of a type, without lists and marks.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(row) => named(row),
    }
}
