//! GraphQL on a WebSocket, with a client that keeps the protocol and one that does not.

mod client;

use std::sync::LazyLock;

use futures_util::SinkExt;
use gcm_hub::http::{DocumentSettings, Settings, Setup};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use client::{INIT, open, until_open};
pub(crate) use client::{begun, subscribe};

use crate::process;
use crate::server::Running;
use crate::{TempFolder, bundled_hub, until};

static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

const FOLLOW: &str = "subscription { graphUpdated { __typename } }";

#[tokio::test]
async fn queries_and_subscriptions_run_beside_each_other_under_their_identifiers() {
    let mut socket = begun(SERVER.client).await;
    socket.say(subscribe("follow", FOLLOW)).await;
    socket.say(subscribe("ask", "{ programme(slug: \"none\") { id } }")).await;
    let heard = socket.hear().await;
    assert_eq!((&heard["id"], &heard["type"]), (&json!("ask"), &json!("next")), "{heard}");
    assert_eq!(heard["payload"]["data"], json!({ "programme": null }));
    assert!(heard["payload"]["extensions"]["graph"]["version"].is_string(), "{heard}");
    assert_eq!(socket.hear().await, json!({ "id": "ask", "type": "complete" }));
    // The identifier is free again.
    socket.say(subscribe("ask", "{ hub { __typename } }")).await;
    assert_eq!(socket.hear().await["payload"]["data"]["hub"]["__typename"], "Hub");
}

#[tokio::test]
async fn each_event_says_of_which_graph_it_is() {
    let (folder, hub) = (TempFolder::new("sockets-graph"), bundled_hub());
    let server = Running::over(std::sync::Arc::clone(&hub), &folder.0);
    let mut socket = begun(server.client).await;
    socket.say(subscribe("follow", "subscription { graphUpdated { version } }")).await;
    // An answer that comes later than the beginning of what was asked before.
    socket.say(subscribe("ask", "{ hub { __typename } }")).await;
    while socket.hear().await["type"] != "complete" {}
    // Two versions each: what is served is newer than most events when they are answered.
    for _ in 0..3 {
        crate::follow::confirm_and_withdraw(&hub, crate::follow::any_link(&hub));
    }
    let mut versions = Vec::new();
    for _ in 0..6 {
        let heard = socket.hear().await;
        let version = &heard["payload"]["data"]["graphUpdated"]["version"];
        assert!(version.is_string(), "{heard}");
        assert_eq!(heard["payload"]["extensions"]["graph"]["version"], *version, "{heard}");
        versions.push(version.clone());
    }
    versions.dedup();
    assert_eq!(versions.len(), 6, "{versions:?}");
    server.stop().unwrap();
}

#[tokio::test]
async fn the_cost_is_told_as_the_head_of_the_socket_wants_it() {
    assert_eq!(open(SERVER.client, &[("gcm-hub-cost", "dear")]).await.err(), Some(400));
    for (telling, is_run) in [("show", true), ("ask", false)] {
        let mut socket = open(SERVER.client, &[("gcm-hub-cost", telling)]).await.unwrap();
        socket.say(INIT).await;
        socket.hear().await;
        for query in ["{ hub { __typename } }", "{ hub { limits { maxNodes } } }"] {
            socket.say(subscribe("a", query)).await;
            let heard = socket.hear().await;
            let payload = &heard["payload"];
            assert_eq!((&heard["type"], payload["data"].is_object()), (&json!("next"), is_run), "{heard}");
            assert!(payload["extensions"]["cost"]["nodes"].is_number(), "{heard}");
            assert!(payload["extensions"]["graph"]["version"].is_string(), "{heard}");
            assert_eq!(socket.hear().await, json!({ "id": "a", "type": "complete" }));
        }
        socket.say(subscribe("a", FOLLOW)).await;
        if !is_run {
            assert_eq!(socket.hear().await["payload"]["data"], Value::Null);
            assert_eq!(socket.hear().await["type"], "complete");
        }
    }
}

#[tokio::test]
async fn what_is_not_run_is_an_error_message_and_the_socket_lives() {
    let mut socket = begun(SERVER.client).await;
    let wide: String = (0..300).map(|number| format!("a{number}: __typename ")).collect();
    for (query, code) in [
        ("{ hub", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (&*format!("{{ {wide} }}"), "LIMIT_EXCEEDED"),
        ("", "BAD_REQUEST"),
    ] {
        socket.say(subscribe("a", query)).await;
        let heard = socket.hear().await;
        assert_eq!((&heard["type"], &heard["id"]), (&json!("error"), &json!("a")), "{heard}");
        assert_eq!(heard["payload"][0]["extensions"]["code"], code, "{heard}");
    }
    socket.say(r#"{"type":"ping","payload":{"a":1}}"#).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn a_hub_of_trusted_documents_answers_nothing_else_on_a_socket_either() {
    let documents = DocumentSettings { only_trusted: true, ..DocumentSettings::default() };
    let server = Running::with(Setup { documents, ..Setup::default() });
    let mut socket = begun(server.client).await;
    for query in [FOLLOW, "{ hub { version } }"] {
        socket.say(subscribe("a", query)).await;
        let heard = socket.hear().await;
        assert_eq!(heard["payload"][0]["extensions"]["code"], "DOCUMENT_NOT_TRUSTED", "{heard}");
    }
    socket.say(subscribe("a", gcm_hub::http::operations()[0].document)).await;
    assert!(socket.hear().await["payload"]["data"].is_object());
}

#[tokio::test]
async fn a_completed_operation_says_no_more_and_its_identifier_is_free() {
    let mut socket = begun(SERVER.client).await;
    socket.say(subscribe("a", FOLLOW)).await;
    socket.say(r#"{"id":"a","type":"complete"}"#).await;
    socket.say(r#"{"id":"unknown","type":"complete"}"#).await;
    socket.say(subscribe("a", "{ hub { __typename } }")).await;
    assert_eq!(socket.hear().await["type"], "next");
    assert_eq!(socket.hear().await, json!({ "id": "a", "type": "complete" }));
}

#[tokio::test]
async fn a_socket_has_so_many_operations_and_no_more() {
    let mut socket = begun(SERVER.client).await;
    for number in 0..33 {
        socket.say(subscribe(&number.to_string(), FOLLOW)).await;
    }
    let heard = socket.hear().await;
    assert_eq!((&heard["type"], &heard["id"]), (&json!("error"), &json!("32")), "{heard}");
    assert_eq!(heard["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
}

/// Asserts that a socket is closed after these messages with a code and a word of its reason.
async fn closes(messages: Vec<Message>, code: u16, word: &str) {
    let mut socket = open(SERVER.client, &[]).await.unwrap();
    for message in messages {
        socket.0.send(message).await.unwrap();
    }
    let (actual, reason) = socket.closed().await;
    assert_eq!(actual, code, "{reason}");
    assert!(reason.contains(word), "{reason}");
}

#[tokio::test]
async fn who_breaks_the_protocol_is_closed_with_its_code() {
    let text = |text: &str| Message::text(text.to_owned());
    closes(vec![text(INIT), text(INIT)], 4429, "too many").await;
    closes(vec![text(&subscribe("a", FOLLOW))], 4401, "connection_ack").await;
    let again = || text(&subscribe("a", FOLLOW));
    closes(vec![text(INIT), again(), again()], 4409, "subscriber for a already exists").await;
    closes(vec![text(INIT), text(r#"{"type":"start"}"#)], 4400, "start").await;
    closes(vec![text("{")], 4400, "EOF").await;
    closes(vec![text(r#"{"type":"subscribe","id":1}"#)], 4400, "string").await;
    closes(vec![text(&subscribe("", FOLLOW))], 4400, "`id`").await;
    closes(vec![text(&format!("{}{}", "[".repeat(1_000), "]".repeat(1_000)))], 4400, "").await;
    closes(vec![Message::binary(INIT)], 4400, "binary").await;
    closes(vec![text(&" ".repeat(64 * 1024 + 1))], 1009, "65536").await;
    closes(
        vec![text(r#"{"type":"connection_init","payload":{"authorization":"Bearer none"}}"#)],
        4403,
        "token",
    )
    .await;
    closes(vec![text(r#"{"type":"connection_init","payload":{"authorization":7}}"#)], 4403, "Bearer").await;
    assert_eq!(SERVER.get("/healthz").status, 200);
}

#[tokio::test]
async fn a_mutation_is_by_the_token_of_the_head_or_of_the_beginning() {
    let folder = TempFolder::new("sockets");
    let server = Running::over(bundled_hub(), &folder.0);
    let bearer = process::bearer(&folder.0, "UNDP", "curator");
    let decide = r#"mutation { decideLink(input: {link: "lnk_000000000000", action: CONFIRM}) { userErrors { field } } }"#;
    let mut codes = Vec::new();
    for (headers, payload) in [
        (vec![], json!({})),
        (vec![("authorization", &*bearer)], json!({})),
        (vec![], json!({ "authorization": bearer })),
    ] {
        let mut socket = open(server.client, &headers).await.unwrap();
        socket.say(json!({ "type": "connection_init", "payload": payload }).to_string()).await;
        socket.hear().await;
        socket.say(subscribe("a", decide)).await;
        let heard = socket.hear().await;
        codes.push(heard["payload"]["errors"][0]["extensions"]["code"].as_str().map(str::to_owned));
        assert_eq!(
            heard["payload"]["data"]["decideLink"].is_object(),
            codes.last().unwrap().is_none(),
            "{heard}"
        );
    }
    assert_eq!(codes, [Some("UNAUTHENTICATED".to_owned()), None, None]);
    server.stop().unwrap();
}

#[tokio::test]
async fn a_page_of_another_origin_may_not_open_a_socket_unless_it_may_ask() {
    let own = format!("http://{}", SERVER.client.0);
    assert!(open(SERVER.client, &[("origin", &own)]).await.is_ok());
    let other = [("origin", "https://other.example.org")];
    assert_eq!(open(SERVER.client, &other).await.err(), Some(403));
    let cors_origins = vec!["https://other.example.org".to_owned()];
    let server = Running::with(Setup {
        settings: Settings { cors_origins, ..Settings::default() },
        ..Setup::default()
    });
    assert!(open(server.client, &other).await.is_ok());
    assert_eq!(open(server.client, &[("origin", "https://third.example.org")]).await.err(), Some(403));
    server.stop().unwrap();
}

#[tokio::test]
async fn there_are_so_many_sockets_and_streams_together_and_no_more() {
    let server =
        Running::with(Setup { settings: Settings { streams: 2, ..Settings::default() }, ..Setup::default() });
    let first = begun(server.client).await;
    let stream = crate::follow::follow(server.client.0, FOLLOW);
    assert_eq!(open(server.client, &[]).await.err(), Some(503));
    drop(stream);
    drop(first);
    // What is let go of is there for others, as soon as the server has seen it.
    until_open(server.client, &[]).await;
    server.stop().unwrap();
}

#[tokio::test]
async fn another_protocol_is_refused_before_anything_is_opened() {
    assert_eq!(open(SERVER.client, &[("sec-websocket-protocol", "graphql-ws")]).await.err(), Some(400));
    assert_eq!(open(SERVER.client, &[("sec-websocket-version", "8")]).await.err(), Some(400));
}

#[tokio::test]
async fn a_stopping_server_says_so_to_its_sockets() {
    let server = Running::start();
    let mut socket = begun(server.client).await;
    socket.say(subscribe("a", FOLLOW)).await;
    let stopped = std::thread::spawn(move || server.stop());
    assert_eq!(socket.closed().await.0, 1001);
    stopped.join().unwrap().unwrap();
}

#[tokio::test]
async fn operations_on_a_socket_count_as_requests_do() {
    let settings = Settings {
        requests_per_minute: 1,
        burst: 2.try_into().unwrap(),
        trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Settings::default()
    };
    let server = Running::with(Setup { settings, ..Setup::default() });
    let mut socket = open(server.client, &[("x-forwarded-for", "192.0.2.1")]).await.unwrap();
    socket.say(INIT).await;
    socket.hear().await;
    for kind in ["next", "complete", "error"] {
        if kind != "complete" {
            socket.say(subscribe("a", "{ hub { __typename } }")).await;
        }
        let heard = socket.hear().await;
        assert_eq!(heard["type"], kind, "{heard}");
        if kind == "error" {
            assert_eq!(heard["payload"][0]["extensions"]["code"], "TOO_MANY_REQUESTS", "{heard}");
        }
    }
    server.stop().unwrap();
}

#[tokio::test]
async fn a_client_has_so_many_sockets_and_others_have_room() {
    let settings = Settings {
        streams_per_client: 2,
        connections_per_client: 2,
        trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Settings::default()
    };
    let server = Running::with(Setup { settings, ..Setup::default() });
    let one = [("x-forwarded-for", "192.0.2.1")];
    let first = open(server.client, &one).await.unwrap();
    let _second = open(server.client, &one).await.unwrap();
    assert_eq!(open(server.client, &one).await.err(), Some(429));
    let headers = [
        ("Content-Type", "application/json"),
        ("Accept", "text/event-stream"),
        ("X-Forwarded-For", one[0].1),
    ];
    let refused = server.post(&headers, json!({ "query": FOLLOW }).to_string());
    refused.refuses(429, "TOO_MANY_REQUESTS", "2 streams");
    assert_eq!(refused.header("retry-after"), "1");
    assert!(open(server.client, &[("x-forwarded-for", "192.0.2.2")]).await.is_ok());
    drop(first);
    until_open(server.client, &one).await;
    server.stop().unwrap();
}

#[tokio::test]
async fn a_connection_is_counted_as_long_as_its_socket_is_open() {
    let settings = Settings { connections: 1, ..Settings::default() };
    let server = Running::with(Setup { settings, ..Setup::default() });
    let socket = begun(server.client).await;
    assert_eq!(server.get("/healthz").status, 503);
    drop(socket);
    until(|| server.try_send("GET /healthz", &[], b"").is_some_and(|answer| answer.status == 200));
    server.stop().unwrap();
}
