//! Who may ask the server, and how much at a time: the section `[http]` of the configuration.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use ipnet::IpNet;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

use super::graphql::{AnswerSettings, DocumentSettings};
use crate::api::Limits;
use crate::telemetry::Traces;

/// How long any setting of time may be: what is longer is a slip of the pen.
const LONGEST: Duration = Duration::from_hours(1);

/// How a server is set up.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// What a request may cost.
    pub limits: Limits,
    /// Who may ask, and how much at a time.
    pub settings: Settings,
    /// Whole answers in memory.
    pub answers: AnswerSettings,
    /// Documents that are known by their hash.
    pub documents: DocumentSettings,
    /// Where spans of requests go.
    pub traces: Traces,
}

/// Who may ask the server, and how much at a time. Every key may be left out; durations are text such as `30s`, an hour
/// at most. A client is an address, or a network of IPv6 with 64 bits, of which each customer has one; what comes from
/// this machine itself is no client, and has only the limits of all together, unless a proxy says that it asks for others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The origins of web pages, besides the hub's own, that may ask; `*` alone is every page there is.
    #[serde(deserialize_with = "origins")]
    pub cors_origins: Vec<String>,
    /// Subscriptions that are open at once: WebSockets, and streams of events.
    pub streams: usize,
    /// Subscriptions of one client.
    pub streams_per_client: usize,
    /// Connections that are open at once.
    pub connections: usize,
    /// Connections of one client.
    pub connections_per_client: usize,
    /// Requests that are worked on at once.
    pub requests: usize,
    /// Requests of one client that are worked on at once.
    pub requests_per_client: usize,
    /// Bytes of bodies that are being read or worked on.
    pub body_bytes: usize,
    /// Bytes of bodies of one client; as many as one request may have in any case.
    pub body_bytes_per_client: usize,
    /// Requests of one client in a minute, in the long run; 0 is as many as it likes.
    pub requests_per_minute: u32,
    /// Requests that a client which was quiet may make at a time beyond that.
    pub burst: NonZeroU32,
    /// The proxies that are believed when they say for whom they ask: addresses, or networks as `10.0.0.0/8`.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Where these proxies say it.
    pub proxy_header: ProxyHeader,
    /// The longest that the head of a request may take, and a connection may be quiet between two.
    #[serde(deserialize_with = "duration")]
    pub header_timeout: Duration,
    /// The longest that the body of a request may take.
    #[serde(deserialize_with = "duration")]
    pub body_timeout: Duration,
    /// The longest that a client may take nothing of what it is sent.
    #[serde(deserialize_with = "duration")]
    pub write_timeout: Duration,
    /// The longest that requests under way may take when the server is asked to stop; then they are cut off.
    #[serde(deserialize_with = "duration")]
    pub drain: Duration,
    /// Where `/metrics` is served; `None` for the hub's own address, where that is of this machine only.
    pub metrics_listen: Option<SocketAddr>,
}

/// The header in which proxies say for whom they ask. Only one, since a proxy hands on what clients write in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, a list of addresses.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl Settings {
    /// Whether an address is that of a proxy which is trusted.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

impl Default for Settings {
    /// For a hub on the internet; a browser that opens GraphiQL makes a dozen requests.
    fn default() -> Self {
        Self {
            cors_origins: Vec::new(),
            streams: 256,
            streams_per_client: 16,
            connections: 2_048,
            connections_per_client: 128,
            requests: 512,
            requests_per_client: 64,
            body_bytes: 64 * 1024 * 1024,
            body_bytes_per_client: 8 * 1024 * 1024,
            requests_per_minute: 600,
            burst: NonZeroU32::new(120).unwrap_or(NonZeroU32::MIN),
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::XForwardedFor,
            header_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(15),
            write_timeout: Duration::from_secs(30),
            drain: Duration::from_secs(30),
            metrics_listen: None,
        }
    }
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    match humantime::parse_duration(&text) {
        Ok(duration) if duration > LONGEST => {
            Err(D::Error::custom(format!("`{text}` is longer than an hour: write a shorter duration")))
        }
        Ok(duration) => Ok(duration),
        Err(cause) => Err(D::Error::custom(format!(
            "`{text}` is no duration, write for example `30s` or `5m`: {cause}"
        ))),
    }
}

fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let network = |text: &String| match text.parse::<IpAddr>() {
        Ok(address) => Ok(IpNet::from(address)),
        Err(_) => text.parse().map_err(|_| {
            D::Error::custom(format!(
                "`{text}` is neither an address nor a network: write `127.0.0.1` or `10.0.0.0/8`"
            ))
        }),
    };
    Vec::<String>::deserialize(deserializer)?.iter().map(network).collect()
}

fn origins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let origins = Vec::<String>::deserialize(deserializer)?;
    let every = origins.iter().any(|origin| origin == "*");
    if every && origins.len() > 1 {
        return Err(D::Error::custom("`*` is every origin there is: write it alone, or take it away"));
    }
    match origins.iter().find(|origin| !every && !is_origin(origin)) {
        None => Ok(origins),
        Some(wrong) => Err(D::Error::custom(format!(
            "`{wrong}` is no origin: write scheme and host as a browser does, in small letters and with a port only \
             where it is unusual, as `https://dashboard.example.org`"
        ))),
    }
}

/// Whether a text is an origin as browsers write it in `Origin`, which it will be compared with.
fn is_origin(text: &str) -> bool {
    let written = |url: Url| url.origin().is_tuple() && url.origin().ascii_serialization() == text;
    !text.contains('*') && Url::parse(text).is_ok_and(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origins: &str, fine: bool) {
        let settings = toml::from_str::<Settings>(&format!("cors_origins = {origins}"));
        assert_eq!(settings.is_ok(), fine, "{origins}");
    }

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        check(r#"["https://dashboard.example.org", "http://127.0.0.1:8080", "http://[::1]:1"]"#, true);
        check(r#"["*"]"#, true);
        check("[]", true);
        for wrong in ["https://a.example/", "https://a.example:443", "a.example", "https://A.example", "null"]
        {
            check(&format!("[{wrong:?}]"), false);
        }
        check(r#"["*", "https://dashboard.example.org"]"#, false);
        check(r#"["https://*.example.org"]"#, false);
    }

    #[test]
    fn proxies_are_addresses_or_networks_and_what_is_neither_is_refused() {
        let settings: Settings = toml::from_str(
            "trusted_proxies = ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']\nproxy_header = 'forwarded'",
        )
        .unwrap();
        assert!(settings.trusted_proxies[0].contains(&"127.0.0.1".parse::<IpAddr>().unwrap()));
        assert_eq!(settings.trusted_proxies.len(), 3);
        assert_eq!(settings.proxy_header, ProxyHeader::Forwarded);
        for wrong in
            ["trusted_proxies = ['proxy']", "trusted_proxies = ['10.0.0.0/33']", "burst = 0", "drain = '2h'"]
        {
            assert!(toml::from_str::<Settings>(wrong).is_err(), "{wrong}");
        }
    }
}
