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
fn what_fields_are_given_counts_in_the_document_and_by_variables() {
    let values = |query: &str, variables| cost(query, variables).values;
    let none = serde_json::json!({});
    assert_eq!(values("{ programmes(first: 3) { totalCount } }", none.clone()), 0);
    let written = "{ programmes(where: {country: [MDA, LBR], not: {kind: JOINT}}) { totalCount } }";
    assert_eq!(values(written, none.clone()), 2 + 2 + 1);
    let query = "query($w: ProgrammeFilter = {region: [\"Africa\"]}, $c: [CountryCode!]) { ...P ...P
                 programmes(where: {and: [$w, {country: $c}]}) { totalCount } }
                 fragment P on Query { programmes(where: $w) { totalCount } }";
    assert_eq!(values(query, none), 2 * 2 + (1 + 2 + 2 + 1));
    let sent = serde_json::json!({ "w": { "or": [{ "text": "a" }, { "text": "b" }] }, "c": ["MDA", "LBR"] });
    assert_eq!(values(query, sent), 2 * 5 + (1 + 2 + 5 + 1 + 2));
}

#[test]
fn more_values_than_filters_bear_are_refused_however_they_come() {
    let query = "query($w: ProgrammeFilter) { programmes(where: $w) { totalCount } }";
    let measure = |query: &str, variables| {
        let extensions = measured(query, variables).0.unwrap_err().extensions.unwrap();
        extensions.get("measure").cloned().unwrap()
    };
    let any = vec![serde_json::json!({ "text": "a", "partner": "b", "has_results": true, "and": [] }); 1_000];
    let twice = serde_json::json!({ "w": { "or": any, "and": [{ "or": any }] } });
    assert_eq!(measure(query, twice), "values".into());
    let long = serde_json::json!({ "w": { "region": vec!["Africa"; 1_001] } });
    assert_eq!(measure(query, long), "items".into());
    let most = serde_json::json!({ "w": { "region": vec!["Africa"; 1_000] } });
    assert_eq!(cost(query, most.clone()).values, 1_001);
    let uses: String =
        (0..5).map(|number| format!("a{number}: programmes(where: $w) {{ totalCount }} ")).collect();
    let often = format!("query($w: ProgrammeFilter) {{ {uses} }}");
    assert_eq!(measure(&often, most), "values".into());
    let written = format!("{{ programmes(where: {{region: [{}]}}) {{ totalCount }} }}", "A,".repeat(1_001));
    assert_eq!(refused(&written).0, "items");
}
