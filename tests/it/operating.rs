//! What those who run a hub look at: whether it is ready, its numbers, its log.

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Output};
use std::sync::Arc;

use gcm_hub::curation::Desk;
use gcm_hub::graph::{Graph, Input};
use gcm_hub::http::{Settings, Setup};
use gcm_hub::hub::Hub;
use gcm_hub::store::MemoryStore;
use serde_json::{Value, json};

use crate::server::{Client, Running};
use crate::{TempFolder, until};

fn program(folder: &TempFolder, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gcm-hub"));
    command.arg("--data-dir").arg(&folder.0).args(arguments);
    command.env_remove("GCM_HUB_CONFIG").env_remove("GCM_HUB_LISTEN").output().unwrap()
}

/// The samples of an exposition, each checked for its form and for belonging to a metric with a type.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let mut types = HashSet::new();
    let mut samples = BTreeMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# ") {
            let words: Vec<&str> = rest.splitn(3, ' ').collect();
            assert!(["HELP", "TYPE"].contains(&words[0]) && words.len() == 3, "{line}");
            assert!(words[0] == "HELP" || types.insert(words[1]), "{line}: twice");
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let name = series.split('{').next().unwrap();
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix));
        assert!(types.contains(name) || base.is_some_and(|base| types.contains(base)), "{line}: no type");
        assert!(samples.insert(series.to_owned(), value.parse().unwrap()).is_none(), "{line}: twice");
    }
    samples
}

/// An address that nobody listens on.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A hub to which no source has given anything.
fn empty_hub() -> Arc<Hub> {
    let input = || Input { sources: Vec::new(), wording: Default::default(), identity: Default::default() };
    let desk = Desk::open(Arc::new(MemoryStore::new())).unwrap();
    let graph = Graph::build(input(), crate::now());
    let rebuild = move |now| Ok(Graph::build(input(), now));
    let past = Arc::new(|_: &_, _: &[_], _| Err("nothing here asks for the past".into()));
    Arc::new(Hub::new(graph, BTreeMap::new(), desk, Box::new(rebuild), past))
}

#[test]
fn a_hub_that_serves_is_ready_and_tells_the_state_of_its_sources() {
    let server = Running::start();
    assert_eq!(server.get("/healthz").text(), "ok\n");
    let answer = server.get("/readyz");
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let ready = answer.json();
    assert_eq!((&ready["ready"], &ready["reasons"]), (&json!(true), &json!([])));
    assert_eq!(ready["graph"]["version"], answer_version(&server));
    let sources = ready["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 5);
    assert!(
        sources.iter().all(|source| source["state"] == "CACHED" || source["state"] == "BUNDLED"),
        "{ready}"
    );
    let checked =
        program(&TempFolder::new("healthy"), &["healthcheck", "--listen", &server.client.0.to_string()]);
    assert!(checked.status.success(), "{checked:?}");
}

fn answer_version(server: &Client) -> Value {
    server.ask("*/*", &json!({ "query": "{ hub { graphVersion } }" })).json()["data"]["hub"]["graphVersion"]
        .clone()
}

#[test]
fn a_hub_with_nothing_to_serve_is_not_ready_and_says_why() {
    let folder = TempFolder::new("unready");
    let server = Running::over(empty_hub(), &folder.0);
    let answer = server.get("/readyz");
    assert_eq!((answer.status, &answer.json()["ready"]), (503, &json!(false)));
    assert!(answer.json()["reasons"][0].as_str().unwrap().contains("gcm-hub ingest"));
    // It lives all the same.
    assert_eq!(server.get("/healthz").status, 200);
    let at = server.client.0.to_string();
    let said = |output: Output| (output.status.code(), String::from_utf8(output.stderr).unwrap());
    let (code, words) = said(program(&folder, &["healthcheck", "--listen", &at]));
    assert!(code == Some(1) && words.contains("not ready") && words.contains("gcm-hub ingest"), "{words}");
    let (code, words) = said(program(&folder, &["healthcheck", "--listen", &free().to_string()]));
    assert!(code == Some(1) && words.contains("no hub answers"), "{words}");
}

#[test]
fn requests_and_errors_are_counted_by_what_they_are() {
    let server = Running::start();
    server.get("/healthz");
    server.get("/healthz");
    server.get("/nothing/at/all");
    server.get("/entity/no-id");
    server.ask("*/*", &json!({ "query": "{ nothing }" }));
    server.ask("*/*", &json!({ "query": "{ hub { version } }" }));
    let answer = server.get("/metrics");
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let counted = samples(&answer.text());
    for (series, value) in [
        (r#"gcm_hub_requests_total{route="/healthz",method="GET",status="200"}"#, 2.0),
        (r#"gcm_hub_requests_total{route="other",method="GET",status="404"}"#, 1.0),
        (r#"gcm_hub_requests_total{route="/entity/{id}",method="GET",status="404"}"#, 1.0),
        (r#"gcm_hub_requests_total{route="/graphql",method="POST",status="200"}"#, 2.0),
        (r#"gcm_hub_request_seconds_count{route="/healthz"}"#, 2.0),
        (r#"gcm_hub_request_seconds_bucket{route="/healthz",le="+Inf"}"#, 2.0),
        (r#"gcm_hub_errors_total{code="NOT_FOUND"}"#, 2.0),
        (r#"gcm_hub_errors_total{code="GRAPHQL_VALIDATION_FAILED"}"#, 1.0),
        // This one.
        ("gcm_hub_requests_under_way", 1.0),
        ("gcm_hub_streams_open", 0.0),
        (r#"gcm_hub_graph_rows{kind="programmes"}"#, 31.0),
        (r#"gcm_hub_source_held{source="undp-pledge"}"#, 0.0),
    ] {
        assert_eq!(counted.get(series), Some(&value), "{series}: {counted:#?}");
    }
    let version = answer_version(&server);
    let info = format!("gcm_hub_info{{version=\"{}\",graph={version}}}", env!("CARGO_PKG_VERSION"));
    assert_eq!(counted.get(&info), Some(&1.0));
    for source in
        ["mptf-pipeline", "mptf-in-action", "undp-pledge", "iom-undp-programme", "iom-mainstreaming"]
    {
        let of_source = format!("gcm_hub_source_state{{source=\"{source}\"");
        let states: f64 =
            counted.iter().filter(|(series, _)| series.starts_with(&of_source)).map(|(_, is)| is).sum();
        assert_eq!(states, 1.0, "{source}");
    }
}

#[test]
fn numbers_are_for_nobody_whom_a_proxy_lets_in() {
    let server = Running::start();
    for (name, value) in [
        ("X-Forwarded-For", "203.0.113.7"),
        ("Forwarded", "for=203.0.113.7"),
        ("X-Real-IP", "203.0.113.7"),
        ("Via", "1.1 proxy"),
    ] {
        let answer = server.send("GET /metrics", &[(name, value)], b"");
        answer.refuses(404, "NOT_FOUND", "`metrics_listen`");
    }
    // A proxy that marks nothing, or a page whose name was made to lead here.
    let mut stream = server.connect();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: hub.example.org\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 ") && !answer.contains("gcm_hub_"), "{answer}");
    assert_eq!(server.get("/metrics").status, 200);
    server.stop().unwrap();
}

#[test]
fn numbers_are_served_apart_where_an_address_is_given() {
    let beside = free();
    let settings = Settings { metrics_listen: Some(beside), ..Settings::default() };
    let server = Running::with(Setup { settings, ..Setup::default() });
    assert_eq!(server.get("/metrics").status, 404);
    let counted = samples(&Client(beside).get("/metrics").text());
    assert_eq!(counted[r#"gcm_hub_requests_total{route="other",method="GET",status="404"}"#], 1.0);
    assert_eq!(Client(beside).get("/graphql").status, 404);

    // A request under way keeps the server from ending, and it says so beside.
    let mut waiting = server.connect();
    let body = r#"{"query":"{hub{version}}"}"#;
    let length = body.len();
    write!(waiting, "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{").unwrap();
    until(|| samples(&Client(beside).get("/metrics").text())["gcm_hub_requests_under_way"] >= 1.0);
    let stopping = std::thread::spawn(move || server.stop());
    let answer = loop {
        let answer = Client(beside).get("/readyz");
        if answer.status != 200 {
            break answer;
        }
        std::thread::yield_now();
    };
    assert_eq!(answer.status, 503);
    assert!(answer.json()["reasons"][0].as_str().unwrap().contains("stopping"), "{}", answer.text());
    waiting.write_all(&body.as_bytes()[1..]).unwrap();
    let mut answered = String::new();
    waiting.read_to_string(&mut answered).unwrap();
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    stopping.join().unwrap().unwrap();
}

#[test]
fn the_log_is_json_a_line_for_those_who_want_it() {
    let folder = TempFolder::new("json-log");
    let config = folder.0.join("config.toml");
    let closed = free();
    let written = format!(
        "log_format = \"json\"\n[fetch]\ncontact = \"gcm-hub@example.org\"\nallowed_hosts = [\"{closed}\"]\nretries = 0\n\
         [[sources]]\nslug = \"undp-pledge\"\naddresses = [\"http://{closed}/a\", \"http://{closed}/b\"]\n"
    );
    std::fs::write(&config, written).unwrap();
    let config = config.display().to_string();
    let output = program(&folder, &["--config", &config, "--log", "gcm_hub=debug", "sync", "undp-pledge"]);
    let told = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<Value> = told
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(!lines.is_empty(), "{told}");
    for line in lines {
        assert!(
            line["level"].is_string() && line["target"].as_str().unwrap().starts_with("gcm_hub"),
            "{line}"
        );
        assert!(line["message"].is_string() && line["timestamp"].is_string(), "{line}");
    }
    let wrong = program(&folder, &["--log-format", "xml", "sources"]);
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("`json`"));
}
