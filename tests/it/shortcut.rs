//! What is asked again, over real sockets: answered ahead of the router, it is what the router would have answered.

use std::io::{Read, Write};

use serde_json::json;

use crate::http_cache::{LIST, body, cache, get, post};
use crate::server::{Answer, JSON, Running, encoded};

/// Every header of an answer but the time, which turns, and the request's name.
fn all_but_time(answer: &Answer) -> Vec<(String, String)> {
    let turns = ["date", "gcm-hub-age", "age", "x-request-id"];
    let mut all: Vec<_> =
        answer.headers.iter().filter(|(name, _)| !turns.contains(&name.as_str())).cloned().collect();
    all.sort();
    all
}

#[test]
fn the_shortcut_and_the_long_way_give_the_same_answer_header_by_header() {
    let server = Running::start();
    let body = body(LIST, json!({}));
    // A header of another page, which may not ask, takes the long way.
    let short = [("Accept-Encoding", "br")];
    let long = [short[0], ("Origin", "https://a.example")];
    let kept: Vec<Answer> = (0..3).map(|_| get(&server, &short, LIST)).collect();
    let tag = kept[2].header("etag").to_owned();
    let condition = ("If-None-Match", tag.as_str());
    for _ in 0..3 {
        post(&server, &short, &body);
    }
    for (short, long) in [
        (post(&server, &short, &body), post(&server, &long, &body)),
        (get(&server, &short, LIST), get(&server, &long, LIST)),
        (get(&server, &[short[0], condition], LIST), get(&server, &[long[0], long[1], condition], LIST)),
    ] {
        assert_eq!((cache(&short), short.status, &short.body), ("hit", long.status, &long.body));
        assert_eq!(all_but_time(&short), all_but_time(&long));
        assert!(!short.header("x-request-id").is_empty());
    }
    let named = post(&server, &[("X-Request-Id", "mine-1")], &body);
    assert_eq!(named.header("x-request-id"), "mine-1");
    // What the long way has something to say of, it says also when the answer is in memory.
    let twice = post(&server, &[("Content-Type", "text/plain"), short[0]], &body);
    assert_eq!(twice.status, 200, "the first of two counts");
    assert_eq!(get(&server, &[short[0], ("Sec-WebSocket-Key", "a")], LIST).status, 400);
    let mut stream = server.connect();
    let head = format!("GET /graphql?query={} HTTP/1.1\r\nHost: hub\r\nAccept-Encoding: br", encoded(LIST));
    let wrong = format!("{head}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n");
    stream.write_all(wrong.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert_eq!(Answer::read(&bytes).unwrap().status, 400);
    // A body that comes in parts is waited for.
    let mut stream = server.connect();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: {JSON}\r\nAccept-Encoding: br\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    for part in [head.as_bytes(), &body.as_bytes()[..20], &body.as_bytes()[20..]] {
        stream.write_all(part).unwrap();
    }
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert_eq!(Answer::read(&bytes).unwrap().body, post(&server, &short, &body).body);
}
