//! The answers of `/graphql` as the GraphQL specification has them: a code in every error, an error's null where it
//! belongs, keys in the order of the query.

mod fields;
mod order;
mod resolvers;
mod types;

use async_graphql::Request;
use gcm_hub::api::{Limits, Schema, Snapshot, schema};
use serde_json::{Value, json};

use crate::bundled_hub;

async fn answer(query: &str, variables: Value) -> Value {
    let hub = bundled_hub();
    let request = Request::new(query).variables(async_graphql::Variables::from_json(variables));
    let response = schema().execute(request.data(Snapshot(hub.served())).data(hub)).await;
    serde_json::to_value(&response).unwrap()
}

async fn code(query: &str, variables: Value) -> String {
    let answer = answer(query, variables).await;
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[tokio::test]
async fn every_kind_of_error_has_its_code() {
    let none = || json!({});
    for query in [
        "{ hub",
        "",
        "{ hub { version } } }",
        "\u{0}",
        "query A { hub { version } } query A { hub { version } }",
    ] {
        assert_eq!(code(query, none()).await, "GRAPHQL_PARSE_FAILED", "{query}");
    }
    for query in [
        "{ nothing }",
        "{ hub }",
        "{ programmes(nothing: 1) { totalCount } }",
        "{ ...nowhere }",
        "query A { hub { version } } query B { hub { version } }",
        "query($a: Int) { hub { version } }",
        "{ programme { slug } }",
    ] {
        assert_eq!(code(query, none()).await, "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
    let with_code = "query($code: CountryCode!) { country(code: $code) { name } }";
    let first = "query($n: Int) { programmes(first: $n) { totalCount } }";
    for (query, variables) in [
        (with_code, json!({ "code": "Nowhereland" })),
        (with_code, json!({ "code": 7 })),
        (with_code, json!({})),
        (first, json!({ "n": "many" })),
        (first, json!({ "n": -1 })),
        ("{ programmes(first: \"many\") { totalCount } }", none()),
        ("{ asOf(time: \"soon\") { hub { version } } }", none()),
    ] {
        assert_eq!(code(query, variables.clone()).await, "BAD_USER_INPUT", "{query} {variables}");
    }
    let wide = "{ hub { version } } ".repeat(6_000);
    assert_eq!(code(&wide, none()).await, "LIMIT_EXCEEDED");
    // Without a hub to read, which is a fault of whoever runs it.
    let response = schema().execute("{ hub { version } }").await;
    let response = serde_json::to_value(response).unwrap();
    assert_eq!(response["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{response}");
    assert_eq!(response["data"], Value::Null);
}

#[tokio::test]
async fn two_errors_leave_one_null_each_and_an_empty_selection_an_object() {
    let query = "{ a: country(code: \"Nowhere\") { name } b: __typename c: country(code: \"MDA\") { name \
                 programmes(first: -1) { totalCount } } d: programmes(first: 1) { totalCount } }";
    let found = answer(query, json!({})).await;
    assert_eq!(found["data"]["a"], Value::Null);
    assert_eq!(found["data"]["c"], Value::Null);
    assert_eq!(found["data"]["b"], "Query");
    assert!(found["data"]["d"]["totalCount"].is_number());
    assert_eq!(found["errors"].as_array().unwrap().len(), 2);
    let found = answer("{ hub @skip(if: true) { version } }", json!({})).await;
    assert_eq!((found.get("errors"), &found["data"]), (None, &json!({})));
    let query = "query($no: Boolean!) { hub { version @include(if: $no) } none: programme(slug: \"none\") { slug @skip(if: true) } \
                 sources { ... on Programme { slug } } }";
    let refused = answer(query, json!({ "no": false })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{refused}");
    let query = "query($no: Boolean!) { hub { version @include(if: $no) } none: programme(slug: \"none\") { slug @skip(if: true) } \
                 search(text: \"moldova\", types: [COUNTRY]) { nodes { ...F } edges { node { ... on Country { code } } } } } \
                 fragment F on Programme { slug }";
    let found = answer(query, json!({ "no": false })).await;
    let expected = json!({ "hub": {}, "none": null, "search": { "nodes": [{}], "edges": [{ "node": { "code": "MDA" } }] } });
    assert_eq!((found.get("errors"), &found["data"]), (None, &expected));
}

#[tokio::test]
async fn a_gateway_may_ask_for_ten_thousand_entities_and_no_more() {
    let query = "query($all: [_Any!]!) { _entities(representations: $all) { __typename } }";
    let asked =
        |number: usize| json!({ "all": vec![json!({ "__typename": "Country", "code": "MDA" }); number] });
    let found = answer(query, asked(10_000)).await;
    assert!(found.get("errors").is_none(), "{}", found["errors"]);
    assert_eq!(found["data"]["_entities"].as_array().unwrap().len(), 10_000);
    assert_eq!(code(query, asked(10_001)).await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn the_limits_in_force_can_be_read() {
    let limits = Limits { fields: 77, depth: 10_000, ..Limits::default() };
    let hub = bundled_hub();
    let query = "{ hub { limits { maxPageSize maxBytes maxTokens maxNesting maxDepth maxFields maxAliases maxDirectives maxNameBytes maxArguments maxItems maxNodes maxSeconds } } }";
    let response = Schema::new(limits).execute(Request::new(query).data(Snapshot(hub.served()))).await;
    let found = serde_json::to_value(response).unwrap();
    let expected = json!({
        "maxPageSize": 1000, "maxBytes": limits.bytes, "maxTokens": limits.tokens, "maxNesting": 100, "maxDepth": 60,
        "maxFields": 77, "maxAliases": limits.aliases, "maxDirectives": limits.directives, "maxNameBytes": 256,
        "maxArguments": limits.arguments, "maxItems": 1000, "maxNodes": limits.nodes,
        "maxSeconds": limits.seconds,
    });
    assert_eq!(found["data"]["hub"]["limits"], expected, "{found}");
}

#[tokio::test]
async fn a_fragment_on_a_union_is_of_each_of_its_types_wherever_it_stands() {
    let linkable = "... on Linkable { __typename ...on Node { id } ... on Programme { slug } }";
    let plain = "__typename id ... on Programme { slug }";
    let named = "fragment F on Linkable { ...G } fragment G on Linkable { __typename ... { ... on Node { id } } ... on Programme { slug } }";
    let id = answer("{ programmes(first: 1) { nodes { id } } }", json!({})).await;
    let id = id["data"]["programmes"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let asked = |around: &str, set: &str, rest: &str| {
        let around = around.replace("SET", set).replace("$id", &format!("\"{id}\""));
        format!("{{ {around} __type(name: \"Node\") {{ name }} }} {rest}")
    };
    for around in [
        "programmes(first: 2) { nodes { SET } }",
        "node(id: $id) { SET }",
        "nodes(ids: [$id]) { ... on Node { SET } }",
    ] {
        let expected = answer(&asked(around, plain, ""), json!({})).await;
        let expected = expected["data"].as_object().unwrap_or_else(|| panic!("{expected}")).clone();
        for (set, rest) in [
            (linkable, ""),
            ("...F", named),
            ("...F @include(if: true)", named),
            ("... on Linkable @skip(if: false) { ...F }", named),
            // Of other types of the union nothing comes, wherever the fragment stands.
            (
                "__typename ... on Programme { ... on Linkable { ...H ... on Node { id } } slug }",
                "fragment H on Commitment { number }",
            ),
        ] {
            let query = asked(around, set, rest);
            let found = answer(&query, json!({})).await;
            assert_eq!(found["data"], json!(expected), "{query} {found}");
        }
        let left_out = asked(around, "__typename ... on Linkable @skip(if: true) { ... on Node { id } }", "");
        let found = answer(&left_out, json!({})).await;
        assert!(!found["data"].to_string().contains("\"id\""), "{found}");
    }
    // What is wrong is told of what was sent.
    let wrong = answer("{ countries { nodes { ... on Linkable { __typename } } } }", json!({})).await;
    assert!(wrong["errors"][0]["message"].as_str().unwrap().contains("Linkable"), "{wrong}");
}
