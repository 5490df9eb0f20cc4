//! A day of a hub by its schedule: when it asks, when it waits, and what a restart changes.

use gcm_hub::fetch::Ask;
use gcm_hub::store::StoreError;

use super::*;

/// What a publisher does from some time of the day on.
fn from(publisher: &Publisher, script: fn(&Request) -> Reply) {
    publisher.plays(Arc::new(script));
}

/// A day on the clock of a hub: what was asked of the publisher, and what came of it.
struct Day {
    world: World,
    publisher: Publisher,
    keeping: Keeping,
    pattern: Vec<(i64, usize, &'static str)>,
}

impl Day {
    fn begin(name: &str, settings: fn(String) -> String) -> Self {
        let publisher = Publisher::start(gives(pledge(8, &[])));
        let config = settings(usual(&publisher));
        let world = World::open(name, &config);
        let keeping = Keeping::start(world.refresher(&config));
        Self { world, publisher, keeping, pattern: Vec::new() }
    }

    /// Notes a report: the minute of the day, how many requests for the document it took, and what came of it.
    fn note(&mut self, report: &Report, asked: usize) {
        let requests = self.publisher.origin.requests().len() - asked;
        let came = match &report.outcome {
            Outcome::Updated { .. } => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Failed { problem } if problem.contains("left alone for a while") => "resting",
            Outcome::Failed { .. } => "failed",
            other => panic!("{other:?}"),
        };
        // The machine takes a moment for each check, which counts as time.
        self.pattern.push(((report.at - now()).num_seconds() / 60, requests, came));
    }

    /// The check at the start, which nothing has planned.
    async fn first(&mut self) {
        let report = self.keeping.report().await;
        self.note(&report, 0);
    }

    /// Lets time pass until so many checks have been made.
    async fn checks(&mut self, many: usize) {
        for _ in 0..many {
            let asked = self.publisher.origin.requests().len();
            let report = self.keeping.next(&self.world, SLUG).await;
            self.note(&report, asked);
        }
    }

    /// Asserts the checks since the last time: minutes of the day (within one or two), requests, and what came of them.
    #[track_caller]
    fn was(&mut self, expected: &[(i64, usize, &str)]) {
        let found = std::mem::take(&mut self.pattern);
        let same = found.iter().zip(expected).all(|(found, expected)| {
            (0..=2).contains(&(found.0 - expected.0)) && (found.1, found.2) == (expected.1, expected.2)
        });
        assert!(same && found.len() == expected.len(), "{found:?} is not {expected:?}");
    }
}

#[tokio::test]
async fn a_day_of_good_and_bad_hours_has_the_pattern_that_was_planned() {
    let settings = |config: String| {
        config
            .replace("retries = 1", "retries = 0")
            .replace("breaker_failures = 100", "breaker_failures = 4\nbreaker_rest = \"2h\"")
    };
    let mut day = Day::begin("day", settings);
    day.first().await;
    day.checks(1).await;
    day.was(&[(0, 1, "updated"), (360, 1, "unchanged")]);

    // It fails: five minutes, then twice as long each time. After the fourth failure the host is left alone for two
    // hours, in which a check asks nobody; then it is on trial.
    from(&day.publisher, |_| reply(500, &[], "oops"));
    day.checks(6).await;
    day.was(&[
        (720, 1, "failed"),
        (725, 1, "failed"),
        (735, 1, "failed"),
        (755, 1, "failed"),
        (795, 0, "resting"),
        (875, 1, "failed"),
    ]);

    // It asks for eight hours of quiet, which go before the shorter pause that was due.
    from(&day.publisher, |_| reply(429, &[("Retry-After", "28800")], ""));
    day.checks(1).await;
    day.was(&[(1035, 1, "failed")]);
    let freshness = day.world.state(SLUG)["source"]["freshness"].clone();
    assert!(time(&freshness["nextCheckAt"]) >= now() + TimeDelta::minutes(1035 + 480), "{freshness}");

    // All is well again, and it is asked by its schedule.
    day.publisher.plays(gives(pledge(8, &[])));
    day.checks(3).await;
    day.was(&[(1515, 1, "unchanged"), (1875, 1, "unchanged"), (2235, 1, "unchanged")]);
    // Each request but the first was for what is new.
    let requests = day.publisher.origin.requests();
    assert!(requests[1..].iter().all(|request| request.header("if-none-match").is_some()));
    let Day { world, keeping, .. } = day;
    drop(keeping);
    world.server.stop().unwrap();
}

#[tokio::test]
async fn an_answer_that_holds_longer_than_the_schedule_is_not_asked_about_before() {
    let mut day = Day::begin("fresh", |config| config);
    let page = pledge(8, &[]);
    day.publisher.plays(Arc::new(move |_| {
        reply(200, &[("Content-Type", "text/html"), ("Cache-Control", "max-age=43200")], &page)
    }));
    day.first().await;
    day.checks(2).await;
    day.was(&[(0, 1, "updated"), (720, 1, "unchanged"), (1440, 1, "unchanged")]);
    let Day { world, keeping, .. } = day;
    drop(keeping);
    world.server.stop().unwrap();
}

#[tokio::test]
async fn a_restart_keeps_to_the_times_that_were_planned() {
    let mut day = Day::begin("restart", |config| config);
    day.first().await;
    from(&day.publisher, |_| reply(404, &[], ""));
    day.checks(2).await;
    day.was(&[(0, 1, "updated"), (360, 1, "failed"), (365, 1, "failed")]);
    let before = day.world.watch(SLUG);
    assert_eq!(before.failures, 2);

    // Another process, with a store of its own over the same folder.
    let Day { world, publisher, keeping, .. } = day;
    let running = Arc::downgrade(&keeping.refresher);
    drop(keeping);
    let World { folder, store, hub, server, clock } = world;
    server.stop().unwrap();
    // Work of the server that was not waited for holds the store to its end.
    let opened = async {
        while running.strong_count() > 0 {
            tokio::task::yield_now().await;
        }
        drop((hub, store));
        loop {
            match open_or_set_aside(&folder.0) {
                Err(StoreError::Busy { .. }) => tokio::task::yield_now().await,
                opened => break opened.unwrap(),
            }
        }
    };
    let opened = tokio::time::timeout(Duration::from_secs(60), opened);
    let (store, notice) = opened.await.expect("the store is let go of");
    assert!(notice.is_none(), "{notice:?}");
    let store = Arc::new(store);
    let config = usual(&publisher);
    let started = checker(&config, &store, clock);
    let hub = Arc::new(open_hub(started.store, started.sources, clock.now()).unwrap());
    let server = Running::over(Arc::clone(&hub), &folder.0);
    let world = World { folder, store, hub, server, clock };
    assert_eq!(world.watch(SLUG), before);
    let keeping = Keeping::start(world.refresher(&config));
    // What had been asked at the start would have come to something before this other request has.
    let other = checker(&config, &world.store, clock).fetcher;
    let _ = other.fetch(&[publisher.origin.url("/other")], None, Ask::Always).await;
    assert_eq!((publisher.origin.count("/other"), publisher.origin.count("/pledge")), (1, 3));
    let freshness = world.state(SLUG)["source"]["freshness"].clone();
    assert!(
        freshness["state"] == "STALE" && freshness["reason"].as_str().unwrap().contains("404"),
        "{freshness}"
    );
    let mut day = Day { world, publisher, keeping, pattern: Vec::new() };
    // The back-off goes on where it was.
    day.checks(2).await;
    day.was(&[(375, 1, "failed"), (395, 1, "failed")]);
    let Day { world, keeping, .. } = day;
    drop(keeping);
    world.server.stop().unwrap();
}

#[tokio::test]
async fn what_an_operator_has_asked_meanwhile_moves_the_next_time_as_it_is_told() {
    let mut day = Day::begin("meanwhile", |config| config);
    day.first().await;
    let start = now();
    // An hour later somebody wants to know, and it fails: the next try is told, and comes.
    day.keeping.let_come(&day.world, start + TimeDelta::minutes(60)).await;
    from(&day.publisher, |_| reply(404, &[], ""));
    let refresher = Arc::clone(&day.keeping.refresher);
    let asked = day.publisher.origin.requests().len();
    let report = refresher.refresh(SLUG, Ask::Always).await;
    day.keeping.report().await;
    day.note(&report, asked);
    day.checks(1).await;
    // It is well; when somebody wants to know, the schedule begins anew.
    day.publisher.plays(gives(pledge(8, &[])));
    day.checks(1).await;
    day.was(&[(0, 1, "updated"), (60, 1, "failed"), (65, 1, "failed"), (75, 1, "unchanged")]);
    day.keeping.let_come(&day.world, start + TimeDelta::minutes(400)).await;
    let asked = day.publisher.origin.requests().len();
    let report = refresher.refresh(SLUG, Ask::Always).await;
    day.keeping.report().await;
    day.note(&report, asked);
    day.checks(1).await;
    day.was(&[(400, 1, "unchanged"), (760, 1, "unchanged")]);
    let Day { world, keeping, .. } = day;
    drop(keeping);
    world.server.stop().unwrap();
}
