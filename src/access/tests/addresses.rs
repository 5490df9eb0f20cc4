//! A key set at an address: when it is asked for, and what happens when it does not come.

use crate::access::samples::{Folder, KeyServer, Signer, after, bearer, claims_with, jwks, settings};
use crate::access::{Denied, Gate};
use serde_json::json;

struct Setup {
    server: KeyServer,
    gate: Gate,
    _folder: Folder,
}

impl Setup {
    async fn new(body: String) -> Self {
        let server = KeyServer::start(body).await;
        let folder = Folder::new();
        let gate = Gate::new(folder.path(), Some(settings(&server.address))).unwrap();
        Self { server, gate, _folder: folder }
    }

    /// Whether the signer's token is taken that many seconds after the start, and why not.
    async fn try_at(&self, signer: &Signer, seconds: i64) -> Result<(), Denied> {
        let token = signer.sign(&claims_with("exp", json!(after(100_000).timestamp())));
        self.gate.admit(Some(&bearer(&token)), after(seconds)).await.map(drop)
    }
}

#[tokio::test]
async fn nothing_is_asked_before_the_first_token_and_then_once_in_ten_minutes() {
    let signer = Signer::ec("one");
    let setup = Setup::new(jwks(&[&signer])).await;
    assert_eq!(setup.server.asked(), 0);
    for seconds in [0, 1, 599] {
        setup.try_at(&signer, seconds).await.unwrap();
    }
    assert_eq!(setup.server.asked(), 1);
    setup.try_at(&signer, 600).await.unwrap();
    assert_eq!(setup.server.asked(), 2);
}

#[tokio::test]
async fn tokens_that_arrive_together_ask_once() {
    let signer = Signer::ed("one");
    let setup = Setup::new(jwks(&[&signer])).await;
    let (a, b, c, d) = tokio::join!(
        setup.try_at(&signer, 0),
        setup.try_at(&signer, 0),
        setup.try_at(&signer, 0),
        setup.try_at(&signer, 0)
    );
    assert_eq!((a, b, c, d), (Ok(()), Ok(()), Ok(()), Ok(())));
    assert_eq!(setup.server.asked(), 1);
}

#[tokio::test]
async fn a_new_key_is_asked_for_at_once_but_not_more_than_once_a_minute() {
    let (old, new, never) = (Signer::ed("old"), Signer::ed("new"), Signer::ed("never"));
    let setup = Setup::new(jwks(&[&old])).await;
    setup.try_at(&old, 0).await.unwrap();
    setup.server.say(200, jwks(&[&old, &new]));
    assert_eq!(setup.try_at(&new, 59).await, Err(Denied::UnknownKey));
    assert_eq!(setup.server.asked(), 1);
    let (one, other) = tokio::join!(setup.try_at(&new, 60), setup.try_at(&new, 60));
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(setup.server.asked(), 2);
    for seconds in [61, 100, 119] {
        assert_eq!(setup.try_at(&never, seconds).await, Err(Denied::UnknownKey));
    }
    assert_eq!(setup.server.asked(), 2);
    assert_eq!(setup.try_at(&never, 120).await, Err(Denied::UnknownKey));
    assert_eq!(setup.server.asked(), 3);
}

#[tokio::test]
async fn a_provider_that_fails_leaves_its_last_keys_in_use_and_is_asked_again_a_minute_later() {
    let (signer, next) = (Signer::ed("one"), Signer::ed("next"));
    let setup = Setup::new(jwks(&[&signer])).await;
    setup.try_at(&signer, 0).await.unwrap();
    let large = format!("{{\"keys\": [{}]}}", " ".repeat(1024 * 1024));
    let failures = [(500, jwks(&[&next])), (302, jwks(&[&next])), (200, "<html>".to_owned()), (200, large)];
    for (round, (status, body)) in (0_i64..).zip(failures) {
        setup.server.say(status, body);
        let at = 600 + round * 60;
        setup.try_at(&signer, at).await.unwrap();
        setup.try_at(&signer, at + 59).await.unwrap();
        assert_eq!(i64::from(setup.server.asked()), 2 + round, "{status}");
    }
    setup.server.say(200, jwks(&[&next]));
    assert_eq!(setup.try_at(&next, 840).await, Ok(()));
    assert_eq!(setup.try_at(&signer, 841).await, Err(Denied::UnknownKey));
}

#[tokio::test]
async fn a_provider_that_never_answered_admits_nobody_until_it_does() {
    let signer = Signer::ed("one");
    let setup = Setup::new(String::new()).await;
    assert_eq!(setup.try_at(&signer, 0).await, Err(Denied::Unavailable));
    setup.server.say(200, jwks(&[&signer]));
    assert_eq!(setup.try_at(&signer, 59).await, Err(Denied::Unavailable));
    assert_eq!(setup.server.asked(), 1);
    assert_eq!(setup.try_at(&signer, 60).await, Ok(()));
}

#[tokio::test]
async fn a_token_that_could_never_be_good_asks_nobody() {
    let setup = Setup::new(String::new()).await;
    for text in ["eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AA", "x.y.z", "gcmhub_0"] {
        assert!(setup.gate.admit(Some(&bearer(text)), after(0)).await.is_err());
    }
    assert_eq!(setup.server.asked(), 0);
}
