//! A variable without a value that it can have is an error of the request, whichever way the request comes: nothing is
//! run, there is no `data`, and nothing is kept.

use std::sync::LazyLock;

use async_graphql::Request;
use futures_util::StreamExt;
use gcm_hub::api::{Snapshot, schema};
use serde_json::{Value, json};

use crate::bundled_hub;
use crate::server::{JSON, Running};

static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

const GRAPHQL: &str = "application/graphql-response+json";

/// Queries with variables that cannot be, and what is said of them.
fn wrong() -> Vec<(&'static str, Value, &'static str)> {
    let b = "query($b: Boolean!) { hub { version @include(if: $b) } }";
    let s = "query($s: String!) { programme(slug: $s) { title } hub { version } }";
    let n = "query($n: Int) { programmes(first: $n) { totalCount } }";
    let c = "query($c: CountryCode!) { country(code: $c) { name } }";
    let w = "query($w: ProgrammeFilter) { programmes(where: $w) { totalCount } }";
    vec![
        (b, json!({}), "the variable `$b` of type `Boolean!` has no value: give it one in `variables`"),
        (
            b,
            json!({"b": null}),
            "the variable `$b` of type `Boolean!` cannot be: null is no `Boolean!`: give a value",
        ),
        (s, json!({}), "the variable `$s` of type `String!` has no value: give it one in `variables`"),
        (
            n,
            json!({"n": 3_000_000_000_i64}),
            "the variable `$n` of type `Int` cannot be: `3000000000` is no `Int`: give a whole number from -2147483648 to 2147483647",
        ),
        (c, json!({"c": "ZZZ"}), "the variable `$c` of type `CountryCode!` cannot be: unknown country `ZZZ`"),
        (
            w,
            json!({"w": {"not": {"budget": {"least": 1}}}}),
            "the variable `$w` of type `ProgrammeFilter` cannot be: at `not.budget`, `FloatRange` has no field `least`: its fields are `max`, `min`",
        ),
    ]
}

#[test]
fn over_http_it_is_400_with_the_reason_and_never_kept() {
    for (query, variables, message) in wrong() {
        // Twice, as what is asked again is remembered.
        for _ in 0..2 {
            let answer = SERVER.ask(GRAPHQL, &json!({"query": query, "variables": variables}));
            assert_eq!(answer.status, 400, "{query} {variables}");
            let body = answer.json();
            assert_eq!(body["errors"][0]["message"], message);
            assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
            assert_eq!(body["errors"][0]["locations"][0], json!({"line": 1, "column": 7}));
            assert!(body["errors"][0]["extensions"]["variable"].is_string(), "{body}");
            assert!(body["data"].is_null(), "{body}");
        }
        let answer = SERVER.ask(JSON, &json!({"query": query, "variables": variables}));
        assert_eq!((answer.status, &answer.json()["errors"][0]["message"]), (200, &json!(message)));
    }
}

#[tokio::test]
async fn streams_and_the_engine_say_the_same() {
    let (hub, schema) = (bundled_hub(), schema());
    for (query, variables, message) in wrong() {
        let variables = async_graphql::Variables::from_json(variables);
        let request = || {
            Request::new(query).variables(variables.clone()).data(Snapshot(hub.served())).data(hub.clone())
        };
        let streamed: Vec<_> = schema.execute_stream(request()).collect().await;
        for answer in [schema.execute(request()).await, streamed.into_iter().next().unwrap()] {
            assert_eq!(answer.errors.len(), 1, "{query}");
            assert_eq!(answer.errors[0].message, message);
            assert_eq!(answer.data, async_graphql::Value::Null);
        }
    }
}

#[test]
fn what_is_no_variable_of_the_operation_may_be_anything() {
    let query = "query A { hub { version } } query B($b: Boolean!) { hub { version @include(if: $b) } }";
    let body = json!({"query": query, "operationName": "A", "variables": {"b": 1, "c": {}}});
    let answer = SERVER.ask(GRAPHQL, &body);
    assert_eq!((answer.status, answer.json()["data"]["hub"]["version"].is_string()), (200, true));
}
