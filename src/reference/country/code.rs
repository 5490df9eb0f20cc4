//! The code of a country: ISO 3166-1 alpha-3, known to be in the list.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{country, similar_countries};

/// ISO 3166-1 alpha-3 in upper case, or `XKX` for Kosovo. There is no value for an unknown code:
/// one is made by parsing, or taken from a [`Country`](super::Country).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(pub(super) &'static str);

impl CountryCode {
    /// The three letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// A text that is not the code of any country in the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown country code `{given}`: {remedy}")]
pub struct UnknownCountryCode {
    /// What was given.
    pub given: String,
    /// The codes of the countries it may have meant, best first; empty if nothing comes near.
    pub near_misses: Vec<CountryCode>,
    remedy: String,
}

impl UnknownCountryCode {
    fn new(given: &str) -> Self {
        let near_misses: Vec<CountryCode> =
            similar_countries(given).into_iter().map(|country| country.code).collect();
        let remedy = if near_misses.is_empty() {
            "give three upper-case letters of ISO 3166-1, such as `KEN`".to_owned()
        } else {
            let offered: Vec<String> =
                near_misses.iter().map(|code| format!("`{code}` ({})", country(*code).name)).collect();
            format!("did you mean {}?", offered.join(" or "))
        };
        Self { given: given.to_owned(), near_misses, remedy }
    }
}

impl FromStr for CountryCode {
    type Err = UnknownCountryCode;

    /// Strict: the three upper-case letters of a code in the list. Names, other codes and lower
    /// case are [`find_country`](super::find_country)'s.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::list::by_alpha3(text).map(|country| country.code).ok_or_else(|| UnknownCountryCode::new(text))
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CountryCode({})", self.0)
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = CountryCode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a country code of ISO 3166-1 alpha-3")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<CountryCode, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        text.parse::<CountryCode>().expect_err("no code").to_string()
    }

    #[test]
    fn a_known_code_parses_to_itself() {
        for text in ["TJK", "XKX", "ZWE", "ABW"] {
            assert_eq!(text.parse::<CountryCode>().map(CountryCode::as_str), Ok(text));
        }
    }

    #[test]
    fn parsing_is_strict_and_the_error_names_near_misses() {
        assert!(error("tjk").starts_with("unknown country code `tjk`: did you mean `TJK` (Tajikistan)"));
        assert!(error("KYR").contains("`KGZ` (Kyrgyzstan)"));
        assert!(
            error("Moldova")
                .starts_with("unknown country code `Moldova`: did you mean `MDA` (Republic of Moldova)")
        );
        assert!(error("TJ").contains("`TJK`"));
        assert_eq!(
            error("???"),
            "unknown country code `???`: give three upper-case letters of ISO 3166-1, such as `KEN`"
        );
        assert!("".parse::<CountryCode>().is_err());
        assert!("TJK ".parse::<CountryCode>().is_err());
    }

    #[test]
    fn a_code_is_read_as_strictly_by_serde() {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};

        let read = |text: &'static str| {
            let text: StrDeserializer<'_, Error> = text.into_deserializer();
            CountryCode::deserialize(text).map_err(|error| error.to_string())
        };
        assert_eq!(read("KEN").map(CountryCode::as_str), Ok("KEN"));
        assert_eq!(read("ken"), Err(error("ken")));
    }

    #[test]
    fn a_code_is_printed_as_its_letters_and_padded_on_demand() {
        let code: CountryCode = "KEN".parse().expect("a code");
        assert_eq!(format!("{code}|{code:>5}|{code:?}"), "KEN|  KEN|CountryCode(KEN)");
    }
}
