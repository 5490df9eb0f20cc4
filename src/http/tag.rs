//! Tags of answers (`ETag`), all strong: one for the same bytes, and another for each coding of them.
//!
//! A tag is quick to make over a long answer and the same on every machine. It protects nothing: whoever could make two
//! answers with one tag would only deceive themselves.

use axum::http::HeaderMap;
use axum::http::header::{HeaderValue, IF_NONE_MATCH};
use twox_hash::XxHash3_128;

use super::coding::Coding;

/// The tag of bytes; `kind` keeps answers apart that have the same bytes and differ in what they are said to be.
pub(super) fn of_bytes(bytes: &[u8], kind: u64, coding: Coding) -> HeaderValue {
    of_hash(XxHash3_128::oneshot_with_seed(kind, bytes), coding)
}

fn of_hash(hash: u128, coding: Coding) -> HeaderValue {
    let text = match coding.name() {
        None => format!("\"{hash:032x}\""),
        Some(name) => format!("\"{hash:032x}-{name}\""),
    };
    // Digits, letters and a hyphen are always a value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The tag of the same answer in a coding; `None` when it is not strong.
pub(super) fn of_coding(tag: &HeaderValue, coding: Coding) -> Option<HeaderValue> {
    let inner = tag.to_str().ok()?.strip_prefix('"')?.strip_suffix('"')?;
    let text = match coding.name() {
        None => return Some(tag.clone()),
        Some(name) => format!("\"{inner}-{name}\""),
    };
    HeaderValue::from_str(&text).ok()
}

/// Whether `If-None-Match` names a tag, or is `*`. Weak tags match: the comparison is the weak one (RFC 9110, 13.1.2).
pub(super) fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    is_named(headers, tag) || headers.get_all(IF_NONE_MATCH).iter().any(|list| list == "*")
}

/// Whether `If-None-Match` names a tag itself.
pub(super) fn is_named(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|list| {
        // Of our tags none has a comma in it.
        list == tag
            || list
                .as_bytes()
                .split(|byte| *byte == b',')
                .map(<[u8]>::trim_ascii)
                .any(|one| one.strip_prefix(b"W/").unwrap_or(one) == tag.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lists: &[&str], named: bool, known: bool) {
        let mut headers = HeaderMap::new();
        for list in lists {
            headers.append(IF_NONE_MATCH, list.parse().unwrap());
        }
        let tag = HeaderValue::from_static("\"a-br\"");
        assert_eq!((is_named(&headers, &tag), is_known(&headers, &tag)), (named, known), "{lists:?}");
    }

    #[test]
    fn a_list_of_tags_is_compared_weakly() {
        check(&["\"a-br\""], true, true);
        check(&["W/\"a-br\""], true, true);
        check(&["\"x\", \"y\" , W/\"a-br\""], true, true);
        check(&["\"x\"", "\"a-br\""], true, true);
        check(&["*"], false, true);
        for other in ["\"a\"", "a-br", "\"a-gzip\"", "\"a-br", "w/\"a-br\"", "", "\"*\""] {
            check(&[other], false, false);
        }
        check(&[], false, false);
    }

    #[test]
    fn a_tag_tells_bytes_kinds_and_codings_apart_and_is_the_same_everywhere() {
        let tag = of_bytes(b"answer", 0, Coding::Identity);
        assert_ne!(tag, of_bytes(b"answes", 0, Coding::Identity));
        assert_ne!(tag, of_bytes(b"answer", 1, Coding::Identity));
        let zstd = of_bytes(b"answer", 0, Coding::Zstd);
        assert_eq!(of_coding(&tag, Coding::Zstd), Some(zstd));
        assert_eq!(of_coding(&HeaderValue::from_static("W/\"a\""), Coding::Zstd), None);
        // XXH3's published value of the empty input.
        assert_eq!(of_bytes(b"", 0, Coding::Identity), "\"99aa06d3014798d86001c324468d497f\"");
    }
}
