//! Many at once: operators who want the same, and queries while another version takes the place of the one they ask.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use futures_util::FutureExt;
use gcm_hub::fetch::Ask;
use gcm_hub::hub::Upkeep;
use serde_json::Map;

use super::*;

const OPERATORS: usize = 100;

#[test]
fn a_hundred_operators_who_want_one_source_at_once_make_one_request_and_get_one_report() {
    let waiting = Arc::new(AtomicUsize::new(0));
    let (all_wait, good) = (Arc::clone(&waiting), gives(pledge(8, &[])));
    // The publisher answers when everybody has asked.
    let publisher = Publisher::start(Arc::new(move |request| {
        while all_wait.load(Ordering::SeqCst) < OPERATORS {
            thread::yield_now();
        }
        good(request)
    }));
    let config = usual(&publisher);
    let world = World::open("hundred", &config);
    // Passes on what the refresher's own would, and counts who has begun to wait.
    let refreshers = Arc::new(OnceLock::<Arc<Refresher>>::new());
    let (known, counted) = (Arc::clone(&refreshers), Arc::clone(&waiting));
    world.hub.keep_up(Upkeep {
        refresh: Box::new(move |source| {
            let (refresher, source, counted) =
                (known.get().unwrap().clone(), source.to_owned(), counted.clone());
            async move {
                let mut check = Box::pin(refresher.refresh(&source, Ask::Always));
                let at_first = futures_util::poll!(&mut check);
                counted.fetch_add(1, Ordering::SeqCst);
                match at_first {
                    std::task::Poll::Ready(report) => report,
                    std::task::Poll::Pending => check.await,
                }
            }
            .boxed()
        }),
        review: Box::new(|_| unreachable!()),
    });
    refreshers.set(world.refresher(&config)).ok().unwrap();
    let token = world.token("operator");
    let payloads: Vec<Value> = thread::scope(|scope| {
        let (world, token) = (&world, &token);
        let ask = || world.payload(token, "refreshSource", json!({ "source": SLUG }));
        let all: Vec<_> = (0..OPERATORS).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(payloads[0]["outcome"], "UPDATED", "{}", payloads[0]);
    assert!(payloads.iter().all(|payload| *payload == payloads[0]));
    assert_eq!(publisher.origin.requests().len(), 1);
    // Who asks later makes one of their own.
    let later = world.payload(&token, "refreshSource", json!({ "source": SLUG }));
    assert_eq!((&later["outcome"], publisher.origin.requests().len()), (&json!("UNCHANGED"), 2));
    world.server.stop().unwrap();
}

/// What is asked while versions change: the same count in several places of the graph.
const COUNTS: &str = "{ first: hub { graphVersion counts { records progressItems } }
    progressItems { totalCount groups(by: [PLEDGE]) { groups { keys { value } count } } }
    items: progressItems(first: 1000) { nodes { id } }
    source(slug: \"bread-pledge\") { recordCount editions { nodes { sha256 } } }
    sources { recordCount }
    last: hub { graphVersion } }";

/// What holds within one version, whichever it is; the version and how many items it has.
fn consistent(answer: &crate::server::Answer) -> (String, u64) {
    let json = answer.json();
    assert!(json.get("errors").is_none(), "{json}");
    let data = &json["data"];
    let version = data["first"]["graphVersion"].as_str().unwrap();
    assert_eq!(data["last"]["graphVersion"], version);
    assert_eq!(json["extensions"]["graph"]["version"], version, "{}", json["extensions"]);
    assert_eq!(answer.header("gcm-hub-graph-version"), version);
    let total = data["progressItems"]["totalCount"].as_u64().unwrap();
    assert_eq!(data["first"]["counts"]["progressItems"], total, "{json}");
    assert_eq!(data["items"]["nodes"].as_array().unwrap().len() as u64, total, "{json}");
    let groups = data["progressItems"]["groups"]["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| group["count"].as_u64().unwrap()).sum::<u64>(), total, "{json}");
    let records =
        data["sources"].as_array().unwrap().iter().map(|source| source["recordCount"].as_u64().unwrap());
    assert_eq!(data["first"]["counts"]["records"], records.sum::<u64>(), "{json}");
    (version.to_owned(), total)
}

#[tokio::test]
async fn each_answer_during_a_swap_is_of_one_version() {
    const EDITIONS: [usize; 5] = [12, 14, 13, 16, 15];
    let publisher = Publisher::start(gives(pledge(EDITIONS[0], &[])));
    let (world, refresher) = World::kept("swap", &usual(&publisher));
    let client = world.server.client;
    let others = world.state(SLUG)["progressItems"]["totalCount"].as_u64().unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let seen = Arc::new(Mutex::new(BTreeMap::<String, u64>::new()));
    let asking: Vec<_> = (0..4)
        .map(|_| {
            let (done, seen) = (Arc::clone(&done), Arc::clone(&seen));
            thread::spawn(move || {
                let mut asked = 0;
                while !done.load(Ordering::SeqCst) {
                    let answer = client.graphql(None, COUNTS, Value::Object(Map::new())).expect("an answer");
                    let (version, total) = consistent(&answer);
                    // One version has one count, whoever asks and whenever.
                    assert_eq!(*seen.lock().unwrap().entry(version).or_insert(total), total);
                    asked += 1;
                }
                asked
            })
        })
        .collect();
    for items in EDITIONS {
        publisher.plays(gives(pledge(items, &[])));
        let report = refresher.refresh(SLUG, Ask::Always).await;
        assert!(is_updated(&report.outcome), "{report:?}");
        // The next one comes when somebody has seen this one.
        let is_seen = || seen.lock().unwrap().values().any(|total| *total == others + items as u64);
        while !is_seen() && asking.iter().all(|asker| !asker.is_finished()) {
            tokio::task::yield_now().await;
        }
    }
    done.store(true, Ordering::SeqCst);
    let asked: usize = asking.into_iter().map(|asker| asker.join().unwrap()).sum();
    let seen = seen.lock().unwrap();
    for items in EDITIONS {
        assert!(seen.values().any(|total| *total == others + items as u64), "{items}: {seen:?}");
    }
    assert!(asked >= seen.len(), "{asked} {seen:?}");
    world.server.stop().unwrap();
}
