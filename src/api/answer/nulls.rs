//! An error's null: in the field that failed if it may be null, else in the nearest one above that may (GraphQL
//! specification, section 6.4.4).

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, Type};
use async_graphql::{Name, PathSegment, ServerError, Value};

use super::selected::Selected;

/// Puts the nulls of errors into an answer.
pub fn put(data: &mut Value, root: &Selected<'_>, errors: &[ServerError]) {
    let paths = || errors.iter().map(|error| error.path.as_slice()).filter(|path| !path.is_empty());
    // All keys are there again before the first object becomes null: what is null then is so for good.
    for path in paths() {
        restore(data, path);
    }
    for path in paths() {
        null_at(data, &path[..nullable(root, path)]);
    }
}

/// Gives a field that failed its key again, and its object where that is gone because all of its fields failed. An error
/// within an object tells that there was one.
fn restore(value: &mut Value, path: &[PathSegment]) {
    let Some((first, rest)) = path.split_first() else { return };
    match first {
        PathSegment::Field(key) => {
            if *value == Value::Null {
                *value = Value::Object(IndexMap::new());
            }
            if let Value::Object(fields) = value {
                restore(fields.entry(Name::new(key)).or_insert(Value::Null), rest);
            }
        }
        PathSegment::Index(row) => {
            if let Value::List(rows) = value
                && let Some(row) = rows.get_mut(*row)
            {
                restore(row, rest);
            }
        }
    }
}

/// How many segments of a path lead to the last value on it that may be null; 0 is the whole answer.
fn nullable(root: &Selected<'_>, path: &[PathSegment]) -> usize {
    let (mut may_be_null, mut selected) = (0, root.clone());
    let mut value: Option<&Type> = None;
    for (index, segment) in path.iter().enumerate() {
        value = match (segment, value) {
            (PathSegment::Field(key), _) => selected.below(key).map(|(ty, below)| {
                selected = below;
                ty
            }),
            (PathSegment::Index(_), Some(Type { base: BaseType::List(row), .. })) => Some(row),
            (PathSegment::Index(_), _) => None,
        };
        match value {
            Some(ty) if ty.nullable => may_be_null = index + 1,
            Some(_) => {}
            // What the query does not select has no errors; what comes after it is not to be told.
            None => break,
        }
    }
    may_be_null
}

/// Sets what is at a path to null. What is null above it stays so.
fn null_at(value: &mut Value, path: &[PathSegment]) {
    let Some((first, rest)) = path.split_first() else {
        *value = Value::Null;
        return;
    };
    let below = match (first, value) {
        (PathSegment::Field(key), Value::Object(fields)) => fields.get_mut(key.as_str()),
        (PathSegment::Index(row), Value::List(rows)) => rows.get_mut(*row),
        _ => None,
    };
    if let Some(below) = below {
        null_at(below, rest);
    }
}
