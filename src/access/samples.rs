//! For tests: an identity provider with keys of its own, whose key set is on a real server on loopback.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{Bearer, OidcSettings};

pub(super) const ISSUER: &str = "https://login.example.org";
pub(super) const AUDIENCE: &str = "gcm-hub";

/// The time that tests run at, in seconds since 1970.
pub(super) const NOW: i64 = 1_800_000_000;

/// That many seconds after the time that tests run at.
pub(super) fn after(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(NOW + seconds, 0).unwrap()
}

/// A bearer as a request brings it.
pub(super) fn bearer(text: &str) -> Bearer {
    Bearer::of_header(&format!("Bearer {text}")).unwrap()
}

/// Claims that hold at the time that tests run at.
pub(super) fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "4711", "name": "Ana", "agency": "UNDP", "roles": ["curator"],
        "exp": NOW + 300, "nbf": NOW - 300,
    })
}

/// Those claims with one changed.
pub(super) fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

/// Those claims without one.
pub(super) fn claims_without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name).unwrap();
    claims
}

/// A key that signs, and its public side.
pub(super) struct Signer {
    pub(super) id: String,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl Signer {
    pub(super) fn ed(id: &str) -> Self {
        let key = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
        Self { id: id.to_owned(), algorithm: Algorithm::EdDSA, key: EncodingKey::from_ed_der(key.as_ref()) }
    }

    pub(super) fn ec(id: &str) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self { id: id.to_owned(), algorithm: Algorithm::ES256, key: EncodingKey::from_ec_der(key.as_ref()) }
    }

    /// One key for all tests: it takes long to make.
    pub(super) fn rsa(id: &str, algorithm: Algorithm) -> Self {
        static KEY: LazyLock<EncodingKey> = LazyLock::new(|| {
            let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
            let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
            // The key itself follows the 26 bytes that say that it is one of RSA, with 2048 bits.
            EncodingKey::from_rsa_der(&der.as_ref()[26..])
        });
        Self { id: id.to_owned(), algorithm, key: KEY.clone() }
    }

    /// Its public side, as a key set has it.
    pub(super) fn jwk(&self) -> Value {
        let mut jwk =
            serde_json::to_value(Jwk::from_encoding_key(&self.key, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(self.id);
        jwk
    }

    /// A JWT with these claims.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.id.clone());
        self.sign_with(&header, claims)
    }

    /// A JWT with that header.
    pub(super) fn sign_with(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &self.key).unwrap()
    }
}

/// A key set of these signers.
pub(super) fn jwks(signers: &[&Signer]) -> String {
    json!({ "keys": signers.iter().map(|signer| signer.jwk()).collect::<Vec<_>>() }).to_string()
}

/// Settings for the provider of these tests, with its key set there.
pub(super) fn settings(jwks: &str) -> OidcSettings {
    let settings = json!({ "issuer": ISSUER, "audience": AUDIENCE, "jwks": jwks });
    serde_json::from_value(settings).unwrap()
}

/// A server for a key set, which counts who asks.
pub(super) struct KeyServer {
    pub(super) address: String,
    asked: Arc<AtomicU32>,
    answer: Arc<Mutex<(StatusCode, String)>>,
}

impl KeyServer {
    pub(super) async fn start(body: String) -> Self {
        let asked = Arc::new(AtomicU32::new(0));
        let answer = Arc::new(Mutex::new((StatusCode::OK, body)));
        let (count, say) = (Arc::clone(&asked), Arc::clone(&answer));
        let service = axum::Router::new().fallback(move || {
            let (count, say) = (Arc::clone(&count), Arc::clone(&say));
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                let (status, body) = say.lock().unwrap().clone();
                (status, [("location", "/elsewhere")], body).into_response()
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/jwks", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { address, asked, answer }
    }

    /// What it answers from here on.
    pub(super) fn say(&self, status: u16, body: String) {
        *self.answer.lock().unwrap() = (StatusCode::from_u16(status).unwrap(), body);
    }

    /// How often it was asked.
    pub(super) fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Puts another file in the place of one. Written over in place, it could be of the same length and moment.
pub(super) fn put(path: &Path, content: &str) {
    let _ = fs::remove_file(path);
    fs::write(path, content).unwrap();
}

/// A folder that is gone at the end of the test.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("gcm-hub-access-{}-{number}", std::process::id()));
        // What a killed run of the same number has left.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
