//! What is said of an edition that its publisher did not give, or gives no more.

use gcm_hub::document::{Document, MediaType, text};
use gcm_hub::refresh::{Given, ingest};

use super::*;

/// A configuration with a copy behind the publisher.
fn with_copy(publisher: &Publisher) -> String {
    let addresses = format!("{}\", \"{}", publisher.address(), publisher.origin.url("/copy"));
    config(publisher, SLUG, &addresses)
}

/// The publisher gives one page, or fails where it gives none; the copy gives the other.
fn plays(publisher: &Publisher, own: Option<String>, copy: String) {
    publisher.plays(Arc::new(move |request| {
        let given = if request.path == "/copy" { Some(&copy) } else { own.as_ref() };
        match given {
            Some(page) => reply(200, &[("Content-Type", "text/html")], page),
            None => reply(404, &[], "gone"),
        }
    }));
}

fn refresh(world: &World, operator: &str) -> Value {
    world.payload(operator, "refreshSource", json!({ "source": SLUG }))
}

fn freshness(world: &World) -> Value {
    world.state(SLUG)["source"]["freshness"].take()
}

#[test]
fn a_copy_never_takes_the_place_of_what_the_publisher_gave() {
    let publisher = Publisher::start(gives(pledge(6, &[])));
    let (world, _refresher) = World::kept("copy", &with_copy(&publisher));
    let operator = world.token("operator");
    plays(&publisher, Some(pledge(8, &[])), pledge(6, &[]));
    assert_eq!(refresh(&world, &operator)["outcome"], "UPDATED");
    let (before, confirmed) = (world.state(SLUG), freshness(&world)["confirmedAt"].take());

    plays(&publisher, None, pledge(6, &[]));
    let payload = refresh(&world, &operator);
    assert_eq!(payload["outcome"], "FAILED", "{payload}");
    let reason = payload["message"].as_str().unwrap();
    assert!(reason.contains("404") && reason.contains("/copy` gives another edition"), "{reason}");
    assert_eq!(world.state(SLUG)["hub"], before["hub"]);
    let told = freshness(&world);
    assert_eq!((&told["state"], &told["confirmedAt"]), (&json!("STALE"), &confirmed));

    // A copy of what is in service says no more than that.
    plays(&publisher, None, pledge(8, &[]));
    assert_eq!(refresh(&world, &operator)["outcome"], "UNCHANGED");
    let told = freshness(&world);
    assert_eq!((&told["state"], &told["confirmedAt"]), (&json!("STALE"), &confirmed));
    assert!(told["reason"].as_str().unwrap().contains("/copy` gives what is in service"), "{told}");
    world.server.stop().unwrap();
}

#[test]
fn where_the_publisher_was_never_heard_a_copy_serves_and_says_that_it_is_one() {
    let publisher = Publisher::start(gives(pledge(6, &[])));
    let (world, _refresher) = World::kept("copy-alone", &with_copy(&publisher));
    let operator = world.token("operator");
    plays(&publisher, None, pledge(6, &[]));
    assert_eq!(refresh(&world, &operator)["outcome"], "UPDATED");
    let told = freshness(&world);
    assert_eq!((&told["state"], &told["confirmedAt"]), (&json!("STALE"), &Value::Null), "{told}");
    plays(&publisher, Some(pledge(6, &[])), pledge(6, &[]));
    assert_eq!(refresh(&world, &operator)["outcome"], "UNCHANGED");
    assert_eq!(freshness(&world)["state"], "LIVE");
    world.server.stop().unwrap();
}

#[test]
fn a_file_over_a_fetched_edition_is_not_what_the_publisher_gave() {
    let publisher = Publisher::start(gives(pledge(6, &[])));
    let configuration = usual(&publisher);
    let (world, refresher) = World::kept("file", &configuration);
    let operator = world.token("operator");
    refresh(&world, &operator);
    assert_eq!(freshness(&world)["state"], "LIVE");
    drop(refresher);

    let checker = checker(&configuration, &world.store, world.clock);
    let bytes = pledge(7, &[]).into_bytes();
    let document =
        Document { bytes, media_type: MediaType::Html, origin: "pledge.html".into(), charset: None };
    let lines = text::read(&document).unwrap();
    let source = checker.sources.find(SLUG).unwrap();
    ingest(&*world.store, source, &document, lines, Given::default(), now(), &mut |_| {}).unwrap();
    let known = gcm_hub::refresh::freshness(&*world.store, &checker.sources, &checker.plan, now()).unwrap();
    let told = &known[SLUG];
    assert_eq!((told.state.to_string().as_str(), told.confirmed_at), ("cached", None));
    assert!(told.reason.contains("`pledge.html`") && told.reason.contains("next answer"), "{}", told.reason);
    world.server.stop().unwrap();
}

#[test]
fn a_rejection_can_be_taken_back() {
    let publisher = Publisher::start(gives(pledge(16, &[])));
    let (world, _refresher) = World::kept("taken-back", &usual(&publisher));
    let operator = world.token("operator");
    refresh(&world, &operator);
    publisher.plays(gives(pledge(4, &[])));
    assert_eq!(refresh(&world, &operator)["outcome"], "HELD");
    let sha256 = Sha256::of(pledge(4, &[]).as_bytes()).to_string();
    let review = |action: &str| {
        world.payload(
            &operator,
            "reviewEdition",
            json!({ "source": SLUG, "sha256": sha256, "action": action }),
        )
    };
    assert_eq!(review("REJECT")["outcome"], "REJECTED");
    assert_eq!(refresh(&world, &operator)["outcome"], "REJECTED");
    let payload = review("ACCEPT");
    assert!(payload["message"].as_str().unwrap().contains("rejected no longer"), "{payload}");
    assert_eq!(refresh(&world, &operator)["outcome"], "HELD");
    assert_eq!(review("ACCEPT")["outcome"], "UPDATED");
    world.server.stop().unwrap();
}

#[tokio::test]
async fn a_source_that_is_asked_for_in_another_way_is_asked_at_once() {
    let publisher = Publisher::start(gives(pledge(6, &[])));
    let wrong = config(&publisher, SLUG, publisher.origin.url("/none").as_str());
    publisher.plays(Arc::new(|request| match request.path.as_str() {
        "/pledge" => reply(200, &[("Content-Type", "text/html")], pledge(6, &[])),
        _ => reply(404, &[], "no"),
    }));
    let world = World::open("other-plan", &usual(&publisher));
    let mut keeping = Keeping::start(world.refresher(&wrong));
    assert!(matches!(keeping.report().await.outcome, Outcome::Failed { .. }));
    let planned = world.watch(SLUG).next_check_at.unwrap();
    assert!(planned > world.clock.now());
    drop(keeping);

    // Started again with the right address, before the time that was planned.
    let mut keeping = Keeping::start(world.refresher(&usual(&publisher)));
    assert!(matches!(keeping.report().await.outcome, Outcome::Updated { .. }));
    assert!(world.clock.now() < planned);
    drop(keeping);
    tokio::task::spawn_blocking(move || world.server.stop().unwrap()).await.unwrap();
}
