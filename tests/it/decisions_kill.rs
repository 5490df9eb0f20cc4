//! Kills the real server while agencies decide over HTTP: what was acknowledged is there, once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::TempFolder;
use crate::process::{Serving, printed, token};
use crate::server::Client;

const KILLS: usize = 12;
const AGENCIES: [&str; 3] = ["UNDP", "IOM", "ILO"];

const DECIDE: &str = "mutation($input: DecideLinkInput!) { decideLink(input: $input) { ...P } }
    fragment P on LinkPayload { decision { id action } userErrors { code } clientMutationId }";
const WITHDRAW: &str = "mutation($input: WithdrawDecisionInput!) { withdrawDecision(input: $input) { ...P } }
    fragment P on LinkPayload { decision { id action } userErrors { code } clientMutationId }";

/// A mutation that was acknowledged: how it was sent, and the decision that it made.
#[derive(Clone)]
struct Acknowledged {
    who: usize,
    mutation: &'static str,
    input: Value,
    decision: Value,
}

impl Acknowledged {
    fn client_mutation_id(&self) -> &str {
        self.input["clientMutationId"].as_str().unwrap()
    }
}

/// Sends a mutation; the decision that it made, or `None` when the server went away before it had said so.
fn send(client: Client, token: &str, mutation: &str, input: &Value) -> Option<Value> {
    let answer = client.graphql(Some(&format!("Bearer {token}")), mutation, json!({ "input": input }))?;
    // A process that is killed may leave half of an answer: that is none.
    let response = answer.whole_json()?;
    assert!(response.get("errors").is_none(), "{input} {response}");
    let name = if mutation == DECIDE { "decideLink" } else { "withdrawDecision" };
    let payload = &response["data"][name];
    assert_eq!(payload["userErrors"], json!([]), "{input} {response}");
    assert_eq!(payload["clientMutationId"], input["clientMutationId"]);
    Some(payload["decision"].clone())
}

/// One agency decides and takes back without end; ends when the server is gone.
fn decide_on(
    client: Client,
    who: usize,
    cycle: usize,
    token: &str,
    links: &[Value],
    done: &impl Fn(Acknowledged),
) {
    for number in 0.. {
        let action = if number % 2 == 0 { "CONFIRM" } else { "REJECT" };
        let input = json!({ "link": links[(number + who) % links.len()], "action": action,
            "note": "as agreed ".repeat(number % 20 + 1).trim(), "clientMutationId": format!("{cycle}/{number}") });
        let Some(decision) = send(client, token, DECIDE, &input) else { return };
        done(Acknowledged { who, mutation: DECIDE, input, decision: decision.clone() });
        if number % 3 == 2 {
            let input =
                json!({ "decision": decision["id"], "clientMutationId": format!("{cycle}/{number}/back") });
            let Some(decision) = send(client, token, WITHDRAW, &input) else { return };
            done(Acknowledged { who, mutation: WITHDRAW, input, decision });
        }
    }
}

/// The log as `gcm-hub decisions export` has it.
fn exported(folder: &Path) -> Vec<Value> {
    let lines = printed(folder, &["decisions", "export"]);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_killed_server_has_lost_no_decision_that_it_acknowledged_and_has_none_twice() {
    let folder = TempFolder::new("decisions-kill");
    let tokens = AGENCIES.map(|agency| token(&folder.0, agency, "curator"));
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    let mut known: Vec<Value> = Vec::new();
    let mut unacknowledged = 0;
    for cycle in 0..KILLS {
        let server = Serving::start(&folder.0, &[]);
        let client = server.client;
        let links = links(client);
        resend_some(client, &tokens, &acknowledged);
        let fresh: Mutex<Vec<Acknowledged>> = Mutex::default();
        let count = AtomicUsize::new(0);
        let told = std::thread::scope(|scope| {
            let agencies: Vec<_> = tokens
                .iter()
                .enumerate()
                .map(|(who, token)| {
                    let (links, fresh, count) = (&links, &fresh, &count);
                    scope.spawn(move || {
                        decide_on(client, who, cycle, token, links, &|done| {
                            fresh.lock().unwrap().push(done);
                            count.fetch_add(1, Ordering::SeqCst);
                        });
                    })
                })
                .collect();
            // Another moment each time: the first acknowledgement, then later and later ones, and somewhere between
            // two of them.
            while count.load(Ordering::SeqCst) <= cycle * 2 {
                assert!(
                    agencies.iter().all(|agency| !agency.is_finished()),
                    "cycle {cycle}: an agency gave up"
                );
                std::thread::yield_now();
            }
            (0..cycle * 40_000 % 170_000).for_each(|_| std::hint::spin_loop());
            server.kill()
        });
        assert!(!told.contains("panic") && !told.contains("ERROR"), "{told}");
        let fresh = fresh.into_inner().unwrap();
        assert!(!fresh.is_empty());
        acknowledged.extend(fresh.iter().cloned());

        let log = exported(&folder.0);
        assert!(log.starts_with(&known), "cycle {cycle}: what was there before has changed");
        let mut named = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for decision in &log {
            assert!(ids.insert(decision["id"].as_str().unwrap()), "cycle {cycle}: twice: {decision}");
            let name = (decision["agency"].as_str().unwrap(), decision["clientMutationId"].as_str().unwrap());
            assert!(named.insert(name, decision).is_none(), "cycle {cycle}: twice: {decision}");
        }
        for done in &acknowledged {
            let held = named.get(&(AGENCIES[done.who], done.client_mutation_id()));
            let held =
                held.unwrap_or_else(|| panic!("cycle {cycle}: lost: {} {}", AGENCIES[done.who], done.input));
            assert_eq!((&held["id"], &held["action"]), (&done.decision["id"], &done.decision["action"]));
        }
        // Each agency waits for one answer at a time: of each at most one was written and not acknowledged.
        let more = log.len() - known.len() - fresh.len();
        assert!(more <= AGENCIES.len(), "cycle {cycle}: {more} that nobody was told of");
        unacknowledged += more;
        known = log;
    }
    let server = Serving::start(&folder.0, &[]);
    for done in &acknowledged {
        let again = send(server.client, &tokens[done.who], done.mutation, &done.input);
        assert_eq!(again.as_ref(), Some(&done.decision), "{}", done.input);
    }
    server.kill();
    assert_eq!(exported(&folder.0), known, "sending again changes nothing");
    println!("{KILLS} kills; {} decisions, {unacknowledged} of them kept before acknowledged", known.len());
}

/// After a restart, what was acknowledged last is answered as it was.
fn resend_some(client: Client, tokens: &[String], acknowledged: &[Acknowledged]) {
    for done in acknowledged.iter().rev().take(5) {
        let again = send(client, &tokens[done.who], done.mutation, &done.input);
        assert_eq!(again.as_ref(), Some(&done.decision), "{}", done.input);
    }
}

fn links(client: Client) -> Vec<Value> {
    let query = "{ links(where: {identity: false}) { nodes { id } } }";
    let response = client.graphql(None, query, json!({})).unwrap().json();
    let nodes = response["data"]["links"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["id"].clone()).collect()
}
