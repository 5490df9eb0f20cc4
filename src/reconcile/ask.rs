//! What a client sends, read and checked: a batch of queries, or what is wanted of things that were matched.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::entity::Type;
use super::problem::{Problem, short};
use super::property::Property;
use super::{MOST_CANDIDATES, MOST_CHARACTERS, MOST_IDS, MOST_QUERIES};

const EXAMPLE: &str = r#"`{"q0": {"query": "Moldova", "type": "country"}}`"#;
const EXTENSION_EXAMPLE: &str = r#"`{"ids": ["cty_…"], "properties": [{"id": "iso3"}]}`"#;
/// So many candidates are given when a query does not say.
const CANDIDATES: usize = 10;
/// So many properties one query may have, and so many values each.
const MOST_PROPERTIES: usize = 20;

/// One query: what a thing may be called, and what else is known of it.
#[derive(Debug, Clone)]
pub struct Query {
    /// The name; `None` when only properties are given.
    pub text: Option<String>,
    /// The types it may be of, never empty.
    pub types: Vec<Type>,
    /// Whether the types were named, so that codes of countries can be meant.
    pub typed: bool,
    /// The most candidates, 1 or more.
    pub limit: usize,
    /// What else is known.
    pub constraints: Vec<Constraint>,
}

/// What is known of a thing besides its name: a property has one of some values.
#[derive(Debug, Clone)]
pub struct Constraint {
    pub(super) property: &'static Property,
    pub(super) values: Vec<Wanted>,
}

/// A value that a client gives.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// As text, also where it is a number.
    pub text: String,
    /// The identifier, where it is a thing that was matched before.
    pub id: Option<String>,
}

/// Which facts are wanted of which things.
#[derive(Debug)]
pub struct Extension {
    /// The identifiers, as they were given.
    pub ids: Vec<String>,
    /// The facts.
    pub properties: Vec<&'static Property>,
}

/// Keys that are not of the specification are passed over: clients and later versions of it have some of their own.
#[derive(Deserialize)]
struct RawQuery {
    query: Option<String>,
    #[serde(rename = "type")]
    of: Option<OneOrMore<String>>,
    limit: Option<RawLimit>,
    properties: Option<Vec<RawConstraint>>,
    /// Read and passed over: the specification does not say what it means, and a thing here has one type.
    #[serde(rename = "type_strict")]
    _strictness: Option<Strictness>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Strictness {
    Any,
    All,
    Should,
}

/// A number, which some clients write as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawLimit {
    Number(f64),
    Text(String),
}

#[derive(Deserialize)]
struct RawConstraint {
    pid: String,
    v: OneOrMore<RawValue>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    More(Vec<T>),
    One(T),
}

impl<T> OneOrMore<T> {
    fn all(self) -> Vec<T> {
        match self {
            Self::More(all) => all,
            Self::One(one) => vec![one],
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawValue {
    Thing { id: String, name: Option<String> },
    Plain(Value),
}

#[derive(Deserialize)]
struct RawExtension {
    ids: Vec<String>,
    properties: Vec<RawProperty>,
}

#[derive(Deserialize)]
struct RawProperty {
    id: String,
}

/// Reads a batch of queries: JSON, by the names that the client gives them.
///
/// # Errors
/// When it is no such JSON, or too much of it; the problem names the query.
pub fn queries(json: &str) -> Result<BTreeMap<String, Query>, Problem> {
    let raw: BTreeMap<String, Value> = serde_json::from_str(json).map_err(|error| {
        Problem::input(format!("`queries` is no batch of queries ({error}): send JSON like {EXAMPLE}"))
    })?;
    if raw.len() > MOST_QUERIES {
        return Err(Problem::TooMuch(format!(
            "the batch has {} queries and {MOST_QUERIES} is the most: send several batches",
            raw.len()
        )));
    }
    raw.into_iter().map(|(name, raw)| Ok((name.clone(), query(&name, raw)?))).collect()
}

fn query(name: &str, raw: Value) -> Result<Query, Problem> {
    let name = short(name);
    let of_query = |problem: Problem| Problem::input(format!("query `{name}`: {problem}"));
    let raw: RawQuery = serde_json::from_value(raw).map_err(|error| {
        Problem::input(format!("query `{name}` is not right ({error}): send queries like {EXAMPLE}"))
    })?;
    if raw.query.is_none() && raw.properties.is_none() {
        let said = format!("it has neither `query` nor `properties`: send queries like {EXAMPLE}");
        return Err(of_query(Problem::input(said)));
    }
    let text = raw.query.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(text) = &text {
        check_length("a name", text).map_err(of_query)?;
    }
    let mut constraints = Vec::new();
    for RawConstraint { pid, v } in raw.properties.unwrap_or_default() {
        let property = Property::named(&pid).map_err(of_query)?;
        let values: Vec<Wanted> = v.all().into_iter().filter_map(wanted).collect();
        for value in &values {
            check_length("a value", &value.text).map_err(of_query)?;
            check_length("an identifier", value.id.as_deref().unwrap_or_default()).map_err(of_query)?;
        }
        if values.len() > MOST_PROPERTIES {
            let said = format!("`{pid}` has {} values and {MOST_PROPERTIES} is the most", values.len());
            return Err(of_query(Problem::input(said)));
        }
        // A cell that is empty says nothing.
        if values.is_empty() {
            continue;
        }
        if constraints.len() == MOST_PROPERTIES {
            let said = format!("it has more than {MOST_PROPERTIES} properties, which is the most");
            return Err(of_query(Problem::input(said)));
        }
        constraints.push(Constraint { property, values });
    }
    let named = raw.of.map(OneOrMore::all).unwrap_or_default();
    let named = named.iter().filter(|id| !id.is_empty()).map(|id| Type::named(id));
    let mut types = named.collect::<Result<Vec<Type>, Problem>>().map_err(of_query)?;
    let typed = !types.is_empty();
    if !typed {
        types = Type::ALL.to_vec();
    }
    let limit = match raw.limit {
        None => None,
        Some(RawLimit::Number(limit)) => Some(limit),
        Some(RawLimit::Text(text)) => Some(text.trim().parse().map_err(|_| {
            of_query(Problem::input(format!("`limit` cannot be `{}`: give a number", short(&text))))
        })?),
    };
    let limit = match limit {
        None => CANDIDATES,
        Some(limit) if limit >= 1.0 => (limit as usize).min(MOST_CANDIDATES),
        Some(limit) => {
            return Err(of_query(Problem::input(format!("`limit` cannot be {limit}: give 1 or more"))));
        }
    };
    Ok(Query { text, types, typed, limit, constraints })
}

/// Reads what is wanted of which things.
///
/// # Errors
/// When it is no such JSON, names a property that there is not, or is too much.
pub fn extension(json: &str) -> Result<Extension, Problem> {
    let raw: RawExtension = serde_json::from_str(json).map_err(|error| {
        Problem::input(format!("`extend` is not right ({error}): send JSON like {EXTENSION_EXAMPLE}"))
    })?;
    if raw.ids.len() > MOST_IDS {
        return Err(Problem::TooMuch(format!(
            "{} things are named and {MOST_IDS} is the most: send several requests",
            raw.ids.len()
        )));
    }
    let mut properties: Vec<&'static Property> = Vec::new();
    for RawProperty { id } in &raw.properties {
        let property = Property::named(id)?;
        if !properties.iter().any(|known| known.id == property.id) {
            properties.push(property);
        }
    }
    Ok(Extension { ids: raw.ids, properties })
}

fn wanted(raw: RawValue) -> Option<Wanted> {
    let text = match raw {
        RawValue::Thing { id, name } => {
            return Some(Wanted { text: name.unwrap_or_else(|| id.clone()), id: Some(id) });
        }
        RawValue::Plain(Value::String(text)) => text.trim().to_owned(),
        RawValue::Plain(Value::Null | Value::Array(_) | Value::Object(_)) => String::new(),
        RawValue::Plain(value) => value.to_string(),
    };
    (!text.is_empty()).then_some(Wanted { text, id: None })
}

fn check_length(what: &str, text: &str) -> Result<(), Problem> {
    let characters = text.chars().count();
    if characters <= MOST_CHARACTERS {
        return Ok(());
    }
    Err(Problem::input(format!(
        "{what} has {characters} characters and {MOST_CHARACTERS} is the most: cut it"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str, says: &str) {
        let problem = queries(json).unwrap_err().to_string();
        assert!(problem.contains(says), "{json}: {problem}");
    }

    #[test]
    fn a_query_says_as_much_or_as_little_as_it_likes() {
        let batch = queries(
            r#"{"q0": {"query": " Moldova "}, "q1": {"query": "x", "type": "programme", "type_strict": "should",
            "limit": 3, "properties": [{"pid": "country", "v": ["MDA", {"id": "cty_1", "name": "x"}]}, {"pid": "months", "v": 18}]},
            "q2": {"type": ["country", "organisation"], "properties": [{"pid": "iso3", "v": ""}]}}"#,
        )
        .unwrap();
        let plain = &batch["q0"];
        assert_eq!((plain.text.as_deref(), plain.typed, plain.limit), (Some("Moldova"), false, CANDIDATES));
        let full = &batch["q1"];
        assert_eq!((full.types.as_slice(), full.limit), (&[Type::Programme][..], 3));
        let given: Vec<_> = full.constraints[0].values.iter().map(|value| value.id.as_deref()).collect();
        assert_eq!(given, [None, Some("cty_1")]);
        assert_eq!(full.constraints[1].values[0].text, "18");
        assert!(batch["q2"].constraints.is_empty() && batch["q2"].text.is_none());
    }

    #[test]
    fn keys_of_a_client_s_own_are_passed_over_and_a_limit_may_be_text() {
        let batch =
            queries(r#"{"q0": {"query": "x", "limit": "3", "colour": {"a": 1}}, "q1": {"query": "y"}}"#);
        let batch = batch.unwrap();
        assert_eq!((batch["q0"].limit, batch.len()), (3, 2));
    }

    #[test]
    fn properties_are_refused_at_the_first_that_is_too_many() {
        let one = serde_json::json!({ "pid": "iso3", "v": "x" });
        let of = |length: usize| {
            serde_json::json!({ "q0": { "properties": vec![one.clone(); length] } }).to_string()
        };
        assert!(queries(&of(MOST_PROPERTIES)).is_ok());
        refused(&of(MOST_PROPERTIES + 1), "more than 20 properties");
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        refused("", "`queries` is no batch");
        refused("[]", r#"{"q0""#);
        refused(r#"{"q0": "Moldova"}"#, "query `q0` is not right");
        refused(r#"{"q7": {"qeury": "x"}}"#, "query `q7`: it has neither `query` nor `properties`");
        refused(r#"{"q0": {"query": "x", "limit": "few"}}"#, "`few`");
        refused(r#"{"q0": {"query": "x", "type": "person"}}"#, "`country`, `organisation`, `programme`");
        refused(r#"{"q0": {"query": "x", "properties": [{"pid": "iso4", "v": "x"}]}}"#, "`iso3`");
        refused(r#"{"q0": {"query": "x", "properties": [{"pid": "iso3"}]}}"#, "`v`");
        refused(r#"{"q0": {"query": "x", "limit": 0}}"#, "1 or more");
        refused(r#"{"q0": {"query": "x", "type_strict": "very"}}"#, "`any`");
        refused(
            &format!(r#"{{"q0": {{"query": "{}"}}}}"#, "x".repeat(MOST_CHARACTERS + 1)),
            "301 characters",
        );
        assert!(extension("{}").unwrap_err().to_string().contains("`extend`"));
        assert!(extension(r#"{"ids": [], "properties": [{"id": "x"}]}"#).is_err());
    }

    #[test]
    fn a_batch_that_is_too_large_is_told_apart() {
        let batch: BTreeMap<String, Value> =
            (0..=MOST_QUERIES).map(|n| (format!("q{n}"), serde_json::json!({ "query": "x" }))).collect();
        let problem = queries(&serde_json::to_string(&batch).unwrap()).unwrap_err();
        assert!(matches!(problem, Problem::TooMuch(_)), "{problem}");
        let ids = serde_json::json!({ "ids": vec!["x"; MOST_IDS + 1], "properties": [] });
        assert!(matches!(extension(&ids.to_string()).unwrap_err(), Problem::TooMuch(_)));
    }
}
