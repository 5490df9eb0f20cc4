//! What the headers of an answer say about time and identity. Pure: `now` is a parameter.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{
    AGE, CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, RETRY_AFTER,
    VARY,
};

/// The longest that an answer counts as fresh, whatever its headers say: a document that was said to hold a year is
/// asked about the next day all the same.
const FRESH_AT_MOST: TimeDelta = TimeDelta::days(1);

/// The longest that a host is left alone at its own word.
const WAIT_AT_MOST: TimeDelta = TimeDelta::days(1);

/// Until when the answer holds by its own word; none when it must be asked about each time (RFC 9111; we are a private
/// cache, so `s-maxage` is not for us).
pub(super) fn fresh_until(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut max_age = None;
    for directive in headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok()) {
        for directive in directive.split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" => {
                    max_age = Some(seconds(value.trim().trim_matches('"')).unwrap_or(TimeDelta::zero()))
                }
                _ => {}
            }
        }
    }
    if text(headers, &VARY).is_some_and(|vary| vary.contains('*')) {
        return None;
    }
    let sent = date(headers, &DATE).unwrap_or(now);
    let lifetime = max_age.or_else(|| date(headers, &EXPIRES).map(|expires| expires - sent))?;
    let age = text(headers, &AGE).and_then(|age| seconds(age.trim())).unwrap_or(TimeDelta::zero());
    let left = (lifetime - age).min(FRESH_AT_MOST);
    (left > TimeDelta::zero()).then(|| now + left)
}

/// Until when the host asks to be left alone, in seconds or as a date; bounded, none when it says nothing of use.
pub(super) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let said = text(headers, &RETRY_AFTER)?;
    let wait = seconds(said.trim()).or_else(|| date(headers, &RETRY_AFTER).map(|until| until - now))?;
    Some(wait.clamp(TimeDelta::zero(), WAIT_AT_MOST).to_std().unwrap_or_default())
}

/// The media type as sent, with its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    text(headers, &CONTENT_TYPE).map(str::to_owned)
}

/// The validators as sent: `ETag`, weak or strong, and `Last-Modified`.
pub(super) fn validators(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    (text(headers, &ETAG).map(str::to_owned), text(headers, &LAST_MODIFIED).map(str::to_owned))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().filter(|text| !text.trim().is_empty())
}

/// A count of seconds; one that is beyond all bounds is a very long time.
fn seconds(text: &str) -> Option<TimeDelta> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| TimeDelta::seconds(text.parse::<u32>().unwrap_or(u32::MAX).into()))
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<DateTime<Utc>> {
    httpdate::parse_http_date(text(headers, name)?.trim()).ok().map(DateTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 January 2027, 8:00:00.
    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[track_caller]
    fn fresh(lines: &[(&'static str, &str)], seconds: Option<i64>) {
        let until = fresh_until(&headers(lines), now());
        assert_eq!(until.map(|until| (until - now()).num_seconds()), seconds, "{lines:?}");
    }

    #[test]
    fn an_answer_is_fresh_as_long_as_it_says_less_its_age() {
        fresh(&[("cache-control", "public, Max-Age=600, s-maxage=5")], Some(600));
        fresh(
            &[("cache-control", "public"), ("cache-control", "max-age=\"600\""), ("age", "100")],
            Some(500),
        );
        fresh(&[("cache-control", "max-age=600"), ("age", "600")], None);
        fresh(&[("cache-control", "max-age=0")], None);
        fresh(&[("cache-control", "max-age=soon"), ("expires", "Fri, 15 Jan 2027 09:00:00 GMT")], None);
        fresh(&[("cache-control", "max-age=99999999999999999999")], Some(86_400));
    }

    #[test]
    fn expires_counts_from_the_date_of_the_answer_and_yields_to_max_age() {
        let expires = ("expires", "Fri, 15 Jan 2027 09:00:00 GMT");
        fresh(&[expires], Some(3600));
        fresh(&[expires, ("date", "Fri, 15 Jan 2027 08:59:00 GMT")], Some(60));
        fresh(&[expires, ("cache-control", "max-age=5")], Some(5));
        fresh(&[("expires", "0")], None);
        fresh(&[("expires", "Sun, 19 Nov 1978 05:00:00 GMT")], None);
    }

    #[test]
    fn what_must_be_asked_about_each_time_is_never_fresh() {
        fresh(&[], None);
        fresh(&[("cache-control", "max-age=600, no-cache")], None);
        fresh(&[("cache-control", "no-store, max-age=600")], None);
        fresh(&[("cache-control", "max-age=600"), ("vary", "*")], None);
        fresh(&[("cache-control", "max-age=600"), ("vary", "Accept-Encoding")], Some(600));
    }

    #[test]
    fn a_wait_is_said_in_seconds_or_as_a_date_and_bounded() {
        for (said, seconds) in [
            ("120", Some(120)),
            ("0", Some(0)),
            ("Fri, 15 Jan 2027 08:00:30 GMT", Some(30)),
            ("Friday, 15-Jan-27 08:00:30 GMT", Some(30)),
            ("Fri Jan 15 08:00:30 2027", Some(30)),
            ("Fri, 15 Jan 2021 08:00:30 GMT", Some(0)),
            ("Fri, 15 Jan 9999 08:00:30 GMT", Some(86_400)),
            ("99999999999999999999999", Some(86_400)),
            ("-5", None),
            ("1.5", None),
            ("later", None),
            ("", None),
        ] {
            let wait = retry_after(&headers(&[("retry-after", said)]), now());
            assert_eq!(wait.map(|wait| wait.as_secs()), seconds, "{said}");
        }
    }
}
