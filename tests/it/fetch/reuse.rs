//! Answers that are given again, and requests that are one.

use futures_util::future::join_all;
use gcm_hub::fetch::Ask;

use super::*;

#[tokio::test]
async fn a_hundred_who_ask_at_once_make_one_request() {
    let origin = Origin::start(|_| reply(200, &[("Cache-Control", "no-cache")], "text"));
    let fetcher = fetcher(settings(&[&origin]));
    for (ask, requests) in [(Ask::Always, 1), (Ask::WhenStale, 2)] {
        let addresses = [origin.url("/")];
        let all = join_all((0..100).map(|_| fetcher.fetch(&addresses, None, ask))).await;
        assert!(all.iter().all(|fetched| bytes(fetched.as_ref().unwrap()) == b"text"));
        assert_eq!(origin.count("/"), requests);
    }
}

#[tokio::test]
async fn who_waits_for_anothers_request_goes_on_when_the_other_gives_up() {
    let origin = Origin::start(|request| match request.nth {
        0 => Reply::Hang,
        _ => reply(200, &[], "text"),
    });
    let fetcher = once(&origin);
    let first = tokio::spawn({
        let (fetcher, address) = (fetcher.clone(), origin.url("/"));
        async move { fetcher.fetch(&[address], None, Ask::Always).await.is_ok() }
    });
    while origin.count("/") == 0 {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn({
        let (fetcher, address) = (fetcher.clone(), origin.url("/"));
        async move { fetcher.fetch(&[address], None, Ask::Always).await.is_ok() }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert!(second.await.unwrap());
    assert_eq!(origin.count("/"), 2);
}

#[tokio::test]
async fn who_waits_for_another_gets_no_answer_to_the_others_question() {
    let origin = Origin::start(|request| match request.header("if-none-match") {
        Some(_) => reply(304, &[("Cache-Control", "max-age=600")], ""),
        None => reply(200, &[], "text"),
    });
    let fetcher = fetcher(settings(&[&origin]));
    let addresses = [origin.url("/")];
    let known =
        Validators { address: addresses[0].to_string(), etag: Some("\"1\"".into()), last_modified: None };
    let asked = [Some(&known), None, Some(&known)];
    let all = join_all(asked.map(|known| fetcher.fetch(&addresses, known, Ask::WhenStale))).await;
    let answers: Vec<_> = all.into_iter().map(|fetched| fetched.unwrap().answer.clone()).collect();
    let text = Answer::Changed { bytes: b"text".to_vec(), media_type: None };
    assert_eq!(answers, [Answer::NotModified, text, Answer::NotModified]);
}

#[tokio::test]
async fn a_fresh_answer_is_given_again_without_a_request_unless_somebody_wants_to_know() {
    let origin = Origin::start(|request| {
        let headers = [("Cache-Control", "max-age=600"), ("ETag", "\"1\"")];
        let same = request.header("if-none-match").is_some();
        reply(if same { 304 } else { 200 }, &headers, if same { "" } else { "text" })
    });
    let fetcher = fetcher(settings(&[&origin]));
    let addresses = [origin.url("/")];
    let fetch = |known: Option<&Validators>, ask| {
        let (fetcher, addresses, known) = (fetcher.clone(), addresses.clone(), known.cloned());
        async move { fetcher.fetch(&addresses, known.as_ref(), ask).await.unwrap() }
    };
    let first = fetch(None, Ask::WhenStale).await;
    let again = fetch(None, Ask::WhenStale).await;
    assert!(Arc::ptr_eq(&first, &again));
    let known = first.validators.as_ref();
    let held = fetch(known, Ask::WhenStale).await;
    assert!(Arc::ptr_eq(&first, &held));
    assert_eq!(origin.count("/"), 1);

    let asked = fetch(known, Ask::Always).await;
    assert_eq!((&asked.answer, origin.count("/")), (&Answer::NotModified, 2));
    // "Not modified" is no answer to who does not have it.
    assert_eq!(bytes(fetch(None, Ask::WhenStale).await.as_ref()), b"text");
    assert_eq!(origin.count("/"), 3);
    pass(601).await;
    fetch(known, Ask::WhenStale).await;
    assert_eq!(origin.count("/"), 4);
}

#[tokio::test]
async fn a_document_whose_validators_stay_is_news_all_the_same() {
    let origin = Origin::start(|request| {
        let headers = [("ETag", "\"always\""), ("Cache-Control", "max-age=600")];
        reply(200, &headers, format!("edition {}", request.nth))
    });
    let fetcher = once(&origin);
    let addresses = [origin.url("/")];
    let first = fetcher.fetch(&addresses, None, Ask::Always).await.unwrap();
    let known = first.validators.as_ref();
    assert_eq!(bytes(&first), b"edition 0");
    for ask in [Ask::Always, Ask::WhenStale] {
        let next = fetcher.fetch(&addresses, known, ask).await.unwrap();
        assert_eq!((next.validators.as_ref(), bytes(&next)), (known, b"edition 1".as_slice()));
    }
}

#[tokio::test]
async fn what_is_forgotten_is_asked_for_again_and_no_more() {
    let origin = Origin::start(|request| {
        let page = if request.nth == 0 { "sign in" } else { "text" };
        reply(200, &[("Cache-Control", "max-age=600")], page)
    });
    let fetcher = fetcher(settings(&[&origin]));
    let [one, other] = ["/one", "/other"].map(|path| [origin.url(path)]);
    for addresses in [&one, &other] {
        fetcher.fetch(addresses, None, Ask::WhenStale).await.unwrap();
    }
    fetcher.forget(&one).await;
    for _ in 0..2 {
        let again = fetcher.fetch(&one, None, Ask::WhenStale).await.unwrap();
        assert_eq!((bytes(&again), origin.count("/one")), (b"text".as_slice(), 2));
        let kept = fetcher.fetch(&other, None, Ask::WhenStale).await.unwrap();
        assert_eq!((bytes(&kept), origin.count("/other")), (b"sign in".as_slice(), 1));
    }
}

#[tokio::test]
async fn a_failure_is_remembered_briefly_and_as_a_failure() {
    let origin = Origin::start(|request| match request.nth {
        0 => reply(404, &[("Cache-Control", "max-age=86400")], "not here"),
        _ => reply(200, &[], "text"),
    });
    let failures_kept = std::time::Duration::from_secs(30);
    let fetcher = fetcher(Settings { failures_kept, ..settings(&[&origin]) });
    let addresses = [origin.url("/")];
    for _ in 0..3 {
        let error = fetcher.fetch(&addresses, None, Ask::WhenStale).await.unwrap_err();
        assert!(is_status(&error.failures[0].cause, 404), "{error:?}");
    }
    assert_eq!(origin.count("/"), 1);
    pass(31).await;
    let fetched = fetcher.fetch(&addresses, None, Ask::WhenStale).await.unwrap();
    assert_eq!((bytes(&fetched), origin.count("/")), (b"text".as_slice(), 2));
}

#[tokio::test]
async fn who_wants_to_know_does_not_get_a_failure_of_before() {
    let origin = Origin::start(|request| match request.nth {
        0 => reply(404, &[], ""),
        _ => reply(200, &[], "text"),
    });
    let failures_kept = std::time::Duration::from_secs(30);
    let fetcher = fetcher(Settings { failures_kept, ..settings(&[&origin]) });
    get(&fetcher, &origin, "/").await.unwrap_err();
    get(&fetcher, &origin, "/").await.unwrap();
}
