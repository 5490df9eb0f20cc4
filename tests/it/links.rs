//! Links and decisions over HTTP: a real server over a real store, and callers with tokens or without.

mod audit;
mod decide;
mod filters;
mod identity;
mod refused;
mod storm;
mod who;

use gcm_hub::store::open_or_set_aside;
use serde_json::{Map, Value, json};

use crate::TempFolder;
use crate::process::bearer;
use crate::server::Running;

/// A link as these tests ask for it.
const LINK: &str = "fragment L on Link { id type status statusReason disputed suggested score
    decisions { id action agency { acronym } by note state stateReason withdraws { id } link { id } } }";

/// A link that the hub suggests: item 5.14 is the Moldovan programme.
const ITEM: &str = "5.14";
const PROGRAMME: &str = "mda-leveraging-positive-impact-offsetting-loss";

/// A server over a data folder of its own, in which it keeps decisions and tokens.
struct Desk {
    folder: TempFolder,
    server: Running,
}

impl Desk {
    fn open(name: &str) -> Self {
        let folder = TempFolder::new(&format!("links-{name}"));
        Self { server: serving(&folder), folder }
    }

    /// The same folder under a new server.
    fn restarted(self) -> Self {
        let Self { folder, server } = self;
        server.stop().unwrap();
        Self { server: serving(&folder), folder }
    }

    /// The `Authorization` of a new curator of an agency.
    fn curator(&self, agency: &str) -> String {
        bearer(&self.folder.0, agency, "curator")
    }

    /// The whole response.
    fn response(&self, authorization: Option<&str>, query: &str, variables: Value) -> Value {
        let answer = self.server.graphql(authorization, query, variables).expect("an answer");
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// The data of a query that has no errors.
    fn ask_with(&self, query: &str, variables: Value) -> Value {
        let mut response = self.response(None, query, variables);
        assert!(response.get("errors").is_none(), "{query} {response}");
        response["data"].take()
    }

    fn ask(&self, query: &str) -> Value {
        self.ask_with(query, json!({}))
    }

    /// The payload of a mutation, with userErrors or without.
    fn payload(&self, who: &str, mutation: &str, input: Value) -> Value {
        let mut response = self.response(Some(who), &document(mutation), json!({ "input": input }));
        assert!(response.get("errors").is_none(), "{mutation} {response}");
        response["data"][mutation].take()
    }

    /// The payload of a mutation that was recorded.
    fn says(&self, who: &str, mutation: &str, input: Value) -> Value {
        let payload = self.payload(who, mutation, input);
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    fn decides(&self, who: &str, link: &Value, action: &str) -> Value {
        self.says(who, "decideLink", json!({ "link": link, "action": action }))
    }

    fn withdraws(&self, who: &str, payload: &Value) -> Value {
        self.says(who, "withdrawDecision", json!({ "decision": payload["decision"]["id"] }))
    }

    fn proposes(&self, who: &str, kind: &str, from: &Value, to: &Value) -> Value {
        self.says(who, "proposeLink", json!({ "type": kind, "from": from, "to": to }))
    }

    /// The identifier of the link between two ends, told as a programme's slug, an item's `5.14` or a commitment's `5`.
    fn link(&self, from: &str, to: &str) -> Value {
        let links =
            self.ask(&format!("{{ links {{ nodes {{ id from {{ ...E }} to {{ ...E }} }} }} }} {END}"));
        let mut found = list(&links["links"]["nodes"])
            .iter()
            .filter(|link| end(&link["from"]) == from && end(&link["to"]) == to);
        let link = found.next().unwrap_or_else(|| panic!("no link of {from} and {to}"));
        assert_eq!(found.next(), None, "one link of {from} and {to}");
        link["id"].clone()
    }

    /// The identifier of a programme or item, told as in [`link`](Self::link).
    fn node(&self, name: &str) -> Value {
        let all = self.ask(&format!(
            "{{ programmes {{ nodes {{ ...E }} }} progressItems {{ nodes {{ ...E }} }} }} {END}"
        ));
        let nodes = ["programmes", "progressItems"].iter().flat_map(|of| list(&all[*of]["nodes"]));
        nodes.into_iter().find(|node| end(node) == name).unwrap()["id"].clone()
    }

    /// Every decision, the newest first.
    fn decisions(&self) -> Vec<Value> {
        let asked = self.ask("{ decisions { nodes { id action state link { id } } } }");
        list(&asked["decisions"]["nodes"]).to_vec()
    }

    fn count(&self, of: &str) -> u64 {
        self.ask(&format!("{{ {of} {{ totalCount }} }}"))[of.split('(').next().unwrap()]["totalCount"]
            .as_u64()
            .unwrap()
    }
}

fn serving(folder: &TempFolder) -> Running {
    let (store, notice) = open_or_set_aside(&folder.0).unwrap();
    assert!(notice.is_none());
    Running::over(crate::hub_over(store), &folder.0)
}

/// A mutation of links as a document with its input as a variable.
fn document(mutation: &str) -> String {
    let (first, rest) = mutation.split_at(1);
    let input = format!("{}{rest}Input", first.to_uppercase());
    format!(
        "mutation($input: {input}!) {{ {mutation}(input: $input) {{
            link {{ ...L }} decision {{ id action state link {{ id }} }} userErrors {{ code field message }}
            clientMutationId }} }} {LINK}"
    )
}

const END: &str = "fragment E on Node { __typename ... on Programme { id slug }
    ... on ProgressItem { id position commitment { number } } ... on Commitment { id number } ... on Result { id } }";

fn end(node: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match node["__typename"].as_str().unwrap() {
        "Programme" => text(&node["slug"]),
        "ProgressItem" => format!("{}.{}", text(&node["commitment"]["number"]), node["position"]),
        "Commitment" => text(&node["number"]),
        _ => text(&node["id"]),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// Some fields of an object.
fn only(value: &Value, fields: &[&str]) -> Value {
    let kept: Map<_, _> = fields.iter().map(|field| ((*field).to_owned(), value[*field].clone())).collect();
    Value::Object(kept)
}
