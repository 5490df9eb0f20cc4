//! Editions, decisions and watches for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Held, StoredEdition};
use crate::document::text::{self, Text};
use crate::document::{Document, MediaType};
use crate::record::{
    Body, Decision, DecisionAction, Edition, EntityKind, Id, LastAnswer, Lines, LinkKey, LinkType, Minted,
    PledgeRecord, Reading, Record, SeenTexts, Sha256, Stated, Watch,
};

/// An edition of `source` whose bytes are known as `bytes`, with two records that carry `mark`, and their
/// identifiers; no text.
pub(super) fn edition(source: &str, bytes: &str, mark: &str) -> StoredEdition {
    let records: Vec<_> = (1..=2).map(|number| record(&format!("{mark}/{number}"), mark)).collect();
    let identities = records.iter().map(|record| {
        let id = Id::mint(EntityKind::Pledge, &format!("{source}/{}", record.key), 0);
        (record.key.clone(), Minted { id, slug: Some(mark.to_owned()) })
    });
    StoredEdition {
        edition: Edition {
            source: source.to_owned(),
            sha256: Sha256::of(bytes.as_bytes()),
            media_type: "text/plain".to_owned(),
            origin: "bundle".to_owned(),
            label: Some("1st edition".to_owned()),
            as_of: "2023-11".parse().ok(),
            retrieved_at: None,
            parser: "pledge-page/1".to_owned(),
        },
        identities: identities.collect(),
        reading: Reading { records, ..Reading::default() },
        text: None,
        retired: [].into(),
    }
}

/// The same edition with lines that carry `mark`.
pub(super) fn with_text(mut stored: StoredEdition, mark: &str) -> StoredEdition {
    stored.text = Some(lines(&format!("a line of {mark}\n\n- another of {mark}")));
    stored
}

/// An edition of some 300 KB.
pub(super) fn large(source: &str, bytes: &str, mark: &str) -> StoredEdition {
    let mut stored = edition(source, bytes, mark);
    stored.reading.records.extend((3..500).map(|number| record(&format!("{mark}/{number}"), mark)));
    stored.text =
        Some(lines(&format!("One of many lines of an edition, all of which carry {mark}.\n").repeat(800)));
    stored
}

/// A decision that is known by `mark`, which is in its note as well.
pub(super) fn decision(mark: &str) -> Decision {
    let seen = |side: &str| [(Id::mint(EntityKind::Programme, side, 0), Sha256::of(side.as_bytes()))].into();
    Decision {
        id: Id::mint(EntityKind::Decision, mark, 0),
        link: LinkKey {
            kind: LinkType::Names,
            from: Id::mint(EntityKind::ProgressItem, "from", 0),
            to: Id::mint(EntityKind::Programme, "to", 0),
        },
        action: DecisionAction::Confirm,
        withdraws: None,
        agency: "IOM".to_owned(),
        by: "country office".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
        note: Some(format!("the reason of {mark}")),
        client_mutation_id: None,
        seen: SeenTexts { from: seen("from"), to: seen("to") },
    }
}

/// An edition of some 300 KB that waits for an operator, for a reason that has `mark`.
pub(super) fn held(source: &str, bytes: &str, mark: &str) -> Held {
    let StoredEdition { edition, reading, text, .. } = large(source, bytes, mark);
    let reason = format!("it lacks what {mark} has");
    Held { at: chrono::DateTime::UNIX_EPOCH, reason, edition, reading, text }
}

/// What came of asking for a source whose publisher last gave `bytes`; the problem has `mark`.
pub(super) fn watch(bytes: &str, mark: &str) -> Watch {
    let at = chrono::DateTime::from_timestamp_nanos(1_900_000_000_123_456_789);
    Watch {
        checked_at: Some(at),
        confirmed_at: None,
        next_check_at: Some(at + chrono::TimeDelta::days(1)),
        failures: 3,
        problem: Some(format!("the problem of {mark}")),
        answer: Some(LastAnswer {
            sha256: Sha256::of(bytes.as_bytes()),
            address: "https://example.org/page".to_owned(),
            etag: Some(format!("W/\"{mark}\"")),
            last_modified: None,
        }),
        plan: None,
        confirmed: None,
        rejected: [Sha256::of(b"rejected")].into(),
    }
}

fn lines(text: &str) -> Text {
    let document = Document {
        bytes: text.into(),
        media_type: MediaType::Plain,
        origin: "test".to_owned(),
        charset: None,
    };
    text::read(&document).unwrap()
}

fn record(key: &str, mark: &str) -> Record {
    let at = Lines { first: 1, last: 3, sha256: Sha256::of(mark.as_bytes()) };
    let body = PledgeRecord {
        title: Stated::new(format!("A pledge of {mark}: Türkiye, Côte d’Ivoire"), at.clone()),
        organisation: Stated::new("IOM".to_owned(), at),
        jointly_with: Vec::new(),
        last_updated: None,
    };
    Record { key: key.to_owned(), body: Body::Pledge(Box::new(body)) }
}

/// A folder that is gone at the end of the test.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("gcm-hub-store-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        // What a killed run of the same number has left.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
