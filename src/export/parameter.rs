//! Text of an address as a typed value, and JSON checked against its type, so that an error names the parameter and
//! says what would be right.
//!
//! Scalars of the hub's own (`CountryCode`, `Date`) are text here; what they may be is for the schema to say.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value};

use super::problem::{Problem, listed, short};
use super::schema::{Types, is_list, named};

/// What one parameter is worth; `None` when it was given empty, as forms send what was not filled in.
///
/// * a list is given by repeating the parameter, by commas, or as a JSON array when an item has a comma in it;
/// * an input object is given as JSON;
/// * everything else is given once, as it is.
pub(super) fn value(types: &Types, name: &str, of: &Type, given: &[&str]) -> Result<Option<Value>, Problem> {
    let given: Vec<&str> = given.iter().copied().filter(|text| !text.trim().is_empty()).collect();
    let Some(first) = given.first().copied() else { return Ok(None) };
    let json = first.trim_start();
    if types.inputs(named(of)).is_some() || (is_list(of) && json.starts_with('[')) {
        once(name, &given)?;
        let value: Value = serde_json::from_str(first).map_err(|error| {
            Problem::input(name, format!("`{name}` is no JSON ({error}): give {}", wanted(types, of)))
        })?;
        check(types, name, of, &value)?;
        return Ok(Some(value));
    }
    match &of.base {
        BaseType::List(inner) => {
            let items = given.iter().flat_map(|text| text.split(',')).map(str::trim);
            let items = items.filter(|item| !item.is_empty()).map(|item| scalar(types, name, inner, item));
            Ok(Some(Value::Array(items.collect::<Result<_, _>>()?)))
        }
        BaseType::Named(_) => {
            once(name, &given)?;
            scalar(types, name, of, first).map(Some)
        }
    }
}

fn once(name: &str, given: &[&str]) -> Result<(), Problem> {
    match given.len() {
        0 | 1 => Ok(()),
        times => Err(Problem::input(name, format!("`{name}` is given {times} times: give it once"))),
    }
}

fn scalar(types: &Types, name: &str, of: &Type, text: &str) -> Result<Value, Problem> {
    let trimmed = text.trim();
    let value = match named(of) {
        "Int" => trimmed.parse::<i32>().ok().map(Value::from),
        "Float" => trimmed.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
        "Boolean" => trimmed.parse::<bool>().ok().map(Value::from),
        other => match types.values(other) {
            Some(values) => values.contains(&trimmed).then(|| Value::from(trimmed)),
            None => Some(Value::from(text)),
        },
    };
    value.ok_or_else(|| wrong(types, name, of, text))
}

/// Checks JSON against its type, names of unknown fields included.
pub(super) fn check(types: &Types, path: &str, of: &Type, value: &Value) -> Result<(), Problem> {
    let right = match (&of.base, value) {
        (_, Value::Null) => of.nullable,
        (BaseType::List(inner), Value::Array(items)) => {
            return items.iter().try_for_each(|item| check(types, path, inner, item));
        }
        // One item stands for a list of it (GraphQL, input coercion).
        (BaseType::List(inner), value) => return check(types, path, inner, value),
        (BaseType::Named(name), value) => match (types.inputs(name), value) {
            (Some(_), Value::Object(fields)) => return check_object(types, path, name, fields),
            (Some(_), _) => false,
            (None, value) => match name.as_str() {
                "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
                "Float" => value.is_number(),
                "Boolean" => value.is_boolean(),
                "ID" => value.is_string() || value.is_i64(),
                other => match types.values(other) {
                    Some(values) => value.as_str().is_some_and(|text| values.contains(&text)),
                    None => value.is_string(),
                },
            },
        },
    };
    if right { Ok(()) } else { Err(wrong(types, path, of, &value.to_string())) }
}

fn check_object(types: &Types, path: &str, name: &str, fields: &Map<String, Value>) -> Result<(), Problem> {
    let known = types.inputs(name).unwrap_or_default();
    for (key, value) in fields {
        let inside = format!("{path}.{key}");
        let Some(field) = known.iter().find(|field| field.name.node == key.as_str()) else {
            let names = listed(known.iter().map(|field| field.name.node.as_str()));
            return Err(Problem::input(
                inside,
                format!("`{path}` has no field `{}`: it has {names}", short(key)),
            ));
        };
        check(types, &inside, &field.ty.node, value)?;
    }
    let missing = known.iter().find(|field| {
        !field.ty.node.nullable
            && field.default_value.is_none()
            && !fields.contains_key(field.name.node.as_str())
    });
    match missing {
        None => Ok(()),
        Some(field) => {
            let inside = format!("{path}.{}", field.name.node);
            Err(Problem::input(
                &inside,
                format!("`{inside}` is missing: give {}", wanted(types, &field.ty.node)),
            ))
        }
    }
}

fn wrong(types: &Types, path: &str, of: &Type, given: &str) -> Problem {
    let given = short(given);
    Problem::input(path, format!("`{path}` cannot be `{given}`: give {}", wanted(types, of)))
}

/// What would be right, in words.
pub(super) fn wanted(types: &Types, of: &Type) -> String {
    let name = named(of);
    let one = match name {
        "Int" => "a whole number like `10`".to_owned(),
        "Float" => "a number like `2.5`".to_owned(),
        "Boolean" => "`true` or `false`".to_owned(),
        "String" | "ID" => "text".to_owned(),
        _ => match (types.values(name), types.inputs(name)) {
            (Some(values), _) => format!("one of {}", listed(values)),
            (_, Some(fields)) => {
                let fields = listed(fields.iter().map(|field| field.name.node.as_str()));
                format!("a JSON object with some of {fields}")
            }
            _ => format!("text that is a `{name}` of the schema"),
        },
    };
    if is_list(of) { format!("{one}, several by commas or by repeating the parameter") } else { one }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SDL: &str = "enum Kind { A B } scalar Code
        input Filter { code: [Code!] least: Int! = 1 kind: Kind not: Filter all: Range }
        input Range { min: Float! }";

    fn read(of: &str, given: &[&str]) -> Result<Option<Value>, Problem> {
        value(&Types::read(SDL), "p", &Type::new(of).unwrap(), given)
    }

    fn check(of: &str, given: &[&str], expected: Value) {
        assert_eq!(read(of, given).unwrap().unwrap_or(Value::Null), expected, "{of} {given:?}");
    }

    fn refused(of: &str, given: &[&str], parameter: &str, says: &str) {
        let problem = read(of, given).unwrap_err();
        assert_eq!(problem.parameter.as_deref(), Some(parameter), "{problem}");
        assert!(problem.message.contains(says), "{of} {given:?}: {problem}");
    }

    #[test]
    fn text_becomes_what_the_type_says() {
        check("String", &["7"], json!("7"));
        check("String!", &[" as it is "], json!(" as it is "));
        check("Int", &["-7"], json!(-7));
        check("Float", &["2.5"], json!(2.5));
        check("Boolean", &["true"], json!(true));
        check("Kind", &["B"], json!("B"));
        check("Code", &["MDA"], json!("MDA"));
        check("Int", &[""], Value::Null);
        check("[Int!]", &["", ""], Value::Null);
    }

    #[test]
    fn a_list_is_repeated_or_has_commas_or_is_json() {
        check("[Code!]!", &["MDA"], json!(["MDA"]));
        check("[Code!]", &["MDA, ECU", "TJK"], json!(["MDA", "ECU", "TJK"]));
        check("[Int!]", &["1,2,"], json!([1, 2]));
        check("[String!]", &[r#"["a, b", "c"]"#], json!(["a, b", "c"]));
    }

    #[test]
    fn an_input_object_is_json() {
        check(
            "Filter",
            &[r#"{"code": ["MDA"], "not": {"kind": "A"}}"#],
            json!({"code": ["MDA"], "not": {"kind": "A"}}),
        );
        check("Filter", &[r#"{"code": "MDA"}"#], json!({"code": "MDA"}));
        check("[Range!]", &[r#"[{"min": 1}]"#], json!([{"min": 1}]));
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        refused("Int", &["ten"], "p", "a whole number");
        refused("Int", &["99999999999"], "p", "a whole number");
        refused("Float", &["inf"], "p", "a number");
        refused("Boolean", &["yes"], "p", "`true` or `false`");
        refused("Kind", &["C"], "p", "one of `A`, `B`");
        refused("[Kind!]", &["A,C"], "p", "one of `A`, `B`");
        refused("Int", &["1", "2"], "p", "2 times");
        refused("Filter", &["{"], "p", "no JSON");
        refused("Filter", &["[1]"], "p", "a JSON object");
        refused("Filter", &[r#"{"kode": 1}"#], "p.kode", "it has `code`, `least`");
        refused("Filter", &[r#"{"not": {"kind": "C"}}"#], "p.not.kind", "one of `A`, `B`");
        refused("Filter", &[r#"{"least": null}"#], "p.least", "a whole number");
        refused("Filter", &[r#"{"all": {}}"#], "p.all.min", "missing");
        refused("[String!]", &["[1]"], "p", "text");
    }
}
