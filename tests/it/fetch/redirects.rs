//! Redirects are followed one by one, each judged as if it had been asked for.

use gcm_hub::fetch::{Ask, Refusal};

use super::*;

#[tokio::test]
async fn the_address_that_answers_is_told_and_the_validators_are_its_own() {
    let origin = Origin::start(|request| match (request.path.as_str(), request.header("if-none-match")) {
        ("/a", None) => reply(301, &[("Location", "b#part"), ("ETag", "\"of a\"")], ""),
        ("/b", None) => reply(307, &[("Location", "/c")], ""),
        ("/c", None) => reply(200, &[("ETag", "\"of c\"")], "text"),
        ("/c", Some("\"of c\"")) => reply(304, &[], ""),
        _ => reply(400, &[], ""),
    });
    let fetcher = once(&origin);
    let fetched = get(&fetcher, &origin, "/a").await.unwrap();
    assert_eq!((&fetched.asked, &fetched.address), (&origin.url("/a"), &origin.url("/c")));
    let known = fetched.validators.clone().unwrap();
    assert_eq!(known.address, origin.url("/c").as_str());
    let again = fetcher.fetch(&[origin.url("/a")], Some(&known), Ask::Always).await.unwrap();
    assert_eq!(again.answer, Answer::NotModified);
    assert_eq!(origin.requests().len(), 6);
}

#[tokio::test]
async fn circles_and_long_chains_end() {
    let origin = Origin::start(|request| {
        let number: usize = request.path[2..].parse().unwrap_or_default();
        let next = match &request.path[..2] {
            "/l" => format!("/l{}", (number + 1) % 3),
            _ => format!("/n{}", number + 1),
        };
        reply(302, &[("Location", &next)], "")
    });
    let fetcher = fetcher(settings(&[&origin]));
    let circle = failure(&fetcher, &origin, "/l0").await;
    assert!(matches!(&circle.cause, Cause::RedirectLoop(to) if *to == origin.url("/l0")), "{circle:?}");
    assert_eq!(origin.requests().len(), 3);
    let chain = failure(&fetcher, &origin, "/n0").await;
    assert!(matches!(chain.cause, Cause::TooManyRedirects(5)), "{chain:?}");
    assert_eq!((origin.count("/n5"), origin.count("/n6")), (1, 0));
}

#[tokio::test]
async fn a_redirect_leads_to_no_address_that_could_not_be_asked() {
    let inside = Origin::start(ok);
    let location = inside.url("/secret").to_string();
    let by_name = location.replace("127.0.0.1", "localhost");
    let mapped = location.replace("127.0.0.1", "[::ffff:127.0.0.1]");
    let origin = Origin::start(move |request| {
        let location = match request.path.as_str() {
            "/private" => &location,
            "/name" => &by_name,
            "/mapped" => &mapped,
            "/file" => "file:///etc/passwd",
            "/credentials" => "http://me:secret@127.0.0.1/",
            "/nowhere" => "http://",
            _ => "",
        };
        reply(302, &[("Location", location)], "")
    });
    let fetcher = fetcher(settings(&[&origin]));
    for path in ["/private", "/name", "/mapped", "/file", "/credentials"] {
        let failure = failure(&fetcher, &origin, path).await;
        let Cause::NotAllowed(refusal) = &failure.cause else { panic!("{path}: {failure:?}") };
        match path {
            "/file" => assert_eq!(*refusal, Refusal::Scheme("file".into())),
            "/credentials" => assert_eq!(*refusal, Refusal::Credentials),
            "/private" => assert!(matches!(refusal, Refusal::OtherPort { .. }), "{refusal:?}"),
            _ => assert!(matches!(refusal, Refusal::NotPublic { .. }), "{refusal:?}"),
        }
        assert_eq!(origin.count(path), 1, "{path}");
    }
    for path in ["/nowhere", "/nothing"] {
        let failure = failure(&fetcher, &origin, path).await;
        assert!(matches!(failure.cause, Cause::BadRedirect { status: 302, .. }), "{failure:?}");
    }
    assert_eq!((inside.requests().len(), inside.count("/robots.txt")), (0, 0));
}
