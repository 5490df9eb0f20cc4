//! Whether a value can be given where a type is wanted, and if not, why: the GraphQL specification's rules of input
//! coercion (section 3) for values that come as JSON, in which enumerations are strings.

use async_graphql::parser::types::{BaseType, Type};
use async_graphql_value::ConstValue;
use rustc_hash::{FxHashMap, FxHashSet};

use super::scalar;
use super::shape::{Input, InputField, Shape};

/// So much of a value is quoted, in characters.
const QUOTED: usize = 80;

/// Why a value cannot be given.
#[derive(Debug)]
pub struct Wrong {
    /// Where it is, from the inside out: names of fields and numbers of rows.
    path: Vec<String>,
    why: String,
}

impl Wrong {
    fn new(why: String) -> Self {
        Self { path: Vec::new(), why }
    }

    fn below(mut self, step: impl ToString) -> Self {
        self.path.push(step.to_string());
        self
    }
}

impl Wrong {
    /// Where it is in the value, from the outside in; empty when it is the value itself.
    pub fn path(&self) -> impl Iterator<Item = &str> {
        self.path.iter().rev().map(String::as_str)
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.path.is_empty() {
            write!(f, "at `{}`, ", self.path().collect::<Vec<_>>().join("."))?;
        }
        f.write_str(&self.why)
    }
}

/// Nothing, when a value can be given where a type is wanted. Of a type that no value is of, nothing is said.
///
/// # Errors
/// The first thing that is wrong, and how to mend it.
pub fn check(value: &ConstValue, ty: &Type, shape: &Shape) -> Result<(), Wrong> {
    if *value == ConstValue::Null {
        return if ty.nullable {
            Ok(())
        } else {
            Err(Wrong::new(format!("null is no `{ty}`: give a value")))
        };
    }
    match (&ty.base, value) {
        (BaseType::List(row), ConstValue::List(rows)) => rows
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| check(value, row, shape).map_err(|wrong| wrong.below(index))),
        // One value stands for a list of it.
        (BaseType::List(row), value) => check(value, row, shape),
        (BaseType::Named(name), value) => match shape.input(name) {
            Some(Input::Scalar) => scalar(value, name),
            Some(Input::Enumeration(names)) => enumeration(value, name, names),
            Some(Input::Object(fields)) => object(value, name, fields, shape),
            None => Ok(()),
        },
    }
}

fn scalar(value: &ConstValue, name: &str) -> Result<(), Wrong> {
    let (is_one, wanted) = match name {
        "Int" => (is_int(value), "a whole number from -2147483648 to 2147483647"),
        "Float" => (matches!(value, ConstValue::Number(_)), "a number"),
        "Boolean" => (matches!(value, ConstValue::Boolean(_)), "`true` or `false`"),
        "String" => (matches!(value, ConstValue::String(_)), "a string"),
        "ID" => match value {
            ConstValue::Number(number) => (number.is_i64(), "a string or a whole number"),
            value => (matches!(value, ConstValue::String(_)), "a string"),
        },
        name => return scalar::check(name, value).map_err(Wrong::new),
    };
    if is_one { Ok(()) } else { Err(no(value, name, &format!("give {wanted}"))) }
}

/// Whether a value is a number of 32 bits, as `Int` is.
pub fn is_int(value: &ConstValue) -> bool {
    let ConstValue::Number(number) = value else { return false };
    number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
}

fn enumeration(value: &ConstValue, ty: &str, names: &FxHashSet<String>) -> Result<(), Wrong> {
    let known = match value {
        ConstValue::Enum(name) => names.contains(name.as_str()),
        ConstValue::String(name) => names.contains(name),
        _ => false,
    };
    if known {
        return Ok(());
    }
    let mut names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.sort_unstable();
    Err(no(value, ty, &format!("give one of {}", names.join(", "))))
}

fn object(
    value: &ConstValue,
    ty: &str,
    fields: &FxHashMap<String, InputField>,
    shape: &Shape,
) -> Result<(), Wrong> {
    let ConstValue::Object(values) = value else { return Err(no(value, ty, "give an object")) };
    for (name, value) in values {
        let Some(field) = fields.get(name.as_str()) else {
            let name: String = name.chars().take(QUOTED).collect();
            let mut names: Vec<_> = fields.keys().map(|name| format!("`{name}`")).collect();
            names.sort_unstable();
            let names = names.join(", ");
            return Err(Wrong::new(format!("`{ty}` has no field `{name}`: its fields are {names}")));
        };
        check(value, &field.ty, shape).map_err(|wrong| wrong.below(name))?;
    }
    let mut missing = fields
        .iter()
        .filter(|(name, field)| !field.may_be_absent() && !values.contains_key(name.as_str()))
        .map(|(name, _)| name);
    match missing.next() {
        Some(name) => Err(Wrong::new(format!("`{ty}` lacks its field `{name}`: give it a value"))),
        None => Ok(()),
    }
}

fn no(value: &ConstValue, ty: &str, remedy: &str) -> Wrong {
    let value = match value {
        ConstValue::List(_) => "a list".to_owned(),
        ConstValue::Object(_) => "an object".to_owned(),
        ConstValue::String(text) => format!("`{}`", text.chars().take(QUOTED).collect::<String>()),
        value => format!("`{value}`"),
    };
    Wrong::new(format!("{value} is no `{ty}`: {remedy}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: serde_json::Value, ty: &str, expected: &str) {
        let value = ConstValue::from_json(json).unwrap();
        let ty = Type::new(ty).unwrap();
        let found = super::check(&value, &ty, Shape::hub());
        assert_eq!(found.map_or_else(|wrong| wrong.to_string(), |()| String::new()), expected);
    }

    #[test]
    fn a_value_is_of_its_type_or_it_is_said_why_not() {
        use serde_json::json;
        check(json!(null), "Int", "");
        check(json!(null), "Int!", "null is no `Int!`: give a value");
        check(json!(2_147_483_647), "Int!", "");
        let int = "give a whole number from -2147483648 to 2147483647";
        check(json!(2_147_483_648_i64), "Int!", &format!("`2147483648` is no `Int`: {int}"));
        check(json!("1"), "Int", &format!("`1` is no `Int`: {int}"));
        check(json!(1.5), "Int", &format!("`1.5` is no `Int`: {int}"));
        check(json!(1), "Float", "");
        check(json!(1), "ID", "");
        check(json!(1), "Boolean", "`1` is no `Boolean`: give `true` or `false`");
        check(json!(["MDA", "md"]), "[CountryCode!]", "");
        check(json!("MDA"), "[CountryCode!]", "");
        check(json!(["MDA", 3]), "[CountryCode!]", "at `1`, a `CountryCode` is a string: give one");
        check(json!("2021-13"), "Date", "`2021-13` is no date: write `2023-11-11`, `2023-11` or `2023`");
        check(json!({"budget": {"min": 1}}), "ProgrammeFilter", "");
        check(
            json!({"or": [{}, {"budget": {"least": 1}}]}),
            "ProgrammeFilter",
            "at `or.1.budget`, `FloatRange` has no field `least`: its fields are `max`, `min`",
        );
        check(
            json!({"direction": "ASC"}),
            "ProgrammeOrder",
            "`ProgrammeOrder` lacks its field `field`: give it a value",
        );
        check(
            json!([{"field": "TITLE", "direction": "UP"}]),
            "[ProgrammeOrder!]",
            "at `0.direction`, `UP` is no `OrderDirection`: give one of `ASC`, `DESC`",
        );
        check(json!(7), "ProgrammeFilter", "`7` is no `ProgrammeFilter`: give an object");
    }
}
