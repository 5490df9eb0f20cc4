//! Sums and counts.

use serde::{Deserialize, Serialize};

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in units of the currency.
    pub amount: f64,
    /// ISO 4217 code.
    pub currency: String,
}

/// A number that a source gives, with what it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number; the lower end of a range.
    pub value: f64,
    /// The upper end of a range; `None` when one number is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<f64>,
    /// How exact the source says it is.
    pub qualifier: Qualifier,
    /// What is counted, as a noun phrase in the source's words: "women farmers"; "%" leads for a share.
    pub unit: String,
    /// The year the figure is for; `None` when the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// What the figure covers when that is more or other than the thing it is printed with ("two programmes
    /// together"); `None` otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// How exact a number is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Qualifier {
    /// No qualification: "300".
    Exact,
    /// "about", "around", "approximately", "some", "estimated"; a rounded short form ("2.2k").
    About,
    /// "over", "more than", "at least".
    AtLeast,
    /// "almost", "nearly", "up to".
    Almost,
}
