//! The OpenAPI 3.1 document of `/api` and `/export`, made from the operations and the schema.

use std::collections::BTreeSet;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{BaseType, SelectionSet, Type, TypeKind};
use serde_json::{Map, Value, json};

use super::format::Format;
use super::list::List;
use super::question::{Parameter, Question};
use super::schema::{Types, named, types};
use super::table::{Reading, Table};
use crate::api::limits::MOST_PAGE;

/// The document of these operations and lists.
#[must_use]
pub fn openapi(questions: &[Question], lists: &[List]) -> Value {
    let mut writing = Writing { types: types(), paths: Map::new(), schemas: Map::new() };
    for question in questions {
        let answer = writing.answer(question, "");
        writing.add("api", &question.name, &question.about, &question.parameters, &question.tables, answer);
    }
    for List { question, parameters } in lists {
        let row = format!("{}Row", question.name);
        let row = writing.row(question, &row);
        let answer = json!({ "type": "array", "items": row });
        writing.add("export", &question.name, &question.about, parameters, &question.tables, answer);
    }
    writing.add_inputs(questions.iter().flat_map(|question| &question.parameters));
    writing.add_inputs(lists.iter().flat_map(|list| &list.parameters));
    let Writing { paths, mut schemas, .. } = writing;
    schemas.insert("Errors".to_owned(), errors());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "GCM Hub",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Saved operations and whole lists of the hub's GraphQL graph as JSON, CSV and NDJSON. \
                Not an official product of the United Nations.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "api", "description": "Saved operations by name." },
            { "name": "export", "description": "Whole lists." },
        ],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

struct Writing<'a> {
    types: &'a Types,
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
}

impl Writing<'_> {
    /// Two paths: one that answers as `Accept` says, one with an ending.
    fn add(
        &mut self,
        tag: &str,
        name: &str,
        about: &str,
        parameters: &[Parameter],
        tables: &[Table],
        answer: Value,
    ) {
        let shared: Vec<Value> =
            parameters.iter().map(|one| self.parameter(one)).chain(style(tables)).collect();
        let content = |format: Format| {
            let schema = if format == Format::Json { answer.clone() } else { json!({ "type": "string" }) };
            (format.bare_media_type().to_owned(), json!({ "schema": schema }))
        };
        let content: Map<_, _> = Format::ALL.into_iter().map(content).collect();
        let refusal = |words: &str| {
            let schema = json!({ "$ref": "#/components/schemas/Errors" });
            json!({ "description": words, "content": { "application/json": { "schema": schema } } })
        };
        let operation = |id: String, parameters: &[Value]| {
            json!({
                "operationId": id,
                "tags": [tag],
                "summary": about,
                "parameters": parameters,
                "responses": {
                    "200": { "description": "The answer.", "headers": headers(), "content": content },
                    "304": { "description": "What the client has, by its `If-None-Match`, is still right." },
                    "400": refusal("A parameter is not right, which the error names, or more is asked than may be."),
                    "404": refusal("There is no such form."),
                    "406": refusal("`Accept` takes no form that there is."),
                },
            })
        };
        let plain = operation(format!("{tag}.{name}"), &shared);
        self.paths.insert(format!("/{tag}/{name}"), json!({ "get": plain }));
        let endings = Format::ALL.map(Format::ending);
        let form = json!({
            "name": "form", "in": "path", "required": true, "schema": { "type": "string", "enum": endings },
        });
        let with_form: Vec<Value> = [form].into_iter().chain(shared.iter().cloned()).collect();
        let ending = operation(format!("{tag}.{name}.form"), &with_form);
        self.paths.insert(format!("/{tag}/{name}.{{form}}"), json!({ "get": ending }));
    }

    fn parameter(&self, parameter: &Parameter) -> Value {
        let Parameter { name, about, of, default } = parameter;
        let mut schema = input(of);
        if name == "first" {
            schema["minimum"] = json!(0);
            schema["maximum"] = json!(MOST_PAGE);
        }
        let mut object = json!({
            "name": name, "in": "query", "required": !of.nullable && default.is_none(), "description": about,
        });
        if let (Some(default), Some(schema)) =
            (default.clone().and_then(|value| value.into_json().ok()), schema.as_object_mut())
        {
            schema.insert("default".to_owned(), default);
        }
        if self.types.inputs(named(of)).is_some() {
            object["content"] = json!({ "application/json": { "schema": schema } });
        } else {
            object["schema"] = schema;
        }
        object
    }

    /// What types of the schema are named by parameters, and by those in turn.
    fn add_inputs<'b>(&mut self, parameters: impl Iterator<Item = &'b Parameter>) {
        let mut wanted: BTreeSet<String> =
            parameters.map(|parameter| named(&parameter.of).to_owned()).collect();
        while let Some(name) = wanted.pop_first() {
            let Some(definition) = self.types.get(&name).filter(|_| !self.schemas.contains_key(&name)) else {
                continue;
            };
            for field in self.types.inputs(&name).unwrap_or_default() {
                wanted.insert(named(&field.ty.node).to_owned());
            }
            let about = definition.description.as_ref().map(|text| text.node.clone()).unwrap_or_default();
            let mut schema = match &definition.kind {
                TypeKind::InputObject(object) => object_of(object.fields.iter().map(|field| {
                    let (name, of) = (&field.node.name.node, &field.node.ty.node);
                    let required = !of.nullable && field.node.default_value.is_none();
                    (name.to_string(), nullable(of.nullable, input(of)), required)
                })),
                TypeKind::Enum(_) => json!({ "type": "string", "enum": self.types.values(&name) }),
                _ => scalar(&name),
            };
            schema["description"] = about.into();
            self.schemas.insert(name, schema);
        }
    }

    /// The schema of an operation's data, as a component of the operation's name.
    fn answer(&mut self, question: &Question, suffix: &str) -> Value {
        let Ok(document) = parse_query(&question.document) else { return json!({}) };
        let reading = Reading { types: self.types, fragments: &document.fragments };
        let Some((_, operation)) = document.operations.iter().next() else { return json!({}) };
        let schema = data(&reading, "Query", &operation.node.selection_set.node);
        self.component(format!("{}{suffix}", question.name), schema)
    }

    /// The schema of a row of a list, as a component.
    fn row(&mut self, question: &Question, name: &str) -> Value {
        let answer = self.answer(question, "Page");
        let page = answer["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let page = self.schemas.remove(page).unwrap_or_default();
        let row = &page["properties"][&question.name]["properties"]["nodes"]["items"];
        self.component(name.to_owned(), row.clone())
    }

    fn component(&mut self, name: String, schema: Value) -> Value {
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        self.schemas.insert(name, schema);
        reference
    }
}

/// The schema of what a selection answers.
fn data<'a>(reading: &Reading<'a>, parent: &str, set: &'a SelectionSet) -> Value {
    let mut fields = Vec::new();
    reading.fields(parent, set, &mut fields);
    let mut properties: Map<String, Value> = Map::new();
    let mut required = Vec::new();
    for (owner, field) in fields {
        let key = field.response_key().node.to_string();
        let of = reading.types.field(&owner, &field.name.node).map(|known| &known.ty.node);
        let schema = match of {
            // `__typename`.
            None => json!({ "type": "string" }),
            Some(of) => {
                let inside = reading
                    .composite(&owner, field)
                    .map(|of| data(reading, named(of), &field.selection_set.node));
                output(reading.types, of, inside)
            }
        };
        if owner == parent {
            required.push(key.clone());
        }
        // Types of a union may differ in what they have of one name.
        let known = properties.get(&key).is_none_or(|known| *known == schema);
        properties.insert(key, if known { schema } else { json!({}) });
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

fn output(types: &Types, of: &Type, inside: Option<Value>) -> Value {
    let schema = match &of.base {
        BaseType::List(inner) => json!({ "type": "array", "items": output(types, inner, inside) }),
        BaseType::Named(name) => inside.unwrap_or_else(|| match types.values(name) {
            Some(values) => json!({ "type": "string", "enum": values }),
            None => builtin(name).unwrap_or_else(|| scalar(name)),
        }),
    };
    nullable(of.nullable, schema)
}

/// The schema of what is given.
fn input(of: &Type) -> Value {
    match &of.base {
        BaseType::List(inner) => json!({ "type": "array", "items": input(inner) }),
        BaseType::Named(name) => {
            builtin(name).unwrap_or_else(|| json!({ "$ref": format!("#/components/schemas/{name}") }))
        }
    }
}

fn builtin(name: &str) -> Option<Value> {
    match name {
        "Int" => Some(json!({ "type": "integer", "format": "int32" })),
        "Float" => Some(json!({ "type": "number" })),
        "Boolean" => Some(json!({ "type": "boolean" })),
        "String" | "ID" => Some(json!({ "type": "string" })),
        _ => None,
    }
}

/// The schema of a scalar of the hub's own. A date may be a month or a year, which no format of JSON Schema is.
fn scalar(name: &str) -> Value {
    match name {
        "DateTime" => json!({ "type": "string", "format": "date-time" }),
        "URL" => json!({ "type": "string", "format": "uri" }),
        _ => json!({ "type": "string" }),
    }
}

fn nullable(is: bool, schema: Value) -> Value {
    if is { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema }
}

fn object_of(fields: impl Iterator<Item = (String, Value, bool)>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, schema, must) in fields {
        if must {
            required.push(name.clone());
        }
        properties.insert(name, schema);
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The parameters that say how an export is written.
fn style(tables: &[Table]) -> Vec<Value> {
    let switch = |name: &str, about: &str| {
        let schema = json!({ "type": "boolean", "default": false });
        json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
    };
    let names: Vec<_> = tables.iter().map(|table| &table.name).collect();
    let mut found = vec![json!({
        "name": "rows", "in": "query", "required": false,
        "description": "CSV and NDJSON: which list gives the rows.",
        "schema": { "type": "string", "enum": names, "default": names.first() },
    })];
    if tables.iter().any(|table| table.columns.iter().any(|column| column.evidence)) {
        found.push(switch("evidence", "CSV: with the columns that say where it was read."));
    }
    found.push(switch("bom", "CSV: with the byte order mark by which Excel knows UTF-8."));
    found
}

fn headers() -> Value {
    json!({
        "GCM-Hub-Graph-Version": {
            "description": "The version of the graph that the answer is of.", "schema": { "type": "string" },
        },
        "GCM-Hub-Age": {
            "description": "Seconds since all of it was last known to be what publishers give.",
            "schema": { "type": "integer" },
        },
        "ETag": {
            "description": "For `If-None-Match`: the answer is sent again only when it has changed.",
            "schema": { "type": "string" },
        },
    })
}

fn errors() -> Value {
    json!({
        "type": "object",
        "required": ["errors"],
        "properties": { "errors": { "type": "array", "items": {
            "type": "object",
            "required": ["message", "extensions"],
            "properties": {
                "message": { "type": "string", "description": "What is wrong and what would be right." },
                "extensions": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {
                        "code": { "type": "string" },
                        "parameter": { "type": "string", "description": "Which parameter it is about." },
                    },
                },
            },
        } } },
    })
}
