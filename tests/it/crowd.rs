//! Many who ask, and a server that stops: who is turned away and how, and who is still answered.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use gcm_hub::http::{Settings, Setup};
use serde_json::json;

use crate::server::{Answer, Client, JSON, Running};
use crate::until;

const QUERY: &str = r#"{"query": "{ hub { version } }"}"#;

fn server(settings: Settings) -> Running {
    Running::with(Setup { settings, ..Setup::default() })
}

/// A server behind a proxy on this machine.
fn proxied(settings: Settings) -> Running {
    server(Settings { trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..settings })
}

fn ask_for(to: Client, client: &str) -> Answer {
    to.post(&[("Content-Type", JSON), ("X-Forwarded-For", client)], QUERY)
}

#[test]
fn a_client_that_asks_too_often_is_told_when_to_come_again_and_others_are_answered() {
    let burst = 2.try_into().unwrap();
    let server = proxied(Settings { requests_per_minute: 1, burst, ..Settings::default() });
    for _ in 0..2 {
        assert_eq!(ask_for(server.client, "192.0.2.1").status, 200);
    }
    for path in ["/graphql?query=%7Bhub%7Bversion%7D%7D", "/api/pipeline-list", "/nothing"] {
        let answer = server.send(&format!("GET {path}"), &[("X-Forwarded-For", "192.0.2.1")], b"");
        answer.refuses(429, "TOO_MANY_REQUESTS", "less often");
        assert!((1..=60).contains(&answer.header("retry-after").parse().unwrap()), "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let health = server.send("GET /healthz", &[("X-Forwarded-For", "192.0.2.1")], b"");
    assert_eq!(health.status, 200);
    // What a client writes itself stands before what the proxy writes.
    assert_eq!(ask_for(server.client, "198.51.100.1, 192.0.2.1").status, 429);
    assert_eq!(ask_for(server.client, "192.0.2.1, 198.51.100.1").status, 200);
    for _ in 0..5 {
        assert_eq!(
            server.post(&[("Content-Type", JSON)], QUERY).status,
            200,
            "this machine itself is no client"
        );
    }
    server.stop().unwrap();
}

#[test]
fn a_proxy_that_is_not_trusted_is_not_believed() {
    let server =
        server(Settings { requests_per_minute: 1, burst: 1.try_into().unwrap(), ..Settings::default() });
    assert_eq!(ask_for(server.client, "192.0.2.1").status, 200);
    // Its users are one client, whatever it says of them.
    ask_for(server.client, "192.0.2.2").refuses(429, "TOO_MANY_REQUESTS", "less often");
    let forwarded = [("Content-Type", JSON), ("Forwarded", "for=192.0.2.3")];
    assert_eq!(server.post(&forwarded, QUERY).status, 429);
    for _ in 0..3 {
        assert_eq!(server.post(&[("Content-Type", JSON)], QUERY).status, 200);
    }
    server.stop().unwrap();
}

#[test]
fn a_server_that_is_full_says_so_and_is_healthy() {
    let full = server(Settings { requests: 0, ..Settings::default() });
    let answer = full.post(&[("Content-Type", JSON)], QUERY);
    answer.refuses(503, "UNAVAILABLE", "come again");
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(full.get("/healthz").status, 200);
    full.stop().unwrap();
    let proxied = proxied(Settings { requests_per_client: 0, ..Settings::default() });
    ask_for(proxied.client, "192.0.2.1").refuses(429, "TOO_MANY_REQUESTS", "come again");
    assert_eq!(proxied.get("/schema.graphql").status, 200);
    proxied.stop().unwrap();
}

#[test]
fn connections_past_the_most_are_turned_away_and_the_server_answers_when_there_is_room() {
    let server = server(Settings { connections: 8, ..Settings::default() });
    let idle: Vec<TcpStream> = (0..8).map(|_| server.connect()).collect();
    let mut answer = String::new();
    server.connect().read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("retry-after: 1\r\n"), "{answer}");
    drop(idle);
    // As soon as the server has seen that they are gone.
    until(|| {
        let answer = server.graphql(None, "{ hub { version } }", json!({}));
        answer.is_some_and(|answer| answer.status == 200)
    });
    server.stop().unwrap();
}

/// A connection on which a request has begun: its head is with its handler, which waits for the body.
fn begun(to: Client) -> TcpStream {
    let mut stream = to.connect();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: {JSON}\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        QUERY.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn a_request_under_way_is_answered_though_the_server_stops() {
    let server = server(Settings::default());
    let mut stream = begun(server.client);
    let address = server.client.0;
    let stopping = std::thread::spawn(move || server.stop());
    until(|| TcpStream::connect(address).is_err());
    assert!(!stopping.is_finished());
    stream.write_all(QUERY.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("connection: close"), "{answer}");
    stopping.join().unwrap().unwrap();
}

#[test]
fn a_request_that_does_not_end_is_cut_off_when_its_time_to_end_is_over() {
    let server = server(Settings { drain: Duration::from_millis(20), ..Settings::default() });
    let mut stream = begun(server.client);
    server.stop().unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0);
}
