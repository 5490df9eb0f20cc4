//! Pages of other origins: none may ask, or those that the configuration names.

use gcm_hub::http::{Settings, Setup};

use crate::server::{Answer, Client, JSON, Running};

const PAGE: &str = "https://dashboard.example.org";

fn server(origins: &[&str]) -> Running {
    let cors_origins = origins.iter().map(|&origin| origin.to_owned()).collect();
    Running::with(Setup { settings: Settings { cors_origins, ..Settings::default() }, ..Setup::default() })
}

/// What a browser asks before it sends JSON from a page.
fn preflight(to: Client, origin: &str) -> Answer {
    let headers = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization,content-type,gcm-hub-cost,x-request-id"),
    ];
    to.send("OPTIONS /graphql", &headers, b"")
}

fn ask(to: Client, origin: &str, body: &str) -> Answer {
    to.post(&[("Content-Type", JSON), ("Origin", origin)], body)
}

const QUERY: &str = r#"{"query": "{ hub { version } }"}"#;

#[test]
fn without_a_setting_no_page_of_another_origin_may_ask() {
    let server = server(&[]);
    for answer in [preflight(server.client, PAGE), ask(server.client, PAGE, QUERY)] {
        assert_eq!(answer.header("access-control-allow-origin"), "", "{answer:?}");
    }
    assert_eq!(preflight(server.client, PAGE).status, 405);
    server.stop().unwrap();
}

#[test]
fn a_page_that_is_named_may_ask_and_read_every_header_and_another_may_not() {
    let server = server(&["https://first.example.org", PAGE]);
    let answer = preflight(server.client, PAGE);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, PAGE));
    for name in ["authorization", "content-type", "gcm-hub-cost", "x-request-id", "if-none-match"] {
        assert!(answer.header("access-control-allow-headers").contains(name), "{answer:?}");
    }
    assert_eq!(answer.header("access-control-allow-methods"), "GET,POST");
    // Also of what is refused: a page wants to read why.
    for body in [QUERY, "{"] {
        let answer = ask(server.client, PAGE, body);
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
        assert_eq!(answer.header("access-control-expose-headers"), "*");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert!(answer.all("vary").contains("origin"), "{answer:?}");
    }
    let other = "https://other.example.org";
    for answer in [preflight(server.client, other), ask(server.client, other, QUERY)] {
        assert_eq!(answer.header("access-control-allow-origin"), "", "{answer:?}");
    }
    server.stop().unwrap();
}

#[test]
fn every_page_may_ask_where_the_operator_says_so_and_never_with_credentials() {
    let server = server(&["*"]);
    let answer = preflight(server.client, PAGE);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert_eq!(ask(server.client, PAGE, QUERY).header("access-control-allow-origin"), "*");
    server.stop().unwrap();
}
