//! What a host is owed: its `robots.txt`, a pace, few requests at once, rest when it fails.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::*;

const FORBIDS: &str = "User-agent: *\nDisallow: /private\n";

#[tokio::test]
async fn robots_are_asked_once_and_heeded() {
    let origin = Origin::start_with_robots(|_| reply(200, &[], FORBIDS), ok);
    let fetcher = fetcher(settings(&[&origin]));
    for _ in 0..2 {
        get(&fetcher, &origin, "/public").await.unwrap();
        let failure = failure(&fetcher, &origin, "/private/page").await;
        assert!(matches!(failure.cause, Cause::Robots), "{failure:?}");
    }
    assert_eq!((origin.count("/robots.txt"), origin.count("/private/page")), (1, 0));
    pass(7 * 3600).await;
    get(&fetcher, &origin, "/public").await.unwrap();
    assert_eq!(origin.count("/robots.txt"), 2);
}

#[tokio::test]
async fn robots_of_the_host_that_a_redirect_leads_to_are_heeded() {
    let target = Origin::start_with_robots(|_| reply(200, &[], FORBIDS), ok);
    let location = target.url("/private").to_string();
    let origin = Origin::start(move |_| reply(302, &[("Location", &location)], ""));
    let failure = failure(&fetcher(settings(&[&origin, &target])), &origin, "/").await;
    assert!(matches!(failure.cause, Cause::Robots), "{failure:?}");
    assert_eq!(failure.address, target.url("/private"));
    assert_eq!(target.requests().len(), 0);
}

#[tokio::test]
async fn robots_that_are_not_there_allow_and_those_that_cannot_be_had_forbid() {
    let origin = Origin::start_with_robots(
        |request| match request.nth {
            0..3 => reply(503, &[], ""),
            _ => reply(403, &[], ""),
        },
        ok,
    );
    let fetcher = fetcher(Settings { retries: 2, ..settings(&[&origin]) });
    let failure = failure(&fetcher, &origin, "/").await;
    assert!(matches!(failure.cause, Cause::RobotsUnavailable(503)), "{failure:?}");
    assert_eq!((failure.tries, origin.requests().len()), (3, 0));
    assert_eq!(failure.address, origin.url("/robots.txt"));
    get(&fetcher, &origin, "/").await.unwrap();
}

#[tokio::test]
async fn robots_may_be_moved_be_long_or_go_in_circles() {
    let moved = Origin::start_with_robots(
        |_| reply(301, &[("Location", "/rules")], ""),
        |request| match request.path.as_str() {
            "/rules" => reply(200, &[], format!("{FORBIDS}{}", "# no rule\n".repeat(100_000))),
            _ => reply(200, &[], "text"),
        },
    );
    let circle = Origin::start_with_robots(|_| reply(301, &[("Location", "/robots.txt")], ""), ok);
    let fetcher = fetcher(settings(&[&moved, &circle]));
    let failure = failure(&fetcher, &moved, "/private").await;
    assert!(matches!(failure.cause, Cause::Robots), "{failure:?}");
    get(&fetcher, &circle, "/private").await.unwrap();
}

#[tokio::test]
async fn a_host_is_asked_at_its_pace() {
    let origin = Origin::start(ok);
    let host_interval = Duration::from_millis(40);
    let fetcher = fetcher(Settings { host_interval, host_burst: 2, ..settings(&[&origin]) });
    let started = Instant::now();
    for path in ["/1", "/2", "/3"] {
        get(&fetcher, &origin, path).await.unwrap();
    }
    // With `robots.txt` it is four requests, of which two may be made at once.
    assert!(started.elapsed() >= host_interval * 2, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_host_gets_as_many_requests_at_once_as_configured() {
    for most in [1, 2] {
        let (pending, came) = (Mutex::new((0, 0)), Condvar::new());
        // Answers wait until as many requests are there as there may be, and each a moment for more than that.
        let origin = Origin::start(move |request| {
            let mut pending = pending.lock().unwrap();
            pending.0 += 1;
            pending.1 = pending.1.max(pending.0);
            came.notify_all();
            let (bound, moment) = (Duration::from_secs(30), Duration::from_millis(50));
            pending = came.wait_timeout_while(pending, bound, |(_, seen)| *seen < most).unwrap().0;
            pending = came.wait_timeout_while(pending, moment, |(now, _)| *now <= most).unwrap().0;
            pending.0 -= 1;
            ok(request)
        });
        let fetcher = fetcher(Settings { host_requests: most, ..settings(&[&origin]) });
        for outcome in join_all(["/1", "/2", "/3", "/4"].map(|path| get(&fetcher, &origin, path))).await {
            outcome.unwrap();
        }
        assert_eq!((origin.most_at_once(), origin.requests().len()), (most, 4));
    }
}

#[tokio::test]
async fn a_host_that_fails_again_and_again_is_left_alone_and_then_tried_once() {
    let origin = Origin::start(|request| match request.nth {
        0..4 => reply(500, &[], ""),
        _ => reply(200, &[], "text"),
    });
    let breaker_rest = Duration::from_secs(60);
    let fetcher = fetcher(Settings { retries: 0, breaker_failures: 3, breaker_rest, ..settings(&[&origin]) });
    for _ in 0..3 {
        assert!(is_status(&failure(&fetcher, &origin, "/").await.cause, 500));
    }
    let resting = failure(&fetcher, &origin, "/").await;
    assert!(matches!(&resting.cause, Cause::Resting(why) if why.contains("500")), "{resting:?}");
    assert!((30..=60).contains(&retry_in(&resting).unwrap()), "{resting:?}");
    assert_eq!(origin.count("/"), 3);
    // The trial fails, and the rest is twice as long.
    pass(60).await;
    assert!(is_status(&failure(&fetcher, &origin, "/").await.cause, 500));
    let resting = failure(&fetcher, &origin, "/").await;
    assert!((90..=120).contains(&retry_in(&resting).unwrap()), "{resting:?}");
    assert_eq!(origin.count("/"), 4);
    pass(120).await;
    for _ in 0..3 {
        get(&fetcher, &origin, "/").await.unwrap();
    }
}

#[tokio::test]
async fn repetitions_end_when_the_host_is_left_alone() {
    let origin = Origin::start(|_| reply(502, &[], ""));
    let fetcher = fetcher(Settings { retries: 9, breaker_failures: 3, ..settings(&[&origin]) });
    let failure = failure(&fetcher, &origin, "/").await;
    assert!(is_status(&failure.cause, 502), "{failure:?}");
    assert_eq!((failure.tries, failure.retry_at.is_some(), origin.count("/")), (3, true, 3));
}
