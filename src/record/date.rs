//! Dates as precise as their source.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An ISO 8601 date as precise as the source: `2023-11-11`, `2019-11` or `2021`.
///
/// Ordered by its first possible day; the less precise of two equal ones comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The date, or `None` when there is no such day (or a day without a month).
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        if year > 9999 || (day.is_some() && month.is_none()) {
            return None;
        }
        chrono::NaiveDate::from_ymd_opt(year.into(), month.unwrap_or(1).into(), day.unwrap_or(1).into())?;
        Some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Month 1 to 12, when the source says it.
    #[must_use]
    pub fn month(&self) -> Option<u8> {
        self.month
    }

    /// The first day that the date can mean.
    #[must_use]
    pub fn first_day(&self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Its first moment, in UTC; `None` when the first day is none of the calendar.
    #[must_use]
    pub fn first_moment(&self) -> Option<DateTime<Utc>> {
        let (year, month, day) = self.first_day();
        let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    }

    /// The last day that the date can mean (the 31st also in shorter months: it only bounds).
    #[must_use]
    pub fn last_day(&self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// A text that is no date.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no date: write `2023-11-11`, `2023-11` or `2023`")]
pub struct NotADate(String);

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no = || NotADate(text.chars().take(80).collect());
        let mut parts = text.split('-');
        let mut part = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| no())
            }
            Some(_) => Err(no()),
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let small = |number: Option<u16>| number.map(|number| number as u8);
        match (parts.next(), year) {
            (None, Some(year)) => Self::new(year, small(month), small(day)).ok_or_else(no),
            _ => Err(no()),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// From when to when; what the source does not say is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first date.
    pub start: Option<PartialDate>,
    /// The last date.
    pub end: Option<PartialDate>,
    /// The length in months, as stated (not counted from the dates).
    pub months: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_written() {
        for text in ["2023-11-11", "2019-11", "2021"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for bad in ["", "21", "2021-13", "2021-02-30", "2021-1", "2021-01-01-01", "+021", "2021-aa"] {
            assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
        }
    }
}
