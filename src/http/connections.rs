//! Connections: taken while there is room, under limits on the heads of requests, and let go of when the server stops.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower_service::Service;

use super::clients::{Full, Permit};
use super::graphql::Shortcut;
use super::impatient::Impatient;
use super::router::App;
use super::timer::OneTimer;

/// The most bytes of a request's head: an address with a query in it, and headers with a token.
const MOST_HEAD: usize = 64 * 1024;

/// The most connections of those who ask for numbers; others wait.
const MOST_BESIDE: usize = 32;

/// How long to wait when the system has no more room for connections.
const PAUSE: Duration = Duration::from_secs(1);

/// The connection that a request came on, among its extensions.
#[derive(Clone)]
pub(super) struct Place {
    /// Who has it.
    pub peer: IpAddr,
    /// What it is open by. Whoever goes on with the connection when the server is through with it keeps the
    /// place.
    _permit: Arc<Permit>,
}

/// Serves a router until `shutdown` ends; then tells everyone, and waits for those who are being answered.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    app: Arc<App>,
    shutdown: impl Future<Output = ()>,
    stop: watch::Sender<bool>,
) -> io::Result<()> {
    let mut shutdown = pin!(shutdown);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            // So that what has ended is not kept.
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match app.clients.connect(peer.ip(), Instant::now()) {
                    Ok(permit) => {
                        let place = Place { peer: peer.ip(), _permit: Arc::new(permit) };
                        connections.spawn(talk(stream, Some(place), router.clone(), &app, Some(Shortcut::new(&app))));
                    }
                    Err(full) => turn_away(&stream, full),
                },
                Err(error) if is_of_one(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be taken for now");
                    tokio::select! {
                        () = &mut shutdown => break,
                        () = sleep(PAUSE) => {}
                    }
                }
            },
        }
    }
    // Told before the door is shut, so that who finds it shut knows that everyone inside has been told. It cannot fail,
    // as `app` listens too.
    let _ = stop.send(true);
    drop(listener);
    let drained = timeout(app.settings.drain, async {
        while connections.join_next().await.is_some() {}
        // Sockets are no connections of the server any more, but have permits.
        app.clients.streams_end().await;
    });
    if drained.await.is_err() {
        tracing::warn!(connections = connections.len(), "what was not answered in time is cut off");
        connections.shutdown().await;
    }
    Ok(())
}

/// Serves a router to operators for as long as it is polled, under limits of its own.
pub(super) async fn serve_beside(listener: TcpListener, router: Router, app: &App) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept(), if connections.len() < MOST_BESIDE => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(talk(stream, None, router.clone(), app, None));
                }
                Err(error) if is_of_one(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection for metrics can be taken for now");
                    sleep(PAUSE).await;
                }
            },
        }
    }
}

/// How the requests of one connection are answered.
struct Way {
    router: Router,
    place: Option<Place>,
    /// `None` where nothing is answered from memory.
    shortcut: Option<Shortcut>,
}

impl Way {
    async fn answer(&self, request: Request<Incoming>) -> Response {
        let mut request = match (&self.shortcut, &self.place) {
            (Some(shortcut), Some(place)) => match shortcut.answer(place.peer, request).await {
                Ok(response) => return response,
                Err(request) => request,
            },
            _ => request.map(Body::new),
        };
        if let Some(place) = &self.place {
            request.extensions_mut().insert(place.clone());
        }
        // A router is always ready.
        self.router.clone().call(request).await.unwrap_or_else(|never| match never {})
    }
}

/// Answers the requests of one connection.
fn talk(
    stream: TcpStream,
    place: Option<Place>,
    router: Router,
    app: &App,
    shortcut: Option<Shortcut>,
) -> impl Future<Output = ()> + use<> {
    let (stopped, ends) = (app.stopped(), place.is_some());
    let (header_timeout, write_timeout) = (app.settings.header_timeout, app.settings.write_timeout);
    async move {
        // Answers are written whole; to wait for more would only delay them.
        let _ = stream.set_nodelay(true);
        let way = Arc::new(Way { router, place, shortcut });
        let answer = service_fn(move |request| {
            let way = Arc::clone(&way);
            async move { Ok::<Response, Infallible>(way.answer(request).await) }
        });
        let mut http = http1::Builder::new();
        // Of headers there are at most 100, which is hyper's own limit and costs nothing.
        http.timer(OneTimer::default()).header_read_timeout(header_timeout).max_header_size(MOST_HEAD);
        let mut connection = pin!(
            http.serve_connection(TokioIo::new(Impatient::new(stream, write_timeout)), answer)
                .with_upgrades()
        );
        // Errors are of the network, or of a client that keeps no rules: the hub can do nothing about them.
        tokio::select! {
            // In this order, as a busy connection may take the whole turn.
            biased;
            // Operators are answered to the end.
            () = stopped, if ends => connection.as_mut().graceful_shutdown(),
            _ = connection.as_mut() => return,
        }
        let _ = connection.await;
    }
}

/// Says on a connection for which there is no room that it should be tried again; without waiting, so best effort.
fn turn_away(stream: &TcpStream, full: Full) {
    let (status, again) = match full {
        Full::Client(again) => ("429 Too Many Requests", again),
        Full::Server(again) => ("503 Service Unavailable", again),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nretry-after: {}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
        again.as_secs()
    );
    let _ = stream.try_write(answer.as_bytes());
}

/// Whether an error is of the one connection that was to be taken.
fn is_of_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::access::Gate;
    use crate::http::router::router;
    use crate::http::settings::Setup;
    use crate::refresh::open_hub;
    use crate::store::MemoryStore;

    /// The status of an answer on a connection of its own.
    async fn ask(app: &Arc<App>, router: &Router, headers: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        let permit = app.clients.connect(peer.ip(), Instant::now()).ok().unwrap();
        let place = Place { peer: peer.ip(), _permit: Arc::new(permit) };
        let answered = talk(stream, Some(place), router.clone(), app, Some(Shortcut::new(app)));
        let body = r#"{"query":"{ hub { version } }"}"#;
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut answer = String::new();
        let asked = async {
            client.write_all(request.as_bytes()).await.unwrap();
            client.read_to_string(&mut answer).await.unwrap();
        };
        tokio::join!(answered, asked);
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    #[tokio::test]
    async fn what_was_answered_before_never_comes_to_the_router() {
        let hub =
            open_hub(Arc::new(MemoryStore::new()), Arc::default(), chrono::DateTime::UNIX_EPOCH).unwrap();
        let gate = Gate::new(Path::new("no-such-folder"), None).unwrap();
        let (_keep, stopping) = watch::channel(false);
        let app = Arc::new(App::new(Arc::new(hub), Arc::new(gate), Setup::default(), stopping));
        let (long_way, nowhere) = (router(Arc::clone(&app), false), Router::new());
        assert_eq!(ask(&app, &nowhere, "").await, "404");
        for _ in 0..2 {
            assert_eq!(ask(&app, &long_way, "").await, "200");
        }
        assert_eq!(ask(&app, &nowhere, "").await, "200");
        for unusual in
            ["Origin: https://a.example\r\n", "Authorization: Bearer a\r\n", "GCM-Hub-Cost: show\r\n"]
        {
            assert_eq!(ask(&app, &nowhere, unusual).await, "404", "{unusual}");
        }
    }
}
