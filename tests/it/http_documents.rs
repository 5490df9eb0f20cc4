//! Documents by their hash over real sockets: automatic persisted queries, the saved operations, and a hub that answers
//! these alone.

use gcm_hub::http::{DocumentSettings, Setup, operations};
use gcm_hub::record::Sha256;
use serde_json::{Value, json};

use crate::server::{Answer, JSON, Running, encoded};

const NEWER: &str = "application/graphql-response+json";
const QUERY: &str = "query Q($code: CountryCode!) { country(code: $code) { code } }";

fn with(documents: DocumentSettings) -> Running {
    Running::with(Setup { documents, ..Setup::default() })
}

fn hash(document: &str) -> String {
    Sha256::of(document.as_bytes()).to_string()
}

fn persisted(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn variables() -> Value {
    json!({ "code": "MDA" })
}

/// Asks by POST, as JSON has it.
fn post(server: &Running, body: &Value) -> Answer {
    server.ask("*/*", body)
}

/// Asks by GET: texts as they are, the rest as JSON.
fn get(server: &Running, body: &Value) -> Answer {
    let pairs = body.as_object().unwrap().iter().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name}={}", encoded(&text))
    });
    server.get(&format!("/graphql?{}", pairs.collect::<Vec<_>>().join("&")))
}

fn code(answer: &Answer) -> String {
    answer.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_client_sends_its_query_once_and_then_its_hash() {
    for ask in [post, get] {
        let server = Running::start();
        let by_hash = json!({ "extensions": persisted(&hash(QUERY)), "variables": variables() });
        for _ in 0..3 {
            let answer = ask(&server, &by_hash);
            let error = &answer.json()["errors"][0];
            assert_eq!((answer.status, error["message"].as_str()), (200, Some("PersistedQueryNotFound")));
            assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        let mut whole = by_hash.clone();
        whole["query"] = json!(QUERY);
        let sent = ask(&server, &whole);
        assert_eq!(sent.json()["data"]["country"]["code"], "MDA", "{}", sent.text());
        for _ in 0..4 {
            let answer = ask(&server, &by_hash);
            assert_eq!((answer.status, &answer.body), (200, &sent.body), "{}", answer.text());
        }
        assert_eq!(ask(&server, &by_hash).header("gcm-hub-cache"), "hit");
        let other = json!({ "extensions": persisted(&hash(QUERY)), "variables": { "code": "ECU" } });
        assert_eq!(ask(&server, &other).json()["data"]["country"]["code"], "ECU");
        // The draft's way to say the same.
        let by_id = json!({ "documentId": format!("sha256:{}", hash(QUERY)), "variables": variables() });
        assert_eq!(ask(&server, &by_id).body, sent.body);
    }
}

#[test]
fn a_hash_that_is_not_that_of_the_query_is_refused_and_nothing_is_kept() {
    let server = Running::start();
    let wrong = hash("{ another }");
    for extensions in [
        persisted(&wrong),
        json!({ "persistedQuery": { "version": 2, "sha256Hash": hash(QUERY) } }),
        persisted("abc"),
        json!({ "persistedQuery": 7 }),
        json!({ "persistedQuery": { "version": 1 } }),
    ] {
        let body = json!({ "query": QUERY, "variables": variables(), "extensions": extensions });
        for ask in [post, get] {
            ask(&server, &body).refuses(400, "BAD_REQUEST", "persistedQuery");
        }
    }
    let by_hash = json!({ "extensions": persisted(&wrong) });
    assert_eq!(code(&post(&server, &by_hash)), "PERSISTED_QUERY_NOT_FOUND");
}

#[test]
fn a_query_that_costs_too_much_is_not_kept() {
    let server = Running::start();
    let wide = "{ hub { version } } ".repeat(6_000);
    let body = json!({ "query": wide, "extensions": persisted(&hash(&wide)) });
    assert_eq!(code(&post(&server, &body)), "LIMIT_EXCEEDED");
    let by_hash = json!({ "extensions": persisted(&hash(&wide)) });
    assert_eq!(code(&post(&server, &by_hash)), "PERSISTED_QUERY_NOT_FOUND");
}

#[test]
fn the_saved_operations_are_known_from_the_start() {
    let server = Running::start();
    for operation in operations() {
        assert_eq!(operation.sha256, hash(operation.document));
        let whole = post(&server, &json!({ "query": operation.document }));
        assert!(whole.json().get("errors").is_none(), "{}", operation.name);
        let by_id = json!({ "documentId": format!("sha256:{}", operation.sha256) });
        assert_eq!(post(&server, &by_id).body, whole.body, "{}", operation.name);
        assert_eq!(get(&server, &by_id).body, whole.body, "{}", operation.name);
        let by_hash = json!({ "extensions": persisted(&operation.sha256) });
        assert_eq!(post(&server, &by_hash).body, whole.body, "{}", operation.name);
    }
}

#[test]
fn an_identifier_that_is_none_or_unknown_says_what_to_send() {
    let server = Running::start();
    for id in ["pipeline-list", "md5:00", "sha256:", "sha256:00", "sha256:zz"] {
        post(&server, &json!({ "documentId": id })).refuses(400, "BAD_REQUEST", "`documentId`");
    }
    let both = json!({ "documentId": format!("sha256:{}", hash(QUERY)), "query": QUERY });
    post(&server, &both).refuses(400, "BAD_REQUEST", "give one");
    let unknown = json!({ "documentId": format!("sha256:{}", hash("{ unknown }")) });
    let answer = server.ask(NEWER, &unknown);
    assert_eq!((answer.status, code(&answer)), (400, "PERSISTED_DOCUMENT_NOT_FOUND".to_owned()));
    assert!(answer.text().contains("gcm-hub operations"), "{}", answer.text());
}

#[test]
fn a_hub_of_trusted_documents_answers_nothing_else() {
    let server = with(DocumentSettings { only_trusted: true, ..DocumentSettings::default() });
    let operation = &operations()[0];
    for body in [
        json!({ "query": operation.document }),
        json!({ "documentId": format!("sha256:{}", operation.sha256) }),
        json!({ "extensions": persisted(&operation.sha256) }),
    ] {
        for ask in [post, get] {
            let answer = ask(&server, &body);
            assert!(answer.status == 200 && answer.json().get("errors").is_none(), "{}", answer.text());
        }
    }
    assert_eq!(server.get(&format!("/api/{}", operation.name)).status, 200);
    let spaced = format!("{} ", operation.document);
    for query in [
        "{ hub { version } }",
        "{ __schema { types { name } } }",
        "mutation { a }",
        "subscription { a }",
        &spaced,
    ] {
        let body = json!({ "query": query });
        post(&server, &body).refuses(403, "DOCUMENT_NOT_TRUSTED", "`gcm-hub operations`");
        let whole = json!({ "query": query, "extensions": persisted(&hash(query)) });
        post(&server, &whole).refuses(403, "DOCUMENT_NOT_TRUSTED", "`/assets/operations.json`");
        let streamed = [("Content-Type", JSON), ("Accept", "text/event-stream")];
        server.post(&streamed, body.to_string()).refuses(403, "DOCUMENT_NOT_TRUSTED", "`/api`");
    }
}

#[test]
fn a_hub_that_keeps_no_documents_says_so_to_clients_that_would_have_them_kept() {
    let server = with(DocumentSettings { cache_bytes: 0, ..DocumentSettings::default() });
    let by_hash = json!({ "extensions": persisted(&hash(QUERY)), "variables": variables() });
    let mut whole = by_hash.clone();
    whole["query"] = json!(QUERY);
    for _ in 0..2 {
        assert_eq!(code(&post(&server, &by_hash)), "PERSISTED_QUERY_NOT_SUPPORTED");
        assert_eq!(post(&server, &whole).json()["data"]["country"]["code"], "MDA");
    }
}
