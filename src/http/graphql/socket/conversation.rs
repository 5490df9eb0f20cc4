//! What is said on one socket, from `connection_init` to the end.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Response;
use axum::extract::ws::Message;
use chrono::Utc;
use futures_util::stream::{BoxStream, SelectAll};
use futures_util::{Sink, SinkExt, Stream, StreamExt, future, stream};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{Instant, interval_at, sleep, timeout};

use super::super::super::admission;
use super::super::super::clients::Client;
use super::super::super::guard;
use super::super::super::refusal::Refusal;
use super::super::super::router::App;
use super::super::cost::{self, Telling};
use super::super::documents::{Found, Missing};
use super::super::follow;
use super::super::request::{self, Parameters};
use super::super::{Done, answer, given, work};
use super::close::Close;
use super::message::{self, Received};
use crate::access::{Bearer, Denied};

/// By when a client must have begun, as other servers of the protocol have it.
pub(super) const TO_BEGIN: Duration = Duration::from_secs(3);

/// So often a quiet client is pinged; one that has said nothing since the last time is gone, and so is one that takes
/// no answer for as long.
pub(super) const BEAT: Duration = Duration::from_secs(30);

/// So long a client that is told the end may take to say that it heard.
const FAREWELL: Duration = Duration::from_secs(1);

/// So many operations run at once on a socket.
pub(super) const MOST_OPERATIONS: usize = 32;

/// One socket's conversation.
pub(super) struct Conversation {
    app: Arc<App>,
    /// Who is counted for the operations.
    client: Option<Client>,
    /// Of the request that became the socket, or of `connection_init`.
    bearer: Option<Result<Bearer, Denied>>,
    /// How the cost of each operation is told, as the request that became the socket wants it.
    telling: Option<Telling>,
    /// The most bytes of a message.
    most: usize,
    begun: bool,
    /// The operations that run: to let go of an entry is to end it.
    live: HashMap<String, oneshot::Sender<()>>,
    operations: SelectAll<BoxStream<'static, (String, Event)>>,
}

/// What becomes of an operation.
enum Event {
    Answer(Box<Response>),
    /// An answer as JSON.
    Written(Vec<u8>),
    Refused(Refusal),
    End,
}

impl From<Done> for Event {
    fn from(done: Done) -> Self {
        match done {
            Done::Query(bytes) => Self::Written(bytes),
            Done::Other(now, mut response, _) => {
                response.extensions.insert("graph".to_owned(), now.version.extension.clone());
                Self::Answer(Box::new(response))
            }
            Done::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

/// What to say, or why to end.
type Said = Result<Option<Message>, Close>;

impl Conversation {
    pub(super) fn new(
        app: Arc<App>,
        client: Option<Client>,
        bearer: Option<Result<Bearer, Denied>>,
        telling: Option<Telling>,
        most: usize,
    ) -> Self {
        let (live, operations) = (HashMap::new(), SelectAll::new());
        Self { app, client, bearer, telling, most, begun: false, live, operations }
    }

    /// Talks until either side ends it.
    pub(super) async fn hold<S, E>(mut self, mut socket: S)
    where
        S: Stream<Item = Result<Message, E>> + Sink<Message> + Unpin,
        E: ToString,
    {
        let mut stopped = std::pin::pin!(self.app.stopped());
        let mut too_late = std::pin::pin!(sleep(TO_BEGIN));
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        let mut heard = true;
        let close = loop {
            let said = tokio::select! {
                () = &mut stopped => break Close::Stopping,
                () = &mut too_late, if !self.begun => break Close::TooLate,
                _ = beat.tick() => match std::mem::take(&mut heard) {
                    true => Ok(Some(Message::Ping(Vec::new().into()))),
                    false => return,
                },
                message = socket.next() => {
                    heard = true;
                    match message {
                        Some(Ok(message)) => self.hear(message).await,
                        Some(Err(error)) => match self.broken(&error.to_string()) {
                            Some(close) => break close,
                            None => return,
                        },
                        None => return,
                    }
                }
                Some((id, event)) = self.operations.next(), if !self.operations.is_empty() => Ok(self.tell(id, event)),
            };
            match said {
                Ok(None) => {}
                Ok(Some(message)) => {
                    if !sent(&mut socket, message).await {
                        return;
                    }
                }
                Err(close) => break close,
            }
        };
        if sent(&mut socket, Message::Close(Some(close.frame()))).await {
            // What is still on its way from the client is read, so that the end reaches it.
            let _ = timeout(FAREWELL, async { while let Some(Ok(_)) = socket.next().await {} }).await;
        }
    }

    /// What to make of a message that cannot be had: the words are tungstenite's, which axum does not hand on as a type.
    fn broken(&self, error: &str) -> Option<Close> {
        error.contains("too long").then_some(Close::TooLong { most: self.most })
    }

    async fn hear(&mut self, message: Message) -> Said {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Err(Close::Invalid("it is binary: send text".to_owned())),
            // Answered by what is below; after a close comes the end.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return Ok(None),
        };
        match Received::read(&text)? {
            Received::ConnectionInit { payload } => self.begin(payload.as_ref()).await,
            Received::Ping => Ok(Some(message::pong())),
            Received::Pong => Ok(None),
            Received::Complete { id } => {
                self.live.remove(&id);
                Ok(None)
            }
            Received::Subscribe { .. } if !self.begun => Err(Close::TooEarly),
            Received::Subscribe { id, .. } if self.live.contains_key(&id) => Err(Close::Taken(id)),
            Received::Subscribe { id, payload } => Ok(self.run(id, payload)),
        }
    }

    /// A token that is shown here is looked at at once: whoever shows one wants to be known by it.
    async fn begin(&mut self, payload: Option<&Value>) -> Said {
        if self.begun {
            return Err(Close::Twice);
        }
        let key = |name| payload.and_then(|payload| payload.get(name));
        if let Some(shown) = key("authorization").or_else(|| key("Authorization")) {
            let forbidden = |denied: Denied| Close::Forbidden(denied.to_string());
            let bearer = Bearer::of_header(shown.as_str().unwrap_or_default()).map_err(forbidden)?;
            self.app.gate.admit(Some(&bearer), Utc::now()).await.map_err(forbidden)?;
            self.bearer = Some(Ok(bearer));
        }
        self.begun = true;
        Ok(Some(message::acknowledged()))
    }

    /// Runs an operation on the graph of this moment.
    fn run(&mut self, id: String, parameters: Parameters) -> Option<Message> {
        if self.live.len() >= MOST_OPERATIONS {
            let full = format!("{MOST_OPERATIONS} operations run on this socket, which is the most: end one");
            return Some(refused(&id, &Refusal { code: "LIMIT_EXCEEDED", ..Refusal::unavailable(full) }));
        }
        if let Err(full) = self.app.clients.count(self.client, std::time::Instant::now()) {
            return Some(refused(&id, &admission::full(full)));
        }
        let found = request::of_message(parameters)
            .map_err(Missing::from)
            .and_then(|given| self.app.documents.find(given));
        // A document that comes with its hash is kept of requests over HTTP only.
        let Found { request, .. } = match found {
            Ok(found) => found,
            Err(Missing::Refused(refusal)) => return Some(refused(&id, &refusal)),
            Err(Missing::Unknown(response)) => return Some(message::error(&id, &response.errors)),
        };
        let admitted = match self.app.schema.read(&request) {
            Ok(admitted) => admitted,
            Err(refused) => return Some(message::error(&id, &refused.errors)),
        };
        let cost = self.telling.map(|_| cost::told(&admitted));
        let answers = if self.telling == Some(Telling::Ask) {
            let now = self.app.versions.now(&self.app.hub);
            stream::once(future::ready(Event::from(cost::alone(now, &admitted)))).boxed()
        } else if request::no_subscription(admitted.kinds()).is_err() {
            let request = given(&self.app, request, self.bearer.clone());
            follow::answers(&self.app, request, cost).map(|answer| Event::Answer(Box::new(answer))).boxed()
        } else {
            // A request as any other, with a place to work as long as it runs.
            let permit = match self.app.clients.work(self.client, std::time::Instant::now()) {
                Ok(permit) => permit,
                Err(full) => return Some(refused(&id, &admission::full(full))),
            };
            let (app, bearer) = (Arc::clone(&self.app), self.bearer.clone());
            let answer = async move {
                let now = app.versions.now(&app.hub);
                let done = work(&app, now, request, admitted, bearer, cost).await;
                drop(permit);
                Event::from(done)
            };
            stream::once(answer).boxed()
        };
        let events = AssertUnwindSafe(answers).catch_unwind().map(|event| {
            event.unwrap_or_else(|panic| {
                tracing::error!(panic = guard::words(&*panic), "an operation on a socket met a panic");
                Event::Refused(Refusal::internal())
            })
        });
        let (keep, ended) = oneshot::channel();
        let events = events.chain(stream::once(future::ready(Event::End))).take_until(ended);
        self.live.insert(id.clone(), keep);
        self.operations.push(events.map(move |event| (id.clone(), event)).boxed());
        None
    }

    fn tell(&mut self, id: String, event: Event) -> Option<Message> {
        match event {
            Event::Answer(response) if answer::not_run(&response) => {
                self.live.remove(&id);
                Some(message::error(&id, &response.errors))
            }
            Event::Answer(response) => Some(message::next(&id, &response)),
            Event::Written(json) => Some(message::next_json(&id, &json)),
            Event::Refused(refusal) => {
                self.live.remove(&id);
                Some(refused(&id, &refusal))
            }
            Event::End => self.live.remove(&id).map(|_| message::complete(&id)),
        }
    }
}

/// Whether a message was taken in time.
async fn sent<S: Sink<Message> + Unpin>(socket: &mut S, message: Message) -> bool {
    matches!(timeout(BEAT, socket.send(message)).await, Ok(Ok(())))
}

fn refused(id: &str, refusal: &Refusal) -> Message {
    message::error(id, &json!([{ "message": refusal.message, "extensions": { "code": refusal.code } }]))
}

#[cfg(test)]
mod tests;
