//! Bodies, heads, addresses and sockets: what is thrown at the server before a query is read.

use std::io::{Read, Write};
use std::time::Duration;

use gcm_hub::api::Limits;
use gcm_hub::http::{Settings, Setup};
use serde_json::json;

use super::SERVER;
use crate::server::{JSON, Running};
use crate::until;

#[test]
fn a_huge_batch() {
    let batch = format!("[{}]", vec![r#"{"query": "{ hub { version } }"}"#; 10_000].join(","));
    SERVER.post(&[("Content-Type", JSON)], batch).refuses(400, "BAD_REQUEST", "batch");
}

#[test]
fn a_huge_body() {
    let body =
        format!(r#"{{"query": "{{ hub {{ version }} }}", "variables": {{"a": "{}"}}}}"#, "a".repeat(1 << 20));
    SERVER.post(&[("Content-Type", JSON)], body).refuses(413, "PAYLOAD_TOO_LARGE", "1048576");
}

#[test]
fn malformed_json_and_utf_8() {
    for body in
        [&b"{\"query\": \"{ hub"[..], b"{\"query\": \"\xff\xfe\"}", b"{\"query\": \"\\ud800\"}", b"\0\0\0"]
    {
        SERVER.post(&[("Content-Type", JSON)], body).refuses(400, "BAD_REQUEST", "no GraphQL request");
    }
    let answer =
        SERVER.ask("application/graphql-response+json", &json!({ "query": "{ hub \u{0} \u{fffd} \"" }));
    answer.refuses(400, "GRAPHQL_PARSE_FAILED", "");
}

#[test]
fn a_form_that_another_site_posts() {
    for form in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/plain"] {
        SERVER.post(&[("Content-Type", form)], "query=mutation").refuses(415, "UNSUPPORTED_MEDIA_TYPE", form);
    }
}

#[test]
fn a_flood_of_headers() {
    let mut stream = SERVER.connect();
    let headers: String = (0..10_000).map(|number| format!("X-{number}: {}\r\n", "a".repeat(20))).collect();
    // The server hangs up before it has them all.
    let _ = stream.write_all(format!("GET /graphql HTTP/1.1\r\nHost: hub\r\n{headers}\r\n").as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert_eq!(SERVER.get("/healthz").status, 200);
}

#[test]
fn a_body_that_comes_slowly() {
    let body_timeout = Duration::from_millis(20);
    let server = Running::with(Setup {
        settings: Settings { body_timeout, requests: 1, ..Settings::default() },
        ..Setup::default()
    });
    // Many that send half and wait keep nobody from working, since there is one place to work.
    let head = "POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    let mut slow: Vec<_> = (0..20).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(head.as_bytes()).unwrap();
    }
    assert_eq!(server.get("/schema.graphql").status, 200);
    for mut stream in slow {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("REQUEST_TIMEOUT"), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
    server.stop().unwrap();
}

/// Whether an error is of a connection that the other end has closed.
fn is_hung_up(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionReset)
}

#[test]
fn heads_that_come_slowly_and_sockets_that_say_nothing() {
    let header_timeout = Duration::from_millis(20);
    let server = Running::with(Setup {
        settings: Settings { header_timeout, ..Settings::default() },
        ..Setup::default()
    });
    let answer_to = |said: &str| {
        let mut stream = server.connect();
        let mut answer = String::new();
        // Who is late is hung up on, which may be before a word was said, and is not left to wait.
        if let Err(end) = stream.write_all(said.as_bytes()).and_then(|()| stream.read_to_string(&mut answer))
        {
            assert!(is_hung_up(&end), "{end}");
        }
        answer
    };
    for said in ["", "GET / HTTP/1.1\r\nHost: h"] {
        assert_eq!(answer_to(said), "");
    }
    // Who has asked is answered, and is let go of too when nothing more comes.
    until(|| answer_to("GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n").ends_with("ok\n"));
    server.stop().unwrap();
}

#[test]
fn more_headers_or_longer_ones_than_anyone_needs() {
    let many: Vec<(String, String)> =
        (0..101).map(|number| (format!("X-{number}"), "a".to_owned())).collect();
    let long = [("X-Long".to_owned(), "a".repeat(70_000))];
    for headers in [&many[..], &long] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(SERVER.send("GET /healthz", &headers, b"").status, 431);
    }
    let address = format!("GET /graphql?query={}", "a".repeat(70_000));
    assert!([414, 431].contains(&SERVER.send(&address, &[], b"").status));
    assert_eq!(SERVER.ask(JSON, &json!({ "query": "{ hub { version } }" })).status, 200);
}

#[test]
fn who_asks_and_never_reads() {
    let write_timeout = Duration::from_millis(20);
    let server = Running::with(Setup {
        settings: Settings { write_timeout, connections: 1, ..Settings::default() },
        ..Setup::default()
    });
    let mut stream = server.connect();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    let requests = "GET /schema.graphql HTTP/1.1\r\nHost: hub\r\n\r\n".repeat(1_000);
    // Both directions fill up, until the server hangs up.
    let end = std::iter::repeat_with(|| stream.write_all(requests.as_bytes())).find_map(Result::err).unwrap();
    assert!(is_hung_up(&end), "{end}");
    // Its place is free, as soon as the server has let go of it.
    until(|| server.try_send("GET /healthz", &[], b"").is_some_and(|answer| answer.status == 200));
    server.stop().unwrap();
}

#[test]
fn bodies_that_fill_the_memory() {
    let limits = Limits { bytes: 1_000, ..Limits::default() };
    let settings = Settings { body_bytes: 0, ..Settings::default() };
    let server = Running::with(Setup { limits, settings, ..Setup::default() });
    let head = "POST /graphql HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
    let ask = || server.ask(JSON, &json!({ "query": "{ hub { version } }" }));
    let refused_beside = || {
        let mut slow = server.connect();
        slow.write_all(format!("{head}{}", "a".repeat(999)).as_bytes()).unwrap();
        let refused = std::iter::repeat_with(ask).take(100).find(|answer| answer.status != 200);
        let mut answer = String::new();
        let end = slow.write_all(b"a").and_then(|()| slow.read_to_string(&mut answer));
        // Or it was the slow one that came while there was no room, and was hung up on.
        assert!(refused.is_none() || end.is_ok() && answer.starts_with("HTTP/1.1 400 "), "{answer}");
        refused
    };
    let refused = std::iter::repeat_with(refused_beside).take(100).find_map(|refused| refused).unwrap();
    refused.refuses(503, "UNAVAILABLE", "come again");
    assert_eq!((refused.header("retry-after"), refused.header("connection")), ("1", "close"));
    until(|| ask().status == 200);
    server.stop().unwrap();
}

#[test]
fn a_body_that_grows_when_it_is_unpacked() {
    for path in ["/graphql", "/reconcile"] {
        let headers = [("Content-Type", JSON), ("Content-Encoding", "gzip")];
        let answer = SERVER.send(&format!("POST {path}"), &headers, b"\x1f\x8b");
        answer.refuses(415, "UNSUPPORTED_MEDIA_TYPE", "uncompressed");
    }
}

#[test]
fn addresses_that_are_no_text() {
    for path in ["/api/%ff", "/export/%ff", "/entity/%ff", "/reconcile/preview/%ff", "/reconcile/suggest/%ff"]
    {
        SERVER.get(path).refuses(400, "BAD_REQUEST", "UTF-8");
    }
}
