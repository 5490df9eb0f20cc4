//! What comes of asking an address when all goes well.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url};
use serde::{Deserialize, Serialize};

use super::error::Failure;
use super::exchange::Reply;
use super::headers;

/// By what a publisher recognises the version of a document that the hub has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The address that gave them, after redirects; they mean nothing to any other, which is never told of them.
    pub address: String,
    /// The header `ETag` to the letter, weak (`W/"…"`) or strong; none when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The header `Last-Modified` to the letter; none when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// Whether there is something new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The publisher has what the hub has.
    NotModified,
    /// The document. It may still be what the hub has: its bytes tell, as validators may stay while they change.
    Changed {
        /// Its bytes, decompressed.
        bytes: Vec<u8>,
        /// The media type as sent, with its parameters; none when none was sent.
        media_type: Option<String>,
    },
}

/// An answer with its origin.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The answer.
    pub answer: Answer,
    /// The address that was asked, one of those given.
    pub asked: Url,
    /// The address that answered, after redirects.
    pub address: Url,
    /// What to ask with the next time; none when the publisher knows no validators.
    pub validators: Option<Validators>,
    /// Until when the publisher says that the answer holds, a day at most; none when it is to be asked about each time.
    pub fresh_until: Option<DateTime<Utc>>,
    /// When the answer came.
    pub at: DateTime<Utc>,
    /// What happened at the addresses that were asked before `asked`, in their order; empty when it was the first.
    pub failures: Vec<Arc<Failure>>,
}

impl Fetched {
    /// The answer of a status that is one: 200, or 304 where `known` was sent.
    pub(super) fn from_reply(
        reply: Reply,
        asked: &Url,
        address: Url,
        known: Option<&Validators>,
        at: DateTime<Utc>,
    ) -> Self {
        let (mut etag, mut last_modified) = headers::validators(&reply.headers);
        let answer = if reply.status == StatusCode::NOT_MODIFIED {
            // A 304 need not repeat what it was asked with.
            etag = etag.or_else(|| known.and_then(|known| known.etag.clone()));
            last_modified = last_modified.or_else(|| known.and_then(|known| known.last_modified.clone()));
            Answer::NotModified
        } else {
            Answer::Changed { bytes: reply.bytes, media_type: headers::media_type(&reply.headers) }
        };
        let validators = (etag.is_some() || last_modified.is_some()).then(|| Validators {
            address: address.to_string(),
            etag,
            last_modified,
        });
        let fresh_until = headers::fresh_until(&reply.headers, at);
        Self { answer, asked: asked.clone(), address, validators, fresh_until, at, failures: Vec::new() }
    }
}
