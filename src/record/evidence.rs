//! Where a value was read: line ranges, their hash, and the fingerprint of running text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest;

/// A SHA-256 digest; text form is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::hex::write(f, &self.0)
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no digest.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no SHA-256 digest: 64 hexadecimal digits were expected")]
pub struct NotADigest(String);

impl FromStr for Sha256 {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no = || NotADigest(text.chars().take(80).collect());
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(no());
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| no())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A range of lines in an edition, with the hash of what is printed there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u32, Sha256)", into = "(u32, u32, Sha256)")]
pub struct Lines {
    /// The first line of the text as read, 1-based; what a line is depends on the medium, see `document::text`.
    pub first: u32,
    /// The last line, included.
    pub last: u32,
    /// SHA-256 of the printed lines joined by `\n`, with no line end after the last.
    pub sha256: Sha256,
}

impl From<(u32, u32, Sha256)> for Lines {
    fn from((first, last, sha256): (u32, u32, Sha256)) -> Self {
        Self { first, last, sha256 }
    }
}

impl From<Lines> for (u32, u32, Sha256) {
    fn from(lines: Lines) -> Self {
        (lines.first, lines.last, lines.sha256)
    }
}

/// A value with the lines that state it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated<T> {
    /// What was read.
    pub value: T,
    /// The lines that state it, at least one range, in the order of the document.
    pub at: Vec<Lines>,
}

impl<T> Stated<T> {
    /// A value stated by one range of lines.
    pub fn new(value: T, at: Lines) -> Self {
        Self { value, at: vec![at] }
    }

    /// The same evidence for a value made of this one.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Stated<U> {
        Stated { value: map(self.value), at: self.at }
    }
}

/// Running text that is not kept: where it stands, and by what it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// The lines it fills.
    pub at: Vec<Lines>,
    /// Knows the same words again, however they are set.
    pub fingerprint: Fingerprint,
}

/// The SHA-256 of a text's letters and digits in lower case, everything else left out: the same words give the
/// same fingerprint whatever the line width, hyphenation, quotes, spaces or list marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub Sha256);

impl Fingerprint {
    /// The fingerprint of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let folded: String =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Self(Sha256::of(folded.as_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_survives_its_text_form() {
        let digest = Sha256::of(b"abc");
        assert!(digest.to_string().starts_with("ba7816bf8f01cfea"));
        assert_eq!(digest.to_string().parse::<Sha256>().unwrap(), digest);
        for bad in ["", "ba78", &"é".repeat(32), &"+1".repeat(32)] {
            assert!(bad.parse::<Sha256>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fingerprint_knows_the_words_however_they_are_set() {
        let one = Fingerprint::of("A whole-of-society\napproach, “so called”");
        assert_eq!(one, Fingerprint::of("a wholeof-society approach so\u{a0}called"));
        assert_ne!(one, Fingerprint::of("a whole society approach"));
    }
}
