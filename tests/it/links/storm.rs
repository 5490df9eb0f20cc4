//! Many read while agencies decide: every answer is true of one moment.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::{Desk, ITEM, PROGRAMME, document};

const READERS: usize = 4;
const ROUNDS: usize = 8;

/// What one answer says of the moment that it is of; everything in it has to agree.
const QUERY: &str = "{ hub { graphVersion counts { links decisions programmes } } links { totalCount }
    programmes { totalCount } confirmed: links(where: {status: [CONFIRMED]}) { totalCount }
    decisions { totalCount nodes { id } } }";

#[test]
fn an_answer_is_true_of_one_moment_however_much_is_decided_meanwhile() {
    let desk = Desk::open("storm");
    let (undp, iom) = (desk.curator("UNDP"), desk.curator("IOM"));
    let (link, other) = (desk.link(ITEM, PROGRAMME), desk.link("5.16", "6.7"));
    let (item, programme) = (desk.node("6.1"), desk.node(PROGRAMME));
    let pair =
        ["zaf-making-safe-women", "zaf-united-nations-pilot-migrant-integration"].map(|slug| desk.node(slug));
    let seen: Mutex<HashMap<String, Value>> = Mutex::default();
    let done = AtomicBool::new(false);
    let client = desk.server.client;
    let says = |who: &str, mutation: &str, input: Value| {
        let response =
            client.graphql(Some(who), &document(mutation), json!({ "input": input })).unwrap().json();
        assert_eq!(response["data"][mutation]["userErrors"], json!([]), "{response}");
        response["data"][mutation]["decision"]["id"].clone()
    };
    std::thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| {
                let mut last = 0;
                loop {
                    let ended = done.load(Ordering::SeqCst);
                    let answer = client.graphql(None, QUERY, json!({})).expect("an answer");
                    let response = answer.json();
                    assert!(answer.status == 200 && response.get("errors").is_none(), "{response}");
                    let data = &response["data"];
                    let counts = &data["hub"]["counts"];
                    for of in ["links", "programmes", "decisions"] {
                        assert_eq!(counts[of], data[of]["totalCount"], "{response}");
                    }
                    let decisions = counts["decisions"].as_u64().unwrap();
                    assert!(
                        decisions >= last,
                        "a later answer is of no earlier moment: {decisions} after {last}"
                    );
                    last = decisions;
                    let version = data["hub"]["graphVersion"].as_str().unwrap().to_owned();
                    let before = seen.lock().unwrap().entry(version).or_insert_with(|| data.clone()).clone();
                    assert_eq!(before, *data, "one version is one answer");
                    if ended {
                        break;
                    }
                }
            });
        }
        let one = scope.spawn(|| {
            for _ in 0..ROUNDS {
                let proposed =
                    says(&undp, "proposeLink", json!({ "type": "SUPPORTS", "from": item, "to": programme }));
                let confirmed = says(&undp, "decideLink", json!({ "link": link, "action": "CONFIRM" }));
                says(&undp, "withdrawDecision", json!({ "decision": proposed }));
                says(&undp, "withdrawDecision", json!({ "decision": confirmed }));
            }
        });
        let two = scope.spawn(|| {
            for round in 0..ROUNDS {
                let action = if round % 2 == 0 { "REJECT" } else { "CONFIRM" };
                says(&iom, "decideLink", json!({ "link": other, "action": action }));
            }
            // The graph itself is built anew.
            let joined =
                says(&iom, "proposeLink", json!({ "type": "SAME_AS", "from": pair[1], "to": pair[0] }));
            says(&iom, "withdrawDecision", json!({ "decision": joined }));
        });
        let ended = [one.join(), two.join()];
        done.store(true, Ordering::SeqCst);
        assert!(ended.iter().all(Result::is_ok), "{ended:?}");
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() > 5, "only {} moments were seen", seen.len());
    let total = 4 * ROUNDS + ROUNDS + 2;
    assert_eq!(desk.count("decisions"), total as u64);
    let (before, desk) = (desk.ask(QUERY), desk.restarted());
    assert_eq!(desk.ask(QUERY), before, "a new start comes to the same");
}
