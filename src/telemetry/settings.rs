//! Where traces go, under which name, and how many: the section `[telemetry]` of the configuration.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

/// Where traces go, under which name, and how many. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The collector; `None` for no traces.
    pub otlp_endpoint: Option<Endpoint>,
    /// What the hub is called in traces (`service.name`).
    pub service_name: String,
    /// The share of traces that are kept, from 0 to 1, of those that no client has decided about.
    #[serde(deserialize_with = "ratio")]
    pub sampling_ratio: f64,
}

impl Default for Settings {
    /// No traces; if there is a collector, all.
    fn default() -> Self {
        Self { otlp_endpoint: None, service_name: "gcm-hub".to_owned(), sampling_ratio: 1.0 }
    }
}

/// The address of a collector that speaks OTLP over HTTP, without the path of its signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

/// Why a text is no address of a collector. It is not repeated where it may have a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It is no address by HTTP.
    #[error("`{0}` is no address of a collector: write for example `http://127.0.0.1:4318`")]
    NoAddress(String),
    /// It has a user or a password.
    #[error(
        "the address of a collector has a user or a password in it: give them as a header in the environment, \
         `OTEL_EXPORTER_OTLP_HEADERS`"
    )]
    Secret,
    /// It has a query or a fragment.
    #[error(
        "the address of a collector has a query or a fragment: write it to its path, `/v1/traces` is added"
    )]
    TooLong,
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = match url {
            Some(url) if url.username().is_empty() && url.password().is_none() => url,
            // Nor may what is no address be repeated when it looks like that.
            None if !text.contains('@') => return Err(EndpointError::NoAddress(text.to_owned())),
            _ => return Err(EndpointError::Secret),
        };
        if url.query().is_some() || url.fragment().is_some() {
            return Err(EndpointError::TooLong);
        }
        Ok(Self(url))
    }
}

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Endpoint {
    /// Where traces are posted, as the standard has it of `OTEL_EXPORTER_OTLP_ENDPOINT`.
    pub(super) fn traces(&self) -> String {
        format!("{}/v1/traces", self.0.as_str().trim_end_matches('/'))
    }
}

fn ratio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let ratio = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&ratio) {
        return Ok(ratio);
    }
    Err(D::Error::custom(format!("`{ratio}` is no share: write a number from 0 to 1, as `0.1` for a tenth")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_traces_is_added_to_any_address_by_http() {
        for (text, traces) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("https://collector.example.org/otlp/", "https://collector.example.org/otlp/v1/traces"),
        ] {
            assert_eq!(text.parse::<Endpoint>().unwrap().traces(), traces);
        }
        for wrong in ["127.0.0.1:4318", "grpc://127.0.0.1:4317", "", "http://a.example/?key=1"] {
            assert!(wrong.parse::<Endpoint>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_in_an_address_is_refused_and_not_repeated() {
        let error = "https://me:hidden@collector.example.org".parse::<Endpoint>().unwrap_err();
        assert_eq!(error, EndpointError::Secret);
        assert!(!error.to_string().contains("hidden"), "{error}");
        let wrong = "grpc://me:hidden@collector.example.org".parse::<Endpoint>().unwrap_err();
        assert!(!wrong.to_string().contains("hidden"), "{wrong}");
    }

    #[test]
    fn a_share_is_between_nothing_and_all() {
        let ratio = |text: &str| {
            let settings: Result<Settings, _> = toml::from_str(&format!("sampling_ratio = {text}"));
            settings.map(|settings| settings.sampling_ratio).ok()
        };
        assert_eq!((ratio("0.25"), ratio("0.0")), (Some(0.25), Some(0.0)));
        assert_eq!([ratio("1.5"), ratio("-0.1"), ratio("nan")], [None; 3]);
    }
}
