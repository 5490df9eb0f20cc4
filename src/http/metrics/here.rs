//! Who asks from this machine itself. On an address of this machine everyone does, also a proxy for whoever it lets in,
//! and a browser for a page whose name was made to lead here; what they ask for and how it is marked tells them.

use std::net::IpAddr;

use axum::http::header::{FORWARDED, HOST, VIA};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Uri};

/// What proxies mark requests with.
const MARKS: [HeaderName; 6] = [
    FORWARDED,
    VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// Whether a request to an address of this machine asks for this machine, and no proxy has marked it.
pub(super) fn asks(headers: &HeaderMap, uri: &Uri) -> bool {
    let named = headers.get(HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let host = named.as_ref().or(uri.authority()).map(Authority::host);
    host.is_some_and(is_this_machine) && MARKS.iter().all(|mark| !headers.contains_key(mark))
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(host: &'static str, mark: Option<&'static str>, expected: bool) {
        let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        headers.extend(mark.map(|mark| (HeaderName::from_static(mark), HeaderValue::from_static("x"))));
        assert_eq!(asks(&headers, &Uri::from_static("/metrics")), expected, "{host} {mark:?}");
    }

    #[test]
    fn this_machine_is_asked_for_by_its_names_and_addresses() {
        for host in
            ["localhost", "LOCALHOST:4000", "127.0.0.1:4000", "127.1.2.3", "[::1]:4000", "[::ffff:127.0.0.1]"]
        {
            check(host, None, true);
        }
        for host in ["hub.example.org", "localhost.example.org", "203.0.113.7:4000", "[2001:db8::1]", ""] {
            check(host, None, false);
        }
    }

    #[test]
    fn what_a_proxy_has_marked_is_not_asked_here() {
        for mark in
            ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]
        {
            check("localhost", Some(mark), false);
        }
        check("localhost", Some("accept"), true);
    }

    #[test]
    fn a_request_without_a_host_asks_for_that_of_its_address() {
        assert!(asks(&HeaderMap::new(), &Uri::from_static("http://[::1]:4000/metrics")));
        assert!(!asks(&HeaderMap::new(), &Uri::from_static("/metrics")));
    }
}
