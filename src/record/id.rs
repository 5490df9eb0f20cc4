//! Identifiers: opaque to those who use them, minted once, never reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Sha256;

/// What an identifier stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A programme.
    Programme,
    /// A result.
    Result,
    /// A pledge.
    Pledge,
    /// A commitment.
    Commitment,
    /// A progress item.
    ProgressItem,
    /// A country or area.
    Country,
    /// An organisation.
    Organisation,
    /// A source.
    Source,
    /// A difference between claims.
    Discrepancy,
    /// A source's slip.
    QualityFlag,
    /// A relation between two entities.
    Link,
    /// What an agency said about a link.
    Decision,
    /// What became of a record between two editions.
    Change,
}

impl EntityKind {
    /// Every kind with the prefix of its identifiers.
    pub const PREFIXES: [(Self, &'static str); 13] = [
        (Self::Programme, "prg"),
        (Self::Result, "res"),
        (Self::Pledge, "plg"),
        (Self::Commitment, "cmt"),
        (Self::ProgressItem, "itm"),
        (Self::Country, "cty"),
        (Self::Organisation, "org"),
        (Self::Source, "src"),
        (Self::Discrepancy, "dsc"),
        (Self::QualityFlag, "flg"),
        (Self::Link, "lnk"),
        (Self::Decision, "dec"),
        (Self::Change, "chg"),
    ];

    fn prefix(self) -> &'static str {
        Self::PREFIXES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, prefix)| prefix)
    }
}

/// An identifier: three letters for the kind, an underscore, twelve hexadecimal digits.
///
/// The digits are the beginning of the SHA-256 of what the identifier was minted from, so replicas that read the
/// same editions mint the same identifiers. Nothing else may be read out of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    kind: EntityKind,
    digits: [u8; 6],
}

impl Id {
    /// Mints the identifier for a seed: for a record `source/key` of the edition that first had it. `salt` counts
    /// up from 0 when the seed's identifier is taken already.
    #[must_use]
    pub fn mint(kind: EntityKind, seed: &str, salt: u32) -> Self {
        let seed = if salt == 0 { seed.to_owned() } else { format!("{seed}#{salt}") };
        let digest = Sha256::of(format!("{}:{seed}", kind.prefix()).as_bytes());
        let mut digits = [0; 6];
        digits.copy_from_slice(&digest.bytes()[..6]);
        Self { kind, digits }
    }

    /// What it stands for.
    #[must_use]
    pub fn kind(&self) -> EntityKind {
        self.kind
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.prefix())?;
        f.write_str("_")?;
        super::hex::write(f, &self.digits)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The identifier of a record's entity, with the readable name of those that have one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minted {
    /// Minted once, carried over from edition to edition.
    pub id: Id,
    /// Readable name in addresses; programmes and pledges have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
}

/// For the keys of an edition's records, what their entities are known by.
pub type Identities = std::collections::BTreeMap<String, Minted>;

/// A text that is no identifier of the hub.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no identifier of this hub: take one from an `id` field")]
pub struct NotAnId(String);

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no = || NotAnId(text.chars().take(80).collect());
        let (prefix, hex) = text.split_once('_').ok_or_else(no)?;
        let (kind, _) = *EntityKind::PREFIXES.iter().find(|(_, known)| *known == prefix).ok_or_else(no)?;
        if hex.len() != 12 || !hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        {
            return Err(no());
        }
        let mut digits = [0; 6];
        for (index, byte) in digits.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).map_err(|_| no())?;
        }
        Ok(Self { kind, digits })
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_its_text_form_and_depends_on_its_seed() {
        for (kind, _) in EntityKind::PREFIXES {
            let id = Id::mint(kind, "a/b", 0);
            assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
            assert_ne!(id, Id::mint(kind, "a/b", 1));
            assert_ne!(id, Id::mint(kind, "a/c", 0));
        }
        for bad in ["", "prg", "prg_", "prg_00", "xyz_000000000000", "prg_00000000000G", "prg_ÀÀÀÀÀÀ"] {
            assert!(bad.parse::<Id>().is_err(), "{bad}");
        }
    }
}
