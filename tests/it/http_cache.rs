//! Answers from memory over real sockets: what is kept, for how long, by what it is found, and what never is; tags and
//! what caches on the way are told.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Barrier};

use chrono::{DateTime, TimeDelta, Utc};
use gcm_hub::curation::{Statement, What};
use gcm_hub::http::{AnswerSettings, Setup};
use gcm_hub::hub::Hub;
use gcm_hub::record::LinkType;
use serde_json::{Value, json};

use crate::server::{Answer, JSON, Running, encoded};
use crate::{bundled_hub, now};

const NEWER: &str = "application/graphql-response+json";

/// Larger than a kilobyte, so that it is worth compressing.
pub(crate) const LIST: &str = "{ programmes(first: 20) { nodes { id slug title } } }";

fn over(hub: &Arc<Hub>, setup: Setup) -> Running {
    Running::set(Arc::clone(hub), Path::new("no-such-folder"), setup)
}

pub(crate) fn body(query: &str, variables: Value) -> String {
    json!({ "query": query, "variables": variables }).to_string()
}

pub(crate) fn post(server: &Running, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut all = vec![("Content-Type", JSON)];
    all.extend_from_slice(headers);
    server.post(&all, body)
}

pub(crate) fn get(server: &Running, headers: &[(&str, &str)], query: &str) -> Answer {
    server.send(&format!("GET /graphql?query={}", encoded(query)), headers, b"")
}

pub(crate) fn cache(answer: &Answer) -> &str {
    answer.header("gcm-hub-cache")
}

/// Headers that do not tell the time.
fn told(answer: &Answer) -> Vec<(&str, &str)> {
    let names =
        ["content-type", "content-encoding", "content-length", "etag", "vary", "gcm-hub-graph-version"];
    names.iter().map(|name| (*name, answer.header(name))).collect()
}

#[test]
fn an_answer_is_kept_at_the_second_sight_and_given_at_the_third_by_post_and_get() {
    let server = Running::start();
    for asks in [&(|| post(&server, &[], &body(LIST, json!({})))) as &dyn Fn() -> Answer, &|| {
        get(&server, &[], "{ programmes(first: 20) { nodes { slug } } }")
    }] {
        let answers: Vec<Answer> = (0..4).map(|_| asks()).collect();
        assert_eq!(answers.iter().map(cache).collect::<Vec<_>>(), ["miss", "miss", "hit", "hit"]);
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (200, &answers[0].body));
            assert_eq!(told(answer), told(&answers[0]));
        }
        assert!(answers[0].header("etag").len() > 30, "{:?}", answers[0]);
    }
}

#[test]
fn what_is_asked_counts_and_not_how_it_is_written() {
    let server = Running::start();
    let query = "query A($where: ProgrammeFilter) { programmes(where: $where) { totalCount } }";
    let plain = body(query, json!({ "where": { "source": ["mptf-pipeline"], "country": ["MDA"] } }));
    assert_eq!([0, 1].map(|_| cache(&post(&server, &[], &plain)).to_owned()), ["miss", "miss"]);
    let quoted = json!(query);
    let turned = format!(
        r#" {{ "variables" : {{"where": {{"country":["MDA"], "source":["mptf-pipeline"]}} }}, "unknown": 1, "query": {quoted} }}"#
    );
    let first = post(&server, &[], &turned);
    assert_eq!((cache(&first), first.status), ("hit", 200));
    assert_eq!(first.body, post(&server, &[], &plain).body);
    // By address it is the same question.
    let variables = encoded(r#"{"where": {"country": ["MDA"], "source": ["mptf-pipeline"]}}"#);
    let got = server.get(&format!("/graphql?query={}&variables={variables}", encoded(query)));
    assert_eq!((cache(&got), &got.body), ("hit", &first.body));
    for other in [
        json!({ "where": { "source": ["mptf-pipeline"], "country": ["ECU"] } }),
        json!({ "where": { "source": ["mptf-pipeline"] } }),
        json!({}),
    ] {
        assert_eq!(cache(&post(&server, &[], &body(query, other.clone()))), "miss", "{other}");
    }
    let named = json!({ "query": format!("{query} query B {{ hub {{ version }} }}"), "operationName": "B" });
    for _ in 0..3 {
        let answer = post(&server, &[], &named.to_string());
        assert!(answer.json()["data"]["hub"].is_object(), "{}", answer.text());
    }
}

#[test]
fn an_answer_is_written_alike_with_and_without_its_cost() {
    let server = Running::start();
    // The second is the engine's to run.
    for query in [LIST, "{ __schema { queryType { name } } hub { version } }"] {
        let plain = post(&server, &[], &body(query, json!({}))).text();
        let told = post(&server, &[("GCM-Hub-Cost", "show")], &body(query, json!({}))).text();
        let (before, cost_and_after) = told.split_once(r#""extensions":{"cost":{"#).unwrap();
        let (_, after) = cost_and_after.split_once("},").unwrap();
        assert_eq!(format!(r#"{before}"extensions":{{{after}"#), plain);
    }
}

#[test]
fn what_is_somebodys_or_changes_or_fails_is_never_kept_and_says_why() {
    let server = Running::start();
    let fine = body("{ hub { version } }", json!({}));
    let wrong = body("{ country(code: \"Nowhere\") { name } hub { version } }", json!({}));
    let refused = body("{ nothing }", json!({}));
    let mutation = body(
        "mutation { withdrawDecision(input: {decision: \"dec_000000000000\"}) { decision { id } } }",
        json!({}),
    );
    type Headers = &'static [(&'static str, &'static str)];
    let cases: [(&str, Headers, &str); 8] = [
        ("authorization", &[("Authorization", "Bearer gcmhub_x")], &fine),
        ("authorization", &[("Authorization", "")], &fine),
        ("cost", &[("GCM-Hub-Cost", "show")], &fine),
        ("cost", &[("GCM-Hub-Cost", "ask")], &fine),
        ("cost", &[("GCM-Hub-Cost", "what")], &fine),
        ("errors", &[], &wrong),
        ("refused", &[], "[]"),
        ("mutation", &[], &mutation),
    ];
    for (why, headers, body) in cases {
        for _ in 0..4 {
            let answer = post(&server, headers, body);
            assert_eq!(cache(&answer), format!("bypass; {why}"), "{headers:?} {body}");
            assert_eq!(answer.header("cache-control"), "no-store", "{headers:?} {body}");
        }
    }
    // An error of validation is one of the answer.
    for _ in 0..3 {
        let answer = post(&server, &[], &refused);
        assert!(cache(&answer).starts_with("bypass; "), "{answer:?}");
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""));
    }
    // Nor is it found by those who come with a token, once it is kept.
    for _ in 0..3 {
        post(&server, &[], &fine);
    }
    assert_eq!(cache(&post(&server, &[], &fine)), "hit");
    let authorized = [("Authorization", "Bearer gcmhub_x")];
    assert_eq!(cache(&post(&server, &authorized, &fine)), "bypass; authorization");
    let got = get(&server, &authorized, "{ hub { version } }");
    assert_eq!((cache(&got), got.header("cache-control")), ("bypass; authorization", "no-store"));
    let told = get(&server, &[("GCM-Hub-Cost", "show")], "{ hub { version } }");
    assert_eq!((cache(&told), told.header("cache-control")), ("bypass; cost", "no-store"));
    assert_eq!(get(&server, &[], "mutation { a }").header("cache-control"), "no-store");
}

#[test]
fn a_stream_is_no_answer_to_keep_and_is_not_compressed() {
    let server = Running::start();
    let accepts = [("Accept", "text/event-stream"), ("Accept-Encoding", "gzip, br, zstd")];
    for _ in 0..3 {
        let answer = post(&server, &accepts, &body(LIST, json!({})));
        assert_eq!((cache(&answer), answer.header("content-encoding")), ("bypass; stream", ""));
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""));
        assert!(answer.streamed().contains("event: next"), "{}", answer.streamed());
    }
}

#[test]
fn a_decision_drops_what_was_kept() {
    let hub = bundled_hub();
    let server = over(&hub, Setup::default());
    let query = "{ hub { graphVersion } decisions { totalCount } }";
    let ask = || post(&server, &[], &body(query, json!({})));
    let [_, _, kept] = [0, 1, 2].map(|_| ask());
    assert_eq!((cache(&kept), &kept.json()["data"]["decisions"]["totalCount"]), ("hit", &json!(0)));
    let tag = kept.header("etag").to_owned();

    let links = hub.served();
    let link = links.links.links.iter().find(|(_, link)| link.key.kind == LinkType::Names).unwrap().1.id;
    let (agency, by) = ("UNDP".to_owned(), "A curator".to_owned());
    let statement =
        Statement { what: What::Confirm { link }, agency, by, note: None, client_mutation_id: None };
    hub.decide(statement, now()).unwrap();

    let after = ask();
    assert_eq!(cache(&after), "miss");
    assert_eq!(after.json()["data"]["decisions"]["totalCount"], 1);
    assert_ne!(after.header("etag"), tag);
    assert_ne!(after.header("gcm-hub-graph-version"), kept.header("gcm-hub-graph-version"));
    // What is asked often is known to be, so it is kept at once again.
    assert_eq!(cache(&ask()), "hit");
    // A client that has the answer of before is not told that it still holds.
    let get = |tag: &str| get(&server, &[("If-None-Match", tag)], query);
    assert_eq!(get(&tag).status, 200);
    assert_eq!(get(after.header("etag")).status, 304);
}

#[test]
fn what_is_known_of_the_sources_drops_what_was_kept_and_says_how_long_an_answer_is_fresh() {
    let hub = bundled_hub();
    let server = over(&hub, Setup::default());
    let query = "{ source(slug: \"undp-pledge\") { freshness { nextCheckAt } } }";
    let ask = || get(&server, &[], query);
    let [_, _, kept] = [0, 1, 2].map(|_| ask());
    assert_eq!(cache(&kept), "hit");
    assert_eq!(kept.header("cache-control"), "public, max-age=60, stale-while-revalidate=60");
    let know = |next: DateTime<Utc>| {
        let served = hub.served();
        let known = served.sources.iter().map(|source| {
            let mut freshness = served.freshness(source);
            freshness.next_check_at = (source.slug() == "undp-pledge").then_some(next);
            (source.slug().to_owned(), freshness)
        });
        hub.know(known.collect::<BTreeMap<_, _>>());
    };
    // A check that is long overdue: anything may come any moment.
    know(now() - TimeDelta::days(36_500));
    let overdue = ask();
    assert!(cache(&overdue) != "hit" && overdue.body != kept.body, "{overdue:?}");
    assert_eq!(overdue.header("cache-control"), "public, max-age=0, stale-while-revalidate=60");
    assert_eq!(cache(&ask()), "hit");
    know(now() + TimeDelta::days(36_500));
    let later = ask();
    assert!(cache(&later) != "hit" && later.body != overdue.body, "{later:?}");
    assert_eq!(later.header("cache-control"), "public, max-age=60, stale-while-revalidate=60");
}

#[test]
fn what_caches_may_keep_has_no_age_of_ours_and_the_rest_has() {
    let server = Running::start();
    let got = get(&server, &[], LIST);
    assert!(
        got.header("gcm-hub-age").parse::<u64>().unwrap() > 60,
        "a publisher's word is older than a minute"
    );
    assert_eq!(got.header("age"), "");
    let posted = post(&server, &[], &body(LIST, json!({})));
    assert_eq!(posted.header("age").parse::<u64>().is_ok(), posted.header("cache-control") == "no-store");
    assert_eq!(posted.header("cache-control"), "no-store");
}

#[test]
fn who_has_an_answer_already_is_not_sent_it_by_get_and_always_is_by_post() {
    let server = Running::start();
    let first = get(&server, &[], LIST);
    let tag = first.header("etag").to_owned();
    let matches = [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}, \"y\""), "*".to_owned()];
    // Not kept, just kept, from memory.
    for _ in 0..3 {
        for known in &matches {
            let answer = get(&server, &[("If-None-Match", known)], LIST);
            assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (304, 0, &*tag), "{known}");
            assert_eq!(answer.header("vary"), "accept, accept-encoding, authorization, gcm-hub-cost");
            assert_eq!(answer.header("cache-control"), first.header("cache-control"));
        }
        for other in ["\"x\"", "", &tag[1..tag.len() - 1]] {
            let answer = get(&server, &[("If-None-Match", other)], LIST);
            assert_eq!((answer.status, &answer.body), (200, &first.body), "{other}");
        }
    }
    for known in &matches {
        let answer = post(&server, &[("If-None-Match", known)], &body(LIST, json!({})));
        assert_eq!(
            (answer.status, &answer.body, answer.header("etag")),
            (200, &first.body, &*tag),
            "{known}"
        );
    }
    // What fails has no tag and is not compared with any.
    let failing = get(&server, &[("If-None-Match", "*")], "{ country(code: \"Nowhere\") { name } }");
    assert_eq!((failing.status, failing.header("etag")), (200, ""));
}

#[test]
fn each_media_type_and_each_coding_is_an_answer_of_its_own() {
    let server = Running::start();
    let mut tags = Vec::new();
    for accept in [JSON, NEWER] {
        for coding in ["", "gzip", "br", "zstd"] {
            let headers = [("Accept", accept), ("Accept-Encoding", coding)];
            let answers: Vec<Answer> = (0..4).map(|_| get(&server, &headers, LIST)).collect();
            for answer in &answers {
                assert_eq!(answer.header("content-encoding"), coding, "{accept}");
                assert_eq!(answer.header("content-type"), format!("{accept}; charset=utf-8"));
                assert_eq!(told(answer), told(&answers[0]));
                assert_eq!(answer.body, answers[0].body);
                assert_eq!(answer.decoded(), get(&server, &[], LIST).body, "{accept} {coding}");
            }
            assert_eq!(cache(&answers[3]), "hit", "{accept} {coding}");
            tags.push(answers[0].header("etag").to_owned());
        }
    }
    let count = tags.len();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), count, "{tags:?}");
}

#[test]
fn a_client_that_varies_its_headers_gets_what_it_asks_and_fills_nothing() {
    let server = Running::start();
    let plain = get(&server, &[], LIST).body;
    for n in 1..40 {
        let junk = format!("x{n}, gzip;q=0.{n}, br;q=0, *;q=0");
        // One is liked, however little.
        let accept = format!("application/json;q=0.{n}1, text/x{n}");
        let answer = get(&server, &[("Accept-Encoding", &junk), ("Accept", &accept), ("X-Any", &junk)], LIST);
        assert_eq!(answer.header("content-encoding"), "gzip", "{junk}");
        assert_eq!(answer.decoded(), plain);
        // All are one question in one shape; the first of them is its second sight.
        assert_eq!(cache(&answer), if n == 1 { "miss" } else { "hit" }, "{n}");
    }
}

#[test]
fn sixty_four_at_once_get_one_and_the_same_answer() {
    let server = Running::start();
    let start = Arc::new(Barrier::new(64));
    let query = "{ countries { nodes { code name programmes { totalCount } } } }";
    let threads: Vec<_> = (0..64)
        .map(|_| {
            let (start, client) = (Arc::clone(&start), server.client);
            std::thread::spawn(move || {
                start.wait();
                client.post(&[("Content-Type", JSON)], body(query, json!({})))
            })
        })
        .collect();
    let answers: Vec<Answer> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (200, &answers[0].body));
        assert!(["hit", "miss"].contains(&cache(answer)), "{}", cache(answer));
    }
    assert_eq!(cache(&post(&server, &[], &body(query, json!({})))), "hit");
}

#[test]
fn nothing_is_kept_where_the_configuration_has_no_room() {
    let answers = AnswerSettings { cache_bytes: 0 };
    let server = over(&bundled_hub(), Setup { answers, ..Setup::default() });
    for _ in 0..3 {
        let answer = get(&server, &[("Accept-Encoding", "br")], LIST);
        assert_eq!((cache(&answer), answer.header("content-encoding")), ("bypass; off", "br"));
        let known = [("If-None-Match", answer.header("etag")), ("Accept-Encoding", "br")];
        assert_eq!(get(&server, &known, LIST).status, 304);
    }
}

#[test]
fn an_answer_too_large_for_its_share_is_not_kept() {
    let answers = AnswerSettings { cache_bytes: 20_000 };
    let server = over(&bundled_hub(), Setup { answers, ..Setup::default() });
    let (large, small) = ("{ programmes { nodes { id slug title synopsis } } }", "{ __typename }");
    assert!(get(&server, &[], large).body.len() > 20_000 / 8);
    assert_eq!([0, 1, 2].map(|_| cache(&get(&server, &[], large)).to_owned()), ["miss"; 3]);
    assert_eq!([0, 1, 2].map(|_| cache(&get(&server, &[], small)).to_owned()), ["miss", "miss", "hit"]);
}
