//! Pages of other origins that may ask (CORS). Never with credentials: the hub has no cookies, and a token is a header
//! that a script sets itself.

use std::time::Duration;

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use axum::http::header::{HOST, IF_NONE_MATCH, ORIGIN};
use axum::http::{Method, Uri};
use tower_http::cors::{AllowOrigin, Any, CorsLayer, ExposeHeaders};

/// What a page may send besides what every page may.
const MAY_SEND: [HeaderName; 6] = [
    ACCEPT,
    AUTHORIZATION,
    CONTENT_TYPE,
    IF_NONE_MATCH,
    HeaderName::from_static("gcm-hub-cost"),
    HeaderName::from_static("x-request-id"),
];

/// How long a browser keeps the permission: no browser does for longer than two hours, whatever it is told.
const KEPT: Duration = Duration::from_hours(2);

/// What tells browsers which pages may ask; `None` when no other than the hub's own.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    let allowed = match origins {
        [] => return None,
        [every] if every == "*" => AllowOrigin::any(),
        some => AllowOrigin::list(some.iter().filter_map(|origin| HeaderValue::from_str(origin).ok())),
    };
    Some(of(allowed))
}

/// For what every page may ask, whatever the operator allows: see `reconcile.rs`.
pub(super) fn every_origin() -> CorsLayer {
    of(AllowOrigin::any())
}

fn of(allowed: AllowOrigin) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(MAY_SEND)
        // Every header may be read, as none of them is private.
        .expose_headers(ExposeHeaders::from(Any))
        .max_age(KEPT)
}

/// Whether whoever sends these headers may open a socket, which browsers do not ask the layer about: a program, a page
/// of the hub's own, or one of an origin that may ask.
pub(super) fn may_connect(headers: &HeaderMap, origins: &[String]) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    if origins.iter().any(|allowed| allowed == "*" || allowed == origin) {
        return true;
    }
    // The scheme is not compared, as a proxy may have taken TLS away.
    let asked = headers.get(HOST).and_then(|host| host.to_str().ok());
    let page = origin.parse::<Uri>().ok();
    let page = page.as_ref().and_then(|page| page.authority()).map(|authority| authority.as_str());
    matches!((page, asked), (Some(page), Some(asked)) if page.eq_ignore_ascii_case(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origin: Option<&str>, allowed: &[&str], fine: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("hub.example.org:4000"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        let allowed: Vec<String> = allowed.iter().map(|&origin| origin.to_owned()).collect();
        assert_eq!(may_connect(&headers, &allowed), fine, "{origin:?} {allowed:?}");
    }

    #[test]
    fn a_socket_is_for_programs_for_the_hubs_own_pages_and_for_origins_that_may_ask() {
        check(None, &[], true);
        check(Some("http://hub.example.org:4000"), &[], true);
        check(Some("https://Hub.example.org:4000"), &[], true);
        check(Some("https://hub.example.org"), &[], false);
        check(Some("https://other.example.org"), &[], false);
        check(Some("https://other.example.org"), &["https://other.example.org"], true);
        check(Some("https://other.example.org.evil.example"), &["https://other.example.org"], false);
        check(Some("null"), &[], false);
        check(Some("null"), &["https://other.example.org"], false);
        check(Some("null"), &["*"], true);
    }
}
