//! What is written by a plan is what the engine answers, byte for byte.

mod queries;
mod validity;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{Type, VariableDefinition};
use async_graphql::{Request, Variables};
use gcm_hub::api::{Answer, Schema, Snapshot, schema};
use gcm_hub::hub::Hub;
use serde_json::{Map, Value, json};

use crate::bundled_hub;

/// What came of a request.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    Written,
    Engine,
    Refused,
}

/// Asks by both ways and compares what they say.
async fn both(schema: &Schema, hub: &Arc<Hub>, query: &str, variables: &Value) -> Way {
    let request = || {
        let request = Request::new(query).variables(Variables::from_json(variables.clone()));
        request.data(Snapshot(hub.served())).data(Arc::clone(hub))
    };
    let expected = schema.execute(request()).await;
    let admitted = match schema.read(&request()) {
        Ok(admitted) => admitted,
        Err(refused) => {
            let expected = serde_json::to_string(&expected).unwrap();
            assert_eq!(serde_json::to_string(&refused).unwrap(), expected, "{query}");
            return Way::Refused;
        }
    };
    match schema.answer(request(), admitted).await {
        Answer::Written(data) => {
            assert_eq!(expected.errors, [], "{query} {variables}");
            let expected = serde_json::to_string(&expected.data).unwrap();
            assert_eq!(String::from_utf8(data).unwrap(), expected, "{query} {variables}");
            Way::Written
        }
        Answer::Engine(answer) => {
            let expected = serde_json::to_string(&expected).unwrap();
            assert_eq!(serde_json::to_string(&answer).unwrap(), expected, "{query} {variables}");
            Way::Engine
        }
    }
}

/// The documents of a folder with their paths below it.
fn files(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.is_dir() {
            files(&path, &format!("{below}{name}/"), found);
        } else if path.extension().is_some_and(|extension| extension == "graphql") {
            found.push((format!("{below}{name}"), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The queries of this repository that the engine runs: they wait, or fail. No saved operation is among them.
const OF_THE_ENGINE: [&str; 19] = [
    "change/as-of-2022",
    "change/as-of-no-time",
    "change/as-of-today",
    "change/bad-cursor",
    "change/bad-node",
    "change/too-many-times",
    "change/unknown-field",
    "change/unknown-source",
    "error/a-cursor-of-another-list",
    "error/a-field-that-no-claim-is-of",
    "error/a-page-too-large",
    "error/a-range-out-of-order",
    "error/a-value-that-cannot-exist",
    "error/an-unknown-country-names-the-near-misses",
    "error/an-unknown-region",
    "federation/one-that-is-wrong-costs-no-other",
    "link/a-score-out-of-range",
    "link/an-unknown-agency-names-the-near-misses",
    "search/a-cursor-that-was-not-found",
];

/// The queries of this repository with their names.
fn of_this_repository() -> Vec<(String, String)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut queries = Vec::new();
    files(&here.join("schema/operations"), "operations/", &mut queries);
    files(&here.join("tests/it/graphql"), "", &mut queries);
    let readme = fs::read_to_string(here.join("README.md")).unwrap();
    let in_readme = readme.split("gcm-hub query '").skip(1).map(|part| part.split_once('\'').unwrap().0);
    queries.extend(in_readme.enumerate().map(|(index, query)| (format!("readme/{index}"), query.to_owned())));
    assert!(queries.len() > 60, "{}", queries.len());
    queries
}

#[tokio::test]
async fn every_query_of_this_repository_is_answered_as_by_the_engine() {
    let (hub, schema) = (bundled_hub(), schema());
    let queries = of_this_repository();
    let mut engine = BTreeSet::new();
    for (name, query) in &queries {
        // Twice new, then remembered.
        for _ in 0..3 {
            if both(&schema, &hub, query, &json!({})).await != Way::Written {
                engine.insert(name.as_str());
            }
        }
    }
    assert_eq!(engine, BTreeSet::from(OF_THE_ENGINE));
}

/// The variables of a query with their types and what they are by default.
fn defined(query: &str) -> Vec<(String, Type, Value)> {
    let document = parse_query(query).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let defined = operation.node.variable_definitions.iter().map(|defined| &defined.node);
    let with_default = |defined: &VariableDefinition| {
        let default = defined.default_value.as_ref();
        let default = default.map_or(Value::Null, |default| default.node.clone().into_json().unwrap());
        (defined.name.node.to_string(), defined.var_type.node.clone(), default)
    };
    defined.map(with_default).collect()
}

#[tokio::test]
async fn every_query_with_variables_is_answered_as_by_the_engine_whatever_they_are() {
    let (hub, schema) = (bundled_hub(), schema());
    let mut asked = 0;
    for (name, query) in of_this_repository() {
        if name.ends_with("unknown-field") {
            continue;
        }
        let defined = defined(&query);
        if defined.is_empty() {
            continue;
        }
        let defaults: Map<String, Value> =
            defined.iter().map(|(name, _, default)| (name.clone(), default.clone())).collect();
        let expected = both(&schema, &hub, &query, &json!({})).await;
        let given = both(&schema, &hub, &query, &defaults.clone().into()).await;
        assert_eq!(given, expected, "{name} with its defaults");
        for (variable, ty, default) in &defined {
            let mut others = vec![Value::Null];
            match default {
                Value::Bool(condition) => others.push(json!(!condition)),
                Value::Number(_) => others.extend([json!(1), json!(0), json!(-1), json!(i64::MAX)]),
                Value::Array(_) => others.push(json!([])),
                Value::Object(_) => others.push(json!({})),
                Value::String(_) => others.push(json!("")),
                Value::Null => {}
            }
            for other in others {
                let mut variables = defaults.clone();
                let is_no_value = other.is_null() && !ty.nullable;
                variables.insert(variable.clone(), other);
                let way = both(&schema, &hub, &query, &variables.into()).await;
                assert!(!is_no_value || way == Way::Refused, "{name}: null for `{variable}` is {way:?}");
                asked += 1;
            }
        }
    }
    assert!(asked > 50, "{asked}");
}

#[tokio::test]
async fn queries_made_of_chance_are_answered_as_by_the_engine() {
    let (hub, schema) = (bundled_hub(), schema());
    let made = queries::Schema::read(&hub);
    let (mut written, mut asked) = (0, 0);
    for seed in 0..SEEDS {
        let queries::Query { document, variables } = made.query(seed);
        for _ in 0..2 {
            asked += 1;
            written += usize::from(both(&schema, &hub, &document, &variables).await == Way::Written);
        }
    }
    assert!(written * 10 > asked * 9, "only {written} of {asked} were written");
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_told_as_by_the_engine() {
    let (hub, schema) = (bundled_hub(), schema());
    let made = queries::Schema::read(&hub);
    let mut written = 0;
    for seed in 0..SEEDS {
        let queries::Query { document, variables } = made.broken(seed);
        written += u64::from(both(&schema, &hub, &document, &variables).await == Way::Written);
    }
    // Some are valid still.
    assert!(written > 0 && written < SEEDS / 2, "{written} of {SEEDS}");
}

#[tokio::test]
async fn rules_that_the_engine_has_are_kept() {
    for query in [
        "{ programmes(first: 1 first: 1) { totalCount } }",
        "{ programmes(first: \"1\") { totalCount } }",
        "{ programmes(where: {stage: NOTHING}) { totalCount } }",
        "{ programmes(where: {budget: {least: 1}}) { totalCount } }",
        "{ programmes(orderBy: {direction: ASC}) { totalCount } }",
        "{ programmes { nodes { title { x } } } }",
        "{ programmes { nodes } }",
        "{ programmes { a: totalCount a: nodes { title } } }",
        "{ a: programmes(first: 1) { totalCount } a: programmes(first: 2) { totalCount } }",
        "{ programmes { totalCount @skip(if: 1) } }",
        "{ programmes { totalCount @skip } }",
        "{ programmes { totalCount @skip(if: true) @skip(if: true) } }",
        "query($a: Int) { programmes(first: $a, last: $b) { totalCount } }",
        "query($a: Int, $a: Int) { programmes(first: $a) { totalCount } }",
        "query($a: Int = \"x\") { programmes(first: $a) { totalCount } }",
        "{ programme { slug } }",
        "{ programmes { ... on Country { name } totalCount } }",
        "{ programmes { ... on Int { name } totalCount } }",
        "{ programmes { ...F totalCount } } fragment F on Nothing { name }",
        "{ programmes { ...F totalCount } } fragment F on ProgrammeConnection @skip(if: true) { totalCount }",
        "{ node(id: \"x\") { title } }",
        "{ node(id: \"x\") { ... on Edition { label } } }",
        "query @skip(if: true) { hub { version } }",
    ] {
        assert_eq!(way(query, json!({})).await, Way::Engine, "{query}");
    }
    // The hub holds these itself.
    for query in [
        "query($a: Boolean) { programmes { totalCount @skip(if: $a) } }",
        "query($a: Programme) { programmes(first: $a) { totalCount } }",
        "query($a: [String]) { nodes(ids: $a) { id } }",
        "{ hub { __typename { version } } }",
    ] {
        assert_eq!(way(query, json!({})).await, Way::Refused, "{query}");
    }
}

#[tokio::test]
async fn of_several_operations_the_one_that_is_asked_for_is_written() {
    let (hub, schema) = (bundled_hub(), schema());
    let query = "query A { a: hub { version } } query B($n: Int) { b: programmes(first: $n) { totalCount } }";
    for name in ["A", "B"] {
        let request = || Request::new(query).operation_name(name).data(Snapshot(hub.served()));
        let admitted = schema.read(&request()).unwrap();
        let Answer::Written(data) = schema.answer(request(), admitted).await else { panic!("{name}") };
        let expected = schema.execute(request()).await.data;
        assert_eq!(String::from_utf8(data).unwrap(), serde_json::to_string(&expected).unwrap());
    }
}

#[tokio::test]
async fn an_object_of_which_nothing_is_selected_is_empty() {
    let query = "query($no: Boolean = false) { hub { version @include(if: $no) } country(code: \"MDA\") { ...F } \
                 node(id: \"x\") { ... on Link { id } } } fragment F on Node { ... on Programme { id } }";
    assert_eq!(way(query, json!({})).await, Way::Written);
    let answer = schema().execute(Request::new(query).data(Snapshot(bundled_hub().served()))).await;
    let expected = json!({"data": {"hub": {}, "country": {}, "node": null}});
    assert_eq!(serde_json::to_value(answer).unwrap(), expected);
}

/// So many queries are made.
const SEEDS: u64 = 300;

/// Asks by both ways, with variables, and says which way it went.
async fn way(query: &str, variables: Value) -> Way {
    both(&schema(), &bundled_hub(), query, &variables).await
}

#[tokio::test]
async fn a_variable_that_must_be_given_is_an_argument() {
    let query =
        "query($slug: String!, $ids: [ID!]!) { source(slug: $slug) { title } nodes(ids: $ids) { id } }";
    assert_eq!(way(query, json!({"slug": "mptf-pipeline", "ids": ["x"]})).await, Way::Written);
    assert_eq!(way(query, json!({"slug": "mptf-pipeline"})).await, Way::Refused);
}

#[tokio::test]
async fn variables_are_what_their_types_say_or_the_request_is_refused() {
    let query = "query($n: Int, $w: ProgrammeFilter, $c: CountryCode! = \"MDA\", $yes: Boolean!) {
        programmes(first: $n, where: $w) { nodes { slug title @include(if: $yes) } } country(code: $c) { name } }";
    for (variables, expected) in [
        (json!({"yes": true}), Way::Written),
        (json!({"yes": false, "n": 2, "c": "kosovo", "w": {"stage": "FUNDED"}}), Way::Written),
        (json!({"yes": true, "n": null, "more": 1}), Way::Written),
        // What the resolver refuses is the engine's to tell.
        (json!({"yes": true, "n": -1}), Way::Engine),
        (json!({"yes": true, "n": "2"}), Way::Refused),
        (json!({"yes": true, "n": 3_000_000_000_i64}), Way::Refused),
        (json!({"yes": true, "w": {"nothing": 1}}), Way::Refused),
        (json!({"yes": true, "w": {"stage": ["NOTHING"]}}), Way::Refused),
        (json!({"yes": true, "c": null}), Way::Refused),
        (json!({"yes": 1}), Way::Refused),
        (json!({}), Way::Refused),
    ] {
        assert_eq!(way(query, variables.clone()).await, expected, "{variables}");
    }
}

#[tokio::test]
async fn what_waits_fails_or_is_no_query_goes_to_the_engine() {
    for query in [
        "{ asOf(time: \"2023-01-01T00:00:00Z\") { programmes { totalCount } } }",
        "{ hub { version } programmes(first: -1) { totalCount } }",
        "{ __schema { types { name } } }",
        "{ hub }",
        "{ nothing }",
        "query A { hub { version } } query B { hub { version } }",
        "mutation { __typename }",
        "query($a: Int) { hub { version } }",
        "{ hub @live { version } }",
    ] {
        assert_eq!(way(query, json!({})).await, Way::Engine, "{query}");
    }
}
