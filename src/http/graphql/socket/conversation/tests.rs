//! What depends on time, on a socket without a network and with a clock that waits for nobody.

use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::DateTime;
use tokio::sync::{mpsc, watch};

use super::*;
use crate::access::Gate;
use crate::http::Setup;
use crate::store::MemoryStore;

/// The server's side of a socket; the client's is a pair of channels.
struct Wire {
    from_client: mpsc::UnboundedReceiver<Message>,
    to_client: mpsc::UnboundedSender<Message>,
    /// Whether the client takes what it is sent.
    taken: bool,
}

impl Stream for Wire {
    type Item = Result<Message, String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.from_client.poll_recv(context).map(|message| message.map(Ok))
    }
}

impl Sink<Message> for Wire {
    type Error = ();

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        if self.taken { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), ()> {
        self.to_client.send(message).map_err(|_| ())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
        Poll::Ready(Ok(()))
    }
}

/// A hub, and what tells it to stop, which it also does when that is gone.
fn app() -> (Arc<App>, watch::Sender<bool>) {
    let hub =
        crate::refresh::open_hub(Arc::new(MemoryStore::new()), Arc::default(), DateTime::UNIX_EPOCH).unwrap();
    let (stop, stopping) = watch::channel(false);
    let gate = Arc::new(Gate::new(Path::new("no-such-folder"), None).unwrap());
    let app = App::new(Arc::new(hub), gate, Setup::default(), stopping);
    (Arc::new(app), stop)
}

/// Holds a conversation with a client who says these things and then listens; what it heard, and after how many seconds: the
/// timer of tokio adds up to two milliseconds.
async fn held(says: &[&str], taken: bool) -> (Vec<Message>, u64) {
    let (app, _stop) = app();
    let began = Instant::now();
    let (say, from_client) = mpsc::unbounded_channel();
    let (to_client, mut hear) = mpsc::unbounded_channel();
    for text in says {
        say.send(Message::text(*text)).unwrap();
    }
    Conversation::new(app, None, None, None, 1_000).hold(Wire { from_client, to_client, taken }).await;
    let mut heard = Vec::new();
    while let Ok(message) = hear.try_recv() {
        heard.push(message);
    }
    (heard, began.elapsed().as_secs())
}

const INIT: &str = r#"{"type": "connection_init"}"#;

#[tokio::test(start_paused = true)]
async fn who_never_begins_is_closed_with_4408() {
    for says in [&[][..], &[r#"{"type": "ping"}"#]] {
        let (heard, after) = held(says, true).await;
        let Some(Message::Close(Some(frame))) = heard.last() else { panic!("{heard:?}") };
        assert_eq!(frame.code, 4408);
        assert_eq!(after, (TO_BEGIN + FAREWELL).as_secs());
    }
}

#[tokio::test(start_paused = true)]
async fn who_has_begun_is_pinged_and_let_go_when_nothing_comes_back() {
    let (heard, after) = held(&[INIT], true).await;
    assert_eq!(heard, [message::acknowledged(), Message::Ping(Vec::new().into())]);
    assert_eq!(after, 2 * BEAT.as_secs());
}

#[tokio::test(start_paused = true)]
async fn who_takes_no_answers_is_let_go() {
    let (heard, after) = held(&[INIT], false).await;
    assert_eq!((heard, after), (Vec::new(), BEAT.as_secs()));
}
