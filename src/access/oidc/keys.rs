//! A key set: the public keys of an identity provider, and which of them a token may be signed with.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use crate::store::StoreError;

/// What a token may be signed with. Symmetric algorithms are not among them: a public key would be their secret.
const ACCEPTED: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The same for people.
pub(super) const ACCEPTED_NAMES: &str = "RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA";

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] StoreError),
    /// There is no such file.
    #[error("there is no file `{0}`")]
    NoFile(String),
    /// It cannot be fetched.
    #[error("the address does not answer as it should")]
    Fetch(#[from] reqwest::Error),
    /// The answer is none with a key set.
    #[error("the address answers with status {0}, and 200 was expected; redirects are not followed")]
    Status(u16),
    /// It is longer than a key set.
    #[error("it has more than {0} bytes, which no key set needs")]
    TooLong(usize),
    /// It is no key set.
    #[error("it is no JWKS, `{{\"keys\": [...]}}`")]
    NoJwks(#[from] serde_json::Error),
    /// No key of it is of use.
    #[error("it has no public key for one of {ACCEPTED_NAMES}")]
    NoKey,
}

/// The keys of a set that are of use here.
#[derive(Debug)]
pub(super) struct KeySet(Vec<Key>);

#[derive(Debug)]
struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

/// Whether an algorithm is ever taken.
pub(super) fn is_accepted(algorithm: Algorithm) -> bool {
    ACCEPTED.contains(&algorithm)
}

impl KeySet {
    /// Reads a JWKS. Keys that are of no use here, or cannot be read, cost no other key.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, KeysError> {
        #[derive(Deserialize)]
        struct Jwks {
            keys: Vec<Value>,
        }
        let jwks: Jwks = serde_json::from_slice(bytes)?;
        let keys: Vec<Key> = jwks.keys.into_iter().filter_map(Key::of).collect();
        if keys.is_empty() { Err(KeysError::NoKey) } else { Ok(Self(keys)) }
    }

    /// The key of that identifier, for that algorithm. A token that names no key may have been signed with the only
    /// one for its algorithm.
    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let mut fitting = self.0.iter().filter(|key| key.algorithms.contains(&algorithm));
        let found = match id {
            Some(id) => fitting.find(|key| key.id.as_deref() == Some(id)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        found.map(|found| &found.key)
    }
}

impl Key {
    fn of(value: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(value).ok()?;
        let common = &jwk.common;
        let for_signatures = common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature)
            && common.key_operations.as_ref().is_none_or(|all| all.contains(&KeyOperations::Verify));
        let fitting: &[Algorithm] = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => AlgorithmFamily::Rsa.algorithms(),
            AlgorithmParameters::EllipticCurve(key) => match key.curve {
                EllipticCurve::P256 => &[Algorithm::ES256],
                EllipticCurve::P384 => &[Algorithm::ES384],
                _ => &[],
            },
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
                &[Algorithm::EdDSA]
            }
            _ => &[],
        };
        let named = |it: &Algorithm| common.key_algorithm.is_none_or(|only| only == (*it).into());
        let algorithms: Vec<_> = fitting.iter().copied().filter(|it| is_accepted(*it) && named(it)).collect();
        if !for_signatures || algorithms.is_empty() {
            return None;
        }
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        Some(Self { id: jwk.common.key_id, algorithms, key })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(keys: &Value) -> Result<KeySet, KeysError> {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
    }

    fn ed(id: &str) -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    }

    fn with(mut key: Value, name: &str, value: Value) -> Value {
        key[name] = value;
        key
    }

    #[test]
    fn keys_of_no_use_cost_no_other() {
        let set = keys(&json!([
            {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
            {"kty": "EC", "crv": "P-521", "kid": "large", "x": "AA", "y": "AA"},
            {"kty": "OKP", "crv": "X25519", "kid": "exchange", "x": "AA"},
            with(ed("for encryption"), "use", json!("enc")),
            with(ed("for signing only"), "key_ops", json!(["sign"])),
            with(ed("for another algorithm"), "alg", json!("RS256")),
            {"kty": "RSA", "kid": "not base64", "n": "!", "e": "AQAB"},
            7,
            ed("good"),
        ]));
        let set = set.unwrap();
        assert_eq!(set.0.len(), 1);
        assert!(set.find(Some("good"), Algorithm::EdDSA).is_some());
        assert!(set.find(Some("secret"), Algorithm::HS256).is_none());
    }

    #[test]
    fn a_token_that_names_no_key_has_the_only_one_for_its_algorithm() {
        let one = keys(&json!([ed("one")])).unwrap();
        assert!(one.find(None, Algorithm::EdDSA).is_some());
        assert!(one.find(None, Algorithm::ES256).is_none());
        let two = keys(&json!([ed("one"), ed("two")])).unwrap();
        assert!(two.find(None, Algorithm::EdDSA).is_none());
    }

    #[test]
    fn a_set_without_a_key_of_use_is_an_error() {
        assert!(matches!(keys(&json!([])), Err(KeysError::NoKey)));
        assert!(matches!(KeySet::parse(b"<html>"), Err(KeysError::NoJwks(_))));
        assert!(matches!(KeySet::parse(b"{}"), Err(KeysError::NoJwks(_))));
    }

    #[test]
    fn what_people_are_told_is_what_is_accepted() {
        for algorithm in ACCEPTED {
            assert!(ACCEPTED_NAMES.contains(&format!("{algorithm:?}")));
        }
        assert_eq!(ACCEPTED_NAMES.matches('S').count() - ACCEPTED_NAMES.matches("PS").count(), 6);
    }
}
