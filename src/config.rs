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

/// How publishers are asked, and for what. What has no default stands behind a mark.
const REFRESH: &str = "\
# How publishers are asked. Durations are text: 30s, 10m, 6h, 1day.
[fetch]
# How they reach whoever runs this hub: an e-mail or the address of a page, sent with every request. Without it the hub
# asks nobody. Environment GCM_HUB_CONTACT.
#contact = \"gcm-hub@example.org\"
# Hosts that may have a private address, and may redirect from https to http: name, name:port.
allowed_hosts = []
# The longest that connecting, silence and a whole request may take.
connect_timeout = \"10s\"
read_timeout = \"20s\"
total_timeout = \"2m\"
# The most bytes of a document, after decompression.
most_bytes = 33554432
# How many redirects are followed, and how often a request is repeated when its failure may pass; the first pause before
# that, which doubles, and the longest.
redirects = 5
retries = 3
retry_pause = \"1s\"
longest_pause = \"30s\"
# Of one host: requests at once, the time between two in the long run, and how many come without it.
host_requests = 2
host_interval = \"1s\"
host_burst = 3
# After so many failures in a row a host is left alone for so long, then twice as long, up to an hour.
breaker_failures = 5
breaker_rest = \"1m\"
# How long a failure is told again without a request.
failures_kept = \"30s\"

# When they are asked.
[refresh]
# Ask nobody, ever. Option --offline, environment GCM_HUB_OFFLINE.
offline = false
# The time between two checks of a source, and what is added to it at most.
schedule = \"6h\"
jitter = \"10m\"
# The share of the records in service that an edition may lack without being held for an operator, from 0 to 1.
most_removed = 0.25

# One table for each source that is asked for in another way, and for each further one. The hub's own sources:
# mptf-pipeline, mptf-in-action, undp-pledge, iom-undp-programme, iom-mainstreaming.
#[[sources]]
#slug = \"iom-pledge\"
# Of a further source: pipeline-booklet, results-leaflet, pledge-page, programme-leaflet or programme-page; its title; its
# publisher, by acronym or name; the page for people.
#kind = \"pledge-page\"
#title = \"IOM pledge\"
#publisher = \"IOM\"
#homepage = \"https://example.org/pledge\"
# Where the document is: the publisher first, then copies.
#addresses = [\"https://example.org/pledge\", \"https://archive.example.org/pledge\"]
# How to read it, when its publisher names a wrong media type.
#media_type = \"text/html\"
#schedule = \"1day\"
#jitter = \"1h\"
#enabled = true
";

/// What a request may cost.
const LIMITS: &str = "\
# What a request may cost; one that would cost more is refused before any work is done on it, and told why, but
# for the time, which nobody knows before. The hub
# tells these in `hub { limits }`.
[limits]
# Bytes of a request, and tokens of its document.
bytes = 1048576
tokens = 10000
# How deep selections nest (60 at most), and how many fields, aliases and directives there are, all with fragments
# expanded.
depth = 24
fields = 2000
aliases = 200
directives = 100
# Values that arguments are given, fragments expanded; a variable counts as what it has wherever it is used. One list has
# 1000 items at most.
arguments = 50000
# Objects and leaves of the answer if every page were full.
nodes = 1000000
# Seconds that a request may be worked on; a mutation may take as long as it needs.
seconds = 10
";

/// What is kept in memory between requests.
const MEMORY: &str = "\
# Answers that were asked for before are given from memory until something else is served. Nothing of a caller is kept:
# no answer to a request with a token, no error, no change.
[answers]
# Bytes of whole answers at most, each in every form in which it was asked for; 0 keeps none.
cache_bytes = 67108864

# Documents that are asked for by the hash of their text. The saved operations of the hub always can be:
# `gcm-hub operations` lists them.
[documents]
# Answer these alone. Everything else is refused, mutations and the introspection that GraphiQL begins with among them;
# its tabs still run.
only_trusted = false
# Bytes of documents that clients have kept by sending them once with their hash (automatic persisted queries); 0 keeps
# none.
cache_bytes = 8388608
";

/// Who may ask the server.
const HTTP: &str = "\
# The server. Durations are text: 30s, 10m.
[http]
# The origins of web pages, besides the hub's own, that may ask: \"https://dashboard.example.org\", or \"*\" for every page
# there is. No page of another origin may without. Cookies are never used, so none are ever allowed.
cors_origins = []
# What is open or worked on at once, of all together and of one client: connections, requests, and subscriptions
# (WebSockets, and streams of events), and bytes of bodies. A client is an address, or a network of IPv6 with 64 bits. What
# comes from this machine itself is no client and has only the limits of all together.
connections = 2048
connections_per_client = 128
requests = 512
requests_per_client = 64
streams = 256
streams_per_client = 16
body_bytes = 67108864
body_bytes_per_client = 8388608
# Requests of one client in a minute in the long run (0 is no limit), and how many one that was quiet may make at a time
# beyond that.
requests_per_minute = 600
burst = 120
# The proxies that are believed when they say for whom they ask: addresses, or networks as \"10.0.0.0/8\". All that
# comes through a proxy which is not among them is one client, also through one on this machine. They say it in \"x-forwarded-for\" or in \"forwarded\"; choose the one
# that they write, as they hand on what clients write in the other.
trusted_proxies = []
proxy_header = \"x-forwarded-for\"
# The longest that the head of a request may take, or the pause between two; that its body may take; that a client
# may take nothing of what it is sent; and that requests under way may take when the server is asked to stop.
header_timeout = \"15s\"
body_timeout = \"15s\"
write_timeout = \"30s\"
drain = \"30s\"
# Where `/metrics` is served for Prometheus, with `/healthz` and `/readyz`. Without it, on the hub's own address when that
# is of this machine only, and nowhere when it is not. A proxy in front should not pass `/metrics` on.
#metrics_listen = \"127.0.0.1:9464\"
";

/// Where traces go.
const TELEMETRY: &str = "\
# Traces for an OpenTelemetry collector: a span of each request and of each refresh of a source. They never have the text
# of a query, a value or a token.
[telemetry]
# The collector, by OTLP over HTTP (protobuf); `/v1/traces` is added. Without it, nothing is made and nothing is sent.
# Option --otlp-endpoint, environment OTEL_EXPORTER_OTLP_ENDPOINT. Headers that the collector wants go into the
# environment, OTEL_EXPORTER_OTLP_HEADERS.
#otlp_endpoint = \"http://127.0.0.1:4318\"
# What the hub is called in traces.
service_name = \"gcm-hub\"
# The share of traces that are kept, from 0 to 1. A client that sends `traceparent` has decided for its own.
sampling_ratio = 1.0
";

/// The identity provider, which has no default: every line but the explanation works when its first `#` is taken away.
const OIDC: &str = "\
# Who may write: holders of tokens of `gcm-hub token create` and, where these lines are in force, of an identity
# provider (OpenID Connect). Its JWTs are checked against its key set; the clocks may differ by a minute.
#[oidc]
# What the claim `iss` must be, to the letter.
#issuer = \"https://login.example.org\"
# What the claim `aud` must be, or have among others.
#audience = \"gcm-hub\"
# The key set: a file, or an https address, asked every ten minutes and when a token names a new key.
#jwks = \"https://login.example.org/jwks.json\"
# The claim with the agency, by acronym or name: \"UNDP\".
#agency_claim = \"agency\"
# The claim with the roles, and what stands there before `curator` (decides about links) and `operator` (has sources
# fetched and ingested).
#roles_claim = \"roles\"
#role_prefix = \"\"
";

/// A working configuration file in which every default is said and explained.
#[must_use]
pub fn template(data_dir: &Path) -> String {
    let data_dir = data_dir.display().to_string();
    format!(
        "# GCM Hub. Options of the command line and GCM_HUB_* in the environment go before this file.\n\
         \n\
         # The folder for editions; made when it is not there. One process at a time may use it.\n\
         # Option --data-dir, environment GCM_HUB_DATA_DIR.\n\
         data_dir = {}\n\
         \n\
         # The address and port of the server. 127.0.0.1 is this machine only; 0.0.0.0 is every network it is on.\n\
         # Option --listen, environment GCM_HUB_LISTEN.\n\
         listen = \"{LISTEN}\"\n\
         \n\
         # What is logged to standard error: error, warn, info, debug or trace, also by module.\n\
         # Option --log, environment GCM_HUB_LOG.\n\
         log = \"{LOG}\"\n\
         # How: lines of text, or a JSON object a line for programs. Option --log-format, environment GCM_HUB_LOG_FORMAT.\n\
         log_format = \"text\"\n\
         \n\
         {LIMITS}\n\
         {MEMORY}\n\
         {HTTP}\n\
         {TELEMETRY}\n\
         {REFRESH}\n\
         {OIDC}",
        // A JSON string is a TOML basic string.
        serde_json::Value::String(data_dir)
    )
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
    }

    #[test]
    fn what_is_marked_works_without_its_mark() {
        let marked = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        let unmarked = REFRESH.lines().map(|line| if marked(line) { &line[1..] } else { line });
        let config: Config = toml::from_str(&unmarked.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(config.fetch.contact.as_deref(), Some("gcm-hub@example.org"));
        let (sources, plan) =
            Plan::new(&config.refresh, &config.sources, config.fetch.contact.as_deref()).unwrap();
        assert!(sources.find("iom-pledge").is_some());
        assert_eq!(plan.unasked("iom-pledge"), None);
        for source in crate::sources::SOURCES.iter() {
            assert!(REFRESH.contains(source.slug()), "{}", source.slug());
        }
    }

    #[test]
    fn the_identity_provider_is_printed_with_its_defaults_and_works_without_the_marks() {
        let marked = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        let unmarked = OIDC.lines().map(|line| if marked(line) { &line[1..] } else { line });
        let config: Config = toml::from_str(&unmarked.collect::<Vec<_>>().join("\n")).unwrap();
        let needed = "[oidc]\nissuer = \"https://login.example.org\"\naudience = \"gcm-hub\"\n\
                      jwks = \"https://login.example.org/jwks.json\"";
        assert!(config.oidc.is_some());
        assert_eq!(config.oidc, toml::from_str::<Config>(needed).unwrap().oidc);
        assert!(toml::from_str::<Config>(&format!("{needed}\nsecret = \"no\"")).is_err());
    }

    #[test]
    fn what_is_marked_of_the_server_works_without_its_mark() {
        let marked = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        let unmarked = HTTP.lines().map(|line| if marked(line) { &line[1..] } else { line });
        let config: Config = toml::from_str(&unmarked.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(config.http.metrics_listen, Some("127.0.0.1:9464".parse().unwrap()));
    }

    #[test]
    fn what_is_marked_of_traces_works_without_its_mark() {
        let marked = |line: &str| line.starts_with('#') && !line.starts_with("# ");
        let unmarked = TELEMETRY.lines().map(|line| if marked(line) { &line[1..] } else { line });
        let config: Config = toml::from_str(&unmarked.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(config.telemetry.otlp_endpoint, Some("http://127.0.0.1:4318".parse().unwrap()));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(toml::from_str::<Config>("lisen = \"127.0.0.1:1\"").is_err());
    }
}
