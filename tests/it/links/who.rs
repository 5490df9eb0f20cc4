//! Who may write: reading is for all, writing for those with a token of a curator.

use std::fs;

use serde_json::{Value, json};

use super::{Desk, ITEM, PROGRAMME, document};
use crate::process::{bearer, token};
use crate::server::encoded;

const MUTATIONS: [&str; 3] = ["proposeLink", "decideLink", "withdrawDecision"];

/// An input that would be right for a mutation.
fn input(desk: &Desk, mutation: &str) -> Value {
    match mutation {
        "proposeLink" => json!({ "type": "SUPPORTS", "from": desk.node("6.1"), "to": desk.node(PROGRAMME) }),
        "decideLink" => json!({ "link": desk.link(ITEM, PROGRAMME), "action": "CONFIRM" }),
        _ => json!({ "decision": "dec_000000000000" }),
    }
}

/// Each mutation is an error of this code without data, and reading works all the same.
fn check(desk: &Desk, authorization: Option<&str>, code: &str) {
    for mutation in MUTATIONS {
        let input = input(desk, mutation);
        let response = desk.response(authorization, &document(mutation), json!({ "input": input }));
        assert_eq!(response["data"], Value::Null, "{mutation} {response}");
        assert!(response.get("data").is_some(), "{mutation} {response}");
        assert_eq!(response["errors"].as_array().unwrap().len(), 1, "{mutation} {response}");
        assert_eq!(response["errors"][0]["extensions"]["code"], code, "{mutation} {response}");
        assert_eq!(response["errors"][0]["path"], json!([mutation]));
        let token = authorization.and_then(|value| value.split(' ').nth(1)).unwrap_or("Bearer gcm");
        assert!(!response.to_string().contains(token), "{response}");
    }
    let read = desk.response(authorization, "{ links { totalCount } decisions { totalCount } }", json!({}));
    assert!(read["data"]["links"]["totalCount"].as_u64() > Some(0), "{read}");
    assert_eq!(read["data"]["decisions"]["totalCount"], 0, "nothing was recorded");
}

#[test]
fn reading_is_for_all_and_writing_for_those_who_show_a_token() {
    let desk = Desk::open("no-token");
    check(&desk, None, "UNAUTHENTICATED");
    for header in
        ["", "Bearer", "Basic QW5hOnNlY3JldA==", "Bearer two tokens", "Bearer eyJhbGciOiJub25lIn0.e30."]
    {
        check(&desk, Some(header), "UNAUTHENTICATED");
    }
    let real = token(&desk.folder.0, "UNDP", "curator");
    let (_, secret) = real.rsplit_once('_').unwrap();
    let wrong = real.replace(secret, &secret.chars().rev().collect::<String>());
    assert_ne!(wrong, real);
    for token in [wrong.as_str(), &real[..real.len() - 1], "gcmhub_"] {
        check(&desk, Some(&format!("Bearer {token}")), "UNAUTHENTICATED");
    }
}

#[test]
fn a_token_that_was_revoked_or_has_expired_is_none() {
    let desk = Desk::open("old-token");
    let tokens = desk.folder.0.join("tokens.json");
    let link = desk.link(ITEM, PROGRAMME);
    for (field, then) in [("revoked_at", "2026-01-02T00:00:00Z"), ("expires_at", "2026-01-02T00:00:00Z")] {
        let who = desk.curator("UNDP");
        let first = desk.decides(&who, &link, "CONFIRM");
        desk.withdraws(&who, &first);
        // While the server runs, as another process would: a new file in the place of the old one.
        let mut written: Value = serde_json::from_slice(&fs::read(&tokens).unwrap()).unwrap();
        written["tokens"].as_array_mut().unwrap().last_mut().unwrap()[field] = then.into();
        let beside = tokens.with_extension("new");
        fs::write(&beside, written.to_string()).unwrap();
        fs::rename(&beside, &tokens).unwrap();
        let input = json!({ "input": { "link": link, "action": "REJECT" } });
        let response = desk.response(Some(&who), &document("decideLink"), input);
        assert_eq!(response["data"], Value::Null, "{response}");
        assert_eq!(response["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{response}");
    }
    assert_eq!(desk.decisions().len(), 4);
}

#[test]
fn an_operator_who_is_no_curator_is_forbidden_to_decide() {
    let desk = Desk::open("operator");
    check(&desk, Some(&bearer(&desk.folder.0, "UNDP", "operator")), "FORBIDDEN");
}

#[test]
fn a_decision_bears_the_agency_and_name_of_its_token() {
    let desk = Desk::open("names");
    // Any name of an agency is taken; the log has its acronym.
    let who = desk.curator("International Organization for Migration");
    let payload = desk.decides(&who, &desk.link(ITEM, PROGRAMME), "CONFIRM");
    let decision = &payload["link"]["decisions"][0];
    assert_eq!((&decision["agency"]["acronym"], &decision["by"]), (&json!("IOM"), &json!("Ana")));
}

#[test]
fn a_mutation_by_get_is_refused_also_with_a_good_token() {
    let desk = Desk::open("get");
    let who = desk.curator("UNDP");
    let link = desk.link(ITEM, PROGRAMME);
    let query =
        format!("mutation {{ decideLink(input: {{link: {link}, action: CONFIRM}}) {{ link {{ id }} }} }}");
    let start = format!("GET /graphql?query={}", encoded(&query));
    let answer = desk.server.try_send(&start, &[("Authorization", &who)], b"").unwrap();
    answer.refuses(405, "METHOD_NOT_ALLOWED", "mutation");
    assert_eq!(answer.header("allow"), "POST");
    assert_eq!(desk.count("decisions"), 0);
}
