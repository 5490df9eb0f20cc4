//! `/openapi.json`, against itself and against what the addresses in it answer.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::ok;

/// Every `$ref` in a document.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_openapi_document_is_whole() {
    let document = ok("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 2 * (gcm_hub::http::operations().len() + 6));
    let mut ids = HashSet::new();
    for (path, item) in paths {
        let get = &item["get"];
        assert!(ids.insert(get["operationId"].as_str().unwrap()), "{path}");
        assert!(!get["summary"].as_str().unwrap().is_empty(), "{path}");
        for status in ["200", "304", "400", "404", "406"] {
            assert!(get["responses"][status]["description"].is_string(), "{path} {status}");
        }
        let mut names = HashSet::new();
        for parameter in get["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            assert!(names.insert(name), "{path} {name}");
            assert!(parameter["schema"].is_object() != parameter["content"].is_object(), "{path} {name}");
            let in_path = path.contains(&format!("{{{name}}}"));
            assert_eq!(parameter["in"], if in_path { "path" } else { "query" }, "{path} {name}");
        }
        assert_eq!(names.contains("form"), path.ends_with(".{form}"), "{path}");
        // Every path answers without parameters but its form, unless one is required.
        let required =
            get["parameters"].as_array().unwrap().iter().filter(|one| one["required"] == true).count();
        if required == usize::from(path.ends_with(".{form}")) {
            ok(&path.replace("{form}", "csv"));
        }
    }
    let first = &paths["/api/pipeline-list"]["get"]["parameters"][0];
    assert_eq!((&first["name"], &first["schema"]["default"]), (&json!("first"), &json!(10)));
    assert_eq!((&first["schema"]["minimum"], &first["schema"]["maximum"]), (&json!(0), &json!(1000)));
    assert_eq!(document["components"]["schemas"]["DateTime"]["format"], "date-time");
    let parameters = paths["/export/links"]["get"]["parameters"].as_array().unwrap();
    let as_of = parameters.iter().find(|one| one["name"] == "asOf").unwrap();
    assert_eq!(
        (&as_of["required"], &as_of["schema"]["$ref"]),
        (&json!(false), &json!("#/components/schemas/DateTime"))
    );
    assert!(ok("/").text().contains("href=\"/openapi.json\""));
}

#[test]
fn answers_are_of_the_schemas_that_the_openapi_document_gives() {
    let document = ok("/openapi.json").json();
    for operation in gcm_hub::http::operations() {
        let path = format!("/api/{}", operation.name);
        let schema =
            &document["paths"][&path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        fits(&document, schema, &ok(&path).json(), &path);
    }
    for (path, item) in
        document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/export"))
    {
        let schema = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let path = path.replace("{form}", "json");
        let answer = ok(&path).streamed();
        fits(&document, schema, &serde_json::from_str(&answer).unwrap(), &path);
    }
}

/// Asserts that a value is of a schema, as far as the document's schemas use JSON Schema.
fn fits(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return fits(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        if !value.is_null() {
            fits(document, &choices[0], value, at);
        }
        return;
    }
    match schema["type"].as_str() {
        Some("object") => {
            let fields = value.as_object().unwrap_or_else(|| panic!("{at}: {value}"));
            for name in schema["required"].as_array().unwrap() {
                assert!(fields.contains_key(name.as_str().unwrap()), "{at} has no {name}: {value}");
            }
            for (name, value) in fields {
                let inside = &schema["properties"][name];
                assert!(!inside.is_null(), "{at}.{name} is in no schema");
                fits(document, inside, value, &format!("{at}.{name}"));
            }
        }
        Some("array") => {
            let items = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            items.iter().for_each(|item| fits(document, &schema["items"], item, at));
        }
        Some("string") => assert!(value.is_string(), "{at}: {value}"),
        Some("integer") => assert!(value.is_i64(), "{at}: {value}"),
        Some("number") => assert!(value.is_number(), "{at}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{at}: {value}"),
        _ => assert_eq!(schema, &json!({}), "{at}"),
    }
}
