//! Each field of each type is made to fail, and its null is where it belongs, or it stands in the list of those that
//! cannot (`cannot_fail.txt`).

use std::sync::Arc;

use async_graphql::Request;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind};
use futures_util::StreamExt;
use gcm_hub::api::{Schema, Snapshot, schema};
use gcm_hub::hub::Hub;
use serde_json::Value;

use super::resolvers;
use super::types::{Failure, Fields, Given, Types, named};
use crate::bundled_hub;

/// How something of each type is reached from the root, that is there in the bundled editions.
const WAYS: [(&str, &[(&str, &str)]); 14] = [
    ("Query", &[]),
    ("Commitment", &[("pledge", "(slug: \"undp-pledge\")"), ("commitments", "")]),
    ("Country", &[("country", "(code: \"MDA\")")]),
    ("Organisation", &[("organisation", "(acronym: \"UNDP\")")]),
    ("Pledge", &[("pledge", "(slug: \"undp-pledge\")")]),
    ("Programme", &[("programmes", "(first: 2)"), ("nodes", "")]),
    ("ProgrammeConnection", &[("programmes", "(first: 1)")]),
    (
        "ProgrammeGroup",
        &[("programmes", "(first: 1)"), ("groups", "(by: [STAGE, KIND], first: 2)"), ("groups", "")],
    ),
    ("ProgressItem", &[("progressItems", "(first: 2)"), ("edges", ""), ("node", "")]),
    ("ProgressItemConnection", &[("progressItems", "(first: 1)")]),
    ("Result", &[("results", "(first: 2)"), ("nodes", "")]),
    ("ResultConnection", &[("results", "(first: 1)")]),
    ("Source", &[("sources", "")]),
    ("ThematicArea", &[("thematicAreas", "")]),
];

/// The same below a field that waits, and where nothing above the field may be null.
const WAITING: (&str, &str) = ("asOf", "(time: \"2100-01-01T00:00:00Z\")");

fn braced(arguments: &str) -> String {
    if arguments.is_empty() { String::new() } else { format!("({arguments})") }
}

struct Asking<'a> {
    types: &'a Types,
    schema: Schema,
    hub: Arc<Hub>,
}

impl Asking<'_> {
    /// Asks a field at the end of a way so that it fails, and checks the answer.
    async fn check(
        &self,
        root: &str,
        way: &[(&str, &str)],
        of: &str,
        field: &FieldDefinition,
        how: &Failure,
    ) {
        let is_leaf = !matches!(
            self.types.kinds.get(named(&field.ty.node)),
            Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
        );
        let below = if is_leaf { "" } else { " { __typename }" };
        let mut query = format!(
            "b: __typename {}{}{below} e: __typename",
            field.name.node,
            braced(how.arguments.trim_end())
        );
        let mut path = vec![field];
        let mut above = root.to_owned();
        for (name, _) in way {
            let step = self.types.field(&above, name);
            path.insert(path.len() - 1, step);
            above = named(&step.ty.node).to_owned();
        }
        assert_eq!(above, of, "the way leads elsewhere");
        for (name, arguments) in way.iter().rev() {
            query = format!("b: __typename {name}{arguments} {{ {query} }} e: __typename");
        }
        let word = if root == "Mutation" { "mutation " } else { "" };
        let query = format!("{word}{{ {query} }}");
        let mut request = Request::new(&query);
        if how.given == Given::Hub {
            request = request.data(Snapshot(self.hub.served())).data(Arc::clone(&self.hub));
        }
        let response = self.schema.execute(request).await;
        let response: Value = serde_json::from_str(&serde_json::to_string(&response).unwrap()).unwrap();
        conforms(&response, &path, how.code, &query);
    }

    async fn check_subscription(&self, field: &FieldDefinition, how: &Failure) {
        let arguments = braced(how.arguments.trim_end());
        let query = format!("subscription {{ {}{arguments} {{ __typename }} }}", field.name.node);
        let mut request = Request::new(&query);
        if how.given == Given::Hub {
            request = request.data(Arc::clone(&self.hub));
        }
        let answers: Vec<_> = self.schema.execute_stream(request).collect().await;
        let [answer] = answers.as_slice() else { panic!("{query}: {answers:?}") };
        let answer = serde_json::to_value(answer).unwrap();
        assert_eq!(answer["data"], Value::Null, "{query} {answer}");
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{query} {answer}");
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], how.code, "{query} {error}");
        assert_eq!(error["path"], serde_json::json!([field.name.node.as_str()]), "{query} {error}");
    }
}

/// Checks the errors of an answer, the nulls of each, and the keys of what is left, along a way of fields of which the
/// last one fails.
fn conforms(response: &Value, way: &[&FieldDefinition], code: &str, query: &str) {
    let errors =
        response["errors"].as_array().unwrap_or_else(|| panic!("{query}: nothing failed: {response}"));
    let mut nothing_at_all = false;
    for error in errors {
        assert_eq!(error["extensions"]["code"], code, "{query} {error}");
        let (mut depth, mut fields) = (0, way.iter());
        let mut ty: Option<&Type> = None;
        let path = error["path"].as_array().unwrap_or_else(|| panic!("{query}: no path: {error}"));
        for (index, segment) in path.iter().enumerate() {
            let here: &Type = match (segment.as_str(), ty) {
                (Some(key), _) => {
                    let field = fields.next().unwrap();
                    assert_eq!(field.name.node, key, "{query} {error}");
                    &field.ty.node
                }
                (None, Some(Type { base: BaseType::List(row), .. })) => row.as_ref(),
                _ => panic!("{query} {error}"),
            };
            if here.nullable {
                depth = index + 1;
            }
            ty = Some(here);
        }
        assert!(fields.next().is_none(), "{query}: something above fails: {error}");
        let mut value = &response["data"];
        for segment in &path[..depth] {
            assert!(!value.is_null(), "{query}: null above {path:?} {response}");
            let below = match segment.as_str() {
                Some(key) => value.get(key),
                None => value.get(segment.as_u64().unwrap() as usize),
            };
            value = below.unwrap_or_else(|| panic!("{query}: nothing at {path:?} {response}"));
        }
        assert!(value.is_null(), "{query}: no null for {path:?} {response}");
        nothing_at_all |= depth == 0;
    }
    if !nothing_at_all {
        keys(&response["data"], way);
    }
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
async fn every_field_that_fails_is_null_or_the_nearest_around_it_that_may_be() {
    let types = Types::read();
    let asking = Asking { types: &types, schema: schema(), hub: bundled_hub() };
    let mut fail = Fields::new();
    for (of, fields) in types.objects() {
        for field in fields {
            let failures = types.failures(of, field);
            assert!(
                !failures.is_empty() || field.arguments.is_empty(),
                "how is `{of}.{}` made to fail by its arguments?",
                field.name.node
            );
            for how in &failures {
                match of {
                    "Mutation" => asking.check(of, &[], of, field, how).await,
                    "Subscription" => asking.check_subscription(field, how).await,
                    _ => {
                        let way = WAYS.iter().find(|(known, _)| *known == of);
                        let way = way.map(|(_, way)| *way);
                        let way = way.unwrap_or_else(|| panic!("how is a `{of}` reached that is there?"));
                        asking.check("Query", way, of, field, how).await;
                        if how.given == Given::Hub {
                            let waiting: Vec<_> = [&[WAITING], way].concat();
                            asking.check("Query", &waiting, of, field, how).await;
                        }
                    }
                }
            }
            if !failures.is_empty() {
                fail.insert((of.to_owned(), field.name.node.to_string()));
            }
        }
    }
    let all: Fields = types
        .objects()
        .flat_map(|(of, fields)| {
            fields.into_iter().map(move |field| (of.to_owned(), field.name.node.to_string()))
        })
        .collect();
    let cannot = &types.cannot;
    let missing: Vec<_> = all.difference(&fail).filter(|field| !cannot.contains(*field)).collect();
    assert!(missing.is_empty(), "neither made to fail nor listed as one that cannot: {missing:?}");
    let wrong: Vec<_> =
        cannot.iter().filter(|field| fail.contains(*field) || !all.contains(*field)).collect();
    assert!(wrong.is_empty(), "listed as one that cannot fail, and fails or is not there: {wrong:?}");

    // What resolvers say of themselves: those of the list return no error, all others do.
    let mut returning = resolvers::that_may_fail();
    // The schema gives it its limits itself, whatever the request.
    assert!(returning.remove(&("Hub".to_owned(), "limits".to_owned())));
    assert_eq!(
        returning, fail,
        "left: resolvers that return a `Result`, right: fields that are made to fail"
    );
}
