//! How publishers are asked: the section `[fetch]` of the configuration.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::SettingsError;
use super::guard::Guard;
use crate::document::text::MOST_BYTES;

/// How publishers are asked. Every key may be left out; durations are text such as `30s` or `5m`, 30
/// days at most.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How publishers reach the operator: an address or an e-mail, sent with every request in `User-Agent`.
    #[serde(deserialize_with = "contact")]
    pub contact: Option<String>,
    /// Hosts that may be at a private address, and may redirect from https to http: `name`, or `name:port` for that
    /// port alone. An IPv6 address is in brackets.
    #[serde(deserialize_with = "hosts")]
    pub allowed_hosts: Vec<String>,
    /// The longest that making a connection may take.
    #[serde(deserialize_with = "duration")]
    pub connect_timeout: Duration,
    /// The longest that a connected publisher may be silent, before its answer and within it.
    #[serde(deserialize_with = "duration")]
    pub read_timeout: Duration,
    /// The longest that one request may take, from connecting to the last byte.
    #[serde(deserialize_with = "duration")]
    pub total_timeout: Duration,
    /// The most bytes of a document, after decompression; at least 1.
    #[serde(deserialize_with = "most_bytes")]
    pub most_bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// How often a request is repeated when its failure may pass.
    pub retries: usize,
    /// The pause before the first repetition; each next one is twice as long, and up to one such pause is added to
    /// each by chance.
    #[serde(deserialize_with = "duration")]
    pub retry_pause: Duration,
    /// The longest pause, before chance is added. A publisher who asks to wait longer is left to the next refresh.
    #[serde(deserialize_with = "duration")]
    pub longest_pause: Duration,
    /// How many requests a host gets at the same time, at least 1.
    pub host_requests: usize,
    /// The time between two requests to a host, in the long run.
    #[serde(deserialize_with = "duration")]
    pub host_interval: Duration,
    /// How many requests a host that was left alone gets without that time between them, at least 1.
    pub host_burst: u32,
    /// After how many failures in a row a host is left alone.
    pub breaker_failures: u32,
    /// How long it is left alone then; twice as long each time that the trial after it fails too, up to an hour.
    #[serde(deserialize_with = "duration")]
    pub breaker_rest: Duration,
    /// How long a failure is told again without a request.
    #[serde(deserialize_with = "duration")]
    pub failures_kept: Duration,
}

impl Default for Settings {
    /// What is advised for documents that change a few times a year on public sites.
    fn default() -> Self {
        Self {
            contact: None,
            allowed_hosts: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_mins(2),
            most_bytes: MOST_BYTES,
            redirects: 5,
            retries: 3,
            retry_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            host_requests: 2,
            host_interval: Duration::from_secs(1),
            host_burst: 3,
            breaker_failures: 5,
            breaker_rest: Duration::from_mins(1),
            failures_kept: Duration::from_secs(30),
        }
    }
}

fn contact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let contact = Option::<String>::deserialize(deserializer)?;
    // The last two are line breaks although they are no control characters.
    let breaks = |letter: char| letter.is_control() || ['\u{2028}', '\u{2029}'].contains(&letter);
    match contact {
        Some(contact) if contact.contains(breaks) => Err(D::Error::custom(format!(
            "the contact {contact:?} has a line break or another control character, which no header may have: write an \
             e-mail or an address in one line"
        ))),
        contact => Ok(contact),
    }
}

fn hosts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let hosts = Vec::deserialize(deserializer)?;
    match Guard::new(&hosts) {
        Ok(_) => Ok(hosts),
        Err(entry) => Err(D::Error::custom(SettingsError::AllowedHost(entry))),
    }
}

fn most_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    match usize::deserialize(deserializer)? {
        0 => Err(D::Error::custom(format!(
            "no document has 0 bytes: write more, or leave it out, which is {MOST_BYTES}"
        ))),
        most => Ok(most),
    }
}

/// The longest duration of any setting: what is longer is a slip of the pen.
const LONGEST: Duration = Duration::from_hours(30 * 24);

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    match humantime::parse_duration(&text) {
        Ok(duration) if duration <= LONGEST => Ok(duration),
        Ok(_) => Err(D::Error::custom(format!("`{text}` is longer than 30 days: write a shorter duration"))),
        Err(cause) => Err(D::Error::custom(format!(
            "`{text}` is no duration, write for example `30s` or `5m`: {cause}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_advised_and_durations_are_text() {
        let settings: Settings =
            toml::from_str("contact = \"ops@example.org\"\nread_timeout = \"1m 30s\"").unwrap();
        let read_timeout = Duration::from_secs(90);
        assert_eq!(
            settings,
            Settings { contact: Some("ops@example.org".into()), read_timeout, ..Settings::default() }
        );
    }

    #[test]
    fn unknown_keys_and_durations_without_a_unit_are_refused() {
        assert!(toml::from_str::<Settings>("retrys = 3").is_err());
        assert!(toml::from_str::<Settings>("breaker_rest = \"31d\"").is_err());
        let error = toml::from_str::<Settings>("host_interval = \"2\"").unwrap_err();
        assert!(error.to_string().contains("`2` is no duration, write for example `30s`"), "{error}");
    }

    #[test]
    fn what_no_request_can_be_made_with_is_refused_with_its_remedy() {
        for (settings, remedy) in [
            ("contact = \"ops@example.org\\r\\nX-Header: 1\"", "write an e-mail or an address in one line"),
            ("contact = \"ops\\u2028@example.org\"", "write an e-mail or an address in one line"),
            ("contact = \"ops@example.org\\t\"", "write an e-mail or an address in one line"),
            ("most_bytes = 0", "write more, or leave it out"),
            ("allowed_hosts = [\"a.example\", \"*.example.org\"]", "`*.example.org` in `allowed_hosts`"),
            ("allowed_hosts = [\"*\"]", "name each host, as `*` stands for none"),
            ("allowed_hosts = [\"http://a.example\"]", "write `name`, `name:port`"),
        ] {
            let error = toml::from_str::<Settings>(settings).unwrap_err();
            assert!(error.to_string().contains(remedy), "{settings}: {error}");
        }
        let good =
            "contact = \"https://example.org/hub, Zürich\"\nmost_bytes = 1\nallowed_hosts = [\"[::1]:80\"]";
        assert_eq!(toml::from_str::<Settings>(good).unwrap().most_bytes, 1);
    }
}
