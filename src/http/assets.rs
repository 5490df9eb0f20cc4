//! What pages load: GraphiQL's files, our scripts and styles, the saved operations.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::embedded::GRAPHIQL;
use super::operations::operations;
use super::refusal::Refusal;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// Our own, in `web/`.
const OWN: [(&str, &str, &str); 5] = [
    ("/assets/hub.css", CSS, include_str!("../../web/hub.css")),
    ("/assets/icon.svg", "image/svg+xml", include_str!("../../web/icon.svg")),
    ("/assets/explore.js", JAVASCRIPT, include_str!("../../web/explore.js")),
    ("/graphiql/assets/start.js", JAVASCRIPT, include_str!("../../web/graphiql.js")),
    ("/graphiql/assets/start.css", CSS, include_str!("../../web/graphiql.css")),
];

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let own = OWN.iter().map(|&(path, media_type, text)| (path.to_owned(), Asset::new(media_type, text)));
    let graphiql = GRAPHIQL.iter().map(|&(name, media_type, bytes)| {
        (format!("/graphiql/assets/{name}"), Asset::new(media_type, bytes))
    });
    let saved = serde_json::to_vec(operations()).unwrap_or_default();
    let saved = ("/assets/operations.json".to_owned(), Asset::new("application/json", saved));
    own.chain(graphiql).chain([saved]).collect()
});

pub(super) async fn get(uri: Uri, headers: HeaderMap) -> Response {
    match ASSETS.get(uri.path()) {
        Some(asset) => asset.answer(&headers),
        None => {
            Refusal::not_found(format!("there is no asset `{}` in this build", uri.path())).into_response()
        }
    }
}

/// Bytes that do not change while the server runs.
pub(super) struct Asset {
    media_type: &'static str,
    bytes: Bytes,
    tag: OnceLock<String>,
}

impl Asset {
    pub fn new(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self { media_type, bytes: bytes.into(), tag: OnceLock::new() }
    }

    /// The bytes, or that what the browser has is still right.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let tag = self.tag.get_or_init(|| tag(&self.bytes));
        // `no-cache` is to keep it and ask whether it changed: another build may serve the same address.
        let common = [(CACHE_CONTROL, "no-cache"), (ETAG, tag)];
        let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| names(value, tag));
        if known {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        (common, [(CONTENT_TYPE, self.media_type)], self.bytes.clone()).into_response()
    }
}

/// A strong tag: half of the SHA-256, in quotes.
fn tag(bytes: &[u8]) -> String {
    let half: String = Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{half}\"")
}

/// Whether a list of tags has this one. Weak tags match: the comparison for GET is the weak one (RFC 9110, 13.1.2).
fn names(list: &HeaderValue, tag: &str) -> bool {
    let list = list.to_str().unwrap_or_default();
    list.split(',')
        .map(|one| one.trim())
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}
