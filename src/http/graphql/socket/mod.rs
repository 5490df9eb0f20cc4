//! GraphQL on a WebSocket, in the protocol `graphql-transport-ws`: queries, mutations and subscriptions, several at
//! once.
//!
//! The conversation is ours: that of async-graphql 7.2.1 closes with codes of its own (1002, 1011) where the protocol
//! has 4400 and 4401, lets an operation take the place of another that has its identifier, never sends `error`, and has
//! neither a time by which a client must begin, nor a number of operations that it may have, nor a way to be ended.

mod close;
mod conversation;
mod message;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::HeaderMap;
use axum::http::header::SEC_WEBSOCKET_KEY;
use axum::response::Response;

use super::super::admission::Asker;
use super::super::connections::Place;
use super::super::cors;
use super::super::refusal::Refusal;
use super::super::router::App;
use super::{bearer, cost, follow};
use conversation::Conversation;

/// The protocol's name for `Sec-WebSocket-Protocol`.
const PROTOCOL: &str = "graphql-transport-ws";

/// A message has so many bytes at most, or as many as a request if that is less: a socket may keep 32 of them.
const MOST_BYTES: u64 = 64 * 1024;

/// Memory that a socket takes for reading while it is open.
const READ_BUFFER: usize = 4 * 1024;

/// Whether a request wants to become a socket.
pub(super) fn wanted(headers: &HeaderMap) -> bool {
    headers.contains_key(SEC_WEBSOCKET_KEY)
}

/// Makes a request a socket, and begins to talk on it; or says why not. The connection stays counted until the socket
/// ends.
pub(super) fn open(
    app: Arc<App>,
    headers: &HeaderMap,
    Asker(client): Asker,
    place: Option<Place>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if !cors::may_connect(headers, &app.settings.cors_origins) {
        let message = "pages of this origin may not open a socket: the operator of this hub allows origins with \
                       `cors_origins` of `[http]`";
        return Refusal::forbidden(message).answer(headers);
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]),
        Err(rejection) => {
            let message = format!(
                "the request cannot become a WebSocket: {}: GET it over HTTP/1.1 with `Upgrade: websocket`, `Connection: \
                 Upgrade` and version 13, as WebSocket libraries do, and have a proxy hand these on",
                rejection.body_text().trim_end_matches('.')
            );
            return Refusal { status: rejection.status(), ..Refusal::bad_request(message) }.answer(headers);
        }
    };
    if upgrade.selected_protocol().is_none() {
        let message =
            format!("the hub speaks `{PROTOCOL}` on WebSockets: name it in `Sec-WebSocket-Protocol`");
        return Refusal::bad_request(message).answer(headers);
    }
    let telling = match cost::wanted(headers) {
        Ok(telling) => telling,
        Err(refusal) => return refusal.answer(headers),
    };
    let permit = match app.clients.stream(client, Instant::now()) {
        Ok(permit) => permit,
        Err(full) => return follow::no_room(&app, full, headers),
    };
    let most = usize::try_from(app.schema.limits().bytes.min(MOST_BYTES)).unwrap_or(usize::MAX);
    let bearer = bearer(headers);
    let upgrade = upgrade.max_message_size(most).max_frame_size(most).read_buffer_size(READ_BUFFER);
    upgrade.on_upgrade(async move |socket| {
        Conversation::new(app, client, bearer, telling, most).hold(socket).await;
        drop((permit, place));
    })
}
