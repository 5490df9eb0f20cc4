//! Scalars: dates, points in time, country codes, addresses.

use async_graphql::{InputType, InputValueError, InputValueResult, Pos, Scalar, ScalarType, Value};
use chrono::{DateTime, SecondsFormat, Utc};

use super::error::unknown_message;
use crate::record::PartialDate;
use crate::reference;

/// A date in ISO 8601, as precise as its source: `2023-11-11`, `2019-11` or `2021`.
pub struct Date(pub PartialDate);

/// A date in ISO 8601, as precise as its source: `2023-11-11`, `2019-11` or `2021`.
#[Scalar(name = "Date", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#appendix-A")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|error| bad_input(format!("{error}")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A point in time in RFC 3339, in UTC: `2026-01-31T12:00:00Z`.
pub struct Time(pub DateTime<Utc>);

/// A point in time in RFC 3339, in UTC: `2026-01-31T12:00:00Z`.
#[Scalar(name = "DateTime", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for Time {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        Self::read(text).map_err(bad_input)
    }

    fn to_value(&self) -> Value {
        Value::String(self.text())
    }
}

impl Time {
    /// Reads a time.
    ///
    /// # Errors
    /// When it is none, with how one is written.
    pub fn read(text: &str) -> Result<Self, String> {
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| {
            let text: String = text.chars().take(80).collect();
            format!("`{text}` is no time: write it as `2026-01-31T12:00:00Z`")
        })?;
        Ok(Self(time.to_utc()))
    }

    /// As the schema has it.
    pub fn text(&self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

/// A country or area by ISO 3166-1 alpha-3 code; XKX, a user-assigned code, for Kosovo (UNSCR 1244). As input it also
/// takes the alpha-2 code and any known name or alias, in any case.
#[derive(Clone, Copy)]
pub struct CountryCode(pub reference::CountryCode);

/// A country or area by ISO 3166-1 alpha-3 code, upper case; `XKX`, a user-assigned code, for Kosovo (UNSCR 1244). As
/// input it also takes the alpha-2 code and any known name or alias, whatever the case: `MDA`, `md`, `Moldova`.
#[Scalar(name = "CountryCode")]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        if let Some(country) = reference::find_country(text) {
            return Ok(Self(country.code));
        }
        let near: Vec<_> = reference::similar_countries(text)
            .iter()
            .map(|country| format!("{} ({})", country.code, country.name))
            .collect();
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        Err(bad_input(unknown_message("country", text, &near)))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An address on the web.
pub struct Url(pub String);

/// An address on the web (RFC 3986), absolute.
#[Scalar(name = "URL", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3986")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Nothing, when a value is of one of these scalars or of one that takes anything.
///
/// # Errors
/// What is wrong with it, or how to give it.
pub fn check(scalar: &str, value: &Value) -> Result<(), String> {
    match scalar {
        "CountryCode" => parses::<CountryCode>(scalar, value),
        "Date" => parses::<Date>(scalar, value),
        "DateTime" => parses::<Time>(scalar, value),
        "URL" => parses::<Url>(scalar, value),
        _ => Ok(()),
    }
}

fn parses<T: ScalarType + InputType>(name: &str, value: &Value) -> Result<(), String> {
    if !matches!(value, Value::String(_)) {
        return Err(format!("a `{name}` is a string: give one"));
    }
    let Err(error) = <T as ScalarType>::parse(value.clone()) else { return Ok(()) };
    let message = error.into_server_error(Pos::default()).message;
    // The engine's own words about it, which go before ours.
    let prefix = format!("Failed to parse \"{name}\": ");
    Err(message.strip_prefix(&prefix).unwrap_or(&message).to_owned())
}

fn bad_input<T: InputType>(message: String) -> InputValueError<T> {
    InputValueError::custom(message).with_extension("code", "BAD_USER_INPUT")
}
