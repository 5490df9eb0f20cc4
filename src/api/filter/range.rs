//! Ranges of numbers and dates.

use async_graphql::{InputObject, Result};

use crate::api::error::user_error;
use crate::api::scalar::Date;
use crate::record::PartialDate;

/// A range of whole numbers; both ends belong to it.
#[derive(InputObject, Default)]
pub struct IntRange {
    /// The least; null for none.
    min: Option<i32>,
    /// The most; null for none.
    max: Option<i32>,
}

impl IntRange {
    /// Whether a number lies in it; an unknown one lies in none.
    pub fn holds(&self, number: Option<i64>) -> bool {
        number.is_some_and(|number| {
            self.min.is_none_or(|min| number >= i64::from(min))
                && self.max.is_none_or(|max| number <= i64::from(max))
        })
    }

    /// Whether a number is less than its least.
    pub fn is_above(&self, number: Option<i64>) -> bool {
        number.is_some_and(|number| self.min.is_some_and(|min| number < i64::from(min)))
    }

    /// That its ends are in order.
    pub fn check(range: &Option<Self>, name: &str) -> Result<()> {
        match range {
            Some(Self { min: Some(min), max: Some(max) }) if min > max => Err(out_of_order(name, min, max)),
            _ => Ok(()),
        }
    }
}

/// A range of numbers; both ends belong to it.
#[derive(InputObject, Default)]
pub struct FloatRange {
    /// The least; null for none.
    min: Option<f64>,
    /// The most; null for none.
    max: Option<f64>,
}

impl FloatRange {
    /// Whether a number lies in it; an unknown one lies in none.
    pub fn holds(&self, number: Option<f64>) -> bool {
        number.is_some_and(|number| {
            self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
        })
    }

    /// Whether a number is less than its least.
    pub fn is_above(&self, number: Option<f64>) -> bool {
        number.is_some_and(|number| self.min.is_some_and(|min| number < min))
    }

    /// That its ends are in order.
    pub fn check(range: &Option<Self>, name: &str) -> Result<()> {
        match range {
            Some(Self { min: Some(min), max: Some(max) }) if min > max => Err(out_of_order(name, min, max)),
            _ => Ok(()),
        }
    }
}

/// A range of dates; both ends belong to it. A date that is only a month or a year lies in it when some day of it
/// does.
#[derive(InputObject, Default)]
pub struct DateRange {
    /// The first date; null for none.
    from: Option<Date>,
    /// The last date; null for none.
    to: Option<Date>,
}

impl DateRange {
    /// Whether some day of a date lies in it; an unknown date lies in none.
    pub fn holds(&self, date: Option<PartialDate>) -> bool {
        date.is_some_and(|date| {
            self.from.as_ref().is_none_or(|from| date.last_day() >= from.0.first_day())
                && self.to.as_ref().is_none_or(|to| date.first_day() <= to.0.last_day())
        })
    }
}

fn out_of_order(
    name: &str,
    min: impl std::fmt::Display,
    max: impl std::fmt::Display,
) -> async_graphql::Error {
    user_error(format!("`{name}` runs from {min} to {max}: the lesser end comes first"))
}
