//! Editions that lose most of what is in service, and what operators say of them.

use super::*;
use crate::follow::{event, follow};

/// A hub in which a good edition is in service and a poor one is held.
struct Held {
    publisher: Publisher,
    world: World,
    operator: String,
    /// The refresher stops when nobody has it.
    _refresher: Arc<Refresher>,
}

impl Held {
    fn open(name: &str) -> Self {
        let publisher = Publisher::start(gives(pledge(16, &[])));
        let (world, refresher) = World::kept(name, &usual(&publisher));
        let operator = world.token("operator");
        let this = Self { publisher, world, operator, _refresher: refresher };
        assert_eq!(this.refresh()["outcome"], "UPDATED");
        this.publisher.plays(gives(poor()));
        let payload = this.refresh();
        assert_eq!(payload["outcome"], "HELD", "{payload}");
        assert!(payload["message"].as_str().unwrap().contains("cut short"), "{payload}");
        this
    }

    fn refresh(&self) -> Value {
        self.world.payload(&self.operator, "refreshSource", json!({ "source": SLUG }))
    }

    fn review(&self, page: &str, action: &str) -> Value {
        let input = json!({ "source": SLUG, "sha256": sha256(page), "action": action });
        self.world.payload(&self.operator, "reviewEdition", input)
    }

    fn source(&self) -> Value {
        self.world.state(SLUG)["source"].take()
    }

    fn in_service(&self) -> String {
        self.source()["editions"]["nodes"][0]["sha256"].as_str().unwrap().to_owned()
    }
}

/// An edition that has lost most of its items.
fn poor() -> String {
    pledge(4, &[])
}

fn good() -> String {
    pledge(16, &[])
}

#[test]
fn an_edition_that_loses_most_records_is_held_and_the_one_before_stays() {
    let held = Held::open("held");
    let source = held.source();
    let freshness = &source["freshness"];
    assert_eq!(held.in_service(), sha256(&good()));
    assert_eq!(
        (&freshness["held"]["sha256"], &freshness["state"]),
        (&json!(sha256(&poor())), &json!("STALE"))
    );
    let records = freshness["held"]["records"].as_u64().unwrap();
    assert!(records < source["recordCount"].as_u64().unwrap() / 2, "{source}");
    assert!(freshness["reason"].as_str().unwrap().contains("waits for an operator"), "{freshness}");
    // Asked again, it is held still: by its validators, and when the publisher knows none.
    assert_eq!(held.refresh()["outcome"], "HELD");
    held.publisher.plays(gives_all(poor()));
    assert_eq!(held.refresh()["outcome"], "HELD");
    assert_eq!(held.source()["freshness"]["held"]["sha256"], sha256(&poor()));
    held.world.server.stop().unwrap();
}

#[test]
fn an_older_edition_is_held_though_it_has_every_record() {
    let held = Held::open("older");
    let older = good().replace("MAR /4/ 22", "MAR /4/ 21");
    held.publisher.plays(gives(older.clone()));
    let payload = held.refresh();
    assert_eq!(payload["outcome"], "HELD", "{payload}");
    let message = payload["message"].as_str().unwrap();
    assert!(message.contains("it is older") && message.contains("2021-03-04"), "{payload}");
    assert_eq!(held.in_service(), sha256(&good()));
    assert_eq!(held.review(&older, "ACCEPT")["outcome"], "UPDATED");
    assert_eq!(held.in_service(), sha256(&older));
    held.world.server.stop().unwrap();
}

#[test]
fn what_an_operator_accepts_comes_into_service() {
    let held = Held::open("accept");
    let payload = held.review(&poor(), "ACCEPT");
    assert_eq!((&payload["outcome"], &payload["userErrors"]), (&json!("UPDATED"), &json!([])), "{payload}");
    assert_eq!(payload["source"]["freshness"]["state"], "LIVE", "{payload}");
    assert_eq!(held.in_service(), sha256(&poor()));
    let freshness = held.source()["freshness"].take();
    assert_eq!((&freshness["held"], &freshness["confirmedAt"]), (&Value::Null, &freshness["checkedAt"]));
    assert_eq!(held.refresh()["outcome"], "UNCHANGED");
    // It is held no more, so there is nothing to say of it.
    assert_eq!(held.review(&poor(), "REJECT")["userErrors"][0]["code"], "NOT_HELD");
    assert_eq!(held.in_service(), sha256(&poor()));
    held.world.server.stop().unwrap();
}

#[test]
fn what_is_accepted_while_its_publisher_fails_is_no_fresher_than_it_was() {
    let held = Held::open("accept-failing");
    let given = time(&held.source()["freshness"]["checkedAt"]);
    held.publisher.plays(Arc::new(|_| reply(404, &[], "")));
    assert_eq!(held.refresh()["outcome"], "FAILED");
    assert_eq!(held.review(&poor(), "ACCEPT")["outcome"], "UPDATED");
    let freshness = held.source()["freshness"].take();
    assert!(freshness["state"] == "STALE" && time(&freshness["confirmedAt"]) <= given, "{freshness}");
    assert!(freshness["reason"].as_str().unwrap().contains("404"), "{freshness}");
    held.world.server.stop().unwrap();
}

#[test]
fn what_an_operator_rejects_is_not_held_again() {
    let held = Held::open("reject");
    let payload = held.review(&poor(), "REJECT");
    assert_eq!(payload["outcome"], "REJECTED", "{payload}");
    assert_eq!((held.in_service(), &held.source()["freshness"]["held"]), (sha256(&good()), &Value::Null));
    let requests = held.publisher.origin.requests().len();
    // It is not modified, or it comes as the same bytes.
    for script in [gives(poor()), gives_all(poor())] {
        held.publisher.plays(script);
        let payload = held.refresh();
        assert_eq!(payload["outcome"], "REJECTED", "{payload}");
        let freshness = held.source()["freshness"].take();
        assert_eq!((&freshness["held"], &freshness["state"]), (&Value::Null, &json!("STALE")), "{freshness}");
        assert!(freshness["reason"].as_str().unwrap().contains("an operator has rejected"), "{freshness}");
    }
    let asked = &held.publisher.origin.requests()[requests..];
    assert!(asked[0].header("if-none-match").is_some(), "what is rejected is not wanted again");
    assert_eq!(held.in_service(), sha256(&good()));
    // Another one that is as poor is another one.
    let other = pledge(5, &[]);
    held.publisher.plays(gives(other.clone()));
    assert_eq!(held.refresh()["outcome"], "HELD");
    held.publisher.plays(gives(good()));
    assert_eq!(held.refresh()["outcome"], "UNCHANGED");
    held.world.server.stop().unwrap();
}

#[test]
fn a_better_edition_supersedes_the_one_that_is_held() {
    let held = Held::open("superseded");
    let better = pledge(18, &[]);
    held.publisher.plays(gives(better.clone()));
    assert_eq!(held.refresh()["outcome"], "UPDATED");
    let freshness = held.source()["freshness"].take();
    assert_eq!((&freshness["state"], &freshness["held"]), (&json!("LIVE"), &Value::Null), "{freshness}");
    assert_eq!(held.review(&poor(), "ACCEPT")["userErrors"][0]["code"], "NOT_HELD");
    assert_eq!(held.in_service(), sha256(&better));
    // So does another that is as poor, and the one in service when it is given again.
    held.publisher.plays(gives(poor()));
    assert_eq!(held.refresh()["outcome"], "HELD");
    held.publisher.plays(gives(pledge(5, &[])));
    assert_eq!(held.refresh()["outcome"], "HELD");
    assert_eq!(held.review(&poor(), "ACCEPT")["userErrors"][0]["code"], "NOT_HELD");
    held.publisher.plays(gives(better.clone()));
    assert_eq!(held.refresh()["outcome"], "UNCHANGED");
    assert_eq!(held.source()["freshness"]["held"], Value::Null);
    assert_eq!(held.in_service(), sha256(&better));
    held.world.server.stop().unwrap();
}

#[test]
fn what_an_operator_says_while_the_publisher_is_asked_is_not_lost() {
    let held = Held::open("meanwhile");
    let (asked, go) = (std::sync::mpsc::channel(), std::sync::mpsc::channel::<()>());
    let (asked, go) = ((Mutex::new(asked.0), asked.1), (go.0, Mutex::new(go.1)));
    let (tell, wait, script) = (asked.0, go.1, gives_all(poor()));
    held.publisher.plays(Arc::new(move |request| {
        tell.lock().unwrap().send(()).unwrap();
        let _ = wait.lock().unwrap().recv_timeout(Duration::from_secs(60));
        script(request)
    }));
    let payload = std::thread::scope(|scope| {
        let check = scope.spawn(|| held.refresh());
        asked.1.recv().unwrap();
        assert_eq!(held.review(&poor(), "REJECT")["outcome"], "REJECTED");
        go.0.send(()).unwrap();
        check.join().unwrap()
    });
    assert_eq!(payload["outcome"], "REJECTED", "{payload}");
    held.publisher.plays(gives_all(poor()));
    assert_eq!(held.refresh()["outcome"], "REJECTED");
    assert_eq!(held.source()["freshness"]["held"], Value::Null);
    held.world.server.stop().unwrap();
}

#[test]
fn only_an_operator_is_heard_and_only_about_what_is_held() {
    let held = Held::open("refused");
    let before = held.world.state(SLUG);
    let curator = held.world.token("curator");
    let asked = held.publisher.origin.requests().len();
    let review = json!({ "source": SLUG, "sha256": sha256(&poor()), "action": "ACCEPT" });
    for (mutation, input) in [("refreshSource", json!({ "source": SLUG })), ("reviewEdition", review.clone())]
    {
        for (token, code) in [(None, "UNAUTHENTICATED"), (Some(curator.as_str()), "FORBIDDEN")] {
            let json = held.world.says(token, mutation, input.clone());
            assert_eq!(json["errors"][0]["extensions"]["code"], code, "{mutation}: {json}");
        }
    }
    let user_error = |mutation, changes: Value| {
        let mut input = if mutation == "reviewEdition" { review.clone() } else { json!({}) };
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let payload = held.world.payload(&held.operator, mutation, input);
        assert!(payload["outcome"].is_null(), "{payload}");
        let error = &payload["userErrors"][0];
        (error["code"].as_str().unwrap().to_owned(), error["field"].as_str().unwrap().to_owned())
    };
    let is = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(user_error("refreshSource", json!({"source": "no-pledge"})), is("UNKNOWN_SOURCE", "source"));
    assert_eq!(user_error("reviewEdition", json!({"source": "no-pledge"})), is("UNKNOWN_SOURCE", "source"));
    assert_eq!(user_error("reviewEdition", json!({"sha256": "beef"})), is("NOT_A_SHA256", "sha256"));
    assert_eq!(user_error("reviewEdition", json!({"sha256": sha256("another")})), is("NOT_HELD", "sha256"));
    assert_eq!(user_error("reviewEdition", json!({"source": "undp-pledge"})), is("NOT_HELD", "sha256"));
    assert_eq!((held.world.state(SLUG), held.publisher.origin.requests().len()), (before, asked));
    held.world.server.stop().unwrap();
}

#[test]
fn subscribers_are_told_of_each_new_version_and_of_no_check_without_change() {
    let held = Held::open("told");
    held.review(&poor(), "REJECT");
    let query = "subscription { graphUpdated { version previousVersion sources { slug recordCount } } }";
    let mut stream = follow(held.world.server.client.0, query);
    let (told, telling) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        // Until the server stops.
        loop {
            let (name, data) = event(&mut stream);
            if name == "complete" {
                break;
            }
            told.send(serde_json::from_str::<Value>(&data).unwrap()["data"]["graphUpdated"].clone()).unwrap();
        }
    });
    // The head of an answer comes before its resolver listens, so editions are published until one is told.
    let mut items = 16;
    let mut first = None;
    while first.is_none() {
        // Another each time, as an edition that comes back has its version again.
        items += 1;
        held.publisher.plays(gives(pledge(items, &[])));
        assert_eq!(held.refresh()["outcome"], "UPDATED");
        first = telling.recv_timeout(Duration::from_millis(200)).ok();
    }
    let version = |held: &Held| held.world.state(SLUG)["hub"]["graphVersion"].clone();
    let mut last = first.unwrap();
    while last["version"] != version(&held) {
        last = telling.recv_timeout(Duration::from_secs(60)).unwrap();
    }
    // None of these changes the graph.
    assert_eq!(held.refresh()["outcome"], "UNCHANGED");
    held.publisher.plays(Arc::new(|_| reply(500, &[], "")));
    assert_eq!(held.refresh()["outcome"], "FAILED");
    held.publisher.plays(gives(pledge(3, &[])));
    assert_eq!(held.refresh()["outcome"], "HELD");
    // These do, each once.
    let next = |before: &Value| {
        let update = telling.recv_timeout(Duration::from_secs(60)).unwrap();
        assert_eq!((&update["previousVersion"], &update["version"]), (&before["version"], &version(&held)));
        let sources = update["sources"].as_array().unwrap();
        assert_eq!((sources.len(), &sources[0]["slug"]), (1, &json!(SLUG)), "{update}");
        assert_eq!(sources[0]["recordCount"], held.source()["recordCount"]);
        update
    };
    held.review(&pledge(3, &[]), "ACCEPT");
    last = next(&last);
    held.publisher.plays(gives(pledge(20, &[])));
    assert_eq!(held.refresh()["outcome"], "UPDATED");
    next(&last);
    held.world.server.stop().unwrap();
    reader.join().unwrap();
    assert!(telling.try_recv().is_err(), "something was told that did not happen");
}
