//! Requests for a graph that takes longer than they may: whichever way they come, they are told so, and where they waited.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::sync::{Arc, Mutex, mpsc};

use async_graphql::Request;
use futures_util::StreamExt;
use gcm_hub::api::{Limits, Schema, Snapshot};
use gcm_hub::curation::Desk;
use gcm_hub::export::{Ground, Kind};
use gcm_hub::http::Setup;
use gcm_hub::hub::{Hub, Stood};
use gcm_hub::record::Decision;
use gcm_hub::refresh::{load, load_past};
use gcm_hub::sources::Sources;
use gcm_hub::store::MemoryStore;
use serde_json::{Value, json};

use crate::TempFolder;
use crate::follow::event;
use crate::server::{JSON, Running};
use crate::sockets::{begun, subscribe};

/// A time before that of most bundled editions.
const PAST: &str = "1066-10-14T00:00:00Z";

/// A hub whose graphs of the past are not built until the sender is gone.
fn slow_hub() -> (Arc<Hub>, mpsc::Sender<()>) {
    let store = Arc::new(MemoryStore::new());
    let desk = Desk::open(Arc::clone(&store) as _).unwrap();
    let graph = load(&*store, &Sources::default(), crate::now()).unwrap();
    let (release, released) = mpsc::channel();
    let released = Mutex::new(released);
    let past = move |stood: &Stood, log: &[Decision], now| {
        let _ = released.lock().unwrap().recv();
        load_past(&*store, &Sources::default(), stood, log, now)
    };
    let rebuild = |_| Err("nothing here is published".into());
    (Arc::new(Hub::new(graph, BTreeMap::new(), desk, Box::new(rebuild), Arc::new(past))), release)
}

/// No time at all, so that nothing has to be waited for.
fn limits() -> Limits {
    Limits { seconds: 0, ..Limits::default() }
}

fn server(hub: &Arc<Hub>, folder: &TempFolder) -> Running {
    Running::set(Arc::clone(hub), &folder.0, Setup { limits: limits(), ..Setup::default() })
}

/// A query that waits on its second line.
fn query() -> String {
    format!("{{ hub {{ version }}\n  then: asOf(time: \"{PAST}\") {{ hub {{ version }} }} }}")
}

/// Asserts that an error is that of [`query`].
fn given_up(error: &Value) {
    let told = &error["extensions"];
    assert_eq!((&told["code"], &told["measure"]), (&json!("LIMIT_EXCEEDED"), &json!("seconds")), "{error}");
    assert_eq!((&told["limit"], &told["pending"]), (&json!(0), &json!(["then"])), "{error}");
    assert!(told["actual"].as_f64() > Some(0.0), "{error}");
    let at = json!({ "line": 2, "column": 3 });
    assert_eq!((&told["where"], &error["locations"]), (&at, &json!([at])), "{error}");
    assert!(error["message"].as_str().unwrap().contains("given up at `then`"), "{error}");
}

#[tokio::test]
async fn who_waits_too_long_is_told_where_whichever_way_they_ask() {
    let ((hub, release), folder) = (slow_hub(), TempFolder::new("waiting"));
    let server = server(&hub, &folder);
    let body = json!({ "query": query() }).to_string();

    let answer = server.post(&[("Content-Type", JSON)], &body);
    given_up(&answer.json()["errors"][0]);
    let events = server.post(&[("Content-Type", JSON), ("Accept", "text/event-stream")], &body).streamed();
    let data: Value = serde_json::from_str(&event(&mut BufReader::new(events.as_bytes())).1).unwrap();
    given_up(&data["errors"][0]);
    let mut socket = begun(server.client).await;
    socket.say(subscribe("a", &query())).await;
    let heard = socket.hear().await;
    assert_eq!(heard["type"], "error");
    given_up(&heard["payload"][0]);

    let request = Request::new(query()).data(Snapshot(hub.served())).data(Arc::clone(&hub));
    let answers: Vec<_> = Schema::new(limits()).execute_stream(request).collect().await;
    assert_eq!(answers.len(), 1);
    given_up(&serde_json::to_value(&answers[0].errors[0]).unwrap());

    let export = server.get(&format!("/export/links.csv?asOf={PAST}"));
    export.refuses(400, "LIMIT_EXCEEDED", "given up at `asOf`");
    let ground = Ground { schema: Schema::new(limits()), served: hub.served(), hub: Arc::clone(&hub) };
    let saved = "query($time: DateTime!) { then: asOf(time: $time) { hub { version } } }";
    let values = json!({ "time": PAST }).as_object().unwrap().clone();
    let problem = ground.answer(saved, values).await.unwrap_err();
    assert_eq!(problem.kind, Kind::Limit, "{problem}");
    assert!(problem.message.contains("given up at `then`"), "{problem}");

    drop(release);
    drop(socket);
    server.stop().unwrap();
}

#[test]
fn each_field_that_waits_is_named_by_its_path() {
    let ((hub, release), folder) = (slow_hub(), TempFolder::new("waiting-paths"));
    let server = server(&hub, &folder);
    let past = |inside: &str| format!("asOf(time: \"{PAST}\") {{ {inside} }}");
    for (query, pending) in [
        (past("__typename"), json!(["asOf"])),
        (format!("a: {0} b: {0} a: {0}", past("__typename")), json!(["a", "b"])),
        (
            format!("now: asOf(time: \"2100-01-01T00:00:00Z\") {{ then: {} }}", past("hub { version }")),
            json!(["now.then"]),
        ),
    ] {
        let answer = server.ask(JSON, &json!({ "query": format!("{{ {query} }}") }));
        assert_eq!(answer.json()["errors"][0]["extensions"]["pending"], pending, "{query}");
    }
    drop(release);
    server.stop().unwrap();
}

#[test]
fn what_was_given_up_is_there_for_who_asks_again() {
    let ((hub, release), folder) = (slow_hub(), TempFolder::new("waiting-again"));
    let server = server(&hub, &folder);
    let ask = || server.ask("application/graphql-response+json", &json!({ "query": query() })).status;
    assert_eq!(ask(), 400);
    drop(release);
    // No request can wait for it, and there are too many of them for a hub that goes on building.
    assert!((0..1_000_000).any(|_| ask() == 200));
    server.stop().unwrap();
}
