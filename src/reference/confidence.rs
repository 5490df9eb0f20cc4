//! How well a row of a code list is known. It travels with the data, so that a maintainer can see
//! what still wants a look at the primary source.

use serde::{Deserialize, Serialize};

/// How well something in a code list is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Confidence {
    /// From general knowledge of the field; no published source was seen to say it.
    Low,
    /// Read in part, or two secondary sources agree.
    Medium,
    /// Read in the publisher's own list.
    High,
}
