//! Configuration: a strict file that `gcm-hub config` prints whole, under options and environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::access::OidcSettings;
use crate::api;
use crate::fetch;
use crate::http;
use crate::refresh::{RefreshSettings, SourceSettings};
use crate::telemetry;

/// Where the server listens unless told otherwise: loopback only.
pub const LISTEN: &str = "127.0.0.1:4000";

/// What is logged unless told otherwise.
pub const LOG: &str = "warn,gcm_hub=info";

/// The configuration file. Every key may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder that the hub keeps its data in.
    pub data_dir: Option<PathBuf>,
    /// The address and port that the server listens on.
    pub listen: Option<SocketAddr>,
    /// What is logged, in the filter syntax of `tracing`.
    pub log: Option<String>,
    /// How it is logged.
    pub log_format: Option<LogFormat>,
    /// What a request may cost.
    #[serde(default)]
    pub limits: api::Limits,
    /// What is kept of answers.
    #[serde(default)]
    pub answers: http::AnswerSettings,
    /// Which documents are answered, and what is kept of them.
    #[serde(default)]
    pub documents: http::DocumentSettings,
    /// Who may ask the server, and how much at a time.
    #[serde(default)]
    pub http: http::Settings,
    /// Where traces go.
    #[serde(default)]
    pub telemetry: telemetry::Settings,
    /// How publishers are asked.
    #[serde(default)]
    pub fetch: fetch::Settings,
    /// When they are asked, and what an edition may lose.
    #[serde(default)]
    pub refresh: RefreshSettings,
    /// Sources that are asked for in another way than the hub has it, and further ones.
    #[serde(default)]
    pub sources: Vec<SourceSettings>,
    /// The identity provider whose tokens are taken besides the hub's own.
    pub oidc: Option<OidcSettings>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a line, for programs.
    Json,
}

impl LogFormat {
    /// The form of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Why a configuration file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read the configuration `{}`: check the path and its permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// It is not what the hub understands.
    #[error("the configuration `{}` is not right: `gcm-hub config` prints a working one", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        cause: Box<toml::de::Error>,
    },
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, or has a key that the hub does not know.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        toml::from_str(&text)
            .map_err(|cause| ConfigError::Wrong { path: path.to_owned(), cause: Box::new(cause) })
    }
}

/// A working configuration file in which every default is said and explained. What has no default stands behind a mark:
/// it works when the first `#` of its lines is taken away.
const TEMPLATE: &str = include_str!("template.toml");

/// The file that `gcm-hub config` prints.
#[must_use]
pub fn template(data_dir: &Path) -> String {
    // A JSON string is a TOML basic string.
    let data_dir = serde_json::Value::String(data_dir.display().to_string());
    TEMPLATE.replacen("\"{data_dir}\"", &data_dir.to_string(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refresh::Plan;

    #[test]
    fn the_printed_file_is_read_back_with_the_defaults() {
        let config: Config = toml::from_str(&template(Path::new("/a \"folder\"\\x"))).unwrap();
        assert_eq!(config.data_dir.unwrap(), Path::new("/a \"folder\"\\x"));
        assert_eq!(config.listen.unwrap(), LISTEN.parse().unwrap());
        assert_eq!(config.log.unwrap(), LOG);
        assert_eq!(config.log_format, Some(LogFormat::Text));
        assert_eq!(config.limits, api::Limits::default());
        assert_eq!(config.answers, http::AnswerSettings::default());
        assert_eq!(config.documents, http::DocumentSettings::default());
        assert_eq!(config.http, http::Settings::default());
        assert_eq!(config.telemetry, telemetry::Settings::default());
        assert_eq!(config.fetch, fetch::Settings::default());
        assert_eq!(config.refresh, RefreshSettings::default());
        assert_eq!(config.sources, []);
        assert_eq!(config.oidc, None);
    }

    #[test]
    fn what_is_marked_works_without_its_mark() {
        let marked = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        let unmarked = TEMPLATE.lines().map(|line| if marked(line) { &line[1..] } else { line });
        let config: Config = toml::from_str(&unmarked.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(config.http.metrics_listen, Some("127.0.0.1:9464".parse().unwrap()));
        assert_eq!(config.telemetry.otlp_endpoint, Some("http://127.0.0.1:4318".parse().unwrap()));
        assert_eq!(config.fetch.contact.as_deref(), Some("gcm-hub@example.org"));
        let (sources, plan) =
            Plan::new(&config.refresh, &config.sources, config.fetch.contact.as_deref()).unwrap();
        assert!(sources.find("iom-pledge").is_some());
        assert_eq!(plan.unasked("iom-pledge"), None);
        for source in crate::sources::SOURCES.iter() {
            assert!(TEMPLATE.contains(source.slug()), "{}", source.slug());
        }
        // Of the identity provider what has a default stands there with it.
        let needed = "[oidc]\nissuer = \"https://login.example.org\"\naudience = \"gcm-hub\"\n\
                      jwks = \"https://login.example.org/jwks.json\"";
        assert!(config.oidc.is_some());
        assert_eq!(config.oidc, toml::from_str::<Config>(needed).unwrap().oidc);
        assert!(toml::from_str::<Config>(&format!("{needed}\nsecret = \"no\"")).is_err());
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Config>("lisen = \"127.0.0.1:1\"").is_err());
    }
}
