//! Documents that are asked for by their hash: those that clients had kept (automatic persisted queries), and the saved
//! operations, which are always known and which alone are answered where nothing else is trusted.
//!
//! A client's document is kept once it was admitted under the limits of a request, never before.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use async_graphql::{Request, Response, ServerError};
use axum::http::StatusCode;
use moka::sync::Cache;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::operations::operations;
use super::super::refusal::Refusal;
use super::request::{Given, PersistedQuery};

/// What a document takes besides its bytes. Estimated, on the high side.
const OVERHEAD: usize = 256;

/// Which documents are answered, and what is kept of them: the section `[documents]` of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentSettings {
    /// Only the saved operations are answered, by hash or by their very text.
    pub only_trusted: bool,
    /// The bytes of clients' documents that are kept under their hash at most; 0 keeps none.
    pub cache_bytes: u64,
}

impl Default for DocumentSettings {
    /// Thousands of documents.
    fn default() -> Self {
        Self { only_trusted: false, cache_bytes: 8 * 1024 * 1024 }
    }
}

type Hash = [u8; 32];

/// The saved operations by hash.
static TRUSTED: LazyLock<HashMap<Hash, &'static str>> = LazyLock::new(|| {
    operations().iter().map(|operation| (hash(operation.document), operation.document)).collect()
});

fn hash(document: &str) -> Hash {
    Sha256::digest(document).into()
}

/// The documents that are known.
pub(in super::super) struct Documents {
    only_trusted: bool,
    /// `None` where clients cannot have documents kept.
    kept: Option<Cache<Hash, Arc<str>>>,
}

/// Why there is no document to run.
pub(super) enum Missing {
    /// The request is not right, or may not be asked.
    Refused(Refusal),
    /// Nothing is known under its hash: an answer, as those who send the document then read it.
    Unknown(Box<Response>),
}

impl From<Refusal> for Missing {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A request with its document, and the hash that it is to be kept under once it was admitted.
pub(super) struct Found {
    pub request: Request,
    pub to_keep: Option<Hash>,
}

impl Documents {
    pub fn new(settings: DocumentSettings) -> Self {
        let kept = (settings.cache_bytes > 0).then(|| {
            let weigh =
                |_: &Hash, document: &Arc<str>| u32::try_from(document.len() + OVERHEAD).unwrap_or(u32::MAX);
            Cache::builder().max_capacity(settings.cache_bytes).weigher(weigh).build()
        });
        Self { only_trusted: settings.only_trusted, kept }
    }

    /// Finds the document that a request asks to be run.
    pub(super) fn find(&self, given: Given) -> Result<Found, Missing> {
        let Given { query, document_id, persisted, mut request, without } = given;
        let (document, to_keep) = match (query, document_id, persisted) {
            (Some(_), Some(_), _) => {
                return Err(Refusal::bad_request("`query` and `documentId` are both given: give one").into());
            }
            (Some(query), None, None) => (query, None),
            (Some(query), None, Some(asked)) => {
                let hash = asked.hash()?;
                (self.known_as(&hash, query)?, Some(hash))
            }
            (None, Some(id), _) => (self.identified(&id)?, None),
            (None, None, Some(asked)) => (self.persisted(&asked.hash()?)?, None),
            (None, None, None) => return Err(Refusal::bad_request(without).into()),
        };
        self.trust(&document)?;
        request.query = document;
        Ok(Found { request, to_keep })
    }

    /// Refuses a document that is not trusted, where only those are answered that are.
    pub fn trust(&self, document: &str) -> Result<(), Refusal> {
        if !self.only_trusted || TRUSTED.contains_key(&hash(document)) {
            return Ok(());
        }
        Err(Refusal {
            status: StatusCode::FORBIDDEN,
            code: "DOCUMENT_NOT_TRUSTED",
            ..Refusal::bad_request(
                "this hub answers its saved operations alone: `gcm-hub operations` lists them with their hashes, \
                 `/assets/operations.json` has their texts, and each is at `/api` by its name",
            )
        })
    }

    /// Keeps a document under its hash.
    pub(super) fn keep(&self, to_keep: Option<Hash>, document: &str) {
        if let (Some(hash), Some(kept)) = (to_keep, &self.kept)
            && !TRUSTED.contains_key(&hash)
            && !kept.contains_key(&hash)
        {
            kept.insert(hash, document.into());
        }
    }

    /// A document that came with its hash, if that is its hash.
    fn known_as(&self, given: &Hash, document: String) -> Result<String, Refusal> {
        // To compare it with what is kept costs less than to hash it.
        let same = self.look_up(given).is_some_and(|known| *known == *document);
        if same || hash(&document) == *given {
            return Ok(document);
        }
        Err(Refusal::bad_request(
            "`persistedQuery.sha256Hash` is not the SHA-256 of `query`: hash the document as it is sent, in UTF-8",
        ))
    }

    fn persisted(&self, hash: &Hash) -> Result<String, Missing> {
        match self.look_up(hash) {
            Some(document) => Ok(document.to_string()),
            // Words that clients look for, which then send the document.
            None if self.kept.is_some() => {
                Err(unknown("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"))
            }
            None => Err(unknown("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")),
        }
    }

    fn identified(&self, id: &str) -> Result<String, Missing> {
        let hash = id.strip_prefix("sha256:").and_then(hash_of_hex).ok_or_else(|| {
            let id: String = id.chars().take(80).collect();
            Refusal::bad_request(format!(
                "`{id}` is no `documentId` of this hub: write `sha256:` and the 64 hexadecimal digits of the \
                 document's SHA-256"
            ))
        })?;
        self.look_up(&hash).map(|document| document.to_string()).ok_or_else(|| {
            unknown(
                &format!("no document `{id}` is known: `gcm-hub operations` lists those that always are"),
                "PERSISTED_DOCUMENT_NOT_FOUND",
            )
        })
    }

    fn look_up(&self, hash: &Hash) -> Option<Arc<str>> {
        match TRUSTED.get(hash) {
            Some(document) => Some(Arc::from(*document)),
            None => self.kept.as_ref()?.get(hash),
        }
    }
}

impl PersistedQuery {
    fn hash(&self) -> Result<Hash, Refusal> {
        if self.version != 1 {
            return Err(Refusal::bad_request(format!(
                "`persistedQuery.version` is {} and the hub knows 1 alone: send 1 with the SHA-256 of the document",
                self.version
            )));
        }
        hash_of_hex(&self.sha256_hash).ok_or_else(|| {
            Refusal::bad_request("`persistedQuery.sha256Hash` is no SHA-256: write its 64 hexadecimal digits")
        })
    }
}

fn unknown(message: &str, code: &str) -> Missing {
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", code);
    Missing::Unknown(Box::new(Response::from_errors(vec![error])))
}

fn hash_of_hex(text: &str) -> Option<Hash> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_digits_in_either_case() {
        let hex = "00ff".repeat(16);
        assert_eq!(hash_of_hex(&hex).unwrap()[..4], [0, 255, 0, 255]);
        assert_eq!(hash_of_hex(&hex.to_uppercase()), hash_of_hex(&hex));
        for wrong in ["", "00", &"0".repeat(63), &"0".repeat(65), &"g0".repeat(32), &"é".repeat(32)] {
            assert_eq!(hash_of_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn documents_are_kept_within_their_bytes() {
        let documents = Documents::new(DocumentSettings { only_trusted: false, cache_bytes: 20_000 });
        for n in 0..200_u32 {
            let document = format!("{{ hub {{ version }} }} # {n} {}", "x".repeat(1_000));
            documents.keep(Some(hash(&document)), &document);
        }
        let kept = documents.kept.as_ref().unwrap();
        kept.run_pending_tasks();
        assert!(kept.weighted_size() <= 20_000, "{}", kept.weighted_size());
        assert!(kept.entry_count() > 0);
    }
}
