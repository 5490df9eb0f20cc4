//! The fetcher against an origin on loopback that plays what publishers do.

mod failures;
mod hosts;
mod redirects;
mod reuse;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use gcm_hub::clock::Clock;
use gcm_hub::fetch::{Answer, Ask, Cause, Failure, FetchError, Fetched, Fetcher, Settings, Validators};

use crate::now;
use crate::origin::{Origin, Reply, gzip, reply};

/// Settings for an origin on loopback, without waits.
fn settings(origins: &[&Origin]) -> Settings {
    Settings {
        allowed_hosts: origins.iter().map(|origin| origin.host()).collect(),
        retry_pause: Duration::from_millis(1),
        host_interval: Duration::ZERO,
        failures_kept: Duration::ZERO,
        breaker_failures: 100,
        ..Settings::default()
    }
}

fn fetcher(settings: Settings) -> Fetcher {
    Fetcher::new(settings, Clock::at(now())).unwrap()
}

/// A fetcher for the origin, without repetitions.
fn once(origin: &Origin) -> Fetcher {
    fetcher(Settings { retries: 0, ..settings(&[origin]) })
}

async fn get(fetcher: &Fetcher, origin: &Origin, path: &str) -> Result<Arc<Fetched>, FetchError> {
    fetcher.fetch(&[origin.url(path)], None, Ask::Always).await
}

/// The one failure of fetching a path.
async fn failure(fetcher: &Fetcher, origin: &Origin, path: &str) -> Arc<Failure> {
    let error = get(fetcher, origin, path).await.unwrap_err();
    assert_eq!(error.failures.len(), 1);
    Arc::clone(&error.failures[0])
}

fn bytes(fetched: &Fetched) -> &[u8] {
    match &fetched.answer {
        Answer::Changed { bytes, .. } => bytes,
        Answer::NotModified => panic!("not modified"),
    }
}

/// Moves the time of the runtime, and of the clocks that follow it.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn a_document_comes_with_its_origin() {
    let origin = Origin::start(|_| {
        let headers = [
            ("Content-Type", "text/html; charset=windows-1252"),
            ("ETag", "W/\"1\""),
            ("Last-Modified", "Sat, 11 Nov 2023 10:00:00 GMT"),
            ("Cache-Control", "max-age=60"),
        ];
        reply(200, &headers, b"caf\xe9")
    });
    let contact = Some("mailto:ops@example.org".to_owned());
    let fetcher = fetcher(Settings { contact, ..settings(&[&origin]) });
    let fetched = get(&fetcher, &origin, "/page?x=1#top").await.unwrap();
    let media_type = Some("text/html; charset=windows-1252".to_owned());
    assert_eq!(fetched.answer, Answer::Changed { bytes: b"caf\xe9".to_vec(), media_type });
    assert_eq!(fetched.asked, origin.url("/page?x=1#top"));
    assert_eq!(fetched.address, origin.url("/page?x=1"));
    let validators = fetched.validators.clone().unwrap();
    assert_eq!(validators.address, origin.url("/page?x=1").as_str());
    assert_eq!(validators.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(validators.last_modified.as_deref(), Some("Sat, 11 Nov 2023 10:00:00 GMT"));
    assert!(fetched.at - now() < TimeDelta::minutes(1));
    assert_eq!(fetched.fresh_until, Some(fetched.at + TimeDelta::minutes(1)));
    let request = origin.requests().remove(0);
    let agent = format!("gcm-hub/{} (+mailto:ops@example.org)", env!("CARGO_PKG_VERSION"));
    assert_eq!(request.header("user-agent"), Some(agent.as_str()));
    assert_eq!(request.header("if-none-match"), None);
}

#[tokio::test]
async fn what_the_hub_has_already_is_asked_for_by_its_validators() {
    let origin = Origin::start(|request| {
        let same = request.header("if-none-match") == Some("W/\"1\"")
            && request.header("if-modified-since") == Some("Sat, 11 Nov 2023 10:00:00 GMT");
        if same { reply(304, &[("Cache-Control", "max-age=9")], "") } else { reply(200, &[], "new") }
    });
    let known = Validators {
        address: origin.url("/page").into(),
        etag: Some("W/\"1\"".into()),
        last_modified: Some("Sat, 11 Nov 2023 10:00:00 GMT".into()),
    };
    let fetcher = once(&origin);
    let fetched = fetcher.fetch(&[origin.url("/page")], Some(&known), Ask::Always).await.unwrap();
    assert_eq!(fetched.answer, Answer::NotModified);
    assert_eq!(fetched.validators, Some(known.clone()));
    assert_eq!(fetched.fresh_until, Some(fetched.at + TimeDelta::seconds(9)));
    // They mean nothing to another address.
    let fetched = fetcher.fetch(&[origin.url("/other")], Some(&known), Ask::Always).await.unwrap();
    assert_eq!(bytes(&fetched), b"new");
    assert_eq!(origin.requests()[1].header("if-none-match"), None);
}

#[tokio::test]
async fn a_compressed_document_is_decompressed() {
    let origin = Origin::start(|_| reply(200, &[("Content-Encoding", "gzip")], gzip(5_000)));
    assert_eq!(bytes(&get(&once(&origin), &origin, "/").await.unwrap()), [0; 5_000]);
}

#[tokio::test]
async fn mirrors_are_asked_in_turn_and_each_failure_is_told() {
    let publisher = Origin::start(|_| reply(404, &[], ""));
    let mirror = Origin::start(|request| match request.path.as_str() {
        "/copy" => reply(200, &[], "copy"),
        _ => reply(410, &[], ""),
    });
    let fetcher = fetcher(settings(&[&publisher, &mirror]));
    let addresses = [publisher.url("/a"), mirror.url("/copy"), mirror.url("/never")];
    let fetched = fetcher.fetch(&addresses, None, Ask::Always).await.unwrap();
    assert_eq!(bytes(&fetched), b"copy");
    assert_eq!(fetched.asked, mirror.url("/copy"));
    let [before] = fetched.failures.as_slice() else { panic!("{:?}", fetched.failures) };
    assert_eq!(before.asked, publisher.url("/a"));
    assert!(is_status(&before.cause, 404), "{before:?}");
    // It is of the way there, not of the answer.
    let alone = fetcher.fetch(&[mirror.url("/copy")], None, Ask::WhenStale).await.unwrap();
    assert!(alone.failures.is_empty(), "{:?}", alone.failures);
    assert_eq!((publisher.count("/a"), mirror.count("/never")), (1, 0));

    let addresses = [publisher.url("/a"), mirror.url("/gone")];
    let error = fetcher.fetch(&addresses, None, Ask::Always).await.unwrap_err();
    let told = error.to_string();
    for part in ["/a` gave no document: the host answers with status 404", "/gone` gave no document", "410"] {
        assert!(told.contains(part), "{told}");
    }
    let error = fetcher.fetch(&[], None, Ask::Always).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no address to fetch from: configure one");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let new = |settings| Fetcher::new(settings, Clock::system()).unwrap_err().to_string();
    let allowed_hosts = vec!["http://intranet".to_owned()];
    assert!(new(Settings { allowed_hosts, ..Settings::default() }).contains("`http://intranet`"));
    assert!(new(Settings { contact: Some("a\nb".into()), ..Settings::default() }).contains("`contact`"));
}

/// The time after `now` at which a failure says to try again, in seconds and rounded.
fn retry_in(failure: &Failure) -> Option<i64> {
    let seconds = |at: DateTime<Utc>| (at - failure.at).num_milliseconds();
    failure.retry_at.map(seconds).map(|wait| (wait + 500) / 1000)
}

fn is_status(cause: &Cause, expected: u16) -> bool {
    matches!(cause, Cause::Status(status) if *status == expected)
}

fn ok(_: &crate::origin::Request) -> Reply {
    reply(200, &[], "text")
}
