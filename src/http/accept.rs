//! Lists of what a client takes, as `Accept` and `Accept-Encoding` have them.

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

/// What a header lists in all its lines, each with its weight (RFC 9110, 12.4.2): 0 is refused, and a weight that is none
/// is as good as none given. Lines that are no text list nothing.
pub(super) fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'a str, f32)> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(weighed)
}

fn weighed(item: &str) -> (&str, f32) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.and_then(|weight| weight.trim().parse().ok()).unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT;

    use super::*;

    #[test]
    fn each_thing_has_its_own_weight_wherever_that_stands() {
        let mut headers = HeaderMap::new();
        headers.append(ACCEPT, "a/b;version=1; q=0.5 , c/d".parse().unwrap());
        headers.append(ACCEPT, "e/f;Q=0, g/h;q=much".parse().unwrap());
        let all: Vec<_> = listed(&headers, &ACCEPT).collect();
        assert_eq!(all, [("a/b", 0.5), ("c/d", 1.0), ("e/f", 0.0), ("g/h", 1.0)]);
    }
}
