//! How fresh an answer is: in its `extensions`, and in headers for those who read no body.

use async_graphql::{Name, Value, indexmap::IndexMap};
use axum::http::header::{AGE, HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::hub::{Freshness, Served};

/// The version of the graph that an answer is of.
const GRAPH_VERSION: HeaderName = HeaderName::from_static("gcm-hub-graph-version");

/// `extensions.graph`: the version that was asked, when it was built, and each source's freshness in short.
pub(super) fn extension(served: &Served) -> Value {
    let sources = served.sources.iter().map(|source| {
        let Freshness { state, as_of, confirmed_at, .. } = served.freshness(source);
        object([
            ("source", Value::from(source.slug())),
            ("state", Value::from(format!("{state:?}").to_uppercase())),
            ("asOf", as_of.map_or(Value::Null, |date| Value::from(date.to_string()))),
            ("confirmedAt", confirmed_at.map_or(Value::Null, time)),
        ])
    });
    object([
        ("version", Value::from(served.version())),
        ("builtAt", time(served.built_at)),
        ("sources", Value::List(sources.collect())),
    ])
}

/// `GCM-Hub-Graph-Version`, and `Age`: the seconds since the oldest part of it was known to be so: see [`Served::known_since`].
pub(super) fn headers(served: &Served, now: DateTime<Utc>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(version) = HeaderValue::from_str(served.version()) {
        headers.insert(GRAPH_VERSION, version);
    }
    let age = (now - served.known_since()).num_seconds().max(0);
    headers.insert(AGE, HeaderValue::from(age));
    headers
}

fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::Object(
        fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect::<IndexMap<_, _>>(),
    )
}

fn time(time: DateTime<Utc>) -> Value {
    Value::from(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
