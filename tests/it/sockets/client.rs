//! A client of the hub's sockets, which says and hears what a test wants.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::server::Client;

/// The message that begins a socket.
pub(super) const INIT: &str = r#"{"type":"connection_init"}"#;

/// A client's end of a socket.
pub(crate) struct Socket(pub(super) WebSocketStream<TcpStream>);

/// Opens a socket with more headers; the status, where the server says no.
pub(super) async fn open(to: Client, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let mut request = format!("ws://{}/graphql", to.0).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let stream = TcpStream::connect(to.0).await.unwrap();
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// Opens one as soon as the server has seen that there is room for it, and does not try for ever.
pub(super) async fn until_open(to: Client, headers: &[(&'static str, &str)]) {
    let opened = async {
        while open(to, headers).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), opened).await.expect("there is room at last");
}

/// A socket that is acknowledged.
pub(crate) async fn begun(to: Client) -> Socket {
    let mut socket = open(to, &[]).await.unwrap();
    socket.say(INIT).await;
    assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
    socket
}

/// The message that begins an operation.
pub(crate) fn subscribe(id: &str, query: &str) -> String {
    json!({ "id": id, "type": "subscribe", "payload": { "query": query } }).to_string()
}

impl Socket {
    pub(crate) async fn say(&mut self, text: impl Into<String>) {
        self.0.send(Message::text(text.into())).await.unwrap();
    }

    /// The next message of the protocol.
    pub(crate) async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// The text of the next message of the protocol.
    pub(crate) async fn text(&mut self) -> String {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return text.to_string(),
                Some(Ok(Message::Ping(_))) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code with which the server closes, once it does.
    pub(super) async fn closed(mut self) -> (u16, String) {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Close(Some(frame)))) => {
                    return (frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
