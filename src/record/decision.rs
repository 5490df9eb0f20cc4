//! What agencies say about links: the one thing that the hub cannot read again anywhere.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Id, Sha256};

/// How two entities are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkType {
    /// One undertaking (`skos:exactMatch` or `skos:closeMatch`).
    SameAs,
    /// One names the other.
    Names,
    /// The same place and subject (`skos:relatedMatch`).
    Supports,
}

impl LinkType {
    /// Every type with its name.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::SameAs, "SAME_AS"), (Self::Names, "NAMES"), (Self::Supports, "SUPPORTS")];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

impl fmt::Display for LinkType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which link: its type and its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkKey {
    /// The type.
    #[serde(rename = "type")]
    pub kind: LinkType,
    /// The identifier of the entity (for the identity of programmes, of the record) that it goes out from.
    pub from: Id,
    /// The identifier of the entity (for the identity of programmes, of the record) that it goes to.
    pub to: Id,
}

impl LinkKey {
    /// The identifier of the link: the same on every hub.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::mint(super::EntityKind::Link, &format!("{} {} {}", self.kind, self.from, self.to), 0)
    }
}

/// What an agency can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionAction {
    /// There is a link that the hub does not suggest; counts as a confirmation.
    Propose,
    /// The link is right.
    Confirm,
    /// The link is wrong.
    Reject,
    /// An earlier decision of the same agency no longer stands.
    Withdraw,
}

/// What the two sides said when it was decided: for each side the digest of each record's words, by the record's
/// identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenTexts {
    /// The side that the link goes out from.
    pub from: BTreeMap<Id, Sha256>,
    /// The side that it goes to.
    pub to: BTreeMap<Id, Sha256>,
}

/// One entry of the append-only log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decision {
    /// Minted with it; the same wherever it is imported.
    pub id: Id,
    /// The link it is about.
    pub link: LinkKey,
    /// What was said.
    pub action: DecisionAction,
    /// The decision that it withdraws; only with [`DecisionAction::Withdraw`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraws: Option<Id>,
    /// Acronym of the agency.
    pub agency: String,
    /// Who decided, as their token says.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the agency's client called it, so that sending it again changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_mutation_id: Option<String>,
    /// What the two sides said then.
    #[serde(default)]
    pub seen: SeenTexts,
}
