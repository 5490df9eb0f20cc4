//! What is thrown at a GraphQL server on the internet: each refused with its code, before work is done on it.
//!
//! The work itself is counted in the tests of `api::limits`, in steps; here only that the server says no, and lives.

mod connections;

use std::sync::LazyLock;

use gcm_hub::api::Limits;
use gcm_hub::http::Setup;
use serde_json::json;

use crate::server::{JSON, Running};

static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

/// So many bytes an answer to an attack may have. What is sent back to whoever sends much is bandwidth, and memory.
const MOST_ANSWER: usize = 40_000;

/// Asserts that a query is refused, and in few words.
fn refused(query: &str, code: &str, word: &str) {
    let answer = SERVER.ask("application/graphql-response+json", &json!({ "query": query }));
    answer.refuses(400, code, word);
    assert!(answer.body.len() < MOST_ANSWER, "{} bytes", answer.body.len());
    // As events, where nothing else is looked at.
    let headers = [("Content-Type", JSON), ("Accept", "text/event-stream")];
    let events = SERVER.post(&headers, json!({ "query": query }).to_string()).streamed();
    assert!(events.contains(code) && events.len() < MOST_ANSWER, "{} bytes", events.len());
}

/// Asserts that a query is refused for a measure, with everything that its writer wants to know.
fn passes(query: &str, measure: &str) {
    let answer = SERVER.ask("application/graphql-response+json", &json!({ "query": query }));
    answer.refuses(400, "LIMIT_EXCEEDED", &format!("`{measure}`"));
    assert!(answer.body.len() < 1_000, "{}", answer.text());
    let error = &answer.json()["errors"][0];
    let told = &error["extensions"];
    assert_eq!(told["measure"], measure);
    assert!(told["actual"].as_u64() > told["limit"].as_u64(), "{error}");
    assert_eq!((&told["where"], 1), (&error["locations"][0], error["locations"].as_array().unwrap().len()));
}

#[test]
fn nested_fragments() {
    let link = |number: usize| format!("fragment f{number} on Query {{ ...f{0} ...f{0} }} ", number + 1);
    let links: String = (0..21).map(link).collect();
    let query = format!("{{ ...f0 }} {links}fragment f21 on Query {{ hub {{ version }} }}");
    assert!(query.len() < 1000);
    passes(&query, "fields");
}

#[test]
fn fragments_in_a_circle() {
    let query = "{ ...a } fragment a on Query { ...b ...b } fragment b on Query { ...a ...a }";
    SERVER.ask("application/graphql-response+json", &json!({ "query": query })).refuses(
        400,
        "GRAPHQL_VALIDATION_FAILED",
        "spreads itself",
    );
}

#[test]
fn wide_aliases() {
    let aliases: String =
        (0..1_000).map(|number| format!("a{number}: programmes {{ totalCount }} ")).collect();
    passes(&format!("{{ {aliases} }}"), "aliases");
}

#[test]
fn one_field_that_conflicts_with_hundreds() {
    let arguments = |number: usize| (0..number).map(|number| format!("a{number}: 1 ")).collect::<String>();
    let query =
        |wide: usize| format!("{{ hub({}) {{ version }} {} }}", arguments(wide), "hub ".repeat(1_000));
    refused(&query(50), "GRAPHQL_VALIDATION_FAILED", "different arguments");
    refused(&query(600), "GRAPHQL_VALIDATION_FAILED", "600 arguments");
    let within = format!("{}{}{}", "... { ".repeat(20), query(50).trim_matches(['{', '}']), " }".repeat(20));
    refused(&format!("{{ {within} }}"), "GRAPHQL_VALIDATION_FAILED", "different arguments");
}

#[test]
fn names_that_are_not_there() {
    let unknown: String = (0..1_900).map(|number| format!("x{number}{} ", "y".repeat(90))).collect();
    refused(&format!("{{ {unknown} }}"), "GRAPHQL_VALIDATION_FAILED", "Unknown field");
    passes(&format!("{{ {} }}", "y".repeat(500)), "name");
}

#[test]
fn fragments_that_nothing_spreads() {
    let fields: String = (0..9_000).map(|number| format!("f{number} ")).collect();
    refused(
        &format!("{{ hub {{ version }} }} fragment F on Query {{ {fields} }}"),
        "GRAPHQL_VALIDATION_FAILED",
        "no operation spreads the fragment `F`",
    );
    let ring = |number: usize| format!("fragment f{number} on Query {{ ...f{} }} ", (number + 1) % 480);
    let rings: String = (0..480).map(ring).collect();
    refused(&format!("{{ hub {{ version }} }} {rings}"), "GRAPHQL_VALIDATION_FAILED", "no operation spreads");
}

#[test]
fn a_fragment_of_undefined_variables_in_many_operations() {
    let operations: String = (0..400).map(|number| format!("query q{number} {{ ...F }} ")).collect();
    let query = |variables: usize| {
        let variables: String = (0..variables).map(|number| format!("$v{number} ")).collect();
        format!("{operations} fragment F on Query {{ nodes(ids: [{variables}]) {{ id }} }}")
    };
    passes(&query(2_500), "arguments");
    refused(&query(100), "GRAPHQL_VALIDATION_FAILED", "is not defined");
}

#[test]
fn a_large_value_that_is_used_often() {
    let uses = "search(text: $a, types: [$b]) { totalCount } ".repeat(500);
    let query = format!("query($a: String!, $b: SearchType!) {{ {uses} }}");
    let body = json!({ "query": query, "variables": { "a": "", "b": "B".repeat(900_000) } });
    let answer = SERVER.ask("application/graphql-response+json", &body);
    answer.refuses(400, "LIMIT_EXCEEDED", "`arguments`");
    assert!(answer.body.len() < 1_000, "{}", answer.text());
}

#[test]
fn names_of_operations_that_fill_the_memory() {
    let ask = |name: &str| {
        let body = json!({ "query": "query A { hub { version } }", "operationName": name });
        let answer = SERVER.ask("application/graphql-response+json", &body);
        assert!(answer.body.len() < 1_000, "{} bytes", answer.body.len());
        answer
    };
    ask(&"A".repeat(900_000)).refuses(400, "LIMIT_EXCEEDED", "`name`");
    for no_name in ["A B", "1A", "é", "A\n"] {
        ask(no_name).refuses(400, "GRAPHQL_VALIDATION_FAILED", "is no name");
    }
    ask("B").refuses(400, "GRAPHQL_VALIDATION_FAILED", "Unknown operation named");
    assert_eq!(ask("A").status, 200);
}

#[test]
fn a_flood_of_directives() {
    passes(&format!("{{ hub {{ version {} }} }}", "@include(if: true) ".repeat(1_000)), "directives");
    passes(&format!("{{ hub {{ version {} }} }}", "@a".repeat(20_000)), "tokens");
}

#[test]
fn deep_lists() {
    let deep =
        |levels: usize| format!("{{ nodes(ids: {}1{}) {{ id }} }}", "[".repeat(levels), "]".repeat(levels));
    passes(&deep(500_000), "nesting");
    passes(&deep(2_000), "nesting");
    // In variables: the reader of JSON has its own.
    let variables = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"query": "{{ hub {{ version }} }}", "variables": {{"a": {variables}}}}}"#);
    SERVER.post(&[("Content-Type", JSON)], body).refuses(400, "BAD_REQUEST", "recursion limit");
}

#[test]
fn deep_selections() {
    passes(&format!("{{ {}id{} }}", "a { ".repeat(40), " }".repeat(40)), "depth");
    passes(&format!("{{ {}id{} }}", "a { ".repeat(1_000), " }".repeat(1_000)), "nesting");
}

#[test]
fn pages_within_pages() {
    let programmes = "{ programmes(first: 1000) { nodes { results(first: 1000) { nodes { id } } } } }";
    passes(programmes, "nodes");
    let types = "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }";
    passes(types, "nodes");
}

#[test]
fn introspection_as_tools_do_it_is_no_attack() {
    let of_type = (0..9).fold("kind name".to_owned(), |inside, _| format!("kind name ofType {{ {inside} }}"));
    let query = format!(
        "query {{ __schema {{ description queryType {{ name }} types {{ ...Full }} directives {{ name locations args {{ ...In }} }} }} }} \
         fragment Full on __Type {{ kind name description specifiedByURL isOneOf fields(includeDeprecated: true) {{ name \
         description args(includeDeprecated: true) {{ ...In }} type {{ ...Ref }} isDeprecated deprecationReason }} \
         inputFields(includeDeprecated: true) {{ ...In }} interfaces {{ ...Ref }} enumValues(includeDeprecated: true) {{ name \
         description isDeprecated deprecationReason }} possibleTypes {{ ...Ref }} }} fragment In on __InputValue {{ name \
         description type {{ ...Ref }} defaultValue isDeprecated deprecationReason }} fragment Ref on __Type {{ {of_type} }}"
    );
    let answer = SERVER.ask(JSON, &json!({ "query": query })).json();
    assert!(answer.get("errors").is_none(), "{}", answer["errors"]);
    assert!(answer["data"]["__schema"]["types"].as_array().unwrap().len() > 50);
}

#[test]
fn who_asks_what_a_request_costs_is_told_and_it_is_not_run() {
    let ask = |header: &str| {
        let headers = [("Content-Type", JSON), ("GCM-Hub-Cost", header)];
        SERVER.post(&headers, r#"{"query": "{ sources { slug } programmes(first: 2) { nodes { slug } } }"}"#)
    };
    let told = ask("ask").json();
    assert_eq!(told["data"], serde_json::Value::Null);
    let cost = json!({
        "bytes": 60, "tokens": 18, "depth": 3, "fields": 5, "aliases": 0, "directives": 0, "arguments": 1, "nodes": 16 + 1 + 4,
    });
    assert_eq!(told["extensions"]["cost"], cost);
    let shown = ask("show").json();
    assert_eq!(shown["extensions"]["cost"], cost);
    assert!(shown["data"]["sources"].is_array());
    ask("please").refuses(400, "BAD_REQUEST", "`ask`");
    let silent = SERVER.ask(JSON, &json!({ "query": "{ sources { slug } }" })).json();
    assert!(silent["extensions"].get("cost").is_none());
}

#[test]
fn queries_that_take_longer_than_they_may() {
    // No time at all, so that nothing has to be waited for.
    let server =
        Running::with(Setup { limits: Limits { seconds: 0, ..Limits::default() }, ..Setup::default() });
    let newer = "application/graphql-response+json";
    let ask = |query: &str| server.ask(newer, &json!({ "query": query }));
    for (query, pending) in [
        ("{ hub { version } programmes { totalCount } }", json!(["programmes"])),
        ("{ a: programmes { totalCount } b: links { totalCount } }", json!(["a", "b"])),
        ("{ country(code: \"MDA\") { programmes { totalCount } } }", json!(["country.programmes"])),
        (
            "{ asOf(time: \"2024-01-01T00:00:00Z\") { programmes { totalCount } } }",
            json!(["asOf.programmes"]),
        ),
    ] {
        let answer = ask(query);
        answer.refuses(400, "LIMIT_EXCEEDED", "`seconds`");
        let told = &answer.json()["errors"][0]["extensions"];
        assert_eq!(
            (&told["pending"], &told["measure"], &told["limit"]),
            (&pending, &json!("seconds"), &json!(0))
        );
        assert!(told["actual"].as_f64() > Some(0.0), "{told}");
        assert_eq!(told["where"], answer.json()["errors"][0]["locations"][0], "{told}");
    }
    // Over a stream as well, and what makes no list is not interrupted.
    let streamed = [("Content-Type", JSON), ("Accept", "text/event-stream")];
    let events = server.post(&streamed, r#"{"query": "{ programmes { totalCount } }"}"#).streamed();
    assert!(events.contains("LIMIT_EXCEEDED"), "{events}");
    assert_eq!(ask("{ hub { version } }").status, 200);
    server.stop().unwrap();
}

#[test]
fn filters_of_more_values_than_anyone_needs() {
    let query = "query($w: ProgrammeFilter, $i: ProgressItemFilter) {
                 programmes(where: $w) { totalCount } progressItems(where: $i) { totalCount } }";
    let ask = |variables: serde_json::Value| {
        SERVER.ask("application/graphql-response+json", &json!({ "query": query, "variables": variables }))
    };
    let any = |length: usize| json!({ "or": vec![json!({ "text": "zq" }); length] });
    for (variables, measure) in [
        (json!({ "w": any(30_000) }), "items"),
        (json!({ "w": { "region": vec!["Africa"; 4_000] } }), "items"),
        (json!({ "w": { "and": vec![any(1_000); 25] } }), "arguments"),
        (json!({ "w": any(1_000), "i": { "and": vec![any(1_000); 24] } }), "arguments"),
    ] {
        let answer = ask(variables);
        answer.refuses(400, "LIMIT_EXCEEDED", &format!("`{measure}`"));
        assert_eq!(answer.json()["errors"][0]["locations"][0]["line"], 2, "where it is given");
    }
    passes(
        &format!("{{ programmes(where: {{region: [{}]}}) {{ totalCount }} }}", "A,".repeat(1_001)),
        "items",
    );
    // As many as are let are answered.
    let most = json!({ "w": { "and": vec![any(1_000); 2] }, "i": { "region": ["Africa"] } });
    let answer = ask(most).json();
    assert_eq!(answer["data"]["programmes"]["totalCount"], 0, "{answer}");
    // What is filtered by in an address counts as well.
    let regions = vec!["Africa"; 1_001];
    let address = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("where", &json!({ "region": regions }).to_string())
        .finish();
    let answer = SERVER.get(&format!("/export/programmes.csv?{address}"));
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("1001 items long"), "{}", answer.text());
}
