//! Whatever a publisher does, the hub goes on with what it had, says what is wrong and when it tries again, and is
//! fresh again by itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::documents_folder;
use crate::origin::{gzip, head};

/// What a publisher does, and what the hub says of it.
struct Case {
    name: &'static str,
    /// Where it is asked; the publisher's own address when it is empty.
    address: String,
    /// What is waited for less long than usual.
    impatient: &'static [(&'static str, &'static str)],
    plays: Script,
    /// What the reason says; empty when all is well.
    says: &'static [&'static str],
    /// The hours until the next try.
    hours: f64,
}

fn case(name: &'static str, says: &'static [&'static str], plays: Script) -> Case {
    // A failure is tried again five minutes later, all else by the schedule.
    let hours = if says.is_empty() { 6.0 } else { 1.0 / 12.0 };
    Case { name, address: String::new(), impatient: &[], plays, says, hours }
}

/// A page, which a site gives in place of the document.
fn html(body: impl Into<Vec<u8>>) -> Script {
    typed("text/html", body)
}

fn typed(media_type: &'static str, body: impl Into<Vec<u8>>) -> Script {
    let body = body.into();
    Arc::new(move |_| reply(200, &[("Content-Type", media_type)], &body))
}

fn redirects(location: impl Into<String>) -> Script {
    let location = location.into();
    Arc::new(move |_| reply(302, &[("Location", &location)], ""))
}

/// The first half of the page in an answer that is as long as said, or not.
fn half(page: &str, said: usize) -> Script {
    let half = page.as_bytes()[..page.len() / 2].to_vec();
    let head = head(200, &[("Content-Type", "text/html"), ("Content-Length", &said.to_string())]);
    Arc::new(move |_| Reply::Broken([head.clone(), half.clone()].concat()))
}

fn cases(good: &str, publisher: &Publisher, inside: &Origin) -> Vec<Case> {
    let asked = AtomicUsize::new(0);
    let page = good.to_owned();
    let at_second = move |request: &Request| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => reply(500, &[], "oops"),
        _ => gives_all(page.clone())(request),
    };
    let chunk = format!(
        "{:x}\r\n{}\r\n",
        good.len() / 2,
        String::from_utf8_lossy(&good.as_bytes()[..good.len() / 2])
    );
    let inward = inside.url("/secret").to_string().replace("127.0.0.1", "localhost");
    let bomb = gzip(64 * 1024 * 1024);
    assert!(bomb.len() < 1_048_576);
    let login = "<html><title>Sign in</title><main><h1>Sign in</h1><form><label>E-mail</label><input><label>Password\
                 </label><input type=password><button>Go on</button></form><p>Forgot your password?</p></main></html>";
    vec![
        case("200", &[], gives_all(good.to_owned())),
        case("304", &[], gives(good.to_owned())),
        case("500 then 200", &[], Arc::new(at_second)),
        case("500", &["status 500", "in 2 tries"], Arc::new(|_| reply(500, &[], "oops"))),
        Case {
            hours: 10.0,
            ..case(
                "429 with Retry-After",
                &["status 429", "not asked again before 20"],
                Arc::new(|_| reply(429, &[("Retry-After", "36000")], "")),
            )
        },
        Case {
            impatient: &[("connect_timeout", "500ms"), ("read_timeout", "1s")],
            ..case("hang", &["took too long to answer"], Arc::new(|_| Reply::Hang))
        },
        Case {
            impatient: &[("total_timeout", "2s")],
            ..case(
                "slow drip",
                &["took too long to give all of the document"],
                Arc::new(|_| Reply::Drip(head(200, &[("Content-Type", "text/html")]))),
            )
        },
        case(
            "truncated body",
            &["the answer broke off"],
            Arc::new(move |_| {
                let head = head(200, &[("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]);
                Reply::Broken([head, chunk.clone().into_bytes()].concat())
            }),
        ),
        case("wrong length", &["the answer broke off"], half(good, good.len())),
        Case {
            hours: 6.0,
            ..case("cut short", &["waits for an operator", "cut short"], half(good, good.len() / 2))
        },
        case("redirect loop", &["redirects in a circle"], redirects("/pledge")),
        case("private address", &["localhost", "not public"], redirects(inward)),
        case(
            "gzip bomb",
            &["more than 1048576 bytes"],
            Arc::new(move |_| {
                reply(200, &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")], &bomb)
            }),
        ),
        case(
            "5 GB said",
            &["more than 1048576 bytes"],
            Arc::new(|_| {
                Reply::Endless(head(200, &[("Content-Type", "text/html"), ("Content-Length", "5368709120")]))
            }),
        ),
        case(
            "5 GB unsaid",
            &["more than 1048576 bytes"],
            Arc::new(|_| {
                Reply::Endless(head(200, &[("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]))
            }),
        ),
        case(
            "wrong media type",
            &["`image/png`", "the hub reads text/plain"],
            typed("image/png", "a picture of bread"),
        ),
        case(
            "garbage",
            &["cannot be read"],
            typed("text/plain", (0..9_000_u32).map(|i| (i * 7 % 251) as u8 | 128).collect::<Vec<_>>()),
        ),
        case("login page", &["is no edition of"], html(login)),
        case("costly page", &["took more than 2 seconds of processor time"], html("<div>".repeat(200_000))),
        Case {
            address: "https://no-such-host.invalid/pledge".to_owned(),
            ..case("DNS failure", &["the host is not known"], Arc::new(|_| reply(500, &[], "")))
        },
        Case {
            address: publisher.address().replace("http:", "https:"),
            ..case("TLS error", &["no encrypted connection"], Arc::new(|_| reply(500, &[], "")))
        },
    ]
}

/// Goes through all of them one after the other, on one hub.
async fn endures(name: &str, slug: &str, good: String) {
    let inside = Origin::start(|_| reply(200, &[], "a secret"));
    let publisher = Publisher::start(gives(good.clone()));
    let at_home = config(&publisher, slug, &publisher.address());
    let world = World::open(name, &at_home);
    let mut keeping = Keeping::start(world.refresher(&at_home));
    let first = keeping.report().await;
    assert!(is_updated(&first.outcome), "{first:?}");
    drop(keeping);
    let before = world.state(slug);
    assert!(before["source"]["recordCount"].as_u64().unwrap() > 10, "{before}");

    for case in cases(&good, &publisher, &inside) {
        let told = format!("{slug}: {}", case.name);
        let last_good = time(&world.state(slug)["source"]["freshness"]["confirmedAt"]);
        publisher.plays(case.plays);
        let mut there =
            if case.address.is_empty() { at_home.clone() } else { config(&publisher, slug, &case.address) };
        for (setting, wait) in case.impatient {
            there = there.replace(&format!("{setting} = \"60s\""), &format!("{setting} = \"{wait}\""));
        }
        let mut keeping = Keeping::start(world.refresher(&there));
        let report = keeping.next(&world, slug).await;
        let state = world.state(slug);
        let freshness = &state["source"]["freshness"];
        let reason = freshness["reason"].as_str().unwrap();
        // What is asked of the graph is answered as before.
        for part in ["hub", "progressItems", "programmes"] {
            assert_eq!(state[part], before[part], "{told}");
        }
        assert_eq!(state["source"]["recordCount"], before["source"]["recordCount"], "{told}");
        // What is said of it is true.
        let (checked, next) = (time(&freshness["checkedAt"]), time(&freshness["nextCheckAt"]));
        assert!(about(checked, world.clock.now()), "{told}: {freshness}");
        assert!(
            about(next, checked + TimeDelta::seconds((case.hours * 3600.0) as i64)),
            "{told}: {freshness}"
        );
        assert!(
            reason.contains(&format!("the next try is at {}", next.format("%Y-%m-%d %H:%M UTC")))
                || case.says.is_empty() && reason.contains("it is what its publisher gave"),
            "{told}: {reason}"
        );
        let is_good = case.says.is_empty();
        assert_eq!(freshness["state"], if is_good { "LIVE" } else { "STALE" }, "{told}: {freshness}");
        assert_eq!(report.outcome == Outcome::Unchanged, is_good, "{told}: {report:?}");
        assert!(about(time(&freshness["confirmedAt"]), if is_good { checked } else { last_good }), "{told}");
        assert!(case.says.iter().all(|words| reason.contains(words)), "{told}: {reason}");
        assert_eq!(freshness["held"].is_object(), case.name == "cut short", "{told}: {freshness}");

        // It is as it should be again, and the hub finds out by itself.
        publisher.plays(gives(good.clone()));
        if there != at_home {
            keeping = Keeping::start(world.refresher(&at_home));
        }
        let report = keeping.next(&world, slug).await;
        assert_eq!(report.outcome, Outcome::Unchanged, "{told}");
        let state = world.state(slug);
        let freshness = &state["source"]["freshness"];
        assert_eq!(
            (&freshness["state"], &freshness["held"]),
            (&json!("LIVE"), &Value::Null),
            "{told}: {freshness}"
        );
        assert_eq!(freshness["confirmedAt"], freshness["checkedAt"], "{told}");
        assert_eq!(state["hub"], before["hub"], "{told}");
    }
    assert_eq!(inside.requests().len() + inside.count("/robots.txt"), 0);
    assert!(publisher.origin.written() < 128 * 1024 * 1024, "{}", publisher.origin.written());
    world.server.stop().unwrap();
}

#[tokio::test]
async fn a_publisher_that_misbehaves_takes_no_good_edition_out_of_service() {
    endures("publishers", SLUG, pledge(16, &[])).await;
}

#[tokio::test]
async fn the_real_pledge_stays_in_service_whatever_its_publisher_does() {
    let Some(folder) = documents_folder() else { return };
    let source = gcm_hub::sources::source("undp-pledge").unwrap();
    let document = crate::documents::document(&folder, source);
    let words = String::from_utf8(document.bytes).unwrap();
    endures("publishers-real", "undp-pledge", page(&words, Layout::Managed)).await;
}

#[tokio::test]
async fn a_new_edition_is_said_to_be_live_in_the_first_answer_that_has_it() {
    let publisher = Publisher::start(gives(pledge(8, &[])));
    let (world, refresher) = World::kept("first", &usual(&publisher));
    let mut published = world.hub.published();
    refresher.refresh(SLUG, gcm_hub::fetch::Ask::Always).await;
    let served = published.recv().await.unwrap().served;
    let source = served.sources.iter().find(|source| source.slug() == SLUG).unwrap();
    assert!(source.current.is_some());
    assert_eq!(served.freshness(source).state, gcm_hub::hub::FreshnessState::Live);
    world.server.stop().unwrap();
}
