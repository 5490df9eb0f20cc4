//! Tokens of an identity provider whose key set is a file.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::access::samples::{
    AUDIENCE, Folder, ISSUER, NOW, Signer, after, bearer, claims, claims_with, claims_without, jwks, put,
    settings,
};
use crate::access::{Denied, Gate, OidcError, OidcSettings, Principal, Role, Tokens};

struct Provider {
    folder: Folder,
    signer: Signer,
    gate: Gate,
}

impl Provider {
    fn new() -> Self {
        let signer = Signer::ed("one");
        Self::with(signer, |_| {})
    }

    fn with(signer: Signer, change: fn(&mut OidcSettings)) -> Self {
        let folder = Folder::new();
        let file = folder.path().join("jwks.json");
        put(&file, &jwks(&[&signer]));
        let mut settings = settings(file.to_str().unwrap());
        change(&mut settings);
        let gate = Gate::new(folder.path(), Some(settings)).unwrap();
        Self { folder, signer, gate }
    }

    async fn admit(&self, token: &str) -> Result<Principal, Denied> {
        self.gate.admit(Some(&bearer(token)), after(0)).await
    }

    async fn admit_claims(&self, claims: &Value) -> Result<Principal, Denied> {
        self.admit(&self.signer.sign(claims)).await
    }

    async fn refused(&self, claims: &Value) -> Denied {
        self.admit_claims(claims).await.unwrap_err()
    }
}

#[tokio::test]
async fn keys_of_each_family_sign() {
    let signers = [
        Signer::ed("ed"),
        Signer::ec("ec"),
        Signer::rsa("rsa", Algorithm::RS256),
        Signer::rsa("pss", Algorithm::PS384),
    ];
    for signer in signers {
        let provider = Provider::with(signer, |_| {});
        let who = provider.admit_claims(&claims()).await.unwrap();
        assert_eq!((who.agency.as_str(), who.name.as_str()), ("UNDP", "Ana"));
        assert_eq!((who.require(Role::Curator), who.require(Role::Operator).is_err()), (Ok(()), true));
    }
}

#[tokio::test]
async fn tokens_of_the_hub_are_taken_beside_those_of_a_provider() {
    let provider = Provider::new();
    let wanted = crate::access::NewToken {
        agency: "ILO".to_owned(),
        name: "a script".to_owned(),
        roles: [Role::Operator].into(),
        lifetime: crate::access::Lifetime::Days(1),
    };
    let (token, _) = Tokens::of(provider.folder.path()).create(wanted, after(0)).unwrap();
    assert_eq!(provider.gate.admit(Some(&token), after(0)).await.unwrap().agency, "ILO");
}

#[tokio::test]
async fn issuer_and_audience_hold_to_the_letter() {
    let provider = Provider::new();
    let wrong = Denied::Issuer { expected: ISSUER.to_owned() };
    for value in [json!("https://login.example.org/"), json!([ISSUER]), json!(""), Value::Null] {
        assert_eq!(provider.refused(&claims_with("iss", value)).await, wrong);
    }
    assert_eq!(provider.refused(&claims_without("iss")).await, wrong);
    let wrong = Denied::Audience { expected: AUDIENCE.to_owned() };
    for value in [json!("GCM-HUB"), json!(["a", "b"]), json!([]), json!({"gcm-hub": 1}), Value::Null] {
        assert_eq!(provider.refused(&claims_with("aud", value)).await, wrong);
    }
    assert_eq!(provider.refused(&claims_without("aud")).await, wrong);
    assert!(provider.admit_claims(&claims_with("aud", json!(["other", AUDIENCE]))).await.is_ok());
    assert_eq!(wrong.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn times_are_those_of_the_caller_with_a_minute_of_leeway() {
    let provider = Provider::new();
    for (name, seconds, good) in [
        ("exp", -59, true),
        ("exp", -60, false),
        ("exp", -86_400, false),
        ("nbf", 60, true),
        ("nbf", 61, false),
    ] {
        let outcome = provider.admit_claims(&claims_with(name, json!(NOW + seconds))).await;
        assert_eq!(outcome.is_ok(), good, "{name} {seconds}: {outcome:?}");
    }
    assert_eq!(
        provider.refused(&claims_with("exp", json!(NOW - 100))).await,
        Denied::Expired { at: after(-100) }
    );
    assert_eq!(
        provider.refused(&claims_with("nbf", json!(NOW + 100))).await,
        Denied::NotYetValid { from: after(100) }
    );
    assert!(provider.admit_claims(&claims_with("exp", json!(1_800_000_300.5))).await.is_ok());
    assert!(provider.admit_claims(&claims_without("nbf")).await.is_ok());
    assert_eq!(provider.refused(&claims_without("exp")).await, Denied::Time { claim: "exp" });
    for value in [json!("soon"), json!(-1), json!(1e300), json!(i64::MAX), json!(u64::MAX), Value::Null] {
        assert_eq!(provider.refused(&claims_with("exp", value)).await, Denied::Time { claim: "exp" });
    }
}

#[tokio::test]
async fn a_signature_that_is_not_of_this_content_and_this_key_is_worth_nothing() {
    let provider = Provider::new();
    let good = provider.signer.sign(&claims());
    let other = provider.signer.sign(&claims_with("agency", json!("IOM")));
    let part = |token: &str, index: usize| token.split('.').nth(index).unwrap().to_owned();
    let crossed = format!("{}.{}.{}", part(&good, 0), part(&other, 1), part(&good, 2));
    let stripped = format!("{}.{}.", part(&good, 0), part(&good, 1));
    let forged = Signer::ed("one").sign(&claims());
    for token in [crossed, stripped, forged] {
        assert_eq!(provider.admit(&token).await.unwrap_err(), Denied::Signature);
    }
    // `{"alg":"none"}`, with and without what was a signature.
    let (claims, signature) = (part(&good, 1), part(&good, 2));
    for token in
        [format!("eyJhbGciOiJub25lIn0.{claims}."), format!("eyJhbGciOiJub25lIn0.{claims}.{signature}")]
    {
        assert_eq!(provider.admit(&token).await.unwrap_err(), Denied::NoJwt);
    }
    for token in ["x", "a.b", "a.b.c", "a.b.c.d", "..", good.trim_end_matches(|c| c != '.')] {
        let denied = provider.admit(token).await.unwrap_err();
        assert!(matches!(denied, Denied::NoJwt | Denied::Signature), "{token}: {denied}");
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret_to_sign_with() {
    let provider = Provider::with(Signer::rsa("rsa", Algorithm::RS256), |_| {});
    let jwk = provider.signer.jwk();
    for secret in [jwk["n"].as_str().unwrap().to_owned(), jwk.to_string()] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let mut header = Header::new(algorithm);
            header.kid = Some("rsa".to_owned());
            let token = encode(&header, &claims(), &EncodingKey::from_secret(secret.as_bytes())).unwrap();
            let denied = provider.admit(&token).await.unwrap_err();
            assert!(matches!(denied, Denied::Algorithm { .. }), "{denied}");
        }
    }
}

#[tokio::test]
async fn a_key_signs_only_with_the_algorithm_that_it_is_published_for() {
    let provider = Provider::with(Signer::rsa("rsa", Algorithm::RS256), |_| {});
    let other = Signer::rsa("rsa", Algorithm::RS512).sign(&claims());
    assert_eq!(provider.admit(&other).await.unwrap_err(), Denied::UnknownKey);
}

#[tokio::test]
async fn a_header_that_asks_for_what_is_not_understood_is_refused_and_a_key_in_it_is_not_used() {
    let provider = Provider::new();
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("one".to_owned());
    header.crit = Some(vec!["exp".to_owned()]);
    let denied = provider.admit(&provider.signer.sign_with(&header, &claims())).await.unwrap_err();
    assert!(matches!(denied, Denied::Algorithm { .. }));

    let forger = Signer::ed("forged");
    header.crit = None;
    header.kid = Some("forged".to_owned());
    header.jwk = serde_json::from_value(forger.jwk()).ok();
    assert!(header.jwk.is_some());
    let forged = forger.sign_with(&header, &claims());
    assert_eq!(provider.admit(&forged).await.unwrap_err(), Denied::UnknownKey);
}

#[tokio::test]
async fn the_agency_must_be_one_that_is_known_by_any_of_its_names() {
    let provider = Provider::new();
    let who = provider.admit_claims(&claims_with("agency", json!("UN Development Programme"))).await;
    assert_eq!(who.unwrap().agency, "UNDP");
    let unknown = provider.refused(&claims_with("agency", json!("UNCHR"))).await;
    assert_eq!(unknown.code(), "FORBIDDEN");
    assert!(unknown.to_string().contains("`UNCHR`") && unknown.to_string().contains("`UNHCR`"), "{unknown}");
    for claims in
        [claims_without("agency"), claims_with("agency", json!(["UNDP"])), claims_with("agency", json!(" "))]
    {
        let denied = provider.refused(&claims).await;
        assert!(matches!(&denied, Denied::Claim { claim, .. } if claim == "agency"), "{denied}");
    }
}

#[tokio::test]
async fn roles_are_a_list_or_words_and_other_roles_count_for_nothing() {
    let provider = Provider::new();
    let both = vec![Role::Curator, Role::Operator];
    for (roles, expected) in [
        (json!(["operator", "curator", "admin"]), both.clone()),
        (json!("operator curator"), both),
        (json!(["Curator", "gcm:curator", 7]), vec![]),
        (json!({"curator": true}), vec![]),
        (Value::Null, vec![]),
    ] {
        let who = provider.admit_claims(&claims_with("roles", roles)).await.unwrap();
        assert_eq!(who.roles.into_iter().collect::<Vec<_>>(), expected);
    }
    let nobody = provider.admit_claims(&claims_without("roles")).await.unwrap();
    let denied = nobody.require(Role::Curator).unwrap_err();
    assert_eq!(denied.code(), "FORBIDDEN");
    assert!(denied.to_string().contains("the token has none"), "{denied}");
}

#[tokio::test]
async fn claims_may_have_other_names_and_roles_a_prefix() {
    let provider = Provider::with(Signer::ed("one"), |settings| {
        settings.agency_claim = "https://example.org/agency".to_owned();
        settings.roles_claim = "groups".to_owned();
        settings.role_prefix = "gcm-".to_owned();
    });
    let mut claims = claims();
    claims["https://example.org/agency"] = json!("ILO");
    claims["groups"] = json!(["gcm-operator", "curator"]);
    let who = provider.admit_claims(&claims).await.unwrap();
    assert_eq!((who.agency.as_str(), who.roles), ("ILO", [Role::Operator].into()));
}

#[tokio::test]
async fn a_name_is_the_first_that_can_be_one() {
    let provider = Provider::new();
    let mut claims = claims_with("name", json!("a\nb"));
    claims["preferred_username"] = json!("ana");
    assert_eq!(provider.admit_claims(&claims).await.unwrap().name, "ana");
    assert_eq!(provider.admit_claims(&claims_without("name")).await.unwrap().name, "4711");
    claims = claims_without("name");
    claims["sub"] = json!("");
    assert!(matches!(provider.refused(&claims).await, Denied::Claim { .. }));
}

#[tokio::test]
async fn a_key_set_in_a_file_is_read_again_when_it_changes_and_kept_when_it_is_damaged() {
    let provider = Provider::new();
    let file = provider.folder.path().join("jwks.json");
    let next = Signer::ed("two");
    assert_eq!(provider.admit(&next.sign(&claims())).await.unwrap_err(), Denied::UnknownKey);
    put(&file, &jwks(&[&provider.signer, &next]));
    assert!(provider.admit(&next.sign(&claims())).await.is_ok());
    for damaged in ["", "{\"keys\": []}"] {
        put(&file, damaged);
        assert!(provider.admit(&next.sign(&claims())).await.is_ok());
    }
    put(&file, &jwks(&[&next]));
    assert_eq!(provider.admit_claims(&claims()).await.unwrap_err(), Denied::UnknownKey);
}

#[test]
fn settings_that_are_of_no_use_are_refused_at_the_start() {
    let folder = Folder::new();
    let refused = |settings: OidcSettings| Gate::new(folder.path(), Some(settings)).unwrap_err();
    for place in [
        "http://login.example.org/jwks",
        "http://127.0.0.1.example.org/jwks",
        "http://10.0.0.1/jwks",
        "https://user:word@login.example.org/jwks",
        "ftp://login.example.org/jwks",
        "file:///jwks.json",
        "https://",
    ] {
        let error = refused(settings(place));
        assert!(matches!(error, OidcError::Place(_)), "{place}: {error}");
        assert!(!error.to_string().contains("word@"), "{error}");
    }
    let missing = folder.path().join("none.json");
    assert!(matches!(refused(settings(missing.to_str().unwrap())), OidcError::File(_)));
    let mut empty = settings("https://login.example.org/jwks");
    empty.audience = " ".to_owned();
    assert!(refused(empty).to_string().contains("`audience`"));
}
