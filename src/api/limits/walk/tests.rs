//! What queries cost, and the steps that it takes to know.

use async_graphql::parser::parse_query;

use super::*;

/// What a query costs and the steps that it took to know.
fn measured(query: &str, variables: serde_json::Value) -> (Result<Cost, Box<ServerError>>, u64) {
    let document = parse_query(query).unwrap();
    let variables = Variables::from_json(variables);
    let document = Document { document: &document, operation: None, variables: &variables };
    let limits = Limits::default();
    let mut walk = Walk::new(document, &limits, Shape::hub());
    let cost = walk.all(Cost::default());
    (cost, walk.steps)
}

fn cost(query: &str, variables: serde_json::Value) -> Cost {
    measured(query, variables).0.unwrap()
}

fn refused(query: &str) -> (String, u64) {
    let (found, steps) = measured(query, serde_json::json!({}));
    let extensions = found.unwrap_err().extensions.unwrap();
    let measure = extensions.get("measure").or(extensions.get("code")).unwrap().clone();
    (measure.into_json().unwrap().as_str().unwrap().to_owned(), steps)
}

/// A chain of fragments, each of which spreads the next several times.
fn chain(links: usize, times: usize) -> String {
    let link = |number: usize| {
        let spreads = format!("...f{} ", number + 1).repeat(times);
        format!("fragment f{number} on Query {{ {spreads}}} ")
    };
    let links_: String = (0..links).map(link).collect();
    format!("{{ ...f0 }} {links_}fragment f{links} on Query {{ hub {{ version }} }}")
}

#[test]
fn a_fragment_counts_as_often_as_it_is_spread_and_is_walked_once() {
    let query = chain(9, 2);
    let (found, steps) = measured(&query, serde_json::json!({}));
    let found = found.unwrap();
    assert_eq!((found.fields, found.nodes, found.depth), (1024, 1024, 12));
    assert_eq!(steps, 1 + 9 * 2 + 2);
}

#[test]
fn nested_fragments_that_would_cost_seconds_cost_a_step_a_selection() {
    let query = chain(20, 5);
    assert!(query.len() < 1500);
    let (measure, steps) = refused(&query);
    assert_eq!(measure, "fields");
    assert!(steps <= 1 + 20 * 5 + 2, "{steps} steps");
    // Numbers past 64 bits are no way around.
    assert_eq!(refused(&chain(21, 60)).0, "fields");
}

#[test]
fn a_fragment_that_spreads_itself_is_refused_before_it_is_expanded() {
    let query = "{ ...a } fragment a on Query { ...b ...b } fragment b on Query { ...a ...a }";
    let (code, steps) = refused(query);
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    assert!(steps < 7, "{steps} steps");
}

#[test]
fn values_are_the_sizes_of_pages_multiplied() {
    let none = serde_json::json!({});
    let nodes = |query: &str| cost(query, none.clone()).nodes;
    assert_eq!(nodes("{ programmes(first: 10) { totalCount nodes { slug title } } }"), 1 + 1 + 10 * 3);
    assert_eq!(nodes("{ programmes { nodes { slug } } }"), 1 + 250 * 2);
    assert_eq!(nodes("{ programmes(last: 3) { edges { cursor node { slug } } } }"), 1 + 3 * 4);
    assert_eq!(nodes("{ programmes(first: 99999999) { nodes { slug } } }"), 1 + 1000 * 2);
    assert_eq!(
        nodes("{ programmes(first: 2) { nodes { results(first: 5) { nodes { id } } } } }"),
        1 + 2 * (1 + 1 + 5 * 2)
    );
    assert_eq!(nodes("{ sources { slug } }"), 8 * 2);
    assert_eq!(nodes("{ nodes(ids: [1, 2, 3]) { id } }"), 3 * 2);
    assert_eq!(nodes("{ _entities(representations: [{}, {}]) { ... on Country { code } } }"), 2 * 2);
    assert_eq!(nodes("query A { hub { version } } query B { hub { version builtAt } }"), 3);
}

#[test]
fn sizes_come_from_variables_and_their_defaults() {
    let query = "query($n: Int = 7, $ids: [ID!]!) { programmes(first: $n) { ...P } nodes(ids: $ids) { id } } \
                 fragment P on ProgrammeConnection { nodes { slug } }";
    let nodes = |variables| cost(query, variables).nodes;
    assert_eq!(nodes(serde_json::json!({ "ids": ["a"] })), 1 + 7 * 2 + 2);
    assert_eq!(nodes(serde_json::json!({ "ids": ["a", "b"], "n": 9 })), 1 + 9 * 2 + 4);
    assert_eq!(nodes(serde_json::json!({ "n": null })), 1 + 250 * 2 + 16);
}

#[test]
fn each_measure_is_refused_where_it_is_passed() {
    let deep = format!("{{ {}hub{} }}", "asOf(time: 1) { ".repeat(24), " }".repeat(24));
    assert_eq!(refused(&deep).0, "depth");
    let inline = format!("{{ {}hub{} }}", "... { ".repeat(24), " }".repeat(24));
    assert_eq!(refused(&inline).0, "depth");
    let aliases: String = (0..201).map(|number| format!("a{number}: __typename ")).collect();
    assert_eq!(refused(&format!("{{ {aliases} }}")).0, "aliases");
    assert_eq!(refused(&format!("{{ {} }}", "__typename ".repeat(2001))).0, "fields");
    assert_eq!(refused(&format!("{{ __typename {} }}", "@skip(if: false) ".repeat(101))).0, "directives");
    let large = "{ programmes { nodes { results { nodes { countries { code } } } } } }";
    assert_eq!(refused(large).0, "nodes");
    assert_eq!(refused(&format!("{{ {} }}", "asOf(time: 1) { __typename } ".repeat(20))).0, "fields");
}

#[test]
fn arguments_are_the_values_that_they_are_given_and_variables_what_they_have() {
    let arguments = |query: &str, variables| cost(query, variables).arguments;
    let none = || serde_json::json!({});
    assert_eq!(
        arguments(
            "{ programmes(first: 1, where: { country: [A, B] }) { totalCount @skip(if: true) } }",
            none()
        ),
        6
    );
    let query = "query($a: [ID!]! = [1, 2]) { ...F nodes(ids: $a) { id } } fragment F on Query { b: nodes(ids: $a) { id } }";
    assert_eq!(arguments(query, none()), 2 * 3);
    assert_eq!(arguments(query, serde_json::json!({ "a": ["x".repeat(640), "y"] })), 2 * (1 + 11 + 1));
    // Each operation spreads the fragment for itself.
    let query = "query A($a: ID) { ...F } query B($a: ID) { ...F } fragment F on Query { node(id: [$a, $a, $b]) { id } }";
    assert_eq!(arguments(query, none()), 2 * 4);
}

#[test]
fn a_large_value_is_not_copied_a_thousand_times() {
    let query = format!("query($a: String) {{ {} }}", "search(text: $a) { totalCount } ".repeat(100));
    let variables = serde_json::json!({ "a": "a".repeat(100_000) });
    let error = measured(&query, variables).0.unwrap_err();
    assert_eq!(error.extensions.unwrap().get("measure"), Some(&"arguments".into()));
}

#[test]
fn a_fragment_that_no_operation_spreads_is_refused_and_not_looked_into() {
    let (code, steps) =
        refused("{ hub { version } } fragment F on Query { a b c ...G } fragment G on Query { d }");
    assert_eq!((code.as_str(), steps), ("GRAPHQL_VALIDATION_FAILED", 2));
    assert_eq!(
        refused("{ ...F } fragment F on Query { a } fragment G on Query { ...G }").0,
        "GRAPHQL_VALIDATION_FAILED"
    );
    let used = "query A { ...F } query B { ...G } fragment F on Query { hub { version } } fragment G on Query { ...F }";
    assert_eq!(cost(used, serde_json::json!({})).fields, 4);
}

#[test]
fn more_arguments_than_any_field_takes_are_refused() {
    let with = |number: usize| {
        let arguments: String = (0..number).map(|number| format!("a{number}: 1 ")).collect();
        measured(&format!("{{ hub({arguments}) {{ version }} }}"), serde_json::json!({})).0
    };
    assert!(with(50).is_ok());
    assert!(with(51).unwrap_err().message.contains("`hub` is given 51 arguments"));
}

#[test]
fn more_values_than_filters_bear_are_refused_however_they_come() {
    let query = "query($w: ProgrammeFilter) { programmes(where: $w) { totalCount } }";
    let measure = |query: &str, variables| {
        let extensions = measured(query, variables).0.unwrap_err().extensions.unwrap();
        extensions.get("measure").cloned().unwrap()
    };
    let any = vec![serde_json::json!({ "text": "a", "partner": "b", "has_results": true, "and": [] }); 1_000];
    let many = serde_json::json!({ "w": { "and": vec![serde_json::json!({ "or": any }); 10] } });
    assert_eq!(measure(query, many), "arguments".into());
    let long = serde_json::json!({ "w": { "region": vec!["Africa"; 1_001] } });
    assert_eq!(measure(query, long), "items".into());
    let most = serde_json::json!({ "w": { "region": vec!["Africa"; 1_000] } });
    assert_eq!(cost(query, most.clone()).arguments, 1_002);
    let uses: String =
        (0..50).map(|number| format!("a{number}: programmes(where: $w) {{ totalCount }} ")).collect();
    let often = format!("query($w: ProgrammeFilter) {{ {uses} }}");
    assert_eq!(measure(&often, most), "arguments".into());
    let written = format!("{{ programmes(where: {{region: [{}]}}) {{ totalCount }} }}", "A,".repeat(1_001));
    assert_eq!(refused(&written).0, "items");
    // Rows of the answer are for the limit on nodes.
    let rows = serde_json::json!({ "a": vec!["x"; 1_001] });
    assert_eq!(cost("query($a: [ID!]!) { nodes(ids: $a) { id } }", rows).arguments, 1_002);
}
