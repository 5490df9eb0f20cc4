//! Whether a value is one that the engine's rules let pass where a type is wanted: for variables, whose values the rules
//! are not asked about when a plan is run.

use async_graphql::parser::types::{BaseType, Type};
use async_graphql_value::ConstValue;

use crate::api::shape::{Input, Shape};

/// Whether a value can be given where that type is wanted.
pub fn fits(value: &ConstValue, ty: &Type, shape: &Shape) -> bool {
    if *value == ConstValue::Null {
        return ty.nullable;
    }
    match &ty.base {
        BaseType::List(row) => match value {
            ConstValue::List(rows) => rows.iter().all(|value| fits(value, row, shape)),
            // One value stands for a list of it.
            value => fits(value, row, shape),
        },
        BaseType::Named(name) => fits_named(value, name, shape),
    }
}

fn fits_named(value: &ConstValue, name: &str, shape: &Shape) -> bool {
    match (shape.input(name), value) {
        (Some(Input::Scalar), _) => match name {
            "Int" => matches!(value, ConstValue::Number(number) if number.is_i64()),
            "Float" => matches!(value, ConstValue::Number(_)),
            "Boolean" => matches!(value, ConstValue::Boolean(_)),
            "String" => matches!(value, ConstValue::String(_)),
            "ID" => match value {
                ConstValue::Number(number) => number.is_i64(),
                value => matches!(value, ConstValue::String(_)),
            },
            // What the hub's own scalars may be is found out when they are read.
            _ => true,
        },
        (Some(Input::Enumeration(names)), ConstValue::Enum(name)) => names.contains(name.as_str()),
        (Some(Input::Enumeration(names)), ConstValue::String(name)) => names.contains(name),
        (Some(Input::Object(fields)), ConstValue::Object(values)) => {
            values.keys().all(|name| fields.contains_key(name.as_str()))
                && fields.iter().all(|(name, field)| match values.get(name.as_str()) {
                    Some(value) => fits(value, &field.ty, shape),
                    None => field.may_be_absent(),
                })
        }
        _ => false,
    }
}
