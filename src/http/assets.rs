//! What pages load: GraphiQL's files, our scripts and styles, the saved operations.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, VARY};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::coding::{Coding, coded};
use super::embedded::GRAPHIQL;
use super::operations::operations;
use super::refusal::Refusal;
use super::tag;

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

/// Bytes that do not change while the server runs, coded once in each way that is asked for.
pub(super) struct Asset {
    media_type: &'static str,
    bytes: Bytes,
    forms: [OnceLock<Form>; 4],
}

/// An asset as it is sent.
struct Form {
    bytes: Bytes,
    coding: Coding,
    tag: HeaderValue,
}

impl Asset {
    pub fn new(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self { media_type, bytes: bytes.into(), forms: Default::default() }
    }

    /// The bytes, or that what the browser has is still right.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let wanted = Coding::wanted(headers);
        let form = self.forms[wanted as usize].get_or_init(|| self.form(wanted));
        let common = [
            // To keep it and ask whether it changed: another build may serve the same address.
            (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (ETAG, form.tag.clone()),
            (VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if tag::is_known(headers, &form.tag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let coding = form.coding.header().map(|name| [(CONTENT_ENCODING, name)]);
        let mut response = (common, [(CONTENT_TYPE, self.media_type)], form.bytes.clone()).into_response();
        response.headers_mut().extend(coding.into_iter().flatten());
        response
    }

    fn form(&self, wanted: Coding) -> Form {
        // Pictures and the like are none the smaller for it.
        let (bytes, coding) = match coded(&self.bytes, wanted) {
            Some(bytes) => (bytes, wanted),
            None => (self.bytes.clone(), Coding::Identity),
        };
        Form { bytes, coding, tag: tag::of_bytes(&self.bytes, 0, coding) }
    }
}
