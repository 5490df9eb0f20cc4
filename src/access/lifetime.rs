//! How long a token is to hold.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::TokensError;

/// How many days a token holds unless told otherwise.
pub const DEFAULT_DAYS: u16 = 90;

/// The most days that a token may hold: two years, one of them a leap year, and the rest of the last day.
const MOST_DAYS: i64 = 732;

/// How long a token is to hold: `90d`, or `2027-01-31` for that day to its end, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A number of days from now.
    Days(u16),
    /// To the end of a day, in UTC.
    Until(NaiveDate),
}

/// A text that is no lifetime.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` says no time: give days as `90d`, or the last day as `2027-01-31`")]
pub struct NotALifetime(String);

impl Lifetime {
    /// The first moment at which a token that is made at `now` no longer holds.
    ///
    /// # Errors
    /// When that is not later than `now`, or more than two years later.
    pub fn end(self, now: DateTime<Utc>) -> Result<DateTime<Utc>, TokensError> {
        let end = match self {
            Self::Days(days) => now.checked_add_signed(TimeDelta::days(i64::from(days))),
            Self::Until(day) => {
                day.checked_add_days(Days::new(1)).map(|next| next.and_time(NaiveTime::MIN).and_utc())
            }
        };
        let end = end.ok_or(TokensError::TooLong)?;
        if end <= now {
            return Err(TokensError::Past { end });
        }
        if end - now > TimeDelta::days(MOST_DAYS) { Err(TokensError::TooLong) } else { Ok(end) }
    }
}

impl FromStr for Lifetime {
    type Err = NotALifetime;

    fn from_str(text: &str) -> Result<Self, NotALifetime> {
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).map(Self::Days);
        let found = days.or_else(|| text.parse().ok().map(Self::Until));
        found.ok_or_else(|| NotALifetime(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Result<String, TokensError> {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        text.parse::<Lifetime>().unwrap().end(now).map(|end| end.to_rfc3339())
    }

    #[test]
    fn days_count_from_now_and_a_day_counts_whole() {
        assert_eq!(end("30d").unwrap(), "2026-12-20T10:00:00+00:00");
        assert_eq!(end("2026-11-20").unwrap(), "2026-11-21T00:00:00+00:00");
        assert_eq!(end("2028-11-20").unwrap(), "2028-11-21T00:00:00+00:00");
    }

    #[test]
    fn the_past_and_more_than_two_years_are_refused() {
        assert!(matches!(end("0d"), Err(TokensError::Past { .. })));
        assert!(matches!(end("2026-11-19"), Err(TokensError::Past { .. })));
        for text in ["733d", "65535d", "2028-11-21", "9999-12-31", "+262142-12-31"] {
            assert!(matches!(end(text), Err(TokensError::TooLong)), "{text}");
        }
    }

    #[test]
    fn other_texts_say_no_time() {
        for text in ["", "d", "-1d", "90", "2w", "tomorrow", "2027-02-30", "99999999d"] {
            assert!(text.parse::<Lifetime>().is_err(), "{text}");
        }
    }
}
