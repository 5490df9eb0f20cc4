//! A panic costs the request that met it, not the connection, and never the server.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use super::journal;
use super::refusal::Refusal;

/// Answers a handler's or a resolver's panic with status 500, and logs it.
pub(super) async fn answer_panics(request: Request, next: Next) -> Response {
    let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers().clone());
    match caught(next.run(request)).await {
        Ok(response) => response,
        Err(panic) => {
            let (id, path) = (journal::id(&headers), uri.path());
            tracing::error!(id, %method, path, panic = words(&*panic), "a request met a panic");
            Refusal::internal().answer(&headers)
        }
    }
}

/// What a future comes to, or what it panicked with. What it shared must bear being left half done: a graph is
/// immutable, and nothing else is shared.
async fn caught<F: Future>(future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

/// The words of a panic, for the log alone.
pub(super) fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;

    use super::*;

    struct Query;

    #[Object]
    impl Query {
        async fn fails(&self) -> i32 {
            std::hint::black_box(None).expect("secret words")
        }
    }

    async fn ask() -> String {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        schema.execute("{ fails }").await.data.to_string()
    }

    #[test]
    fn a_resolvers_panic_is_an_error_and_the_connection_lives() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/panic", get(ask)).route("/fine", get(async || "fine"));
        let router = router.layer(from_fn(answer_panics));
        runtime.spawn(async move { axum::serve(listener, router).await });

        // Both requests on one connection.
        let mut stream = TcpStream::connect(address).unwrap();
        let requests = "GET /panic HTTP/1.1\r\nHost: hub\r\n\r\nGET /fine HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";
        stream.write_all(requests.as_bytes()).unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).unwrap();
        assert!(answers.starts_with("HTTP/1.1 500 "), "{answers}");
        assert!(answers.contains("\"INTERNAL_SERVER_ERROR\"") && !answers.contains("secret"), "{answers}");
        assert!(answers.ends_with("fine"), "{answers}");
    }
}
