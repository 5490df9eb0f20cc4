//! Who may ask the server, and how much at a time: the section `[http]` of the configuration.

use std::net::SocketAddr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

/// Who may ask the server, and how much at a time. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The origins of web pages, besides the hub's own, that may ask; `*` alone is every page there is.
    #[serde(deserialize_with = "origins")]
    pub cors_origins: Vec<String>,
    /// Subscriptions that are open at once: WebSockets, and streams of events.
    pub streams: usize,
    /// Where `/metrics` is served; `None` for the hub's own address, where that is of this machine only.
    pub metrics_listen: Option<SocketAddr>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { cors_origins: Vec::new(), streams: 256, metrics_listen: None }
    }
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
}
