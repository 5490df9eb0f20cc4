//! The messages of `graphql-transport-ws`.

use async_graphql::Response;
use axum::extract::ws::Message;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::Parameters;
use super::close::Close;

/// The most bytes of an identifier: they are kept as long as their operation runs.
const MOST_ID: usize = 128;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Received {
    ConnectionInit { payload: Option<Value> },
    Ping,
    Pong,
    Subscribe { id: String, payload: Parameters },
    Complete { id: String },
}

impl Received {
    /// Reads the text of a message.
    pub(super) fn read(text: &str) -> Result<Self, Close> {
        let received = serde_json::from_str(text).map_err(|error| Close::Invalid(error.to_string()))?;
        match &received {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > MOST_ID => {
                Err(Close::Invalid(format!("an `id` has 1 to {MOST_ID} bytes")))
            }
            _ => Ok(received),
        }
    }
}

pub(super) fn acknowledged() -> Message {
    Message::text(r#"{"type":"connection_ack"}"#)
}

pub(super) fn pong() -> Message {
    Message::text(r#"{"type":"pong"}"#)
}

/// An answer of an operation that runs.
pub(super) fn next(id: &str, response: &Response) -> Message {
    written(&Answered { id, kind: "next", payload: response })
}

/// The same of an answer that is written already.
pub(super) fn next_json(id: &str, json: &[u8]) -> Message {
    let (id, payload) = (Value::from(id), String::from_utf8_lossy(json));
    Message::text(format!(r#"{{"id":{id},"type":"next","payload":{payload}}}"#))
}

/// That an operation was not run, or broke.
pub(super) fn error(id: &str, errors: &impl Serialize) -> Message {
    written(&Answered { id, kind: "error", payload: errors })
}

pub(super) fn complete(id: &str) -> Message {
    Message::text(json!({ "id": id, "type": "complete" }).to_string())
}

#[derive(Serialize)]
struct Answered<'a, T> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    payload: &'a T,
}

fn written(message: &impl Serialize) -> Message {
    // What is told has texts as keys, so that it can always be written.
    Message::text(serde_json::to_string(message).unwrap_or_default())
}
