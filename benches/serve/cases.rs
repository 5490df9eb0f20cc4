//! What is asked: repeated and never seen before, small and large.

use serde_json::{Value, json};

use crate::http::{self, Answer};
use crate::process::Server;
use crate::world::World;

const LOOKUP: &str = include_str!("operations/lookup.graphql");
const LIST: &str = include_str!("operations/list.graphql");
const VIEW: &str = include_str!("operations/view.graphql");

/// Who is asked a case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Servers {
    /// All of them.
    All,
    /// The hub and the limit: what the others do not offer.
    HubAndLimit,
}

/// What differs from one request of a case to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Varies {
    Nothing,
    Variables,
    Text,
}

/// How it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Post,
    Get,
    /// A GET which says that it has the answer.
    GetUnlessModified,
    PostCompressed,
}

/// One thing that is measured.
pub struct Case {
    /// Its name in the report.
    pub name: &'static str,
    /// Who is asked.
    pub servers: Servers,
    operation: &'static str,
    varies: Varies,
    way: Way,
}

/// All cases, in the order of the report.
pub fn all() -> Vec<Case> {
    let case =
        |name, operation, varies| Case { name, servers: Servers::All, operation, varies, way: Way::Post };
    let only_ours = |name, operation, way| Case {
        name,
        servers: Servers::HubAndLimit,
        operation,
        varies: Varies::Nothing,
        way,
    };
    vec![
        case("lookup, repeated", LOOKUP, Varies::Nothing),
        case("list, repeated", LIST, Varies::Nothing),
        case("view, repeated", VIEW, Varies::Nothing),
        only_ours("lookup, repeated, GET", LOOKUP, Way::Get),
        only_ours("list, GET, not modified", LIST, Way::GetUnlessModified),
        only_ours("list, repeated, br", LIST, Way::PostCompressed),
        only_ours("view, repeated, br", VIEW, Way::PostCompressed),
        case("lookup, variables vary", LOOKUP, Varies::Variables),
        case("lookup, text varies", LOOKUP, Varies::Text),
        case("list, variables vary", LIST, Varies::Variables),
        case("list, text varies", LIST, Varies::Text),
        case("view, variables vary", VIEW, Varies::Variables),
    ]
}

impl Case {
    /// The request number `counter` of this case, whole. A number gives the same request each time, and in a case that
    /// varies no two numbers give the same.
    pub fn request(&self, counter: u64, path: &str, world: &World) -> Vec<u8> {
        let body = self.body(counter, world);
        let accept = ("Accept", "application/graphql-response+json, application/json;q=0.9");
        let post = |more: &[(&str, &str)]| {
            let mut headers = vec![accept, ("Content-Type", "application/json")];
            headers.extend(more);
            http::request("POST", path, &headers, body.to_string().as_bytes())
        };
        let get = |path: &str, more: &[(&str, &str)]| {
            let (query, variables) = (body["query"].as_str().unwrap(), body["variables"].to_string());
            let path =
                format!("{path}?query={}&variables={}", http::encoded(query), http::encoded(&variables));
            let mut headers = vec![accept];
            headers.extend(more);
            http::request("GET", &path, &headers, b"")
        };
        match self.way {
            Way::Post => post(&[]),
            Way::PostCompressed => post(&[("Accept-Encoding", "br")]),
            Way::Get => get(path, &[]),
            Way::GetUnlessModified => get(path, &[("If-None-Match", &world.etag(get("/graphql", &[])))]),
        }
    }

    fn body(&self, counter: u64, world: &World) -> Value {
        // Budgets, figures and numbers of sources are all above it, so that it changes the question and not the answer.
        let least = match self.varies {
            Varies::Variables => -1 - i64::try_from(counter).unwrap(),
            _ => -1,
        };
        let slug = match self.varies {
            Varies::Nothing => &world.slugs[0],
            _ => &world.slugs[counter as usize % world.slugs.len()],
        };
        let query = match self.varies {
            Varies::Text => in_other_words(self.operation, counter),
            _ => self.operation.to_owned(),
        };
        let mut variables = json!({ "least": least });
        if self.operation == LOOKUP {
            variables["slug"] = json!(slug);
        }
        json!({ "query": query, "variables": variables })
    }

    /// Whether the hub does what the case is about; where it does not, that is printed.
    pub fn is_offered(&self, hub: &Server, world: &World) -> bool {
        let answer = hub.ask(&self.request(0, hub.path, world));
        let is_offered = match self.way {
            Way::Post | Way::Get => answer.status == 200,
            Way::GetUnlessModified => answer.status == 304,
            Way::PostCompressed => answer.header("content-encoding") == Some("br"),
        };
        if !is_offered {
            eprintln!("left out: the hub does not offer `{}` (status {})", self.name, answer.status);
        }
        is_offered
    }

    /// Which status an answer must have to be counted.
    pub fn status(&self) -> u16 {
        if self.way == Way::GetUnlessModified { 304 } else { 200 }
    }

    /// Stops unless all servers give the same data.
    pub fn assert_same_data(&self, servers: &[&Server], world: &World) {
        for counter in 0..3 {
            let mut first: Option<(Value, &str)> = None;
            for server in servers {
                let answer = server.ask(&self.request(counter, server.path, world));
                let data = data(&answer, server.name);
                match &first {
                    None => first = Some((data, server.name)),
                    Some((other, name)) => assert!(
                        *other == data,
                        "`{}`: {name} and {} differ:\n{other}\n{data}",
                        self.name,
                        server.name
                    ),
                }
            }
        }
    }
}

/// The same question in a text that nobody has sent: another name of the operation, and an alias of its root field.
fn in_other_words(operation: &str, counter: u64) -> String {
    let (head, rest) = operation.split_once("($").unwrap();
    let (variables, rest) = rest.split_once("{\n  ").unwrap();
    format!("{head}{counter}(${variables}{{\n  of{counter}: {rest}")
}

/// What an answer says, with the root field under no alias and all numbers alike.
fn data(answer: &Answer, server: &str) -> Value {
    let text = String::from_utf8_lossy(&answer.body);
    let mut json: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    assert!(answer.status == 200 && json["errors"].is_null(), "{server}: status {}: {text}", answer.status);
    let root = json["data"].as_object_mut().unwrap_or_else(|| panic!("{server}: no data: {text}"));
    let mut value = std::mem::take(root).into_iter().next().unwrap().1;
    assert!(!value.is_null(), "{server}: {text}");
    alike(&mut value);
    value
}

fn alike(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.as_f64()),
        Value::Array(values) => values.iter_mut().for_each(alike),
        Value::Object(fields) => fields.values_mut().for_each(alike),
        _ => {}
    }
}
