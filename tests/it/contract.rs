//! The answers of `/graphql` as the GraphQL specification has them: a code in every error, an error's null where it
//! belongs, keys in the order of the query.

use std::collections::{BTreeMap, VecDeque};

use async_graphql::Request;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use gcm_hub::api::{Limits, Schema, Snapshot, schema, sdl};
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
async fn keys_come_in_the_order_of_the_query_though_a_resolver_waits() {
    let query = "{ first: asOf(time: \"2020-01-01T00:00:00Z\") { z: asOf(time: \"2019-01-01T00:00:00Z\") { __typename } hub { version } } \
                 then: hub { version } ...F last: __typename } fragment F on Query { sources { slug } first: asOf(time: \"2020-01-01T00:00:00Z\") { a: __typename } }";
    let hub = bundled_hub();
    let response = schema().execute(Request::new(query).data(Snapshot(hub.served())).data(hub)).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let async_graphql::Value::Object(data) = response.data else { panic!("no data") };
    let keys: Vec<&str> = data.keys().map(|key| key.as_str()).collect();
    assert_eq!(keys, ["first", "then", "sources", "last"]);
    let async_graphql::Value::Object(first) = &data["first"] else { panic!("no graph") };
    assert_eq!(first.keys().map(|key| key.as_str()).collect::<Vec<_>>(), ["z", "hub", "a"]);
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

/// The fields of the types of the schema.
struct Types(BTreeMap<String, Vec<FieldDefinition>>);

impl Types {
    fn read() -> Self {
        let definitions = parse_schema(sdl()).unwrap().definitions.into_iter();
        let types = definitions.filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| field.node).collect();
                    Some((definition.node.name.node.to_string(), fields))
                }
                _ => None,
            },
            _ => None,
        });
        Self(types.collect())
    }

    /// The shortest way from the root to each type: fields with the arguments that they need.
    fn ways(&self) -> BTreeMap<String, Vec<(String, &FieldDefinition)>> {
        let mut ways = BTreeMap::from([("Query".to_owned(), Vec::new())]);
        let mut open = VecDeque::from(["Query".to_owned()]);
        while let Some(of) = open.pop_front() {
            for field in &self.0[&of] {
                let to = named(&field.ty.node);
                let Some(arguments) = needed(field) else { continue };
                if self.0.contains_key(to) && !ways.contains_key(to) {
                    let mut way = ways[&of].clone();
                    way.push((arguments, field));
                    ways.insert(to.to_owned(), way);
                    open.push_back(to.to_owned());
                }
            }
        }
        ways
    }
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inside) => named(inside),
    }
}

/// Arguments without which a field cannot be asked; `None` when the test does not know any.
fn needed(field: &FieldDefinition) -> Option<String> {
    let needed = field
        .arguments
        .iter()
        .filter(|argument| !argument.node.ty.node.nullable && argument.node.default_value.is_none());
    let mut arguments = Vec::new();
    for argument in needed {
        let value = match argument.node.name.node.as_str() {
            "time" => "\"2023-01-01T00:00:00Z\"",
            "code" => "\"MDA\"",
            _ => return None,
        };
        arguments.push(format!("{}: {value}", argument.node.name.node));
    }
    Some(if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) })
}

/// Arguments with which a field fails.
fn wrong(field: &FieldDefinition) -> Option<String> {
    let has = |name: &str| field.arguments.iter().find(|argument| argument.node.name.node == name);
    if has("first").is_some() {
        return Some("first: -1".to_owned());
    }
    if has("fields").is_some() {
        return Some("fields: [\"nothing\"]".to_owned());
    }
    let filter = has("where")?;
    (named(&filter.node.ty.node) == "LinkFilter").then(|| "where: { minScore: 7 }".to_owned())
}

#[tokio::test]
async fn every_field_that_fails_is_null_or_the_nearest_around_it_that_may_be() {
    let types = Types::read();
    let ways = types.ways();
    let hub = bundled_hub();
    let schema = schema();
    let (mut failed, mut fallible) = (0, 0);
    for (of, way) in &ways {
        for field in &types.0[of] {
            let (Some(arguments), Some(_)) = (wrong(field), needed(field)) else { continue };
            fallible += 1;
            let mut query =
                format!("b: __typename {}({arguments}) {{ __typename }} e: __typename", field.name.node);
            for (arguments, step) in way.iter().rev() {
                query = format!("b: __typename {}{arguments} {{ {query} }} e: __typename", step.name.node);
            }
            let request = Request::new(format!("{{ {query} }}"));
            let response = schema.execute(request.data(Snapshot(hub.served())).data(hub.clone())).await;
            let response = serde_json::from_str(&serde_json::to_string(&response).unwrap()).unwrap();
            let fields = way.iter().map(|(_, field)| *field).chain([field]).collect::<Vec<_>>();
            failed += usize::from(conforms(&response, &fields, &query));
        }
    }
    assert!(
        fallible > 30 && failed * 10 > fallible * 7,
        "{failed} of {fallible} fields could be made to fail"
    );
}

/// Checks the nulls and the keys of an answer along a way of fields; false when nothing on it failed.
fn conforms(response: &Value, way: &[&FieldDefinition], query: &str) -> bool {
    let Some(errors) = response.get("errors") else {
        keys(&response["data"], way);
        return false;
    };
    let mut nothing_at_all = false;
    for error in errors.as_array().unwrap() {
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{query} {error}");
        let (mut depth, mut fields) = (0, way.iter());
        let mut ty: Option<&Type> = None;
        let Some(path) = error["path"].as_array() else {
            // Past the first hundred it is only told that there are more.
            assert!(
                error["message"].as_str().unwrap().contains("more errors are not told"),
                "{query} {error}"
            );
            continue;
        };
        for (index, segment) in path.iter().enumerate() {
            let here: &Type = match (segment.as_str(), ty) {
                (Some(_), _) => &fields.next().unwrap().ty.node,
                (None, Some(Type { base: BaseType::List(row), .. })) => row.as_ref(),
                _ => panic!("{query} {error}"),
            };
            if here.nullable {
                depth = index + 1;
            }
            ty = Some(here);
        }
        let mut value = &response["data"];
        for segment in &path[..depth] {
            assert!(!value.is_null(), "{query}: null above {path:?} {response}");
            let below = segment
                .as_str()
                .map_or_else(|| value.get(segment.as_u64().unwrap() as usize), |key| value.get(key));
            value = below.unwrap_or_else(|| panic!("{query}: nothing at {path:?} {response}"));
        }
        assert!(value.is_null(), "{query}: no null for {path:?} {response}");
        nothing_at_all |= depth == 0;
    }
    if !nothing_at_all {
        keys(&response["data"], way);
    }
    true
}

/// Checks that each object on a way has its three keys.
fn keys(value: &Value, way: &[&FieldDefinition]) {
    match value {
        Value::Array(rows) => rows.iter().for_each(|row| keys(row, way)),
        Value::Object(fields) => {
            let Some((first, rest)) = way.split_first() else { return };
            let mut expected = vec!["b", "e", &first.name.node];
            expected.sort_unstable();
            let mut found: Vec<&str> = fields.keys().map(String::as_str).collect();
            found.sort_unstable();
            assert_eq!(found, expected);
            keys(&fields[first.name.node.as_str()], rest);
        }
        _ => {}
    }
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
