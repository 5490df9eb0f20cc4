//! The subscription over a real socket: each decision is told as it is taken, and a stopping server ends the stream.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use gcm_hub::access::Gate;
use gcm_hub::curation::{Statement, What};
use gcm_hub::http::Setup;
use gcm_hub::hub::Hub;
use gcm_hub::record::Id;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{TempFolder, bundled_hub, now};

/// Asks for a stream and reads its head.
pub(crate) fn follow(address: std::net::SocketAddr, query: &str) -> BufReader<TcpStream> {
    let body = json!({ "query": query }).to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(lines.read_line(&mut head).unwrap() > 0, "{head}");
    }
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("text/event-stream"), "{head}");
    lines
}

/// The next event's name and data; chunk sizes and comments are passed over.
pub(crate) fn event(lines: &mut impl BufRead) -> (String, String) {
    let (mut name, mut data, mut line) = (String::new(), String::new(), String::new());
    loop {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some(text) = line.strip_prefix("event:") {
            name = text.trim().to_owned();
        } else if let Some(text) = line.strip_prefix("data:") {
            data = text.trim().to_owned();
        } else if line == "\n" && !name.is_empty() {
            return (name, data);
        }
    }
}

/// Says of a link that it is right, and takes it back at once.
pub(crate) fn confirm_and_withdraw(hub: &Hub, link: Id) {
    let say = |what| {
        let statement = Statement {
            what,
            agency: "UNDP".to_owned(),
            by: "A curator".to_owned(),
            note: None,
            client_mutation_id: None,
        };
        hub.decide(statement, now()).unwrap().decision
    };
    let decision = say(What::Confirm { link });
    say(What::Withdraw { decision });
}

/// A link that can be decided on.
pub(crate) fn any_link(hub: &Hub) -> Id {
    links(hub, gcm_hub::record::LinkType::Names)[0]
}

/// Links by type, the surest first.
pub(crate) fn links(hub: &Hub, kind: gcm_hub::record::LinkType) -> Vec<Id> {
    let served = hub.served();
    let of_kind = served.links.links.iter().filter(|(_, link)| link.key.kind == kind);
    of_kind.map(|(_, link)| link.id).collect()
}

#[test]
fn each_decision_that_the_filter_lets_through_is_told_and_the_stream_ends_with_the_server() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(gcm_hub::http::bind("127.0.0.1:0".parse().unwrap())).unwrap();
    let address = listener.local_addr().unwrap();
    let folder = TempFolder::new("follow");
    let (hub, gate) = (bundled_hub(), Arc::new(Gate::new(&folder.0, None).unwrap()));
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = Arc::clone(&hub);
    let shutdown = async { stopped.await.unwrap_or_default() };
    let server = std::thread::spawn(move || {
        runtime.block_on(gcm_hub::http::serve(listener, serving, gate, Setup::default(), shutdown))
    });

    let query =
        "subscription { linkDecided(where: {type: NAMES}) { id status decisions { agency { acronym } } } }";
    let mut stream = follow(address, query);
    let wrong = event(&mut follow(address, "subscription { linkDecided(where: {minScore: 7}) { id } }"));
    assert!(wrong.1.contains("BAD_USER_INPUT"), "{wrong:?}");

    let (told, telling) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let first = event(&mut stream);
        told.send(()).unwrap();
        (first, stream)
    });
    // The head of an answer comes before its resolver listens, so decisions are taken until one is told.
    let supports = links(&hub, gcm_hub::record::LinkType::Supports)[0];
    let names = links(&hub, gcm_hub::record::LinkType::Names)[0];
    while telling.try_recv().is_err() && !reader.is_finished() {
        confirm_and_withdraw(&hub, supports);
        confirm_and_withdraw(&hub, names);
        std::thread::yield_now();
    }
    let ((name, data), mut stream) = reader.join().unwrap();
    assert_eq!(name, "next");
    let told: Value = serde_json::from_str(&data).unwrap();
    let link = &told["data"]["linkDecided"];
    assert_eq!(link["id"], names.to_string());
    assert!(["CONFIRMED", "SUGGESTED"].contains(&link["status"].as_str().unwrap()), "{told}");
    assert_eq!(link["decisions"][0]["agency"]["acronym"], "UNDP");
    let graph = &told["extensions"]["graph"];
    assert!(graph["version"].is_string() && graph["sources"].is_array(), "{told}");

    stop.send(()).unwrap();
    while event(&mut stream).0 != "complete" {}
    drop(stream);
    server.join().unwrap().unwrap();
}

#[test]
fn a_stream_does_not_keep_the_graph_that_it_began_on() {
    let (folder, hub) = (TempFolder::new("follow-graph"), bundled_hub());
    let server = crate::server::Running::over(Arc::clone(&hub), &folder.0);
    let first = Arc::downgrade(&hub.served());
    let _stream = follow(server.client.0, "subscription { graphUpdated { __typename } }");
    let link = links(&hub, gcm_hub::record::LinkType::Names)[0];
    // What was published last is kept for those who have not read it yet.
    for _ in 0..100 {
        confirm_and_withdraw(&hub, link);
    }
    assert!(first.upgrade().is_none());
    server.stop().unwrap();
}

#[test]
fn a_query_is_a_stream_of_one_answer_for_those_who_like_nothing_better() {
    let server = crate::server::Running::start();
    let ask = |accept: &str, query: &str| {
        let headers = [("Content-Type", "application/json"), ("Accept", accept), ("GCM-Hub-Cost", "show")];
        server.post(&headers, json!({ "query": query }).to_string())
    };
    let query = "{ hub { __typename } }";
    let told = ask("text/event-stream", query);
    assert_eq!((told.status, told.header("content-type")), (200, "text/event-stream"));
    let mut lines = BufReader::new(&told.body[..]);
    let (name, data) = event(&mut lines);
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!((&*name, &data["data"]["hub"]["__typename"]), ("next", &json!("Hub")));
    assert!(data["extensions"]["graph"]["version"].is_string(), "{data}");
    assert!(data["extensions"]["cost"]["nodes"].is_number(), "{data}");
    assert_eq!(event(&mut lines).0, "complete");
    let wrong = ask("text/event-stream", "{ nothing }");
    assert_eq!(wrong.status, 200);
    assert!(event(&mut BufReader::new(&wrong.body[..])).1.contains("GRAPHQL_VALIDATION_FAILED"), "{wrong:?}");
    for accept in ["application/json, text/event-stream", "application/json, text/event-stream;q=0.1"] {
        assert!(ask(accept, query).json()["data"].is_object(), "{accept}");
    }
    let refused =
        [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream;q=0")];
    let refused = server.post(&refused, r#"{"query": "subscription { graphUpdated { __typename } }"}"#);
    refused.refuses(406, "NOT_ACCEPTABLE", "stream of events");
    server.stop().unwrap();
}
