//! What is asked of whom and when: the sections `[refresh]` and `[[sources]]` of the configuration.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::fetch::Url;
use crate::record::SourceKind;

/// When publishers are asked, and what an edition may lose. Every key may be left out; durations are text such as `6h`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RefreshSettings {
    /// No publisher is ever asked.
    pub offline: bool,
    /// The time between two checks of a source.
    #[serde(deserialize_with = "duration")]
    pub schedule: Duration,
    /// Up to so much is added to that time, so that sources and hubs do not ask all at once.
    #[serde(deserialize_with = "duration")]
    pub jitter: Duration,
    /// The share of the records in service, and of what they state, from 0 to 1, that an edition may lack without being held
    /// for an operator.
    #[serde(deserialize_with = "share")]
    pub most_removed: f64,
}

impl Default for RefreshSettings {
    /// What is advised for documents that change a few times a year: a change is seen on the day that it is made.
    fn default() -> Self {
        Self {
            offline: false,
            schedule: Duration::from_hours(6),
            jitter: Duration::from_mins(10),
            most_removed: 0.25,
        }
    }
}

/// A source: one that the hub ships with, set up in another way, or a further one of the same kinds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSettings {
    /// Its name in addresses, commands and filters.
    pub slug: String,
    /// Its layout; needed for a further source.
    #[serde(default, deserialize_with = "kind")]
    pub kind: Option<SourceKind>,
    /// Its title, for people; the slug where it is left out.
    pub title: Option<String>,
    /// Acronym or name of the organisation that publishes it; needed for a further source.
    pub publisher: Option<String>,
    /// Where people find it.
    pub homepage: Option<Url>,
    /// Where the document itself is: the publisher's address first, then those of copies.
    pub addresses: Option<Vec<Url>>,
    /// How the document is read, as a media type, when its publisher names a wrong one.
    pub media_type: Option<String>,
    /// The time between two checks; as in `[refresh]` where it is left out.
    #[serde(default, deserialize_with = "some_duration")]
    pub schedule: Option<Duration>,
    /// Up to so much is added to it; as in `[refresh]` where it is left out.
    #[serde(default, deserialize_with = "some_duration")]
    pub jitter: Option<Duration>,
    /// Whether its publisher is asked.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

/// The kinds as they are written in the configuration.
const KINDS: [(&str, SourceKind); 5] = [
    ("pipeline-booklet", SourceKind::PipelineBooklet),
    ("results-leaflet", SourceKind::ResultsLeaflet),
    ("pledge-page", SourceKind::PledgePage),
    ("programme-leaflet", SourceKind::ProgrammeLeaflet),
    ("programme-page", SourceKind::ProgrammePage),
];

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SourceKind>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = KINDS.iter().find(|(name, _)| *name == text);
    known.map(|(_, kind)| Some(*kind)).ok_or_else(|| {
        let names = KINDS.map(|(name, _)| format!("`{name}`")).join(", ");
        serde::de::Error::custom(format!("`{text}` is no kind of source: the kinds are {names}"))
    })
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    let duration = humantime::parse_duration(&text).map_err(|cause| {
        serde::de::Error::custom(format!("`{text}` is no duration, write for example `30m` or `6h`: {cause}"))
    })?;
    if duration > LONGEST {
        return Err(serde::de::Error::custom(format!(
            "`{text}` is longer than a year: write a shorter time"
        )));
    }
    Ok(duration)
}

/// What is asked for less often is not kept fresh.
const LONGEST: Duration = Duration::from_hours(366 * 24);

fn some_duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    duration(deserializer).map(Some)
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let share = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    Err(serde::de::Error::custom(format!(
        "`{share}` is no share: write a number from 0 to 1, a quarter is 0.25"
    )))
}
