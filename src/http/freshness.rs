//! How fresh an answer is, in its `extensions`; headers for those who read no body are in `version.rs`.

use async_graphql::Value;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::api::limits::object;
use crate::hub::{Freshness, Served};

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

fn time(time: DateTime<Utc>) -> Value {
    Value::from(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
