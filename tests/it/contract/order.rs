//! Keys come in the order of the query by every way, also where a resolver waits.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::JoinHandle;

use async_graphql::{Request, Value};
use gcm_hub::api::{Snapshot, schema};
use gcm_hub::hub::Hub;
use gcm_hub::record::LinkType;
use serde_json::json;

use crate::follow::{confirm_and_withdraw, event, follow, links};
use crate::server::{JSON, Running, encoded};
use crate::sockets::{begun, subscribe};
use crate::{TempFolder, bundled_hub};

const WAITS: &str = "{ first: asOf(time: \"2020-01-01T00:00:00Z\") { z: asOf(time: \"2019-01-01T00:00:00Z\") { __typename } hub { version } } \
     then: hub { version } ...F last: __typename } \
     fragment F on Query { sources { slug } first: asOf(time: \"2020-01-01T00:00:00Z\") { a: __typename } }";

/// What is at a path, and the keys that it has.
#[track_caller]
fn keys(value: &Value, path: &[&str], expected: &[&str]) {
    let mut here = value;
    for step in path {
        let Value::Object(fields) = here else { panic!("no object above `{step}`: {value}") };
        here = fields.get(*step).unwrap_or_else(|| panic!("no `{step}`: {value}"));
    }
    let Value::Object(fields) = here else { panic!("no object at {path:?}: {value}") };
    assert_eq!(fields.keys().map(|key| key.as_str()).collect::<Vec<_>>(), expected, "at {path:?}");
}

/// JSON with its keys as they come.
fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn check(answer: &Value, above: &[&str]) {
    let at = |below: &'static [&'static str]| [above, below].concat();
    keys(answer, &at(&["data"]), &["first", "then", "sources", "last"]);
    keys(answer, &at(&["data", "first"]), &["z", "hub", "a"]);
}

#[tokio::test]
async fn by_the_engine() {
    let hub = bundled_hub();
    let response = schema().execute(Request::new(WAITS).data(Snapshot(hub.served())).data(hub)).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    check(&read(&serde_json::to_string(&response).unwrap()), &[]);
}

#[tokio::test]
async fn by_post_get_events_and_socket() {
    let server = Running::start();
    let body = json!({ "query": WAITS });
    for accept in [JSON, "application/graphql-response+json"] {
        check(&read(&server.ask(accept, &body).text()), &[]);
        // And as it is remembered.
        check(&read(&server.ask(accept, &body).text()), &[]);
    }
    check(&read(&server.get(&format!("/graphql?query={}", encoded(WAITS))).text()), &[]);
    let (name, data) = event(&mut follow(server.client.0, WAITS));
    assert_eq!(name, "next");
    check(&read(&data), &[]);
    let mut socket = begun(server.client).await;
    socket.say(subscribe("a", WAITS)).await;
    check(&read(&socket.text().await), &["payload"]);
}

#[test]
fn at_the_addresses_of_saved_operations() {
    let server = Running::start();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/graphql/operations");
    let mut asked = 0;
    for entry in fs::read_dir(snapshots).unwrap() {
        let path = entry.unwrap().path();
        let Value::Object(expected) = read(&fs::read_to_string(&path).unwrap()) else { panic!() };
        let name = path.file_stem().unwrap().to_str().unwrap();
        let answer = server.get(&format!("/api/{name}"));
        assert_eq!(answer.status, 200, "{name}");
        // Objects are equal whatever the order of their keys, their texts are not.
        let found = read(&answer.text());
        assert_eq!(found.to_string(), expected["data"].to_string(), "{name}");
        asked += 1;
    }
    assert!(asked > 20);
}

/// Takes decisions on a link until it is told to stop, as a stream begins to listen after its head.
fn deciding(hub: Arc<Hub>) -> (Arc<AtomicBool>, JoinHandle<()>) {
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    let link = links(&hub, LinkType::Names)[0];
    let thread = std::thread::spawn(move || {
        while !stopping.load(Relaxed) {
            confirm_and_withdraw(&hub, link);
            std::thread::yield_now();
        }
    });
    (stop, thread)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_a_subscription_tells() {
    let query = "subscription { told: linkDecided { z: status to { __typename ... on Programme { title slug } } \
                 decisions { at by agency { name acronym } } from { ... on Node { id } __typename } a: id } }";
    let (hub, folder) = (bundled_hub(), TempFolder::new("order"));
    let server = Running::over(Arc::clone(&hub), &folder.0);
    let check = |answer: &Value, above: &[&str]| {
        let at = |below: &'static [&'static str]| [above, below].concat();
        keys(answer, &at(&["data", "told"]), &["z", "to", "decisions", "from", "a"]);
        keys(answer, &at(&["data", "told", "to"]), &["__typename", "title", "slug"]);
        keys(answer, &at(&["data", "told", "from"]), &["id", "__typename"]);
    };
    let mut socket = begun(server.client).await;
    socket.say(subscribe("a", query)).await;
    let (stop, decisions) = deciding(hub);
    let address = server.client.0;
    let told = tokio::task::spawn_blocking(move || event(&mut follow(address, query))).await.unwrap();
    let heard = socket.text().await;
    stop.store(true, Relaxed);
    decisions.join().unwrap();
    assert_eq!(told.0, "next");
    check(&read(&told.1), &[]);
    check(&read(&heard), &["payload"]);
}
