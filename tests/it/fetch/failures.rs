//! What is repeated, what is not, and where the bounds of time and size are.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use gcm_hub::fetch::{Ask, Phase, Refusal, Url};

use super::*;
use crate::origin::head;

#[tokio::test]
async fn a_failure_that_passes_is_not_told() {
    let origin = Origin::start(|request| match request.nth {
        0 => reply(500, &[], "oops"),
        1 => Reply::Broken(head(200, &[("Content-Length", "100")])),
        2 => Reply::Broken(b"no HTTP at all\r\n\r\n".to_vec()),
        _ => reply(200, &[], "text"),
    });
    assert_eq!(bytes(&get(&fetcher(settings(&[&origin])), &origin, "/").await.unwrap()), b"text");
    assert_eq!(origin.count("/"), 4);
}

#[tokio::test]
async fn only_what_may_pass_is_repeated_and_not_for_ever() {
    let origin = Origin::start(|request| reply(request.path[1..].parse().unwrap(), &[], "page"));
    let fetcher = fetcher(Settings { retries: 2, ..settings(&[&origin]) });
    for (status, tries) in
        [(500, 3), (503, 3), (408, 3), (429, 3), (404, 1), (403, 1), (410, 1), (204, 1), (206, 1), (304, 1)]
    {
        let path = format!("/{status}");
        let failure = failure(&fetcher, &origin, &path).await;
        assert!(is_status(&failure.cause, status), "{failure:?}");
        assert_eq!((origin.count(&path), failure.tries), (tries, tries as u32), "{status}");
        assert_eq!(failure.retry_at, None);
    }
}

#[tokio::test]
async fn a_host_that_asks_to_wait_long_is_left_alone_until_then() {
    for (said, seconds) in [
        ("120", 120),
        ("Fri, 15 Jan 2027 08:02:00 GMT", 120),
        ("99999999999999999999", 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ] {
        let origin = Origin::start(move |request| match request.nth {
            0 => reply(429, &[("Retry-After", said)], ""),
            _ => reply(200, &[], "text"),
        });
        let fetcher = fetcher(settings(&[&origin]));
        let first = failure(&fetcher, &origin, "/").await;
        assert!(is_status(&first.cause, 429), "{first:?}");
        assert!(retry_in(&first).unwrap().abs_diff(seconds) <= 2, "{said}: {first:?}");
        // It asked for itself, not for one of its addresses.
        let second = failure(&fetcher, &origin, "/other").await;
        assert!(matches!(second.cause, Cause::AskedToWait), "{second:?}");
        assert_eq!((second.retry_at.is_some(), second.tries, origin.requests().len()), (true, 0, 1));
        pass(seconds as u64).await;
        get(&fetcher, &origin, "/").await.unwrap();
    }
}

#[tokio::test]
async fn a_host_that_asks_to_wait_a_moment_is_waited_for() {
    let origin = Origin::start(|request| match request.nth {
        0 => reply(503, &[("Retry-After", "Fri, 15 Jan 2027 08:00:01 GMT")], ""),
        _ => reply(200, &[], "text"),
    });
    let start = now() + TimeDelta::milliseconds(800);
    let clock = Clock::at(start);
    let fetcher = Fetcher::new(settings(&[&origin]), clock).unwrap();
    get(&fetcher, &origin, "/").await.unwrap();
    assert!(clock.now() >= now() + TimeDelta::milliseconds(1000), "{}", clock.now());
}

#[tokio::test]
async fn a_host_that_says_nonsense_about_waiting_is_asked_as_others_are() {
    let origin = Origin::start(|request| match request.nth {
        0 => reply(429, &[("Retry-After", "soon")], ""),
        1 => reply(429, &[("Retry-After", "0")], ""),
        2 => reply(429, &[("Retry-After", "Fri, 01 Jan 2021 00:00:00 GMT")], ""),
        _ => reply(200, &[], "text"),
    });
    get(&fetcher(settings(&[&origin])), &origin, "/").await.unwrap();
}

fn impatient(origin: &Origin) -> Settings {
    Settings {
        connect_timeout: Duration::from_millis(100),
        read_timeout: Duration::from_millis(100),
        retries: 0,
        ..settings(&[origin])
    }
}

#[tokio::test]
async fn silence_is_waited_for_as_long_as_configured() {
    let origin = Origin::start(|request| match request.path.as_str() {
        "/hang" => Reply::Hang,
        "/quick" => reply(200, &[], "text"),
        _ => Reply::Drip(head(200, &[])),
    });
    // A thread of the robots' answer may be slow; the test is about what comes after it.
    let patient = Settings { read_timeout: Duration::from_secs(30), ..impatient(&origin) };
    let fetcher = fetcher(Settings { total_timeout: Duration::from_millis(400), ..patient });
    let started = Instant::now();
    for path in ["/hang", "/drip"] {
        let failure = failure(&fetcher, &origin, path).await;
        assert!(matches!(failure.cause, Cause::Timeout(Phase::Total)), "{failure:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(20));
    let fetcher = super::fetcher(impatient(&origin));
    // As soon as it was answered in time what robots may do.
    let in_time = async { while get(&fetcher, &origin, "/quick").await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(15), in_time).await.unwrap();
    let hang = failure(&fetcher, &origin, "/hang").await;
    assert!(matches!(hang.cause, Cause::Timeout(Phase::Read)), "{hang:?}");
    assert!(hang.to_string().contains("/hang` gave no document"), "{hang}");
}

#[tokio::test]
async fn an_answer_of_the_wrong_length_is_no_document() {
    let origin = Origin::start(|request| match request.path.as_str() {
        "/short" => Reply::Broken([head(200, &[("Content-Length", "10")]), b"12345".to_vec()].concat()),
        "/chunks" => Reply::Broken(
            [head(200, &[("Transfer-Encoding", "chunked")]), b"5\r\n12345\r\n".to_vec()].concat(),
        ),
        "/both" => Reply::Broken(
            [head(200, &[("Content-Length", "3"), ("Content-Length", "5")]), b"12345".to_vec()].concat(),
        ),
        "/long" => Reply::Whole([head(200, &[("Content-Length", "3")]), b"12345".to_vec()].concat()),
        _ => reply(200, &[], "text"),
    });
    let fetcher = once(&origin);
    for path in ["/short", "/chunks"] {
        let failure = failure(&fetcher, &origin, path).await;
        assert!(matches!(failure.cause, Cause::Truncated(_)), "{failure:?}");
    }
    let both = failure(&fetcher, &origin, "/both").await;
    assert!(matches!(both.cause, Cause::Protocol(_)), "{both:?}");
    // What is beyond the length is not of this document, nor of the next.
    assert_eq!(bytes(&get(&fetcher, &origin, "/long").await.unwrap()), b"123");
    assert_eq!(bytes(&get(&fetcher, &origin, "/next").await.unwrap()), b"text");
}

#[tokio::test]
async fn a_document_without_end_or_packed_small_is_given_up_at_the_limit() {
    let most = 1024 * 1024;
    let bomb = gzip(100 * most as u64);
    assert!(bomb.len() < most);
    let origin = Origin::start(move |request| match request.path.as_str() {
        "/bomb" => reply(200, &[("Content-Encoding", "gzip")], &bomb),
        "/said" => Reply::Endless(head(200, &[("Content-Length", "5368709120")])),
        "/endless" => Reply::Endless(head(200, &[("Transfer-Encoding", "chunked")])),
        _ => reply(200, &[], vec![0; most]),
    });
    let fetcher = fetcher(Settings { most_bytes: most, ..settings(&[&origin]) });
    for path in ["/bomb", "/said", "/endless"] {
        let failure = failure(&fetcher, &origin, path).await;
        assert!(matches!(failure.cause, Cause::TooLarge { .. }), "{failure:?}");
        assert_eq!(failure.tries, 1);
    }
    assert!(origin.written() < 64 * 1024 * 1024, "{}", origin.written());
    assert_eq!(bytes(&get(&fetcher, &origin, "/just").await.unwrap()).len(), most);
}

#[tokio::test]
async fn a_body_that_is_not_packed_as_it_says_is_no_document() {
    let origin = Origin::start(|_| reply(200, &[("Content-Encoding", "gzip")], "not gzip at all, but text"));
    let broken = failure(&once(&origin), &origin, "/").await;
    assert!(matches!(broken.cause, Cause::Encoding(_)), "{broken:?}");
    let origin = Origin::start(|_| reply(200, &[("Content-Encoding", "compress")], "packed"));
    let unknown = failure(&once(&origin), &origin, "/").await;
    assert!(matches!(&unknown.cause, Cause::UnknownEncoding(coding) if coding == "compress"), "{unknown:?}");
}

#[tokio::test]
async fn connections_that_cannot_be_made_say_why() {
    let origin = Origin::start(ok);
    let encrypted = Url::parse(&format!("https://{}/", origin.host())).unwrap();
    // A port that was free a moment ago.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut settings = Settings { retries: 0, ..settings(&[&origin]) };
    settings.allowed_hosts.push(nobody.clone());
    let fetcher = fetcher(settings);
    let kind = async |address: &str| {
        let address = Url::parse(address).unwrap();
        let error = fetcher.fetch(&[address], None, Ask::Always).await.unwrap_err();
        Arc::clone(&error.failures[0])
    };
    let tls = kind(encrypted.as_str()).await;
    assert!(matches!(tls.cause, Cause::Tls(_)), "{tls:?}");
    let refused = kind(&format!("http://{nobody}/")).await;
    assert!(matches!(refused.cause, Cause::Connect(_)), "{refused:?}");
    let unknown = kind("https://no-such-host.invalid/").await;
    assert!(matches!(unknown.cause, Cause::Dns(_)), "{unknown:?}");
    // A name is judged by what it resolves to.
    let private = kind("http://localhost:1/").await;
    assert!(matches!(private.cause, Cause::NotAllowed(Refusal::NotPublic { .. })), "{private:?}");
    let literal = kind("http://2130706434:1/").await;
    assert!(matches!(literal.cause, Cause::NotAllowed(Refusal::NotPublic { .. })), "{literal:?}");
    let secret = kind("http://me:secret@example.org/").await;
    assert!(matches!(secret.cause, Cause::NotAllowed(Refusal::Credentials)), "{secret:?}");
    assert!(!secret.to_string().contains("secret"), "{secret}");
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_may_be_secret_is_in_the_log_once_and_not_in_what_is_told() {
    let log = Log::default();
    let to = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || to.clone()).finish();
    // With more than one dispatcher a line is not judged once and for all by whichever test meets it first.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _logged = tracing::subscriber::set_default(subscriber);
    let origin = Origin::start(|_| reply(302, &[("Location", "http://10.9.8.7/inner?key=hidden")], ""));
    let failures_kept = Duration::from_secs(30);
    let fetcher = fetcher(Settings { failures_kept, ..settings(&[&origin]) });
    let address = origin.url("/page?token=hidden#hidden");
    for _ in 0..2 {
        let asked = std::slice::from_ref(&address);
        let error = fetcher.fetch(asked, None, Ask::WhenStale).await.unwrap_err();
        let told = error.to_string();
        assert!(told.contains("/page` (at `http://10.9.8.7/inner`) gave no document"), "{told}");
        let (_, why) = told.split_once("gave no document").unwrap();
        assert!(!told.contains("hidden") && !why.contains("10.9.8.7"), "{told}");
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for part in ["/page?token=hidden", "/inner?key=hidden", "NotPublic { address: "] {
        assert_eq!(log.matches(part).count(), 1, "{part}: {log}");
    }
    assert!(log.contains("WARN"), "{log}");
}
