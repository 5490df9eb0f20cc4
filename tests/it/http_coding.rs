//! Compression over real sockets: every form of every answer decodes to the same bytes, and says so to caches.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::server::{JSON, Running};

static SERVER: LazyLock<Running> = LazyLock::new(Running::start);

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

/// Each of another kind: an export that is streamed, a whole answer, a page, a script, a picture, the schema.
const PATHS: [&str; 9] = [
    "/export/programmes.csv",
    "/export/results.ndjson",
    "/export/countries.json",
    "/api/pipeline-list",
    "/",
    "/explore",
    "/assets/explore.js",
    "/schema.graphql",
    "/openapi.json",
];

#[test]
fn every_kind_of_answer_is_the_same_in_every_coding() {
    for path in PATHS {
        let plain = SERVER.get(path);
        assert_eq!((plain.status, plain.header("content-encoding")), (200, ""), "{path}");
        assert!(plain.header("vary").contains("accept-encoding"), "{path}: {}", plain.header("vary"));
        let length = plain.decoded().len();
        for coding in CODINGS {
            let answer = SERVER.send(&format!("GET {path}"), &[("Accept-Encoding", coding)], b"");
            assert_eq!((answer.status, answer.header("content-encoding")), (200, coding), "{path}");
            assert!(answer.header("vary").contains("accept-encoding"), "{path}");
            assert_eq!(answer.header("content-type"), plain.header("content-type"), "{path}");
            assert!(answer.decoded() == plain.decoded(), "{path} {coding}");
            assert!(answer.sent().len() < length, "{path} {coding}");
        }
    }
}

#[test]
fn what_is_short_or_refused_goes_out_as_it_is() {
    for (path, accept) in [("/healthz", "gzip"), ("/assets/explore.js", "gzip;q=0"), ("/explore", "compress")]
    {
        let answer = SERVER.send(&format!("GET {path}"), &[("Accept-Encoding", accept)], b"");
        assert_eq!(answer.header("content-encoding"), "", "{path}");
    }
    let short = SERVER.post(
        &[("Content-Type", JSON), ("Accept-Encoding", "gzip")],
        json!({ "query": "{ __typename }" }).to_string(),
    );
    assert_eq!(short.header("content-encoding"), "", "{}", short.body.len());
    assert!(short.json()["data"]["__typename"].is_string());
}

#[test]
fn an_answer_with_errors_is_compressed_too() {
    let query = "{ country(code: \"Nowhere\") { name } programmes { nodes { title } } }";
    let ask = |coding: &str| {
        SERVER.post(
            &[("Content-Type", JSON), ("Accept-Encoding", coding)],
            json!({ "query": query }).to_string(),
        )
    };
    for coding in CODINGS {
        let answer = ask(coding);
        assert_eq!(answer.header("content-encoding"), coding);
        let json: Value = serde_json::from_slice(&answer.decoded()).unwrap();
        assert_eq!(json, ask("").json(), "{coding}");
        assert!(json["errors"].is_array());
    }
}

#[test]
fn tags_are_those_of_the_coding_and_are_compared_in_it() {
    for path in PATHS {
        let mut tags = Vec::new();
        for coding in ["", "gzip", "br", "zstd"] {
            let get = |known: &str| {
                let headers = [("Accept-Encoding", coding), ("If-None-Match", known)];
                SERVER.send(&format!("GET {path}"), &headers, b"")
            };
            let tag = get("\"none\"").header("etag").to_owned();
            if ["/", "/explore"].contains(&path) {
                assert_eq!(tag, "", "{path} tells how fresh it is");
                continue;
            }
            for known in [tag.clone(), format!("W/{tag}"), format!("\"none\",{tag}"), "*".to_owned()] {
                let answer = get(&known);
                assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} {coding} {known}");
                if known != "*" {
                    assert_eq!(answer.header("etag"), tag, "{path} {coding}");
                }
            }
            tags.push(tag);
        }
        let count = tags.len();
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), count, "{path}: {tags:?}");
    }
}

#[test]
fn exports_may_be_kept_for_as_long_as_nothing_changes_and_errors_may_not() {
    for path in ["/export/programmes.csv?country=MDA", "/api/country-profile?country=Moldova"] {
        let answer = SERVER.get(path);
        assert_eq!(answer.header("cache-control"), "public, max-age=60, stale-while-revalidate=60", "{path}");
        assert_eq!(
            (answer.header("age"), answer.header("vary")),
            ("", "accept, accept-encoding, authorization, gcm-hub-cost")
        );
        let other = SERVER.get(&path.replace("MDA", "ECU").replace("Moldova", "Ecuador"));
        assert_ne!(other.header("etag"), answer.header("etag"));
        let known = [("If-None-Match", answer.header("etag")), ("Authorization", "Bearer x")];
        let private = SERVER.send(&format!("GET {path}"), &known, b"");
        assert_eq!((private.status, private.header("cache-control")), (304, "no-store"));
    }
    for (path, status) in [("/export/nothing.csv", 404), ("/api/country-profile?country=Nowhere", 400)] {
        // `*` stands for something that there is.
        let answer = SERVER.send(&format!("GET {path}"), &[("If-None-Match", "*")], b"");
        assert_eq!((answer.status, answer.header("cache-control")), (status, "no-store"), "{path}");
        assert_eq!(answer.header("etag"), "");
    }
}
