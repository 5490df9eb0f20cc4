//! Which request an answer belongs to, and one line of each in the log, at the level `debug` of `gcm_hub::requests` and
//! at `warn` when the hub failed. Never the text of a query, a value or a token.

use std::hash::BuildHasher;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Uri};
use axum::response::Response;

/// The name of a request, in requests and in answers.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where the lines go.
const TARGET: &str = "gcm_hub::requests";

/// The most letters of a name that a client gives a request or an operation.
const MOST_NAME: usize = 64;

/// What a handler tells of a GraphQL request, for the log and for traces.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// The operation that was named in the request.
    pub operation: Option<String>,
    /// Values of the answer, as estimated before it was run.
    pub nodes: u64,
}

impl Told {
    /// The operation that was named in the request, or the beginning of a long name.
    pub(super) fn operation(&self) -> Option<&str> {
        let name = self.operation.as_deref()?;
        Some(&name[..name.floor_char_boundary(MOST_NAME)])
    }
}

/// A request that is being answered.
pub(super) struct Entry {
    id: HeaderValue,
    line: Option<Line>,
}

struct Line {
    began: Instant,
    method: Method,
    uri: Uri,
}

/// Whether lines of requests are wanted.
pub(super) fn is_kept() -> bool {
    tracing::enabled!(target: TARGET, tracing::Level::DEBUG)
}

/// The name of a request, as [`Entry::begin`] has put it there.
pub(super) fn id(headers: &HeaderMap) -> &str {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default()
}

/// The name of a request: that which its client gave it, when that is plain, or a new one.
fn name(headers: &HeaderMap) -> HeaderValue {
    let given = headers.get(&REQUEST_ID).filter(|id| is_plain(id));
    given.cloned().unwrap_or_else(made)
}

/// Names the answer to a request of which no line is kept.
pub(super) fn name_answer(asked: &HeaderMap, answer: &mut HeaderMap) {
    answer.insert(REQUEST_ID, name(asked));
}

impl Entry {
    /// Names a request, if its client has not, or not plainly.
    pub(super) fn begin(request: &mut Request) -> Self {
        let id = name(request.headers());
        request.headers_mut().insert(REQUEST_ID, id.clone());
        let wanted = tracing::enabled!(target: TARGET, tracing::Level::WARN);
        let line = wanted.then(|| Line {
            began: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
        });
        Self { id, line }
    }

    /// Names the answer, and writes the line.
    pub(super) fn end(self, response: &mut Response) {
        if let Some(line) = &self.line {
            line.write(&self.id, response);
        }
        response.headers_mut().insert(REQUEST_ID, self.id);
    }
}

impl Line {
    fn write(&self, id: &HeaderValue, response: &Response) {
        let failed = response.status().is_server_error();
        if !failed && !is_kept() {
            return;
        }
        let Self { began, method, uri } = self;
        let (id, path) = (id.to_str().unwrap_or_default(), uri.path());
        let (status, ms) = (response.status().as_u16(), began.elapsed().as_secs_f64() * 1_000.0);
        // None of an answer that is still being written.
        let bytes = response.body().size_hint().exact();
        let told = response.extensions().get::<Told>();
        let operation = told.and_then(Told::operation);
        let nodes = told.map(|told| told.nodes);
        // Texts of clients are escaped.
        if failed {
            tracing::warn!(target: TARGET, id, %method, path, status, ms, bytes, operation, nodes);
        } else {
            tracing::debug!(target: TARGET, id, %method, path, status, ms, bytes, operation, nodes);
        }
    }
}

/// Whether a name is short and has nothing in it that a log or a shell could take for something else.
fn is_plain(id: &HeaderValue) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (1..=MOST_NAME).contains(&id.len()) && id.as_bytes().iter().all(plain)
}

/// A name that no other request has, mostly: a keyed hash of a count. It need not be hard to guess.
fn made() -> HeaderValue {
    static KEY: LazyLock<std::hash::RandomState> = LazyLock::new(Default::default);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
    let mut text = [0; 16];
    for (place, digit) in text.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (4 * place) & 15) as usize];
    }
    HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("unnamed"))
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use axum::body::Body;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What the log has of a request with this status, at a level.
    fn logged(level: tracing::Level, status: u16) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        // With more than one dispatcher a line is not judged once and for all by whichever test meets it first.
        let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
        tracing::subscriber::with_default(subscriber, || {
            let mut request = Request::post("/graphql?query=%7Bsecret%7D")
                .header("authorization", "Bearer secret")
                .header("x-request-id", "one")
                .body(Body::from("secret"))
                .unwrap();
            let entry = Entry::begin(&mut request);
            let mut response = Response::builder().status(status).body(Body::from("four")).unwrap();
            response
                .extensions_mut()
                .insert(Told { operation: Some(format!("A\n{}", "é".repeat(99))), nodes: 7 });
            entry.end(&mut response);
            assert_eq!(response.headers()["x-request-id"], "one");
        });
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_request_is_one_line_without_its_query_its_token_or_line_breaks_of_its_own() {
        let line = logged(tracing::Level::DEBUG, 200);
        for part in [
            "gcm_hub::requests",
            "id=\"one\"",
            "method=POST",
            "path=\"/graphql\"",
            "status=200",
            "bytes=4",
            "nodes=7",
            "operation=\"A\\n",
        ] {
            assert!(line.contains(part), "{part} {line}");
        }
        assert!(!line.contains("secret"), "{line}");
        assert_eq!((line.matches('\n').count(), line.matches('é').count()), (1, 31));
    }

    #[test]
    fn what_failed_is_told_to_those_who_want_no_lines() {
        assert_eq!(logged(tracing::Level::INFO, 200), "");
        assert_eq!(logged(tracing::Level::INFO, 400), "");
        assert!(logged(tracing::Level::INFO, 503).contains("WARN gcm_hub::requests: id=\"one\""));
    }
}
